"""The plans that a page knows: they are few, and what its head needs of all is read once."""

from django.http import Http404, HttpRequest

from plan.models import Plan
from plan.models.plan import meant_today


def plans_of(request: HttpRequest) -> list[Plan]:
    if not hasattr(request, "plans"):
        request.plans = list(Plan.objects.all())
    return request.plans


def find_plan(request: HttpRequest, code: str) -> Plan:
    """The one that the address names, or 404."""
    found = [plan for plan in plans_of(request) if plan.code == code]
    if not found:
        raise Http404
    return found[0]


def current_plan(request: HttpRequest) -> Plan | None:
    return meant_today(plans_of(request))


def other_plans(request: HttpRequest, plan: Plan) -> list[Plan]:
    return [other for other in plans_of(request) if other != plan]
