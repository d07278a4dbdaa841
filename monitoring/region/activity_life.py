"""The whole life of an activity: planned, reported and measured, over all semesters of its plan."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder, User
from monitoring.models import EntryStatus, ProgressEntry, ProgressReport, Record
from monitoring.reading import Answer, Reading, code_and_name, read_year, reporter_name
from monitoring.region.schedule_progress import (
    Cell,
    Half,
    Row,
    ScheduleProgress,
    done_in,
    extensions_of,
)
from monitoring.standings import MeasureReading, plain, shown
from plan.models import Activity, Kind, Measure, Plan, Semester, TargetState
from plan.reporting import TargetLine, target_lines

DRAWN = (Kind.COUNT, Kind.PEOPLE, Kind.INSTITUTIONS, Kind.AMOUNT)
"""Kinds whose value is a quantity of each semester."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a measure is worth, in words of the page."""

    measure: Measure
    value: dict


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one stakeholder reported of a semester.

    Where the reader may not open its report, only its status and its figures are given.
    """

    who: dict
    status: str
    is_seen: bool
    is_silent: bool
    values: list[Said]
    entry: ProgressEntry | None
    records: list[Record]


@dataclass(frozen=True, kw_only=True)
class SemesterLife:
    semester: Semester
    cell: Cell
    told: list[Told]

    @property
    def unseen(self) -> int:
        return sum(not one.is_seen for one in self.told)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Of one who reports, or of the region: each semester, and all of them to date."""

    who: dict
    values: list[dict]
    to_date: dict


@dataclass(frozen=True, kw_only=True)
class GoalSaid:
    who: str
    when: str
    value: int | str | None


@dataclass(frozen=True, kw_only=True)
class MeasureLife:
    measure: Measure
    region: Line
    lines: list[Line]
    goals: list[GoalSaid]
    goal_lines: list[TargetLine]
    """Equal goals of several, said once."""
    columns: list[dict]
    """Of the region by semester, for a drawing; nothing where it is no quantity."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """`reading` is of that activity alone, and holds every validated report of it."""

    reading: Reading
    activity: Activity
    row: Row

    @property
    def semesters(self) -> list[Semester]:
        return self.reading.calendar.semesters

    @cached_property
    def readings(self) -> list[MeasureReading]:
        """The measures, read to date."""
        today = min(max(self.reading.as_of.year, self.reading.year), self.reading.plan.end.year)
        to_date = self.reading.in_year(today)
        measures = self.activity.indicator.measures.all()
        return [MeasureReading(to_date, self.activity, one) for one in measures]

    @cached_property
    def measures(self) -> list[MeasureLife]:
        return [self.measure_life(one) for one in self.readings]

    def measure_life(self, one: MeasureReading) -> MeasureLife:
        countries = [party for party in one.reporters if party.is_country]
        region = self.line(one, {"code": "", "name": _("Región")}, one.counted_in_region)
        of_one = [self.line(one, code_and_name(who), {who.code}) for who in one.reporters]
        if len(countries) > 1:
            region = self.line(one, region.who, one.counted_in_region, size=len(countries))
        return MeasureLife(
            measure=one.measure,
            region=region,
            lines=of_one,
            goals=list(goals_of(one)),
            goal_lines=goal_lines(one),
            columns=self.columns(one, region),
        )

    def line(self, one: MeasureReading, who: dict, codes: set[str], *, size: int = 1) -> Line:
        halves = [(semester.year, semester.half) for semester in self.semesters]
        return Line(
            who=who,
            values=[shown(one.rule, one.value(codes, semester=half), size=size) for half in halves],
            to_date=shown(one.rule, one.value(codes, to_date=True), size=size),
        )

    def columns(self, one: MeasureReading, line: Line) -> list[dict]:
        if one.measure.kind not in DRAWN:
            return []
        return [
            {"label": semester.code, "number": None if number is None else float(number)}
            for semester, number in zip(
                self.semesters, (value["number"] for value in line.values), strict=True
            )
        ]

    @cached_property
    def by_semester(self) -> list[SemesterLife]:
        cells = zip(self.semesters, self.row.cells, strict=True)
        return [
            SemesterLife(
                semester=semester,
                cell=cell,
                told=self.told_in((semester.year, semester.half)),
            )
            for semester, cell in cells
        ]

    def told_in(self, half: Half) -> list[Told]:
        answers = self.reading.answers_to(self.activity)
        own = {one.stakeholder: one for one in answers if one.semester == half}
        rows: dict[Stakeholder, list[tuple[Answer, Record]]] = {}
        for answer in answers:
            for record in answer.records:
                if answer.semester_of(record) == half:
                    rows.setdefault(answer.stakeholder, []).append((answer, record))
        parties = sorted({*own, *rows}, key=lambda party: (party.order, party.name))
        return [self.told(party, half, own.get(party), rows.get(party, [])) for party in parties]

    def told(
        self,
        party: Stakeholder,
        half: Half,
        answer: Answer | None,
        rows: list[tuple[Answer, Record]],
    ) -> Told:
        is_seen = all(
            is_shown(one) for one in [*([answer] if answer else []), *(a for a, _r in rows)]
        )
        return Told(
            who=code_and_name(party),
            status=str(EntryStatus(answer.entry.status).label) if answer else "",
            is_seen=is_seen,
            is_silent=answer is not None and answer.entry.no_activity,
            values=self.said(party, half),
            entry=answer.entry if answer and is_seen else None,
            records=[record for _answer, record in rows] if is_seen else [],
        )

    def said(self, party: Stakeholder, half: Half) -> list[Said]:
        values = [
            (one, one.value({party.code}, semester=half))
            for one in self.readings
            if party in one.reporters
        ]
        return [
            Said(measure=one.measure, value=shown(one.rule, value, size=1))
            for one, value in values
            if not value.is_blank
        ]


def is_shown(answer: Answer) -> bool:
    """Whether the reader may open the report, as `seen_entries` marked it."""
    return vars(answer.entry)["is_seen"]


def goals_of(one: MeasureReading) -> Iterable[GoalSaid]:
    for target in one.measure.targets.all():
        if target.state == TargetState.CONFIRMED:
            yield GoalSaid(
                who=reporter_name(target.stakeholder) if target.stakeholder else _("la región"),
                when=str(target.year or _("todo el plan")),
                value=plain(target.value),
            )


def goal_lines(one: MeasureReading) -> list[TargetLine]:
    confirmed = str(TargetState.CONFIRMED.label)
    lines = target_lines(one.measure, set(one.reading.countries))
    return [line for line in lines if line.state == confirmed]


# Reading


def read_life(
    plan: Plan, code: str, user: User, *, as_of: datetime.date | None = None
) -> Life | None:
    """Nothing where the plan has no such activity."""
    reading = read_year(
        plan,
        plan.start.year,
        as_of=as_of or timezone.localdate(),
        with_risks=False,
        activity=code,
        entries=seen_entries(user),
    )
    if not reading.activities:
        return None
    [activity] = reading.activities
    activity.plan = plan
    for answer in reading.answers_to(activity):
        answer.entry.activity = activity
    return Life(reading=reading, activity=activity, row=row_of(reading, activity))


def seen_entries(user: User) -> QuerySet[ProgressEntry]:
    """Every entry, marked where the reader may open its report."""
    seen = ProgressReport.objects.visible_to(user).filter(pk=OuterRef("report_id"))
    return ProgressEntry.objects.annotate(is_seen=Exists(seen))


def row_of(reading: Reading, activity: Activity) -> Row:
    """Its row of the cronograma as it was carried out in the region."""
    progress = ScheduleProgress(
        plan=reading.plan,
        as_of=reading.as_of,
        parties=reading.stakeholders,
        calendar=reading.calendar,
        activities=[activity],
        done=done_in(reading.answers_to(activity)),
        extended=extensions_of(reading.plan),
    )
    [axis] = progress.axes()
    [row] = axis.rows
    return row
