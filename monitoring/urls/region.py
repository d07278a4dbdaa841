from django.urls import include, path

import corett.lib.converters  # noqa: F401 — registers `code`
from monitoring.views import (
    activity_life,
    countries,
    dashboard,
    drill,
    institutions,
    schedule_progress,
)

# /seguimiento/
urlpatterns: list = [
    path("tablero/", dashboard.dashboard_page, name="dashboard"),
    path(
        "tablero/descargar/<slug:ending>/", dashboard.dashboard_download, name="dashboard_download"
    ),
    path("tablero/<slug:plan>/<int:year>/<code:code>/", drill.drill_page, name="drill"),
    path(
        "tablero/<slug:plan>/<int:year>/<code:code>/descargar/<slug:ending>/",
        drill.drill_download,
        name="drill_download",
    ),
    path("cronograma/", schedule_progress.schedule_progress, name="schedule_progress"),
    path(
        "cronograma/archivo/<slug:ending>/",
        schedule_progress.schedule_progress_file,
        name="schedule_progress_file",
    ),
    path("paises/", countries.country_list, name="country_list"),
    path(
        "paises/archivo/<slug:ending>/",
        countries.country_list_file,
        name="country_list_file",
    ),
    path(
        "paises/<slug:code>/",
        include(
            [
                path("", countries.country_detail, name="country_detail"),
                path("archivo/<slug:ending>/", countries.country_file, name="country_file"),
            ]
        ),
    ),
    path(
        "actividades/<slug:plan>/<code:code>/",
        include(
            [
                path("", activity_life.activity_life, name="activity_life"),
                path(
                    "archivo/<slug:ending>/",
                    activity_life.activity_life_file,
                    name="activity_life_file",
                ),
            ]
        ),
    ),
    path("instituciones/", institutions.institution_list, name="institution_list"),
    path(
        "instituciones/archivo/<slug:ending>/",
        institutions.institution_list_file,
        name="institution_list_file",
    ),
    path(
        "instituciones/<int:pk>/",
        include(
            [
                path("", institutions.institution_detail, name="institution_detail"),
                path(
                    "archivo/<slug:ending>/",
                    institutions.institution_file,
                    name="institution_file",
                ),
            ]
        ),
    ),
]
