from django.urls import path

from monitoring.views import periods

# /seguimiento/semestres/
urlpatterns = [
    path("", periods.period_list, name="period_list"),
]
