from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from plan import target_reading, targets
from plan.forms.targets import DecisionForm, FillForm, OverviewFilter, TargetGridForm
from plan.models import Plan
from plan.permissions import decides_targets
from plan.plans import find_plan
from plan.target_reading import REGION, TargetGrid
from plan.targets import State, TargetChange, TargetsRefused
from plan.views.page import plan_page
from plan.views.schedule import editable_plan


@require_safe
def target_list(request, code):
    """The metas of each measure, those that wait, and what has none."""
    plan = find_plan(request, code)
    form = OverviewFilter(request.GET)
    found = target_reading.measures_with_targets(plan)
    context = {
        "form": form,
        "axes": target_reading.by_axis(form.filter(found)),
        "total": len(found),
        "without": sum(each.is_without for each in found),
        "with_proposals": sum(bool(each.proposed) for each in found),
        "in_force": sum(bool(each.in_force) for each in found),
        "holders": target_reading.holders_by_name(),
        "decides": decides_targets(request.membership),
        "title": _("Metas"),
    }
    return plan_page(request, plan, "plan/targets.html", context)


def target_measure(request, code, measure_code):
    plan = editable_plan(request, code)
    state = targets.state_of(plan)
    if measure_code not in state.measures:
        raise Http404
    grid = target_reading.grid_of_measure(state, state.measures[measure_code])
    return target_grid(request, state, grid, measure=measure_code)


def target_holder(request, code, holder):
    plan = editable_plan(request, code)
    state = targets.state_of(plan)
    if holder != REGION and holder not in state.holders:
        raise Http404
    grid = target_reading.grid_of_holder(state, None if holder == REGION else holder)
    return target_grid(request, state, grid)


def target_grid(request, state: State, grid: TargetGrid, *, measure: str = ""):
    """What the grid sends is shown as a difference first, and written when it is confirmed."""
    if request.method != "POST":
        return show_grid(request, TargetGridForm(state=state, grid=grid), measure)
    step = request.POST.get("step")
    fill = FillForm(request.POST, state=state, grid=grid) if step == "fill" else None
    form = TargetGridForm(filled(fill, request.POST), state=state, grid=grid)
    if not form.is_valid() or (fill and fill.errors):
        return show_grid(request, form, measure, fill=fill, status=422)
    if step == "edit":
        return show_grid(request, form, measure)
    try:
        if step == "save":
            return saved(request, targets.propose(state.plan, values=form.values, seen=form.seen))
        changes = targets.differences(state.plan, values=form.values, seen=form.seen)
    except TargetsRefused as refused:
        form.refuse(refused)
        return show_grid(request, form, measure, status=422)
    return show_changes(request, form, changes, measure)


def filled(fill: FillForm | None, data):
    """What was sent, with the cells that the form fills at once."""
    return fill.filled(data) if fill and fill.is_valid() else data


def saved(request, changes: list[TargetChange]):
    messages.success(request, what_was_saved(len(changes)), extra_tags=request.path)
    return redirect(request.path)


def what_was_saved(count: int) -> str:
    if not count:
        return _("Estos cambios ya estaban guardados.")
    sentence = ngettext(
        "Se guardó %(count)s cambio. Una propuesta rige cuando tenga el visto bueno.",
        "Se guardaron %(count)s cambios. Una propuesta rige cuando tenga el visto bueno.",
        count,
    )
    return sentence % {"count": count}


def show_changes(request, form: TargetGridForm, changes: list[TargetChange], measure: str):
    if not changes:
        messages.info(request, _("No cambió ninguna meta: no hay nada que guardar."))
        return show_grid(request, form, measure)
    plan = form.state.plan
    context = {
        "form": form,
        "changes": changes,
        "title": _("Qué cambia"),
        "parents": [*parents(plan), (form.grid.title, request.path)],
    }
    return plan_page(request, plan, "plan/target_changes.html", context)


def show_grid(request, form: TargetGridForm, measure: str, *, fill=None, status=200):
    state = form.state
    context = {
        "form": form,
        "grid": form.grid,
        "fill": fill or (FillForm(state=state, grid=form.grid) if measure else None),
        "measure": state.measures.get(measure),
        "title": form.grid.title,
        "parents": parents(state.plan),
    }
    return plan_page(request, state.plan, "plan/target_grid.html", context, status=status)


def parents(plan: Plan) -> list[tuple[str, str]]:
    return [(_("Metas"), reverse("plan:target_list", args=[plan.code]))]


def target_decisions(request, code):
    """The proposals that wait for the visto bueno; of `?medida=`, also what is in force."""
    plan = find_plan(request, code)
    if request.method != "POST":
        return show_decisions(request, plan, DecisionForm())
    if not decides_targets(request.membership):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show_decisions(request, plan, form, status=422)
    try:
        decided = form.decide(plan, by=request.membership)
    except TargetsRefused as refused:
        form.refuse(refused)
        return show_decisions(request, plan, form, status=422)
    messages.success(request, decided)
    return redirect(request.get_full_path())


def show_decisions(request, plan: Plan, form: DecisionForm, *, status=200):
    measure = request.GET.get("medida", "")
    context = {
        "form": form,
        "measures": target_reading.to_decide(plan, by=request.membership, measure=measure),
        "measure": measure,
        "chosen": form.data.getlist("chosen") if form.is_bound else [],
        "decides": decides_targets(request.membership),
        "title": _("Visto bueno"),
        "parents": parents(plan),
    }
    return plan_page(request, plan, "plan/target_decisions.html", context, status=status)
