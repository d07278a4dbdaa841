"""What is decided gets the visto bueno, and is then taken to the cronograma."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from corett.accounts.permissions import reads_whole_region
from monitoring import priorities, scheduling
from monitoring.forms.priorities import EndorseForm, RankingFilter, TakeForm
from monitoring.permissions import can_endorse_priorities
from monitoring.ranking import Line, Ranking
from monitoring.views.prioritised import (
    codes_of,
    decider,
    prioritised_plan,
    readable_ranking,
    show,
)
from plan import schedule
from plan.models import Plan

# The visto bueno


def priority_endorse(request, plan, year):
    ranking = readable_ranking(request, plan, year)
    if not (can_endorse_priorities(request.membership) or reads_whole_region(request.user)):
        raise PermissionDenied
    if request.method != "POST":
        return show_endorse(request, ranking, EndorseForm())
    if not can_endorse_priorities(request.membership):
        raise PermissionDenied
    form = EndorseForm(request.POST)
    if not form.is_valid():
        return show_endorse(request, ranking, form, status=422)
    try:
        seen = form.cleaned_data["seen"]
        endorsed = priorities.endorse(ranking.plan, year, seen=seen, by=request.membership)
    except priorities.PriorityDenied as denied:
        form.add_error(None, str(denied))
        return show_endorse(request, ranking, form, status=409)
    sentence = _("Con visto bueno: %(codes)s.") % {"codes": codes_of(endorsed)}
    messages.success(request, sentence)
    if ranking.line_of(request.POST.get("back", "")):
        return redirect("monitoring:priority_detail", plan, year, request.POST["back"])
    return redirect(request.get_full_path())


def show_endorse(request, ranking: Ranking, form: EndorseForm, *, status=200):
    asked = RankingFilter(request.GET, lines=ranking.lines)
    del asked.fields["standing"]
    waiting = [line for line in asked.filter(ranking.lines) if line.standing == "waiting"]
    context = {
        "form": form,
        "filter": asked,
        "lines": [(line, seen_as(line)) for line in waiting],
        "shown": ",".join(seen_as(line) for line in waiting),
        "chosen": form.data.getlist("chosen") if form.is_bound else [],
    }
    return show(request, ranking, "priority_endorse", context, status=status)


def seen_as(line: Line) -> str:
    return f"{line.priority.pk}:{line.priority.version}" if line.priority else ""


# The cronograma


def priority_schedule(request, plan, year):
    """What taking the decisions to the cronograma would change, and the button that does it."""
    decider(request)
    found = prioritised_plan(request, plan, year)
    if request.method != "POST":
        return show_schedule(request, found, year)
    form = TakeForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        taken = scheduling.take_to_schedule(found, year, seen=seen, by=request.membership)
    except (priorities.PriorityDenied, schedule.ScheduleRefused) as denied:
        return show_schedule(request, found, year, refusal=str(denied), status=409)
    messages.success(request, what_was_taken(taken))
    return redirect("monitoring:priority_schedule", plan, year)


def what_was_taken(taken: scheduling.Preview) -> str:
    marked = sum(change.is_marked for change in taken.changes)
    codes = codes_of(move.priority for move in taken.taken)
    return _(
        "Llevadas al cronograma: %(codes)s. Celdas marcadas: %(marked)d; quitadas: %(unmarked)d."
    ) % {"codes": codes, "marked": marked, "unmarked": len(taken.changes) - marked}


def show_schedule(request, plan: Plan, year: int, *, refusal="", status=200):
    preview = scheduling.preview(plan, year)
    moved = {change.activity for change in preview.changes}
    context = {
        "plan": plan,
        "year": year,
        "preview": preview,
        "rows": schedule.by_activity(plan, preview.changes),
        "unmoved": [m for m in preview.taken if m.priority.activity.code not in moved],
        "scheduled": priorities.priorities_of(plan, year).filter(scheduled_at__isnull=False),
        "form": TakeForm(initial={"seen": preview.seen}),
        "refusal": refusal,
        "back": reverse("monitoring:priority_list", args=[plan.code, year]),
    }
    return render(request, "monitoring/priority_schedule.html", context, status=status)
