from django.core.validators import slug_re
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from monitoring.risks import read_risks
from plan.models import Plan


def risk_list(request):
    """Which risks need attention, and how far their mitigation has come."""
    plan = named_plan(request)
    context = {
        "reading": read_risks(plan),
        "plan": plan,
        "other_plans": Plan.objects.exclude(pk=plan.pk),
    }
    return render(request, "monitoring/risks.html", context)


def named_plan(request) -> Plan:
    """The one that the address names, else that of today."""
    if code := request.GET.get("plan"):
        if not slug_re.match(code):
            raise Http404
        return get_object_or_404(Plan, code=code)
    plan = Plan.objects.current()
    if plan is None:
        raise Http404
    return plan
