from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plan.plans import find_plan
from plan.views.page import plan_page
from risks import reporting
from risks.models import Risk
from risks.permissions import can_finish, can_plan_actions, can_remove, can_review
from risks.views.parents import matrix_crumb


@require_safe
def matrix(request, code):
    plan = find_plan(request, code)
    context = {
        "groups": reporting.matrix(plan),
        "retired": reporting.retired(plan),
        "may_review": can_review(request.membership),
        "title": gettext("Riesgos"),
    }
    return plan_page(request, plan, "risks/matrix.html", context)


@require_safe
def risk(request, code, risk_code):
    plan = find_plan(request, code)
    risk = get_object_or_404(reporting.with_answers(Risk.objects.filter(plan=plan)), code=risk_code)
    context = {
        "sheet": reporting.risk_sheet(risk, request.user),
        "actions": [actions_of(request, action) for action in risk.actions.all()],
        "may_plan_actions": can_plan_actions(request.membership) and not risk.is_retired,
        "may_review": can_review(request.membership),
        "title": risk.code,
        "parents": [matrix_crumb(plan)],
    }
    return plan_page(request, plan, "risks/risk.html", context)


def actions_of(request, action) -> dict:
    """An action with what this hat may do with it."""
    return {
        "action": action,
        "may_change": can_plan_actions(request.membership) and not action.is_done,
        "may_remove": can_remove(request.membership, action),
        "may_finish": can_finish(request.membership, action) and not action.is_done,
    }
