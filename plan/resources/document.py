"""What surrounds the tables of the plan: enfoques rectores and glosario."""

from django.utils.translation import gettext_lazy as _

from corett.accounts.cells import Cell, DayCell, WholeCell
from corett.accounts.exchange import Column
from plan.difference import Part
from plan.models import GlossaryTerm, GuidingApproach
from plan.resources.cells import plan_cell
from plan.resources.rows import PlanRows


class ApproachResource(PlanRows):
    part = Part.APPROACH
    title = _("Enfoques rectores")
    keys = ("plan", "order")

    plan = Column("plan", _("Plan"), plan_cell())
    order = Column("order", _("Orden"), WholeCell())
    name = Column("name", _("Nombre"), Cell())
    text = Column("text", _("Texto"), Cell())
    retired_on = Column("retired_on", _("Retirado el"), DayCell(optional=True))

    class Meta:
        model = GuidingApproach

    def get_queryset(self):
        return GuidingApproach.objects.select_related("plan")


class TermResource(PlanRows):
    part = Part.TERM
    title = _("Glosario")
    keys = ("plan", "order")

    plan = Column("plan", _("Plan"), plan_cell())
    order = Column("order", _("Orden"), WholeCell())
    term = Column("term", _("Término"), Cell())
    definition = Column("definition", _("Definición"), Cell())
    variants = Column("variants", _("Otras formas de nombrarlo"), Cell(optional=True))

    class Meta:
        model = GlossaryTerm

    def get_queryset(self):
        return GlossaryTerm.objects.select_related("plan")
