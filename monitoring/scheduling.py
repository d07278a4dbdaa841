"""Taking what was decided for a year to the cronograma of the plan.

It marks and unmarks cells of that year only, through the plan's own rules, and nothing that is
fixed. What it cannot take it leaves, and says why.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import canonical, sha256
from monitoring.models import Decision, Priority
from monitoring.permissions import can_decide_priorities
from monitoring.priorities import PriorityDenied, priorities_of
from plan import schedule
from plan.models import Plan
from plan.schedule import Cell, CellChange, State

Cells = set[Cell]


@dataclass(frozen=True)
class Move:
    """What a decision does to the cronograma, or why it cannot; a warning stops nothing."""

    priority: Priority
    mark: Cells = field(default_factory=set)
    unmark: Cells = field(default_factory=set)
    refusal: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Preview:
    plan: Plan
    moves: list[Move]
    changes: list[CellChange]

    @property
    def taken(self) -> list[Move]:
        return [move for move in self.moves if not move.refusal]

    @property
    def refused(self) -> list[Move]:
        return [move for move in self.moves if move.refusal]

    @property
    def warnings(self) -> list[str]:
        return [move.warning for move in self.taken if move.warning]

    @property
    def seen(self) -> str:
        """What a page showed; another one means that something changed since."""
        versions = [[move.priority.pk, move.priority.version] for move in self.taken]
        cells = [[each.activity, each.semester, each.is_marked] for each in self.changes]
        return sha256(canonical([versions, cells]))


def preview(plan: Plan, year: int) -> Preview:
    """What taking the decisions of the year would change, written nowhere."""
    state = schedule.state_of(plan)
    moves = [move_of(state, priority) for priority in waiting(plan, year)]
    mark, unmark = cells_of(moves)
    return Preview(plan, moves, schedule.differences_from(state, mark=mark, unmark=unmark))


def waiting(plan: Plan, year: int) -> list[Priority]:
    """With visto bueno, not taken yet, and with something to say of the cronograma."""
    endorsed = priorities_of(plan, year).endorsed().filter(scheduled_at=None)
    return [one for one in endorsed.order_by("activity__order") if one.moves_schedule]


def cells_of(moves: Collection[Move]) -> tuple[Cells, Cells]:
    taken = [move for move in moves if not move.refusal]
    return (
        {cell for move in taken for cell in move.mark},
        {cell for move in taken for cell in move.unmark},
    )


@transaction.atomic
def take_to_schedule(plan: Plan, year: int, *, seen: str, by: Membership | None) -> Preview:
    """Do what the page with that digest showed, and nothing else. Raises PriorityDenied."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_decide_priorities(membership):
        raise PriorityDenied(_("Solo la Secretaría Técnica lleva decisiones al cronograma."))
    found = preview(plan, year)
    if not found.taken:
        raise PriorityDenied(_("No hay ninguna decisión que llevar al cronograma."))
    if found.seen != seen:
        raise PriorityDenied(
            _("Una decisión o el cronograma cambió entretanto. Revise de nuevo qué cambiaría.")
        )
    mark, unmark = cells_of(found.moves)
    schedule.change(plan, mark=mark, unmark=unmark)
    for move in found.taken:
        move.priority.scheduled_at, move.priority.scheduled_by = timezone.now(), membership.user
        move.priority.save()
    return found


# One decision


def move_of(state: State, priority: Priority) -> Move:
    code = priority.activity.code
    chosen = {(code, semester) for semester in priority.semester_codes}
    before = {cell for cell in state.marked if cell[0] == code}
    mark = chosen - before
    unmark = unmarked_by(state, priority, chosen)
    if refusal := refusal_of(state, priority, before, mark, unmark):
        return Move(priority, refusal=f"{code}: {refusal}")
    return Move(priority, mark, unmark, warning=warning_of(state, code, before, mark))


def unmarked_by(state: State, priority: Priority, chosen: Cells) -> Cells:
    """The other cells of the year, but for what is fixed."""
    if priority.decision not in (Decision.RESCHEDULE, Decision.CLOSE):
        return set()
    code = priority.activity.code
    in_year = {(code, one.code) for one in state.semesters.values() if one.year == priority.year}
    return (in_year & state.marked) - chosen - state.fixed


def refusal_of(state: State, priority: Priority, before: Cells, mark: Cells, unmark: Cells) -> str:
    for cell in sorted(mark | unmark):
        if refused := state.refusal(cell):
            return refused
    for code, semester in sorted(mark):
        if state.semesters[semester].end < timezone.localdate():
            return _("%(place)s ya terminó: no se programa hacia atrás.") % {
                "place": state.place((code, semester))
            }
    if not before and not mark:
        return _(
            "su cronograma está por capturar y se sigue pidiendo en todos los semestres; no hay"
            " celdas que quitar. Captúrelo antes o retire la actividad."
        )
    if before and not (before | mark) - unmark:
        return _(
            "se quedaría sin ninguna celda, «por capturar», y se pediría en todos los semestres."
            " Prográmela en otro año o retire la actividad."
        )
    return ""


def warning_of(state: State, code: str, before: Cells, mark: Cells) -> str:
    """The first cells of an activity end its being asked in every semester."""
    if before or not mark:
        return ""
    named = ", ".join(state.semesters[semester].code for _code, semester in sorted(mark))
    return _(
        "%(code)s está por capturar y se pide en todos los semestres. Con solo %(semesters)s"
        " marcado dejará de pedirse en los demás: capture antes su cronograma entero si no es eso"
        " lo que quiere."
    ) % {"code": code, "semesters": named}
