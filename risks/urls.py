from django.urls import include, path

import corett.lib.converters  # noqa: F401 — registers `code`
from risks.views import actions, pages, reviews

app_name = "risks"

# /plan/
urlpatterns = [
    path("<slug:code>/riesgos/", pages.matrix, name="matrix"),
    path("<slug:code>/riesgos/revision/", reviews.review_list, name="review_list"),
    path("<slug:code>/riesgos/revision/<code:semester_code>/", reviews.review, name="review"),
    path("<slug:code>/riesgos/<code:risk_code>/", pages.risk, name="risk"),
    path(
        "<slug:code>/riesgos/<code:risk_code>/accion/",
        include(
            [
                path("", actions.action_add, name="action_add"),
                path("<int:order>/", actions.action_change, name="action_change"),
                path("<int:order>/hecha/", actions.action_finish, name="action_finish"),
                path("<int:order>/quitar/", actions.action_remove, name="action_remove"),
            ]
        ),
    ),
]
