from django.urls import path

import corett.lib.converters  # noqa: F401 — registers `code`
from plan.views import document, pages, schedule, targets

app_name = "plan"

# /plan/
urlpatterns = [
    path("", pages.current, name="current"),
    path("<slug:code>/", pages.overview, name="overview"),
    path("<slug:code>/eje/<int:number>/", pages.axis, name="axis"),
    path("<slug:code>/actividad/<code:activity_code>/", pages.activity, name="activity"),
    path("<slug:code>/cronograma/", pages.schedule, name="schedule"),
    path("<slug:code>/cronograma/editar/", schedule.schedule_edit, name="schedule_edit"),
    path("<slug:code>/metas/", targets.target_list, name="target_list"),
    path("<slug:code>/metas/visto-bueno/", targets.target_decisions, name="target_decisions"),
    path("<slug:code>/metas/de/<slug:holder>/", targets.target_holder, name="target_holder"),
    path("<slug:code>/metas/<str:measure_code>/", targets.target_measure, name="target_measure"),
    path("<slug:code>/medidas/", pages.measures, name="measures"),
    path("<slug:code>/enfoques/", pages.approaches, name="approaches"),
    path("<slug:code>/glosario/", pages.glossary, name="glossary"),
    path("<slug:code>/plan.pdf", document.latest, name="document"),
    path(
        "<slug:code>/ediciones/<int:number>/plan.pdf",
        document.of_edition,
        name="document_of_edition",
    ),
]
