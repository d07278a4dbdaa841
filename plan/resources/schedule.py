"""The cronograma as a sheet: a row for each activity, a column for each semester, «x» marks."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.cells import as_text, folded
from corett.accounts.exchange import (
    Fault,
    RowChange,
    Taken,
    ValueChange,
    heading_faults,
)
from corett.lib.tablefiles.sheets import Line, Sheet, sheet_of
from plan.difference import Part, Place
from plan.models import Activity, Plan, Semester
from plan.resources.cells import activity_cell
from plan.resources.plan import SEMESTER
from plan.schedule import ScheduleRefused, mark, state_of

MARK = "x"
MARKS = {MARK, "1", "●", "si"}
EMPTY = {"", "0", "no"}


class ScheduleTable:
    """The row of an activity replaces its cells; the other activities keep theirs."""

    title = gettext_lazy("Cronograma")

    def __init__(self, *, reason: str = ""):
        self.activities = activity_cell()

    @classmethod
    def fixed_headings(cls) -> list[str]:
        return [_("Plan"), _("Actividad"), _("Detalles de la actividad")]

    @classmethod
    def fits(cls, headings: list[str]) -> bool:
        fixed = cls.fixed_headings()
        others = [one for one in headings if one not in fixed]
        return set(fixed[:2]) <= set(headings) and all(map(SEMESTER.fullmatch, others))

    def headings_for(self, plans: Iterable[Plan]) -> list[str]:
        codes = {one.code for plan in plans for one in plan.semesters.all()}
        return [*self.fixed_headings(), *sorted(codes)]

    def sheet(self, plan: Plan) -> Sheet:
        semesters = list(plan.semesters.all())
        activities = plan.activities.prefetch_related("semesters")
        rows = [row_of(plan, activity, semesters) for activity in activities]
        return sheet_of(str(self.title), self.headings_for([plan]), rows)

    def take(self, sheet: Sheet, plans: Iterable[Plan]) -> Taken:
        self.taken = Taken(str(self.title), rows=len(sheet.lines))
        plans = list(plans)
        self.check_headings(sheet, plans)
        if self.taken.faults:
            return self.taken
        rows = self.rows_in(sheet)
        for plan in plans:
            self.take_plan(
                plan, {code: row for (owner, code), row in rows.items() if owner == plan}
            )
        total = Activity.objects.filter(plan__in=plans).count()
        self.taken.kept = max(total - self.taken.rows, 0)
        return self.taken

    def check_headings(self, sheet: Sheet, plans: list[Plan]) -> None:
        """A semester may be missing: its cells then stay as they are."""
        headings = self.headings_for(plans)
        optional = {*headings[len(self.fixed_headings()) - 1 :]}
        self.taken.faults += heading_faults(sheet, headings, optional)

    def rows_in(self, sheet: Sheet) -> dict[tuple[Plan, str], Line]:
        plan_heading, heading, _details = self.fixed_headings()
        rows: dict[tuple[Plan, str], Line] = {}
        for line in sheet.lines:
            try:
                activity = self.activities.clean(line.values.get(heading), line.values)
            except ValueError as error:
                self.fault(line.number, heading, str(error))
                continue
            key = (activity.plan, activity.code)
            if key in rows:
                sentence = _("Está dos veces: la fila %(line)d ya lo dice. Deje una de las dos.")
                self.fault(line.number, heading, sentence % {"line": rows[key].number})
            rows.setdefault(key, line)
        return rows

    def fault(self, line: int, heading: str, sentence: str) -> None:
        self.taken.faults.append(Fault(str(self.title), line, heading, sentence))

    def take_plan(self, plan: Plan, rows: dict[str, Line]) -> None:
        state = state_of(plan)
        marked = set(state.marked)
        for code, line in rows.items():
            for heading in self.cells_in(line):
                cell = (code, heading)
                is_marked = self.is_marked(line, heading, state.semesters)
                marked = marked | {cell} if is_marked else marked - {cell}
        if self.taken.faults:
            return
        try:
            changes = mark(plan, marked=marked)
        except ScheduleRefused as refused:
            for refusal in refused.refusals:
                line = rows[refusal.activity]
                self.fault(line.number, refusal.semester, refusal.sentence)
        else:
            self.note(changes, plan)

    def cells_in(self, line: Line) -> list[str]:
        return [heading for heading in line.values if heading not in self.fixed_headings()]

    def is_marked(self, line: Line, heading: str, semesters: dict[str, Semester]) -> bool:
        try:
            text = folded(as_text(line.values[heading]))
        except ValueError as error:
            self.fault(line.number, heading, str(error))
            return False
        if text not in MARKS | EMPTY:
            self.fault(line.number, heading, _("Escriba x para marcar la celda, o déjela vacía."))
        elif text in MARKS and heading not in semesters:
            sentence = _("El plan no tiene el semestre %(semester)s.")
            self.fault(line.number, heading, sentence % {"semester": heading})
        return text in MARKS

    def note(self, changes, plan: Plan) -> None:
        by_activity: dict[str, list[ValueChange]] = {}
        for one in changes:
            old, new = ("", MARK) if one.is_marked else (MARK, "")
            values = by_activity.setdefault(one.activity, [])
            place = Place(Part.CELL, one.activity, one.semester)
            values.append(ValueChange(one.semester, old, new, place))
        self.taken.changes += [
            RowChange(str(self.title), f"{plan.code} · {code}", False, values, plan.code)
            for code, values in by_activity.items()
        ]


def row_of(plan: Plan, activity: Activity, semesters: list[Semester]) -> list:
    marked = {semester.pk for semester in activity.semesters.all()}
    cells = [MARK if semester.pk in marked else None for semester in semesters]
    return [plan.code, activity.code, activity.schedule_statement, *cells]
