from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from corett.accounts.permissions import can_edit_plan
from plan import reporting, schedule
from plan.forms.schedule import Grid, ScheduleForm, summary
from plan.models import Plan
from plan.plans import find_plan
from plan.schedule import CellChange, ScheduleRefused
from plan.views.page import plan_page


def editable_plan(request, code: str) -> Plan:
    """A plan that this person edits; whoever only reads it is refused."""
    plan = find_plan(request, code)
    if not can_edit_plan(request.user):
        raise PermissionDenied
    return plan


def schedule_edit(request, code):
    """The grid; what it sends is shown as a difference first, and written when confirmed."""
    plan = editable_plan(request, code)
    if request.method != "POST":
        return show_grid(request, plan, ScheduleForm(plan=plan))
    form = ScheduleForm(request.POST, plan=plan)
    if not form.is_valid():
        return show_grid(request, plan, form, status=422)
    if request.POST.get("step") == "edit":
        return show_grid(request, plan, form)
    try:
        if request.POST.get("step") == "save":
            return saved(request, plan, schedule.change(plan, **form.changes))
        changes = schedule.differences(plan, **form.changes)
    except ScheduleRefused as refused:
        form.refuse(refused)
        return show_grid(request, plan, form, status=422)
    return show_changes(request, plan, form, changes)


def saved(request, plan: Plan, changes: list[CellChange]):
    messages.success(request, summary(changes), extra_tags=request.path)
    return redirect("plan:schedule", plan.code)


def show_changes(request, plan: Plan, form: ScheduleForm, changes: list[CellChange]):
    if not changes:
        messages.info(request, _("No cambió ninguna celda: no hay nada que guardar."))
        return show_grid(request, plan, form)
    context = {
        "rows": schedule.by_activity(plan, changes),
        "total": len(changes),
        "hidden": form.hidden,
        "title": _("Qué cambia"),
        "parents": [*parents(plan), (_("Editar"), reverse("plan:schedule_edit", args=[plan.code]))],
    }
    return plan_page(request, plan, "plan/schedule_changes.html", context)


def show_grid(request, plan: Plan, form: ScheduleForm, *, status=200):
    printed = reporting.schedule(plan)
    context = {
        "form": form,
        "schedule": printed,
        "grid": Grid(printed, plan, form.changes),
        "title": _("Editar"),
        "parents": parents(plan),
    }
    return plan_page(request, plan, "plan/schedule_edit.html", context, status=status)


def parents(plan: Plan) -> list[tuple[str, str]]:
    return [(_("Cronograma"), reverse("plan:schedule", args=[plan.code]))]
