"""What a cell of a table holds: how a stored value is shown in it, and what may be typed there.

`clean` raises ValueError with the sentence for the person.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.widgets import ManyToManyWidget, Widget

from corett.accounts.models import Stakeholder
from corett.lib.tablefiles.sheets import UNWRITABLE, Unusable

BETWEEN = ";"
PLAN = "Plan"
MOST_DIGITS = 30
WHOLE = re.compile(r"-?\d{1,9}")
NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,2})?")


def as_text(value) -> str:
    """What a person reads in a cell, whatever the spreadsheet took it for."""
    if isinstance(value, Unusable):
        raise ValueError(value.sentence)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, float | Decimal):
        return plain_number(Decimal(str(value)))
    if isinstance(value, datetime.date):
        return date_format(value, "d/m/Y")
    text = str(value)
    if UNWRITABLE.search(text):
        raise ValueError(_("La celda lleva un signo que no se ve y no se puede guardar; bórrelo."))
    return text


def plain_number(number: Decimal) -> str:
    """With all its digits, unless they would fill pages."""
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def folded(text: str) -> str:
    """Without case and accents, to compare words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(x for x in letters if not unicodedata.combining(x)).split())


class Cell(Widget):
    """A text, letter by letter."""

    def __init__(self, *, optional: bool = False):
        super().__init__()
        self.is_optional = optional

    def clean(self, value, row=None, **kwargs):
        text = as_text(value)
        if not text.strip() and not self.is_optional:
            raise ValueError(_("Falta este dato; escríbalo."))
        return text

    def render(self, value, obj=None, **kwargs):
        return None if value in (None, "") else value


class CodeCell(Cell):
    """One line, whose outer spaces mean nothing."""

    def clean(self, value, row=None, **kwargs):
        return " ".join(super().clean(value).split())


class WholeCell(CodeCell):
    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        if text and not WHOLE.fullmatch(text):
            raise ValueError(_("Escriba un número entero, sin puntos ni comas: por ejemplo 1000."))
        return int(text) if text else None


class NumberCell(CodeCell):
    def __init__(self, *, negative: str, optional: bool = False):
        """`negative` is the sentence for a number below zero."""
        super().__init__(optional=optional)
        self.negative = negative

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        if text and not NUMBER.fullmatch(text):
            raise ValueError(
                _("Escriba un número sin separador de miles y con dos decimales como máximo.")
            )
        number = Decimal(text.replace(",", ".")) if text else None
        if number is not None and number < 0:
            raise ValueError(str(self.negative))
        return number


class DayCell(CodeCell):
    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.datetime.strptime(text, form).date() if text else None
            except ValueError:
                continue
        raise ValueError(
            _("«%(text)s» no es una fecha. Escriba día, mes y año, por ejemplo 28/02/2025.")
            % {"text": text}
        )


class ChoiceCell(CodeCell):
    """One of a list, by its label or as it is stored."""

    def __init__(self, choices: Iterable[tuple], *, default=None):
        """What an empty cell means is `default`; without one it may not be empty."""
        super().__init__(optional=default is not None)
        self.labels, self.default = dict(choices), default

    @cached_property
    def values(self) -> dict[str, str]:
        stored = {folded(str(value)): value for value in self.labels if value}
        return stored | {folded(str(label)): value for value, label in self.labels.items()}

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        if not text:
            return self.default
        if folded(text) not in self.values:
            allowed = ", ".join(str(label) for label in self.labels.values())
            sentence = _("«%(text)s» no es uno de los valores que hay: %(allowed)s.")
            raise ValueError(sentence % {"text": text, "allowed": allowed})
        return self.values[folded(text)]

    def render(self, value, obj=None, **kwargs):
        label = self.labels.get(value)
        return None if label is None else str(label)


class YesCell(ChoiceCell):
    """Yes, or no; an empty cell means no."""

    def __init__(self):
        super().__init__([(True, gettext_lazy("sí")), (False, gettext_lazy("no"))], default=False)

    @cached_property
    def values(self):
        words = {"1": True, "true": True, "0": False, "false": False}
        return words | {folded(str(label)): value for value, label in self.labels.items()}


class RowCell(CodeCell):
    """A row of another table, by its code; `in_plan` says that each plan has its own codes."""

    def __init__(
        self,
        rows: Callable[[], Iterable[Model]],
        code_of: Callable[[Model], object],
        *,
        unknown: str,
        plan_of: Callable[[Model], str] = lambda row: "",
        in_plan: bool = False,
        optional: bool = False,
    ):
        super().__init__(optional=optional)
        self.rows, self.code_of, self.unknown = rows, code_of, unknown
        self.plan_of, self.in_plan = plan_of, in_plan

    @cached_property
    def by_code(self) -> dict[tuple[str, str], Model]:
        return {(self.plan_of(row), str(self.code_of(row))): row for row in self.rows()}

    def clean(self, value, row=None, **kwargs):
        code = super().clean(value)
        return self.find(code, row) if code else None

    def find(self, code: str, row: dict) -> Model:
        plan = CodeCell(optional=True).clean(row[PLAN]) if self.in_plan else ""
        if (plan, code) not in self.by_code:
            raise ValueError(str(self.unknown) % {"code": code, "plan": plan})
        return self.by_code[plan, code]

    def render(self, value, obj=None, **kwargs):
        return None if value is None else self.code_of(value)


def stakeholder_cell(*, optional: bool = False) -> RowCell:
    return RowCell(
        Stakeholder.objects.all,
        lambda stakeholder: stakeholder.code,
        unknown=gettext_lazy("No hay ninguna parte interesada con el código %(code)s."),
        optional=optional,
    )


class StakeholdersCell(ManyToManyWidget):
    """Several, by their codes: «PRES; ST; HN»."""

    def __init__(self):
        super().__init__(Stakeholder, separator=BETWEEN, field="code")
        self.cell = stakeholder_cell()

    def clean(self, value, row=None, **kwargs):
        codes = [code.strip() for code in as_text(value).split(BETWEEN) if code.strip()]
        if not codes:
            raise ValueError(_("Falta este dato; escríbalo."))
        return [self.cell.clean(code) for code in dict.fromkeys(codes)]

    def render(self, value, obj=None, **kwargs):
        if value is None:
            return None
        return f"{BETWEEN} ".join(stakeholder.code for stakeholder in value.all())
