from django.urls import include, path

import corett.lib.converters  # noqa: F401 — registers `code`
from monitoring.views import notices, owing

# /seguimiento/
urlpatterns = [
    path("quien-debe-que/", owing.owing_home, name="owing"),
    path(
        "quien-debe-que/<slug:plan>/",
        include(
            [
                path("", owing.owing_plan, name="owing_plan"),
                path("archivo/<slug:ending>/", owing.owing_plan_file, name="owing_plan_file"),
                path("<code:code>/", owing.owing_semester, name="owing_semester"),
                path(
                    "<code:code>/archivo/<slug:ending>/",
                    owing.owing_semester_file,
                    name="owing_semester_file",
                ),
            ]
        ),
    ),
    path("avisos/", notices.notice_list, name="notice_list"),
    path("avisos/archivo/<slug:ending>/", notices.notice_file, name="notice_file"),
]
