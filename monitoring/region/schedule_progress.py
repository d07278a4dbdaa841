"""The cronograma beside what validated reports say was done: activity by semester."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils import timezone

from corett.accounts.models import Stakeholder, StakeholderKind
from monitoring.calendar import Calendar, read_calendar
from monitoring.models import Extension, ProgressEntry, Record, ReportState
from monitoring.planned import activities_of, put_measures
from monitoring.reading import Answer, code_and_name, validated_entries
from monitoring.region.schedule import EXECUTED, CellState, Facts, cell_state, together
from plan.models import Activity, Measure, Plan, Semester

Half = tuple[int, int]
ANSWERING = (StakeholderKind.COUNTRY, StakeholderKind.SECRETARIAT)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`executed` of `of`, of those whom the activity concerns; of one party there is no count."""

    semester: Semester
    state: CellState
    executed: int = 0
    of: int = 0
    overdue: int = 0
    who: tuple[str, ...] = ()

    @property
    def is_executed(self) -> bool:
        return self.state in EXECUTED


@dataclass(frozen=True, kw_only=True)
class Row:
    activity: Activity
    is_captured: bool
    cells: list[Cell]


@dataclass(frozen=True, kw_only=True)
class Axis:
    number: int
    name: str
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done and declared of an activity, by who and semester, and who gave anything."""

    executed: set[tuple[int, Half]] = field(default_factory=set)
    declared: dict[tuple[int, Half], str] = field(default_factory=dict)

    @property
    def givers(self) -> set[int]:
        return {who for who, _half in self.executed}


@dataclass(frozen=True, kw_only=True)
class ScheduleProgress:
    plan: Plan
    as_of: datetime.date
    parties: list[Stakeholder]
    calendar: Calendar
    activities: list[Activity]
    done: dict[int, Done]
    extended: dict[int, datetime.date]

    @property
    def semesters(self) -> list[Semester]:
        return self.calendar.semesters

    @property
    def reporters(self) -> list[dict]:
        """Who answers for any activity, for a choice."""
        asked = {party for activity in self.activities for party in self.asked_of(activity)}
        return [code_and_name(party) for party in self.parties if party in asked]

    @property
    def axis_choices(self) -> list[tuple[str, str]]:
        axes = {one.objective.axis.number: one.objective.axis for one in self.activities}
        return [(str(number), str(axis)) for number, axis in axes.items()]

    @property
    def years(self) -> list[tuple[int, int]]:
        """Each year with the number of its semesters."""
        by_year = groupby(self.semesters, key=lambda semester: semester.year)
        return [(year, len(list(semesters))) for year, semesters in by_year]

    def axes(self, *, party: str = "", axis: str = "") -> list[Axis]:
        """Of one party only what it answers for; of an eje only its activities."""
        found: dict[int, Axis] = {}
        for activity in self.activities:
            parties = [one for one in self.asked_of(activity) if party in ("", one.code)]
            its = activity.objective.axis
            if axis not in ("", str(its.number)) or (party and not parties):
                continue
            group = found.setdefault(its.number, Axis(number=its.number, name=its.name, rows=[]))
            group.rows.append(self.row(activity, parties, is_region=not party))
        return list(found.values())

    def row(self, activity: Activity, parties: list[Stakeholder], *, is_region: bool) -> Row:
        marked = {cell.semester_id for cell in activity.cells.all()}
        cell = self.region_cell if is_region else self.party_cell
        return Row(
            activity=activity,
            is_captured=bool(marked),
            cells=[cell(activity, parties, one, marked) for one in self.semesters],
        )

    def party_cell(
        self, activity: Activity, parties: list[Stakeholder], semester: Semester, marked: set[int]
    ) -> Cell:
        [party] = parties
        return Cell(
            semester=semester, state=cell_state(self.facts(activity, party, semester, marked))
        )

    def region_cell(
        self, activity: Activity, parties: list[Stakeholder], semester: Semester, marked: set[int]
    ) -> Cell:
        facts = [self.facts(activity, one, semester, marked) for one in parties]
        states = [cell_state(one) for one in facts or [self.nobodys(semester, marked)]]
        who = tuple(one.name for one, said in zip(parties, facts, strict=True) if said.is_executed)
        return Cell(
            semester=semester,
            state=together(states),
            executed=len(who),
            of=0 if is_hosted(activity) else concerned(states),
            overdue=states.count(CellState.OVERDUE),
            who=who,
        )

    def facts(
        self, activity: Activity, party: Stakeholder, semester: Semester, marked: set[int]
    ) -> Facts:
        done = self.done.get(activity.pk, Done())
        place = (party.pk, (semester.year, semester.half))
        return Facts(
            is_captured=bool(marked),
            is_marked=semester.pk in marked and activity.is_in_force(semester.start),
            is_executed=place in done.executed,
            declared=done.declared.get(place, ""),
            is_past_due=self.is_past_due(semester, party),
        )

    def nobodys(self, semester: Semester, marked: set[int]) -> Facts:
        """While no host is known, nobody in particular is late with it."""
        return Facts(is_captured=bool(marked), is_marked=semester.pk in marked)

    def is_past_due(self, semester: Semester, party: Stakeholder) -> bool:
        """By the period's date, or the party's own further one."""
        period = self.calendar.periods[semester]
        if period is None:
            return False
        own = self.own_dates.get((period.pk, party.pk), period.due_on)
        return max(period.due_on, own) < self.as_of

    @cached_property
    def own_dates(self) -> dict[tuple[int, int], datetime.date]:
        return {
            (report.period_id, report.stakeholder_id): self.extended[report.pk]
            for report in self.calendar.reports
            if report.pk in self.extended
        }

    def asked_of(self, activity: Activity) -> list[Stakeholder]:
        """Who is asked for its part; of what a host does, whoever did it."""
        givers = self.done.get(activity.pk, Done()).givers
        return [one for one in self.parties if answers_for(one, activity) or one.pk in givers]


def answers_for(party: Stakeholder, activity: Activity) -> bool:
    """A country, or the Secretaría, which files the joint report of the coordination."""
    return party.kind in ANSWERING and any(
        measure.is_asked_of(party)
        for measure in activity.indicator.measures.all()
        if measure.reported_by != Measure.ReportedBy.HOST
    )


def concerned(states: Iterable[CellState]) -> int:
    return sum(state != CellState.NOT_APPLICABLE for state in states)


def is_hosted(activity: Activity) -> bool:
    """It is of one host, whoever that is: nobody else is counted beside it."""
    measures = activity.indicator.measures.all()
    return all(measure.reported_by == Measure.ReportedBy.HOST for measure in measures)


# Reading


def read_schedule(plan: Plan, *, as_of: datetime.date | None = None) -> ScheduleProgress:
    """The whole plan, in a fixed number of questions, and only what is validated."""
    parties = list(Stakeholder.objects.all())
    calendar = read_calendar(plan, {party.pk: party for party in parties})
    activities = list(activities_of(plan, plan.start.year).select_related("plan"))
    put_measures(activities, plan.start.year, semesters=calendar.semesters, parties=parties)
    return ScheduleProgress(
        plan=plan,
        as_of=as_of or timezone.localdate(),
        parties=parties,
        calendar=calendar,
        activities=activities,
        done=done_in(read_answers(plan)),
        extended=extensions_of(plan),
    )


def read_answers(plan: Plan) -> Iterator[Answer]:
    """Validated entries with only what says that something was done, and when."""
    entries = validated_entries(plan)
    rows: dict[int, list[Record]] = {}
    found = Record.objects.filter(entry__in=entries.order_by().values("pk")).order_by("pk")
    for record in found.only("entry_id", "ended_on", "is_late"):
        rows.setdefault(record.entry_id, []).append(record)
    for entry in with_semesters(entries):
        yield Answer(entry, rows.get(entry.pk, []))


def with_semesters(entries) -> Iterable[ProgressEntry]:
    return (
        entries.select_related("report__period__semester")
        .order_by("pk")
        .only(
            *("activity_id", "status", "progress", "no_activity"),
            *("report__stakeholder_id", "report__period__semester"),
        )
    )


def done_in(answers: Iterable[Answer]) -> dict[int, Done]:
    found: dict[int, Done] = {}
    for answer in answers:
        done = found.setdefault(answer.entry.activity_id, Done())
        who = answer.entry.report.stakeholder_id
        done.executed.update((who, half) for half in halves_executed(answer))
        if answer.declared:
            done.declared[who, answer.semester] = answer.declared.value
    return found


def halves_executed(answer: Answer) -> set[Half]:
    """Those in which an action ended, also of a late row, and that of which progress is told."""
    halves = {answer.semester_of(record) for record in answer.records}
    return halves | {answer.semester} if answer.entry.progress else halves


def extensions_of(plan: Plan) -> dict[int, datetime.date]:
    """The furthest date of each report that has one and is not validated."""
    of_plan = Extension.objects.filter(report__period__semester__plan=plan)
    waiting = of_plan.exclude(report__state=ReportState.VALIDATED)
    found: dict[int, datetime.date] = {}
    for report, day in waiting.values_list("report", "due_on"):
        found[report] = max(day, found.get(report, day))
    return found
