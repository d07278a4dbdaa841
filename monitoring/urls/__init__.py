from django.urls import include, path

import corett.lib.converters  # noqa: F401 — registers `code`
from monitoring.views import handover, risks

app_name = "monitoring"

# /seguimiento/
urlpatterns = [
    path("", include("monitoring.urls.region")),
    path("", include("monitoring.urls.reports")),
    path("", include("monitoring.urls.decisions")),
    path("", include("monitoring.urls.owing")),
    path("semestres/", include("monitoring.urls.periods")),
    path("informes-anuales/", include("monitoring.urls.annual")),
    path("riesgos/", risks.risk_list, name="risks"),
    path("relevo/", handover.handover_page, name="handover"),
    path("guia/", handover.guide, name="guide"),
]
