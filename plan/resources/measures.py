"""Measures and their metas."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.cells import (
    Cell,
    ChoiceCell,
    CodeCell,
    DayCell,
    NumberCell,
    WholeCell,
    YesCell,
    stakeholder_cell,
)
from corett.accounts.exchange import LINE, Column, TableResource
from plan.difference import Part, Place
from plan.models import (
    Breakdown,
    CountedFrom,
    Indicator,
    Kind,
    Measure,
    Scope,
    Target,
    TargetSource,
    TargetState,
)
from plan.resources.cells import activity_cell, measure_cell, plan_cell
from plan.resources.rows import PlanRows
from plan.targets import Key, Proposal, TargetsRefused, key_of, propose, said, state_of

MEASURE = re.compile(r"(.+)\.([a-z])")


class MeasureCodeCell(CodeCell):
    """The code of an activity with an indicator, and a letter."""

    def __init__(self):
        super().__init__()
        self.activities = activity_cell()

    def clean(self, value, row=None, **kwargs):
        code = super().clean(value)
        self.indicator(code, row)
        return code

    def indicator(self, code: str, row: dict) -> Indicator:
        found = MEASURE.fullmatch(code)
        if not found:
            sentence = _("«%(code)s» no es el código de una medida; escríbalo como 1.1.a.")
            raise ValueError(sentence % {"code": code})
        activity = self.activities.find(found[1], row)
        if not hasattr(activity, "indicator"):
            sentence = _("La actividad %(code)s no tiene indicador; escríbalo antes.")
            raise ValueError(sentence % {"code": activity.code})
        return activity.indicator


class MeasureResource(PlanRows):
    part = Part.MEASURE
    title = gettext_lazy("Medidas")
    keys = ("plan", "code")
    plan_path = "indicator__activity__plan"

    plan = Column("indicator__activity__plan", gettext_lazy("Plan"), plan_cell())
    code = Column("code", gettext_lazy("Medida"), MeasureCodeCell())
    name = Column("name", gettext_lazy("Nombre"), Cell())
    kind = Column("kind", gettext_lazy("Clase"), ChoiceCell(Kind.choices))
    unit = Column("unit", gettext_lazy("Unidad"), Cell())
    scope = Column("scope", gettext_lazy("Ámbito"), ChoiceCell(Scope.choices))
    breakdown = Column(
        "breakdown", gettext_lazy("Desglose"), ChoiceCell(Breakdown.choices, default="")
    )
    counted_from = Column(
        "counted_from", gettext_lazy("Se cuenta de"), ChoiceCell(CountedFrom.choices, default="")
    )
    reported_by = Column(
        "reported_by", gettext_lazy("La informa"), ChoiceCell(Measure.ReportedBy.choices)
    )
    is_proposed = Column("is_proposed", gettext_lazy("Propuesta por el sistema"), YesCell())
    retired_on = Column("retired_on", gettext_lazy("Retirada el"), DayCell(optional=True))

    class Meta:
        model = Measure

    def get_queryset(self):
        return Measure.objects.select_related("indicator__activity__plan")

    def init_instance(self, row=None):
        measure = Measure()
        if (key := self.key_in(row)) is not None:
            _plan, code = key
            measure.indicator = self.fields["code"].widget.indicator(code, row)
            measure.letter = code[-1]
        return measure


class TargetResource(TableResource):
    """Metas. In a plan that has an edition, a sheet only proposes; see `plan.targets`."""

    title = gettext_lazy("Metas")
    keys = ("measure", "stakeholder", "year", "state")
    plan_path = "measure__indicator__activity__plan"

    plan = Column("measure__indicator__activity__plan", gettext_lazy("Plan"), plan_cell())
    measure = Column("measure", gettext_lazy("Medida"), measure_cell())
    measure_name = Column(
        "measure__name",
        gettext_lazy("Nombre de la medida"),
        Cell(optional=True),
        is_information=True,
    )
    stakeholder = Column(
        "stakeholder",
        gettext_lazy("De quién (vacío: la región)"),
        stakeholder_cell(optional=True),
    )
    year = Column("year", gettext_lazy("Año (vacío: todo el plan)"), WholeCell(optional=True))
    value = Column(
        "value",
        gettext_lazy("Valor"),
        NumberCell(negative=gettext_lazy("Una meta no puede ser negativa.")),
    )
    state = Column(
        "state",
        gettext_lazy("Estado"),
        ChoiceCell(TargetState.choices, default=TargetState.PROPOSED),
    )
    source = Column("source", gettext_lazy("Fuente"), ChoiceCell(TargetSource.choices))
    source_note = Column("source_note", gettext_lazy("Detalle de la fuente"), Cell(optional=True))
    dated = Column("dated", gettext_lazy("Fecha"), DayCell())

    class Meta:
        model = Target

    def get_queryset(self):
        return Target.objects.select_related(
            "measure__indicator__activity__plan", "stakeholder"
        ).order_by("measure", "year", "stakeholder__order", "state")

    def begin_with(self, plans):
        super().begin_with(plans)
        self.published = {plan.pk: plan for plan in plans if plan.editions.exists()}
        self.begun = {plan.pk: state_of(plan) for plan in plans if plan.pk not in self.published}
        self.proposals: dict[int, dict[Key, Proposal]] = {pk: {} for pk in self.published}
        self.places: dict[tuple[int, Key], tuple[int, str]] = {}

    def place_of(self, key, attribute):
        measure, holder, year, _state = key
        return Place(Part.TARGET, measure.code, f"{holder.code if holder else ''}/{year or ''}")

    def judge(self, target):
        """The year is judged by the model."""
        if plan_of(target) in self.begun:
            anywhen = key_of(target)._replace(year=None)
            unknown = self.begun[plan_of(target)].unknown(anywhen)
            return {"stakeholder": [unknown]} if unknown else {}
        if target.state == TargetState.PROPOSED:
            return {}
        return {
            "state": [
                _(
                    "Aquí solo se proponen metas: ponga «propuesta», o deje la fila como estaba. La"
                    " Presidencia da el visto bueno en la página de metas."
                )
            ]
        }

    def do_instance_save(self, target, is_create):
        plan = plan_of(target)
        if plan in self.published:
            self.proposals[plan][key_of(target)] = said(target)
        else:
            super().do_instance_save(target, is_create)

    def after_save_instance(self, target, row, **kwargs):
        self.places[plan_of(target), key_of(target)] = (row[LINE], self.code_in(row))

    def after_import(self, dataset, result, **kwargs):
        for pk, values in self.proposals.items():
            try:
                changes = propose(self.published[pk], values=values)
            except TargetsRefused as refused:
                self.refuse(pk, refused)
            else:
                self.forget(pk, set(values) - {change.key for change in changes})

    def refuse(self, plan: int, refused: TargetsRefused) -> None:
        for refusal in refused.refusals:
            line, _code = self.places[plan, refusal.key]
            self.taken.faults += self.faults_of(
                line, ValidationError({"value": [refusal.sentence]})
            )

    def forget(self, plan: int, keys: set[Key]) -> None:
        """A proposal that says what is in force changes nothing."""
        codes = {self.places[plan, key][1] for key in keys}
        self.taken.changes = [one for one in self.taken.changes if one.code not in codes]


def plan_of(target: Target) -> int:
    return target.measure.indicator.activity.plan_id
