"""What a cell may hold: how a value is shown in it, what is typed there, and its limits.

A widget renders a stored value for the sheet and cleans what the sheet says into what a page
would have sent for the same field, so that the page's own forms judge both.
"""

import datetime
import re
from decimal import Decimal

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from import_export.widgets import Widget
from openpyxl.worksheet.datavalidation import DataValidation

from corett.directory.names import folded
from corett.lib.tablefiles.sheets import Unusable
from monitoring.forms.values import MoneyField, NumberField

LONGEST_CELL = 32_767
MOST_DIGITS = 15
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NEW_LINE = re.compile(r"\r\n|\r|\n")
MONEY = re.compile(r"\d+(\.\d{1,2})?")
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)


def is_blank(value) -> bool:
    return value is None or isinstance(value, str) and not value.strip()


def as_text(value) -> str:
    """What a person reads in a cell, whatever the spreadsheet took it for."""
    if isinstance(value, Unusable):
        raise ValueError(value.sentence)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, float):
        return plain_number(Decimal(repr(value)))
    if isinstance(value, datetime.date):
        return date_format(value, "d/m/Y")
    return UNWRITABLE.sub("", str(value)).strip()


def plain_number(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Cell(Widget):
    """One line of text, and what all kinds of cells share."""

    number_format = "@"
    wraps = False

    def __init__(self, most: int = LONGEST_CELL):
        super().__init__()
        self.most = most

    def clean(self, value, row=None, **kwargs) -> str:
        return " ".join(NEW_LINE.split(as_text(value))).strip()

    def render(self, value, obj=None, **kwargs):
        return as_text(value) or None

    def validation(self) -> DataValidation | None:
        """The limit that the spreadsheet itself keeps while one types."""
        if self.most >= LONGEST_CELL:
            return None
        sentence = _("Escriba como máximo %(most)d letras.") % {"most": self.most}
        return limited("textLength", "lessThanOrEqual", self.most, sentence=sentence)


class LongCell(Cell):
    """Text of several lines, which a page sends with the line ends of a form."""

    wraps = True

    def clean(self, value, row=None, **kwargs):
        return "\r\n".join(NEW_LINE.split(as_text(value)))

    def render(self, value, obj=None, **kwargs):
        return "\n".join(NEW_LINE.split(as_text(value))) or None


class DayCell(Cell):
    number_format = "dd/mm/yyyy"

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, datetime.date):
            return value.isoformat()
        if not as_text(value):
            return ""
        raise ValueError(
            _(
                "Escriba una fecha: día, mes y año. La celda tiene texto o un número; bórrela y"
                " escríbala de nuevo como 28/02/2025."
            )
        )

    def render(self, value, obj=None, **kwargs):
        return value

    def validation(self):
        sentence = _("Escriba una fecha: día, mes y año, por ejemplo 28/02/2025.")
        limits = (f"DATE({day.year},{day.month},{day.day})" for day in (EARLIEST, LATEST))
        return limited("date", "between", *limits, sentence=sentence)


class NumberCell(Cell):
    """A whole number."""

    number_format = "0"

    def __init__(self, *, least: int, most: int):
        super().__init__(most)
        self.least = least

    def clean(self, value, row=None, **kwargs):
        return as_text(value)

    def render(self, value, obj=None, **kwargs):
        return value

    def validation(self):
        sentence = _("Escriba un número entero de %(least)d a %(most)d.")
        numbers = {"least": self.least, "most": self.most}
        return limited("whole", "between", self.least, self.most, sentence=sentence % numbers)


class MoneyCell(Cell):
    """An amount; one with more digits than a spreadsheet keeps is written as text."""

    number_format = "0.00"

    def clean(self, value, row=None, **kwargs):
        text = as_text(value)
        return plain_number(Decimal(text)) if MONEY.fullmatch(text) else text

    def render(self, value, obj=None, **kwargs):
        if value is None or value == "":
            return None
        is_kept = len(Decimal(value).as_tuple().digits) <= MOST_DIGITS
        return Decimal(value) if is_kept else plain_number(Decimal(value))

    def validation(self):
        sentence = _("Escriba un monto de 0 o más, sin separador de miles.")
        return limited("decimal", "greaterThanOrEqual", 0, sentence=sentence)


class ChoiceCell(Cell):
    """One of a list, by its label."""

    def __init__(self, choices, *, listed: str):
        """`listed` names the list of the workbook that the drop-down shows."""
        super().__init__()
        self.labels = {str(value): str(label) for value, label in choices if value != ""}
        self.listed = listed
        self.values = {folded(label): value for value, label in self.labels.items()}

    def clean(self, value, row=None, **kwargs):
        text = as_text(value)
        if not text:
            return ""
        if folded(text) not in self.values:
            raise ValueError(_("«%(text)s» no está en la lista de esta celda.") % {"text": text})
        return self.values[folded(text)]

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(str(value)) if value not in (None, "") else None

    def validation(self):
        sentence = _("Elija un valor de la lista.")
        return limited("list", None, f"={self.listed}", sentence=sentence)


class YesCell(ChoiceCell):
    """Yes, or anything else that means no; a page sends a mark or nothing."""

    def __init__(self):
        super().__init__([("on", _("sí")), ("off", _("no"))], listed="lista_si_no")
        self.values |= {folded(_("si")): "on"}

    def clean(self, value, row=None, **kwargs):
        cleaned = super().clean(value)
        return "" if cleaned == "off" else cleaned

    def render(self, value, obj=None, **kwargs):
        return self.labels["on"] if value else None


class NameCell(Cell):
    """A name that the drop-down proposes; another one may be typed."""

    def __init__(self, *, listed: str, most: int):
        super().__init__(most)
        self.listed = listed

    def validation(self):
        rule = DataValidation(type="list", formula1=f"={self.listed}", allow_blank=True)
        rule.showErrorMessage = False
        return rule


def limited(kind: str, operator: str | None, *limits, sentence: str) -> DataValidation:
    first, second = (*limits, None)[:2]
    rule = DataValidation(
        type=kind, operator=operator, formula1=first, formula2=second, allow_blank=True
    )
    rule.errorTitle, rule.error = _("Revise esta celda"), sentence
    rule.showErrorMessage = True
    return rule


def cell_for(field: forms.Field, *, listed: str = "") -> Cell:
    """The cell that asks what a page's field asks."""
    if isinstance(field, forms.BooleanField):
        return YesCell()
    if isinstance(field, forms.ChoiceField):
        return ChoiceCell(field.choices, listed=listed)
    if isinstance(field, forms.DateField):
        return DayCell()
    if isinstance(field, MoneyField | forms.DecimalField):
        return MoneyCell()
    if isinstance(field, NumberField):
        return NumberCell(least=field.min_value, most=field.max_value)
    most = getattr(field, "max_length", None) or LONGEST_CELL
    return LongCell(most) if isinstance(field.widget, forms.Textarea) else Cell(most)
