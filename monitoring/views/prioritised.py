"""What every page of the prioritisation begins with: its plan, its year and who opens it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

from corett.accounts.permissions import reads_whole_region
from monitoring import priorities
from monitoring.permissions import (
    can_decide_priorities,
    can_endorse_priorities,
    can_read_figures,
)
from monitoring.ranking import Line, Ranking, read_ranking, years_to_prioritise
from plan.models import Plan
from plan.plans import find_plan


def prioritised_plan(request, code, year) -> Plan:
    plan = find_plan(request, code)
    if year not in years_to_prioritise(plan):
        raise Http404
    return plan


def readable_ranking(request, plan, year) -> Ranking:
    """For every party; whoever has no hat today reads the plan, and not what is made of it."""
    if not can_read_figures(request.user):
        raise Http404
    return read_ranking(prioritised_plan(request, plan, year), year, request.user)


def line_or_404(ranking: Ranking, code: str) -> Line:
    line = ranking.line_of(code)
    if line is None:
        raise Http404
    return line


def decider(request) -> None:
    if not can_decide_priorities(request.membership):
        raise PermissionDenied


def show(request, ranking: Ranking, template: str, context: dict, *, status=200):
    return render(
        request,
        f"monitoring/{template}.html",
        {
            "ranking": ranking,
            "plan": ranking.plan,
            "year": ranking.year,
            "years": years_to_prioritise(ranking.plan),
            "reads_all": reads_whole_region(request.user),
            "may_decide": can_decide_priorities(request.membership),
            "may_endorse": can_endorse_priorities(request.membership),
            "is_decidable": priorities.is_decidable(ranking.year),
            "when_decided": priorities.when_decided(ranking.year),
            **context,
        },
        status=status,
    )


def codes_of(found) -> str:
    return ", ".join(priority.activity.code for priority in found)
