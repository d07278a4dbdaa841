"""The cronograma: which activity is planned for which semester, and what of it is fixed.

What the last published edition marks for a semester that has ended is never unmarked; an empty
cell of the past may still be captured, and says on which day it was.
"""

import datetime
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from plan.models import Activity, Plan, PlanEdition, ScheduleCell, Semester

Cell = tuple[str, str]
"""The code of an activity and the code of a semester."""


@dataclass(frozen=True)
class CellChange:
    """A cell that becomes marked, or no longer is."""

    activity: str
    semester: str
    semester_label: str
    is_marked: bool

    @property
    def place(self) -> str:
        return f"{self.activity}, {self.semester_label}"


@dataclass(frozen=True)
class Refusal:
    """Why one cell was not changed; the sentence names its place."""

    activity: str
    semester: str
    sentence: str

    def __str__(self):
        return self.sentence


class ScheduleRefused(Exception):
    """Nothing was written; each refusal is a sentence for the person."""

    def __init__(self, refusals: list[Refusal]):
        super().__init__(" ".join(refusal.sentence for refusal in refusals))
        self.refusals = refusals


@dataclass(frozen=True)
class State:
    """What a change of the cronograma has to know, read at once."""

    activities: dict[str, Activity]
    semesters: dict[str, Semester]
    marked: set[Cell]
    fixed: set[Cell]
    is_published: bool

    def place(self, cell: Cell) -> str:
        activity, semester = cell
        return place_of(activity, self.semesters[semester])

    def refusal(self, cell: Cell) -> str:
        """Why the cell cannot be turned into what it is not; "" where it can."""
        code, semester = cell
        if code not in self.activities:
            return _("El plan no tiene la actividad %(code)s.") % {"code": code}
        if semester not in self.semesters:
            return _("El plan no tiene el semestre %(semester)s.") % {"semester": semester}
        if locked := self.locked(cell):
            return f"{self.place(cell)}: {locked}"
        return ""

    def locked(self, cell: Cell) -> str:
        """Why the cell stays as it is."""
        if self.is_published and self.activities[cell[0]].is_retired:
            return _("la actividad está retirada; sus celdas ya no cambian.")
        if cell in self.marked & self.fixed:
            return _("el semestre ya terminó y la edición publicada la tiene; ya no se quita.")
        return ""

    def in_order(self, cells: Set[Cell]) -> list[Cell]:
        """As the document prints them; what the plan does not have comes last."""
        activities, semesters = list(self.activities), list(self.semesters)

        def rank(cell: Cell) -> tuple:
            activity, semester = cell
            return (
                activities.index(activity) if activity in activities else len(activities),
                semesters.index(semester) if semester in semesters else len(semesters),
                cell,
            )

        return sorted(cells, key=rank)


def place_of(activity: str, semester: Semester) -> str:
    return f"{activity}, {semester.label}"


def state_of(plan: Plan) -> State:
    cells = ScheduleCell.objects.filter(activity__plan=plan).select_related("activity", "semester")
    semesters = {semester.code: semester for semester in plan.semesters.all()}
    edition = plan.editions.order_by("-number").first()
    return State(
        activities={activity.code: activity for activity in plan.activities.all()},
        semesters=semesters,
        marked={(cell.activity.code, cell.semester.code) for cell in cells},
        fixed=fixed_cells(edition, semesters.values()),
        is_published=edition is not None,
    )


def fixed_cells(edition: PlanEdition | None, semesters: Iterable[Semester]) -> set[Cell]:
    """Those that the last published edition marks and whose semester has ended."""
    if edition is None:
        return set()
    today = timezone.localdate()
    ended = {semester.code for semester in semesters if semester.end < today}
    return {(code, semester) for code, semester in marked_in(edition) if semester in ended}


def marked_in(edition: PlanEdition) -> set[Cell]:
    return {
        (code, semester)
        for code, activity in edition.activities.items()
        for semester in activity["semesters"]
    }


def differences(
    plan: Plan, *, mark: Set[Cell] = frozenset(), unmark: Set[Cell] = frozenset()
) -> list[CellChange]:
    """What would change, written nowhere; ScheduleRefused as when writing."""
    return differences_from(state_of(plan), mark=mark, unmark=unmark)


def differences_from(state: State, *, mark: Set[Cell], unmark: Set[Cell]) -> list[CellChange]:
    wanted = state.in_order((mark - state.marked) | (unmark & state.marked))
    refusals = [Refusal(*cell, why) for cell in wanted if (why := state.refusal(cell))]
    if refusals:
        raise ScheduleRefused(refusals)
    return [
        CellChange(*cell, state.semesters[cell[1]].label, cell not in state.marked)
        for cell in wanted
    ]


@transaction.atomic
def change(
    plan: Plan, *, mark: Set[Cell] = frozenset(), unmark: Set[Cell] = frozenset()
) -> list[CellChange]:
    """Mark and unmark these cells; all others stay as they are now, whoever wrote them."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    state = state_of(plan)
    return write(state, differences_from(state, mark=mark, unmark=unmark))


@transaction.atomic
def mark(plan: Plan, *, marked: Set[Cell]) -> list[CellChange]:
    """Make the whole cronograma what `marked` says, or change nothing."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    state = state_of(plan)
    return write(state, differences_from(state, mark=marked, unmark=state.marked - marked))


def write(state: State, changes: list[CellChange]) -> list[CellChange]:
    """Row by row, because each leaves its history."""
    for each in changes:
        place = {
            "activity": state.activities[each.activity],
            "semester": state.semesters[each.semester],
        }
        if each.is_marked:
            ScheduleCell.objects.create(**place)
        else:
            ScheduleCell.objects.get(**place).delete()
    return changes


@dataclass(frozen=True)
class RowChange:
    """The changes of one activity: the semesters that it gains and loses."""

    activity: Activity
    marked: list[str]
    unmarked: list[str]


def by_activity(plan: Plan, changes: list[CellChange]) -> list[RowChange]:
    rows = {activity.code: activity for activity in plan.activities.all()}
    return [
        RowChange(
            rows[code],
            marked=[change.semester_label for change in of_row if change.is_marked],
            unmarked=[change.semester_label for change in of_row if not change.is_marked],
        )
        for code, group in groupby(changes, key=lambda change: change.activity)
        for of_row in [list(group)]
    ]


def late_captures(plan: Plan) -> dict[Cell, datetime.date]:
    """The day on which each cell was marked that was marked after its semester had ended.

    What came with the plan, as its first edition has it, is none of them.
    """
    first = plan.editions.order_by("number").first()
    if first is None:
        return {}
    cells = {
        cell.pk: cell
        for cell in ScheduleCell.objects.filter(activity__plan=plan).select_related(
            "activity", "semester"
        )
    }
    born = ScheduleCell.history.filter(
        activity__plan=plan, history_type="+", history_date__gt=first.published_at
    ).order_by("-history_date")
    days = {row: timezone.localdate(at) for row, at in born.values_list("id", "history_date")}
    late = {
        (cell.activity.code, cell.semester.code): days[pk]
        for pk, cell in cells.items()
        if pk in days and days[pk] > cell.semester.end
    }
    came_with_it = marked_in(first)
    return {cell: day for cell, day in late.items() if cell not in came_with_it}


def captured_by_day(captured: dict[Cell, datetime.date]) -> list[tuple[datetime.date, list[str]]]:
    """The same, told shortly: for each day its activities with their semesters."""
    days: dict[datetime.date, dict[str, list[str]]] = {}
    for (activity, semester), day in captured.items():
        days.setdefault(day, {}).setdefault(activity, []).append(semester)
    return [
        (day, [f"{activity} ({', '.join(codes)})" for activity, codes in rows.items()])
        for day, rows in sorted(days.items())
    ]
