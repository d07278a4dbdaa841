"""How the last chapters of an annual report are printed: signs, dates, and rows by their kind.

All of it from the frozen content.
"""

import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from monitoring.annual import annexes
from monitoring.annual.risks_content import Trend
from monitoring.region.schedule import CellState
from monitoring.templatetags.region_life import cell_meaning
from plan.models import Semester

register = template.Library()

LETTERS = {
    CellState.DONE: pgettext_lazy("cronograma", "E"),
    CellState.EXECUTED: pgettext_lazy("cronograma", "A"),
    CellState.UNPLANNED: pgettext_lazy("cronograma", "S"),
    CellState.PARTLY: pgettext_lazy("cronograma", "M"),
    CellState.RESCHEDULED: pgettext_lazy("cronograma", "R"),
    CellState.OVERDUE: pgettext_lazy("cronograma", "V"),
    CellState.PROGRAMMED: pgettext_lazy("cronograma", "P"),
    CellState.NOT_APPLICABLE: pgettext_lazy("cronograma", "X"),
    CellState.NOTHING: "·",
    CellState.UNCAPTURED: "?",
}
TRENDS = {Trend.ROSE: "↑", Trend.FELL: "↓", Trend.SAME: "=", Trend.UNREVIEWED: ""}

register.filter(cell_meaning)
register.filter(annexes.obstacles_in)
register.filter(annexes.institutions_in)
register.filter(annexes.by_activity)
register.filter(annexes.by_party)
register.filter(annexes.risk_matrix)
register.filter(annexes.that_occurred)
register.filter(annexes.own_actions)
register.filter(annexes.condensed)


@register.filter
def cell_letter(state: str) -> str:
    return str(LETTERS[CellState(state)])


@register.filter
def trend_sign(trend: str) -> str:
    return TRENDS[Trend(trend)]


@register.filter
def on_day(written: str | None) -> str:
    """The day that a JSON value writes as 2025-03-01, so that nobody takes it for another."""
    if not written:
        return ""
    return date_format(datetime.date.fromisoformat(written), _("d/m/Y"))


@register.filter
def semester_name(code: str) -> str:
    year, half = code.split("-")
    return str(Semester(year=int(year), half=int(half)).label)


@register.filter
def action_state(action: dict) -> str:
    if action["done_on"]:
        return _("hecha el %(day)s") % {"day": on_day(action["done_on"])}
    return _("vencida") if action["is_overdue"] else _("por hacer")


@register.filter
def target_counts(counted: dict) -> str:
    """How many metas of a measure are new, changed or gone."""
    words = {
        "new": ngettext("%(count)d nueva", "%(count)d nuevas", counted["new"]),
        "changed": ngettext("%(count)d cambiada", "%(count)d cambiadas", counted["changed"]),
        "gone": ngettext("%(count)d retirada", "%(count)d retiradas", counted["gone"]),
    }
    return "; ".join(words[kind] % {"count": count} for kind, count in counted.items() if count)
