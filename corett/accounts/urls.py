from django.contrib.auth.views import LogoutView
from django.urls import path

from corett.accounts import views

app_name = "accounts"

# /cuenta/
urlpatterns = [
    path("entrar/", views.login, name="login"),
    path("salir/", LogoutView.as_view(), name="logout"),
    path("contrasena/", views.PasswordChange.as_view(), name="password_change"),
    path("idioma/", views.language, name="language"),
    path("historial/", views.history_list, name="history"),
    path("historial/<slug:ending>/", views.history_file, name="history_file"),
    path("representacion/", views.membership_choose, name="membership_choose"),
]
