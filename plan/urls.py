from django.urls import path

import corett.lib.converters  # noqa: F401 — registers `code`
from plan.views import pages

app_name = "plan"

# /plan/
urlpatterns = [
    path("", pages.current, name="current"),
    path("<slug:code>/", pages.overview, name="overview"),
    path("<slug:code>/eje/<int:number>/", pages.axis, name="axis"),
    path("<slug:code>/actividad/<code:activity_code>/", pages.activity, name="activity"),
    path("<slug:code>/cronograma/", pages.schedule, name="schedule"),
    path("<slug:code>/medidas/", pages.measures, name="measures"),
    path("<slug:code>/enfoques/", pages.approaches, name="approaches"),
    path("<slug:code>/glosario/", pages.glossary, name="glossary"),
]
