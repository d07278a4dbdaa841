"""Cells that name a row of the plan by its code."""

from django.utils.translation import gettext_lazy as _

from corett.accounts.cells import RowCell
from plan.models import Activity, Axis, Measure, Objective, Plan


def plan_cell() -> RowCell:
    return RowCell(
        Plan.objects.all,
        lambda plan: plan.code,
        unknown=_("No hay ningún plan con el código %(code)s, ni en la tabla «Plan»."),
    )


def axis_cell() -> RowCell:
    return RowCell(
        lambda: Axis.objects.select_related("plan"),
        lambda axis: axis.number,
        unknown=_("El plan %(plan)s no tiene el eje %(code)s."),
        plan_of=lambda axis: axis.plan.code,
        in_plan=True,
    )


def objective_cell() -> RowCell:
    return RowCell(
        lambda: Objective.objects.select_related("plan"),
        lambda objective: objective.number,
        unknown=_("El plan %(plan)s no tiene el objetivo %(code)s."),
        plan_of=lambda objective: objective.plan.code,
        in_plan=True,
    )


def activity_cell() -> RowCell:
    return RowCell(
        lambda: Activity.objects.select_related("plan", "indicator"),
        lambda activity: activity.code,
        unknown=_("El plan %(plan)s no tiene la actividad %(code)s."),
        plan_of=lambda activity: activity.plan.code,
        in_plan=True,
    )


def measure_cell() -> RowCell:
    return RowCell(
        lambda: Measure.objects.select_related("indicator__activity__plan"),
        lambda measure: measure.code,
        unknown=_("El plan %(plan)s no tiene la medida %(code)s."),
        plan_of=lambda measure: measure.indicator.activity.plan.code,
        in_plan=True,
    )
