from django.urls import path

from corett import views

app_name = "monitoring"
urlpatterns = [
    path("informes/", views.home, name="report_list"),
    path("informes-anuales/", views.home, name="annual_list"),
]
