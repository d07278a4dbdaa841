"""The frame in which every page of a plan is shown."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from corett.accounts.permissions import can_edit_plan
from plan.models import Plan
from plan.notes import PageNotes
from plan.plans import other_plans


def plan_page(request, plan: Plan, template: str, context: dict, *, status=200) -> HttpResponse:
    """A page of the plan: where it stands, and whether this person may edit what it shows."""
    crumbs = [(gettext("Plan de trabajo"), plan.get_absolute_url())]
    crumbs += context.get("parents", [])
    if title := context.get("title"):
        crumbs.append((title, ""))
    return render(
        request,
        template,
        {
            "plan": plan,
            "other_plans": other_plans(request, plan),
            "crumbs": crumbs,
            "can_edit": can_edit_plan(request.user),
            "page_notes": PageNotes(plan),
            **context,
        },
        status=status,
    )
