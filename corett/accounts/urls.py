from django.contrib.auth.views import LogoutView
from django.urls import path

from corett.accounts.views import account, door, second_factor, sessions

app_name = "accounts"

# /cuenta/
urlpatterns = [
    path("entrar/", door.Login.as_view(), name="login"),
    path("codigo/", second_factor.code, name="code"),
    path("salir/", LogoutView.as_view(), name="logout"),
    path("contrasena/", door.PasswordChange.as_view(), name="password_change"),
    path("contrasena/olvidada/", door.reset, name="reset"),
    path("contrasena/olvidada/enviada/", door.reset_asked, name="reset_asked"),
    path("contrasena/nueva/<uidb64>/<token>/", door.Reset.as_view(), name="reset_confirm"),
    path("invitacion/<uidb64>/<token>/", door.Invitation.as_view(), name="invitation"),
    path("segundo-factor/", second_factor.show, name="second_factor"),
    path("segundo-factor/poner/", second_factor.set_up, name="second_factor_set_up"),
    path("segundo-factor/codigos/", second_factor.renew_codes, name="second_factor_codes"),
    path("segundo-factor/quitar/", second_factor.switch_off, name="second_factor_off"),
    path("sesiones/", sessions.session_list, name="session_list"),
    path("sesiones/cerrar/", sessions.session_end, name="session_end"),
    path("idioma/", account.language, name="language"),
    path("historial/", account.history_list, name="history"),
    path("historial/<slug:ending>/", account.history_file, name="history_file"),
    path("representacion/", account.membership_choose, name="membership_choose"),
]
