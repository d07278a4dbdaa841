"""The tables of the risk matrix as sheets."""

from django.utils.translation import gettext_lazy as _

from corett.accounts.cells import (
    Cell,
    ChoiceCell,
    CodeCell,
    DayCell,
    RowCell,
    WholeCell,
    YesCell,
    stakeholder_cell,
)
from corett.accounts.exchange import Column, TableResource
from plan.difference import Part, Place
from plan.resources.cells import activity_cell, plan_cell
from plan.resources.rows import PlanRows
from risks.actions import wrong_done_date, wrong_due_date
from risks.models import Level, Mitigation, MitigationAction, Risk, RiskReview, RiskType


def type_cell() -> RowCell:
    return RowCell(
        lambda: RiskType.objects.select_related("plan"),
        lambda risk_type: risk_type.order,
        unknown=_("El plan %(plan)s no tiene el tipo de riesgo %(code)s."),
        plan_of=lambda risk_type: risk_type.plan.code,
        in_plan=True,
    )


def risk_cell() -> RowCell:
    return RowCell(
        lambda: Risk.objects.select_related("plan"),
        lambda risk: risk.code,
        unknown=_("El plan %(plan)s no tiene el riesgo %(code)s."),
        plan_of=lambda risk: risk.plan.code,
        in_plan=True,
    )


class RiskTypeResource(TableResource):
    """The plan's own words tell a type only where a risk is of it."""

    title = _("Tipos de riesgo")
    keys = ("plan", "order")

    plan = Column("plan", _("Plan"), plan_cell())
    order = Column("order", _("Tipo de riesgo"), WholeCell())
    name = Column("name", _("Nombre"), Cell())

    class Meta:
        model = RiskType

    def get_queryset(self):
        return RiskType.objects.select_related("plan")


class RiskResource(PlanRows):
    part = Part.RISK
    title = _("Riesgos")
    keys = ("plan", "code")

    plan = Column("plan", _("Plan"), plan_cell())
    code = Column("code", _("Riesgo"), CodeCell())
    type = Column("type", _("Tipo de riesgo"), type_cell())
    order = Column("order", _("Orden"), WholeCell())
    statement = Column("statement", _("Enunciado"), Cell())
    level = Column("level", _("Nivel de riesgo"), ChoiceCell(Level.choices))
    mitigation = Column("mitigation", _("Mitigación"), Cell())
    retired_on = Column("retired_on", _("Retirado el"), DayCell(optional=True))

    class Meta:
        model = Risk

    def get_queryset(self):
        return Risk.objects.select_related("plan", "type")


class MitigationResource(TableResource):
    title = _("Mitigaciones")
    keys = ("risk", "activity")
    plan_path = "risk__plan"

    plan = Column("risk__plan", _("Plan"), plan_cell())
    risk = Column("risk", _("Riesgo"), risk_cell())
    activity = Column("activity", _("Actividad"), activity_cell())
    is_partial = Column("is_partial", _("Solo en parte"), YesCell())

    class Meta:
        model = Mitigation

    def place_of(self, key, attribute):
        field = "partial_activities" if attribute == "is_partial" else "activities"
        return Place(Part.RISK, key[0].code, field)

    def get_queryset(self):
        return Mitigation.objects.select_related("risk__plan", "activity")


class MitigationActionResource(TableResource):
    title = _("Acciones de mitigación")
    keys = ("risk", "order")
    plan_path = "risk__plan"
    is_beyond = True

    plan = Column("risk__plan", _("Plan"), plan_cell())
    risk = Column("risk", _("Riesgo"), risk_cell())
    order = Column("order", _("Número"), WholeCell())
    statement = Column("statement", _("Acción"), Cell())
    owner = Column("owner", _("A cargo de"), stakeholder_cell())
    due_on = Column("due_on", _("Para el"), DayCell())
    done_on = Column("done_on", _("Hecha el"), DayCell(optional=True))
    result = Column("result", _("Qué se logró"), Cell(optional=True))

    class Meta:
        model = MitigationAction

    def get_queryset(self):
        return MitigationAction.objects.select_related("risk__plan", "owner")

    def judge(self, action):
        told = {
            "due_on": wrong_due_date(action.risk, action.due_on),
            "done_on": action.done_on and wrong_done_date(action.risk, action.done_on),
        }
        return {name: [sentence] for name, sentence in told.items() if sentence}


class RiskReviewResource(TableResource):
    """Only taken away: a review is written on its own page, by who may."""

    title = _("Revisiones de riesgos")
    keys = ("risk", "semester", "stakeholder")
    plan_path = "risk__plan"

    plan = Column("risk__plan", _("Plan"), plan_cell())
    risk = Column("risk", _("Riesgo"), risk_cell())
    semester = Column("semester__code", _("Semestre"), CodeCell())
    stakeholder = Column("stakeholder", _("Quien revisa"), stakeholder_cell())
    level = Column("level", _("Nivel ahora"), ChoiceCell(Level.choices))
    happened = Column("happened", _("Se presentó en el semestre"), YesCell())
    response = Column("response", _("Qué se hizo"), Cell(optional=True))

    class Meta:
        model = RiskReview

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("risk__plan", "semester", "stakeholder")
