"""The cronograma executed: what became of each semester of each activity."""

from collections import Counter
from collections.abc import Iterable

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corett.lib.downloads import table_download
from monitoring.forms.region import ScheduleProgressForm
from monitoring.region.about import about
from monitoring.region.schedule import CellState, legend
from monitoring.region.schedule_progress import Axis, ScheduleProgress, read_schedule
from monitoring.region.schedule_sheets import schedule_sheets
from monitoring.views.countries import read_plan
from plan.models import Plan
from plan.plans import other_plans

SILENT = (CellState.NOTHING, CellState.UNCAPTURED)


@require_safe
def schedule_progress(request):
    plan = read_plan(request)
    found, form = asked_for(request, plan)
    axes = found.axes(party=form.asked("parte"), axis=form.asked("eje"))
    context = {
        "plan": plan,
        "other_plans": other_plans(request, plan),
        "form": form,
        "found": found,
        "axes": axes,
        "counts": counts(axes),
        "uncaptured": sum(not row.is_captured for axis in axes for row in axis.rows),
        "legend": legend(),
    }
    return render(request, "monitoring/schedule_progress.html", context, status=form.status)


@require_safe
def schedule_progress_file(request, ending):
    plan = read_plan(request)
    found, form = asked_for(request, plan)
    what = _("Cronograma ejecutado: qué se hizo de lo programado, por actividad y semestre")
    return table_download(
        schedule_sheets(found, party=form.asked("parte"), axis=form.asked("eje")),
        about=about(what, [plan], form.in_words()),
        name=f"cronograma-{plan.code}",
        ending=ending,
    )


def asked_for(request, plan: Plan) -> tuple[ScheduleProgress, ScheduleProgressForm]:
    found = read_schedule(plan)
    form = ScheduleProgressForm(request.GET, parties=found.reporters, axes=found.axis_choices)
    return found, form


def counts(axes: Iterable[Axis]) -> list[tuple[CellState, int]]:
    """How many cells are in each state, those that say nothing left out."""
    counted = Counter(cell.state for axis in axes for row in axis.rows for cell in row.cells)
    return [
        (state, counted[state]) for state in CellState if counted[state] and state not in SILENT
    ]
