"""What became of a cell of the cronograma. Plain values in and out: no query, and no clock."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from monitoring.models import EntryStatus


class CellState(TextChoices):
    DONE = "done", _("programado y ejecutado")
    EXECUTED = "executed", _("ejecutado")
    UNPLANNED = "unplanned", _("ejecutado sin programar")
    PARTLY = "partly", _("ejecutado y reprogramado")
    RESCHEDULED = "rescheduled", _("reprogramado")
    OVERDUE = "overdue", _("vencido")
    PROGRAMMED = "programmed", _("programado")
    NOT_APPLICABLE = "not_applicable", _("no corresponde")
    NOTHING = "nothing", _("sin programar")
    UNCAPTURED = "uncaptured", _("por capturar")


EXECUTED = (CellState.DONE, CellState.PARTLY, CellState.UNPLANNED, CellState.EXECUTED)
WORST_FIRST = (
    CellState.OVERDUE,
    CellState.PROGRAMMED,
    CellState.RESCHEDULED,
    CellState.UNCAPTURED,
    CellState.NOT_APPLICABLE,
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Of one who answers for an activity, in one semester; `declared` is a status or nothing."""

    is_captured: bool = True
    is_marked: bool = False
    is_executed: bool = False
    declared: str = ""
    is_past_due: bool = False


def cell_state(facts: Facts) -> CellState:
    """What was done comes first, then what was declared, and last what was to be done.

    Only a marked cell is ever overdue: where the cronograma is not captured nothing is.
    """
    if facts.is_executed:
        return executed_state(facts)
    if facts.declared == EntryStatus.RESCHEDULED:
        return CellState.RESCHEDULED
    if facts.declared == EntryStatus.NOT_APPLICABLE:
        return CellState.NOT_APPLICABLE
    if not facts.is_captured:
        return CellState.UNCAPTURED
    if not facts.is_marked:
        return CellState.NOTHING
    return CellState.OVERDUE if facts.is_past_due else CellState.PROGRAMMED


def executed_state(facts: Facts) -> CellState:
    if facts.declared == EntryStatus.RESCHEDULED:
        return CellState.PARTLY
    if facts.is_marked:
        return CellState.DONE
    return CellState.UNPLANNED if facts.is_captured else CellState.EXECUTED


def together(states: Collection[CellState]) -> CellState:
    """The region's state, of those of all who answer for the activity.

    Executed by anybody, it was executed. Else one who owes it leaves it overdue, and one who still
    has time leaves it programmed; it is put off only where nobody owes it any more.
    """
    done = [one for one in states if one in EXECUTED]
    if done:
        return min(done, key=list(EXECUTED).index)
    return next((one for one in WORST_FIRST if one in states), CellState.NOTHING)


def legend() -> list[CellState]:
    """Every state, the furthest first."""
    return list(CellState)
