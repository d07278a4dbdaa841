from django.urls import include, path

import corett.lib.converters  # noqa: F401 — registers `code`
from monitoring.views import periods

# /seguimiento/semestres/
urlpatterns = [
    path("", periods.period_list, name="period_list"),
    path(
        "<slug:plan>/<code:code>/",
        include(
            [
                path("", periods.period_detail, name="period_detail"),
                path("fechas/", periods.period_dates, name="period_dates"),
                path("prorroga/", periods.period_extend, name="period_extend"),
            ]
        ),
    ),
]
