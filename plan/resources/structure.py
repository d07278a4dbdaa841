"""Ejes, objetivos, actividades and their responsables."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from corett.accounts.cells import Cell, CodeCell, DayCell, StakeholdersCell, WholeCell
from corett.accounts.exchange import Column, TableResource
from plan.difference import Part, Place
from plan.models import Activity, Axis, Indicator, Objective, Responsibility
from plan.resources.cells import activity_cell, axis_cell, objective_cell, plan_cell
from plan.resources.rows import PlanRows


class AxisResource(PlanRows):
    part = Part.AXIS
    title = _("Ejes")
    keys = ("plan", "number")

    plan = Column("plan", _("Plan"), plan_cell())
    number = Column("number", _("Eje"), WholeCell())
    name = Column("name", _("Nombre"), Cell())
    definition = Column("definition", _("Definición"), Cell())

    class Meta:
        model = Axis

    def get_queryset(self):
        return Axis.objects.select_related("plan")


class ObjectiveResource(PlanRows):
    part = Part.OBJECTIVE
    title = _("Objetivos")
    keys = ("plan", "number")

    plan = Column("plan", _("Plan"), plan_cell())
    number = Column("number", _("Objetivo"), WholeCell())
    axis = Column("axis", _("Eje"), axis_cell())
    statement = Column("statement", _("Enunciado"), Cell())

    class Meta:
        model = Objective

    def get_queryset(self):
        return Objective.objects.select_related("plan", "axis")


class ActivityResource(PlanRows):
    """An activity and its indicator, both in the two wordings of the plan."""

    part = Part.ACTIVITY
    title = _("Actividades")
    keys = ("plan", "code")

    plan = Column("plan", _("Plan"), plan_cell())
    code = Column("code", _("Actividad"), CodeCell())
    objective = Column("objective", _("Objetivo"), objective_cell())
    order = Column("order", _("Orden"), WholeCell())
    statement = Column("statement", _("Enunciado"), Cell())
    schedule_statement = Column("schedule_statement", _("Detalles en el cronograma"), Cell())
    responsibilities_text = Column("responsibilities_text", _("Responsables"), Cell())
    schedule_responsibilities_text = Column(
        "schedule_responsibilities_text", _("Responsables en el cronograma"), Cell()
    )
    indicator = Column("indicator__statement", _("Indicador"), Cell())
    schedule_indicator = Column(
        "indicator__schedule_statement", _("Indicador en el cronograma"), Cell()
    )
    retired_on = Column("retired_on", _("Retirada el"), DayCell(optional=True))

    class Meta:
        model = Activity

    def get_queryset(self):
        return Activity.objects.select_related("plan", "objective", "indicator")

    def import_instance(self, activity, row, **kwargs):
        """None is without its indicator, which the pages show and the reports ask."""
        if not hasattr(activity, "indicator"):
            activity.indicator = Indicator()
        super().import_instance(activity, row, **kwargs)

    def place_of(self, key, attribute):
        if attribute.startswith("indicator__"):
            return Place(Part.INDICATOR, key[-1], attribute.removeprefix("indicator__"))
        return super().place_of(key, attribute)

    def judge(self, activity):
        try:
            activity.indicator.clean_fields(exclude=["activity"])
        except ValidationError as error:
            return {f"indicator__{name}": said for name, said in error.message_dict.items()}
        return {}

    def after_save_instance(self, activity, row, **kwargs):
        indicator = activity.indicator
        if self.says_the_same(indicator):
            return
        indicator.activity, indicator._change_reason = activity, self.reason
        indicator.save()

    def says_the_same(self, indicator: Indicator) -> bool:
        words = ("statement", "schedule_statement")
        said = {name: getattr(indicator, name) for name in words}
        return indicator.pk and Indicator.objects.filter(pk=indicator.pk, **said).exists()


class ResponsibilityResource(TableResource):
    title = _("Responsables")
    keys = ("activity", "order")
    plan_path = "activity__plan"

    plan = Column("activity__plan", _("Plan"), plan_cell())
    activity = Column("activity", _("Actividad"), activity_cell())
    order = Column("order", _("Orden"), WholeCell())
    stakeholders = Column("stakeholders", _("Partes interesadas"), StakeholdersCell())
    role = Column("role", _("Papel"), Cell(optional=True))

    class Meta:
        model = Responsibility

    def place_of(self, key, attribute):
        return Place(Part.ACTIVITY, key[0].code, "responsibilities")

    def get_queryset(self):
        return Responsibility.objects.select_related("activity__plan").prefetch_related(
            "stakeholders"
        )
