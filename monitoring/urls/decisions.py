from django.urls import include, path

from monitoring.views import endorsement, findings, priorities, ranking

# /seguimiento/
urlpatterns = [
    path("priorizacion/", ranking.priority_home, name="priority_home"),
    path(
        "priorizacion/<slug:plan>/<int:year>/",
        include(
            [
                path("", ranking.priority_list, name="priority_list"),
                path("archivo/<slug:ending>/", ranking.priority_file, name="priority_file"),
                path("decidir/", priorities.priority_sheet, name="priority_sheet"),
                path("visto-bueno/", endorsement.priority_endorse, name="priority_endorse"),
                path("cronograma/", endorsement.priority_schedule, name="priority_schedule"),
                path("actividad/<code:code>/", priorities.priority_detail, name="priority_detail"),
                path(
                    "actividad/<code:code>/historia/",
                    priorities.priority_history,
                    name="priority_history",
                ),
            ]
        ),
    ),
    path("hallazgos/", findings.finding_list, name="finding_list"),
    path("hallazgos/archivo/<slug:ending>/", findings.finding_file, name="finding_file"),
    path("hallazgos/nuevo/", findings.finding_enter, name="finding_enter"),
    path(
        "hallazgos/<int:pk>/",
        include(
            [
                path("", findings.finding_detail, name="finding_detail"),
                path("cambiar/", findings.finding_change, name="finding_change"),
                path("en-curso/", findings.finding_start, name="finding_start"),
                path("resultado/", findings.finding_result, name="finding_result"),
                path("cerrar/", findings.finding_close, name="finding_close"),
                path("reabrir/", findings.finding_reopen, name="finding_reopen"),
            ]
        ),
    ),
]
