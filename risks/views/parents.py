"""Where the pages of the risks hang."""

from django.urls import reverse
from django.utils.translation import gettext

from plan.models import Plan
from risks.models import Risk

Crumb = tuple[str, str]


def matrix_crumb(plan: Plan) -> Crumb:
    return gettext("Riesgos"), reverse("risks:matrix", args=[plan.code])


def review_crumb(plan: Plan) -> Crumb:
    return gettext("Revisión semestral"), reverse("risks:review_list", args=[plan.code])


def risk_crumb(risk: Risk) -> Crumb:
    return risk.code, risk.get_absolute_url()
