from django.utils.translation import gettext_lazy as _

from corett.accounts.cells import Cell, ChoiceCell, CodeCell, WholeCell
from corett.accounts.exchange import Column, TableResource
from corett.accounts.models import Stakeholder, StakeholderKind


class StakeholderResource(TableResource):
    title = _("Partes interesadas")
    keys = ("code",)
    plan_path = ""
    is_beyond = True

    code = Column("code", _("Código"), CodeCell())
    kind = Column("kind", _("Clase"), ChoiceCell(StakeholderKind.choices))
    name = Column("name", _("Nombre"), Cell())
    name_en = Column("name_en", _("Nombre en inglés"), Cell(optional=True))
    order = Column("order", _("Orden"), WholeCell())

    class Meta:
        model = Stakeholder
