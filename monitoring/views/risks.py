from django.core.validators import slug_re
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring.risks import read_risks
from plan.models import Plan
from plan.plans import current_plan, find_plan, other_plans


@require_safe
def risk_list(request):
    """Which risks need attention, and how far their mitigation has come."""
    plan = named_plan(request)
    context = {
        "reading": read_risks(plan),
        "plan": plan,
        "other_plans": other_plans(request, plan),
    }
    return render(request, "monitoring/risks.html", context)


def named_plan(request) -> Plan:
    """The one that the address names, else that of today."""
    if code := request.GET.get("plan"):
        if not slug_re.match(code):
            raise Http404
        return find_plan(request, code)
    plan = current_plan(request)
    if plan is None:
        raise Http404
    return plan
