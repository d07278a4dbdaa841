from django.urls import path

import corett.lib.converters  # noqa: F401 — registers `code`
from plan import views

app_name = "plan"

# /plan/
urlpatterns = [
    path("", views.current, name="current"),
    path("<slug:code>/", views.overview, name="overview"),
    path("<slug:code>/eje/<int:number>/", views.axis, name="axis"),
    path("<slug:code>/actividad/<code:activity_code>/", views.activity, name="activity"),
    path("<slug:code>/cronograma/", views.schedule, name="schedule"),
    path("<slug:code>/medidas/", views.measures, name="measures"),
    path("<slug:code>/enfoques/", views.approaches, name="approaches"),
    path("<slug:code>/glosario/", views.glossary, name="glossary"),
]
