from django.urls import path

from risks import views

app_name = "risks"

# /plan/
urlpatterns = [
    path("<slug:code>/riesgos/", views.matrix, name="matrix"),
]
