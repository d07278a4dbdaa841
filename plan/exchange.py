"""Files of tables taken in: what they would change, and changing it, all of it or nothing.

The tables and the way to read a whole plan are given by who knows them all (`risks.exchange`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace

from django.utils.translation import gettext as _

from corett.accounts.cells import PLAN, as_text
from corett.accounts.exchange import Fault, RowChange, Taken
from corett.accounts.models import Membership
from corett.lib.canonical import canonical, sha256
from corett.lib.tablefiles.sheets import Sheet
from plan.difference import Change, Part, difference
from plan.editions import publish_edition
from plan.models import EditionReason, Plan
from plan.resources import (
    ActivityResource,
    ApproachResource,
    AxisResource,
    MeasureResource,
    ObjectiveResource,
    PlanResource,
    ResponsibilityResource,
    ScheduleTable,
    SemesterResource,
    TargetResource,
    TermResource,
)

TABLES = [
    PlanResource,
    SemesterResource,
    AxisResource,
    ObjectiveResource,
    ActivityResource,
    ResponsibilityResource,
    MeasureResource,
    ScheduleTable,
    TargetResource,
    ApproachResource,
    TermResource,
]
REASON_LENGTH = 300


@dataclass(frozen=True)
class PlanChange:
    """What one plan would say differently; `edition` is that which a new plan begins with."""

    plan: Plan
    changes: list[Change] = field(default_factory=list)
    edition: int | None = None

    @property
    def is_new(self) -> bool:
        return self.edition is not None


@dataclass
class Outcome:
    """What a file would change, and what is wrong in it."""

    tables: list[Taken] = field(default_factory=list)
    plans: list[PlanChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_applied: bool = False

    @property
    def rows(self) -> list[RowChange]:
        return [change for taken in self.tables for change in taken.changes]

    @property
    def others(self) -> list[RowChange]:
        """What no change of the plan's own words tells."""
        told = {(one.plan.code, change.place) for one in self.plans for change in one.changes}
        new = {one.plan.code for one in self.plans if one.is_new}
        rows = [row for row in self.rows if row.is_beyond or row.plan not in new]
        return [rest for row in rows if (rest := untold(row, told)).values]

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.faults

    @property
    def digest(self) -> str:
        """The same for the same changes, so that a page and its button mean the same."""
        return sha256(canonical([asdict(change) for change in self.rows]))


def untold(row: RowChange, told: set[tuple[str, object]]) -> RowChange:
    """The row with what is told nowhere else; of a new one nothing is, if any of it is told."""
    values = [value for value in row.values if (row.plan, value.place) not in told]
    if row.is_new and len(values) < len(row.values):
        return replace(row, values=[])
    return replace(row, values=[value for value in values if value.old or value.new])


def take_in(
    sheets: Sequence[Sheet],
    *,
    tables: Sequence[type],
    read_content: Callable[[Plan], dict],
    source: str,
    by: Membership | None,
) -> Outcome:
    """Write the tables in their order and say what that changed; the caller keeps it or not.

    A plan that was not there before begins with an edition of its own.
    """
    outcome = Outcome()
    given = match(sheets, tables, outcome)
    codes = codes_in(sheets)
    before = {plan.code: read_content(plan) for plan in locked(codes)}
    reason = _("Carga desde «%(file)s»") % {"file": source}
    numbers = take_tables(given, tables, codes, reason, outcome)
    if not outcome.faults:
        for plan in Plan.objects.filter(code__in=codes).order_by("code"):
            content = read_content(plan)
            outcome.plans.append(
                changed(plan, before[plan.code], content)
                if plan.code in before
                else begun(plan, content, number=numbers[plan.code], reason=reason, by=by)
            )
    return outcome


def take_tables(
    given: dict[type, Sheet], tables: Sequence[type], codes: set[str], reason: str, outcome: Outcome
) -> dict[str, int]:
    """The numbers of the editions with which new plans begin."""
    numbers: dict[str, int] = {}
    for table in tables:
        if table in given and not is_hopeless(outcome):
            resource = table(reason=reason)
            taken = resource.take(given[table], Plan.objects.filter(code__in=codes))
            outcome.tables.append(taken)
            outcome.faults += taken.faults
            numbers |= getattr(resource, "numbers", {})
    return numbers


def changed(plan: Plan, before: dict, content: dict) -> PlanChange:
    """Stakeholders belong to no plan, and their rows are shown as rows."""
    changes = [
        change for change in difference(before, content) if change.place.part != Part.STAKEHOLDER
    ]
    return PlanChange(plan, changes)


def begun(
    plan: Plan, content: dict, *, number: int, reason: str, by: Membership | None
) -> PlanChange:
    edition = publish_edition(
        plan,
        content=content,
        kinds=[EditionReason.CAPTURE],
        reason=reason[:REASON_LENGTH],
        by=by,
        number=number,
    )
    return PlanChange(plan, edition=edition.number)


def match(sheets: Iterable[Sheet], tables: Sequence[type], outcome: Outcome) -> dict[type, Sheet]:
    """Which table each sheet is of; what is of none, or of one that is there already, is told."""
    given: dict[type, Sheet] = {}
    for sheet in sheets:
        table = table_of(sheet, tables)
        if table is None:
            titles = ", ".join(str(one.title) for one in tables)
            sentence = _("No es ninguna de las tablas que hay: %(titles)s.") % {"titles": titles}
            outcome.faults.append(Fault(sheet.title, 1, "", sentence))
        elif table in given:
            sentence = _("El archivo trae esta tabla dos veces. Deje una.")
            outcome.faults.append(Fault(sheet.title, 1, "", sentence))
        else:
            sheet.title = str(table.title)
            given[table] = sheet
    return given


def table_of(sheet: Sheet, tables: Sequence[type]) -> type | None:
    """By its title, or by its headings where it has no title but the name of a file."""
    for table in tables:
        if str(table.title) == sheet.title:
            return table
    fitting = [one for one in tables if sheet.is_loose and one.fits(sheet.headings)]
    return fitting[0] if len(fitting) == 1 else None


def codes_in(sheets: Iterable[Sheet]) -> set[str]:
    """The plans that the rows name; what cannot be read is told with its row."""
    codes = set()
    for sheet in sheets:
        for line in sheet.lines:
            try:
                codes.add(as_text(line.values.get(PLAN)).strip())
            except ValueError:
                continue
    return codes - {""}


def locked(codes: set[str]) -> list[Plan]:
    """One after the other: whoever else writes a plan waits, or is waited for."""
    return list(Plan.objects.select_for_update().filter(code__in=codes).order_by("pk"))


def is_hopeless(outcome: Outcome) -> bool:
    """While the plan itself is wrong, every row of it would be told to hang on none."""
    return any(taken.faults for taken in outcome.tables if taken.sheet == PlanResource.title)
