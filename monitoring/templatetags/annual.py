"""How numbers and texts of an annual report are printed."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from corett.accounts.models import Language
from corett.lib.pdf import PAGE_OF
from monitoring.annual.labels import said
from monitoring.models import EntryStatus

register = template.Library()
register.filter(said)

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
DECLARED = {
    EntryStatus.DONE: "C",
    EntryStatus.IN_PROGRESS: "P",
    EntryStatus.NOT_STARTED: "N",
    EntryStatus.RESCHEDULED: "R",
    EntryStatus.NOT_APPLICABLE: "X",
}


@register.filter
def number(value) -> str:
    """Thousands apart by a narrow space from five digits on, as Spanish prints them."""
    if value is None:
        return ""
    whole, point, decimals = str(value).partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NARROW_SPACE)
    return f"{whole}{point}{decimals}"


@register.filter
def value_text(value: dict) -> str:
    """What was reached: a number, or words where it is no number; «—» where nobody said."""
    if not value["adds_up"]:
        return _("no se suma")
    if value["text"]:
        return said(value["text"])
    return number(value["number"]) or "—"


@register.filter
def row_notes(row: dict, semesters: list[dict]) -> str:
    """Beneath a row: what its numbers are made of, and whether its goal was too low."""
    named = [*zip((one["code"] for one in semesters), row["semesters"], strict=True)]
    notes = [f"{name}: {parts_text(value)}" for name, value in named if value["parts"]]
    if row["year"]["parts"] and len(notes) != 1:
        notes.append(f"{_('Año')}: {parts_text(row['year'])}")
    if row["review_target"]:
        notes.append(_("Revise la meta: se pasó en más de 20 %."))
    return " · ".join(notes)


@register.filter
def has_plan_goal(measure: dict) -> bool:
    """Whether it is compared with a goal of the whole plan and not of the year."""
    rows = [*measure["rows"], measure["region"]]
    return any(row["goal"] is not None and not row["goal_is_annual"] for row in rows)


def parts_text(value: dict) -> str:
    return ", ".join(f"{said(part['label'])} {number(part['number'])}" for part in value["parts"])


@register.filter
def whole_dollars(amount: str) -> str:
    """Without its cents, which a figure in large print has no room for."""
    return number(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))


@register.filter
def percent(value: int | None) -> str:
    return "" if value is None else f"{value}{NARROW_SPACE}%"


@register.filter
def paragraphs(text: str) -> list[str]:
    """What a person separated by line breaks."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.filter
def long_day(day: datetime.date) -> str:
    return date_format(day, _("j \\d\\e F \\d\\e Y"))


@register.filter
def declared_letter(status: str) -> str:
    """As the legend of «cómo declara cada país» names it."""
    return DECLARED.get(status, "·")


@register.simple_tag
def page_of(*parts) -> str:
    """The page on which the id made of these parts stands, once the chapters are bound."""
    return PAGE_OF.format("".join(str(part) for part in parts))


@register.simple_tag(takes_context=True)
def in_language(context, language: str) -> str:
    """The attribute of words that are not in the shell's language; said of each cell again, the
    shell's own makes a chapter of many rows a sixth slower to lay out.
    """
    return "" if language == context["language"] else format_html(' lang="{}"', language)


@register.filter
def written_in(language: str) -> str:
    """Says in which language words stand that are not in the shell's."""
    return _("(En %(language)s.)") % {"language": Language(language).label}
