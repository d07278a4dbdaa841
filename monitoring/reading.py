"""What validated reports say of a year, read once and in a fixed number of queries."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder, StakeholderKind
from corett.lib.moment import one_moment
from monitoring.achievement import Thresholds
from monitoring.calendar import Calendar, read_calendar
from monitoring.models import (
    EntryStatus,
    Evidence,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportState,
)
from monitoring.planned import activities_of, put_measures
from monitoring.row_values import read_rows
from plan.models import Activity, Plan, Semester
from risks.models import Mitigation, Risk


@dataclass(frozen=True)
class Answer:
    """A validated entry: its rows are placed in the semester in which each action ended."""

    entry: ProgressEntry
    records: list[Record]

    @property
    def stakeholder(self) -> Stakeholder:
        return self.entry.report.stakeholder

    @property
    def semester(self) -> tuple[int, int]:
        semester = self.entry.report.period.semester
        return semester.year, semester.half

    @property
    def says_zero(self) -> bool:
        """It says that there was none, and no row of its own semester says otherwise."""
        own = [record for record in self.records if self.semester_of(record) == self.semester]
        return self.entry.says_zero and not own

    @property
    def declared(self) -> EntryStatus | None:
        """How it says that the activity is; with «sin actividad» the status given to each new
        entry is nobody's word, and what was said before stands.
        """
        status = EntryStatus(self.entry.status)
        if self.entry.no_activity and status == EntryStatus.IN_PROGRESS:
            return None
        return status

    def has_evidence(self, record: Record) -> bool:
        """What the review accepted: its own, or what is shown for the activity as a whole."""
        accepted = [one for one in self.entry.evidence.all() if one.is_accepted]
        return any(one.record_id in (record.pk, None) for one in accepted)

    def semester_of(self, record: Record) -> tuple[int, int]:
        if record.is_late:
            return record.ended_on.year, 1 if record.ended_on.month <= 6 else 2
        return self.semester

    def records_in(self, year: int) -> list[Record]:
        return [record for record in self.records if self.semester_of(record)[0] == year]

    def evidence_year(self, evidence: Evidence) -> int:
        """That of its row, if it is of one: a late row takes its evidence along."""
        own = [record for record in self.records if record.pk == evidence.record_id]
        return self.semester_of(own[0])[0] if own else self.semester[0]

    def evidence_in(self, *years: int) -> list[Evidence]:
        evidence = self.entry.evidence.all()
        return [one for one in evidence if self.evidence_year(one) in years]


@dataclass(frozen=True)
class Reading:
    """All that is read for a year, once, in a fixed number of queries."""

    plan: Plan
    year: int
    as_of: datetime.date
    stakeholders: list[Stakeholder]
    activities: list[Activity]
    answers: dict[int, list[Answer]]
    calendar: Calendar
    risks: list[Risk]

    @property
    def semesters(self) -> list[Semester]:
        return self.calendar.semesters_in(self.year)

    @property
    def reports(self) -> list[ProgressReport]:
        return self.calendar.reports_in(self.year)

    @property
    def opened(self) -> set[int]:
        return {one.pk for one in self.semesters if self.calendar.periods[one]}

    @property
    def reopened(self) -> set[int]:
        return self.calendar.reopened

    @cached_property
    def countries(self) -> list[Stakeholder]:
        return [party for party in self.stakeholders if party.is_country]

    @cached_property
    def coordination(self) -> list[Stakeholder]:
        kind = StakeholderKind.SECRETARIAT
        return [party for party in self.stakeholders if party.kind == kind]

    @cached_property
    def thresholds(self) -> Thresholds:
        return Thresholds(self.plan.red_below, self.plan.green_from)

    def answers_to(self, activity: Activity) -> list[Answer]:
        return self.answers.get(activity.pk, [])

    def in_year(self, year: int) -> "Reading":
        """The same, of this or a later year: nothing more is asked of the database.

        What was no longer in force when that year began is not in it.
        """
        if year < self.year:
            raise ValueError("What was retired before a year's reading is not in it.")
        first_day = datetime.date(year, 1, 1)
        activities = [one for one in self.activities if one.is_in_force(first_day)]
        return replace(self, year=year, activities=activities)


@one_moment()
def read_year(
    plan: Plan,
    year: int,
    *,
    as_of: datetime.date | None = None,
    with_risks: bool = True,
    with_evidence: bool = True,
    activity: str = "",
    entries: QuerySet[ProgressEntry] | None = None,
) -> Reading:
    """All years' validated answers, to be read from the year.

    The risks, and the evidence of what is told, only where asked for; else there are none.

    `activity` is the code of the only one to be read, where one is enough. Of the validated
    entries only those in `entries`, where it is given: what a reader may see row by row.
    """
    stakeholders = list(Stakeholder.objects.all())
    parties = {party.pk: party for party in stakeholders}
    calendar = read_calendar(plan, parties)
    answers: dict[int, list[Answer]] = {}
    found = validated_entries(plan, activity, entries)
    for answer in answers_in(found, parties, with_evidence=with_evidence):
        answers.setdefault(answer.entry.activity_id, []).append(answer)
    in_force = activities_of(plan, year)
    activities = list(in_force.filter(code=activity) if activity else in_force)
    put_measures(activities, year, semesters=calendar.semesters, parties=stakeholders)
    for one in activities:
        for answer in answers.get(one.pk, []):
            answer.entry.activity = one
    return Reading(
        plan=plan,
        year=year,
        as_of=as_of or timezone.localdate(),
        stakeholders=stakeholders,
        activities=activities,
        answers=answers,
        calendar=calendar,
        risks=list(risks_of(plan, year)) if with_risks else [],
    )


def answers_in(
    entries: QuerySet[ProgressEntry],
    parties: dict[int, Stakeholder],
    *,
    with_evidence: bool = True,
) -> Iterator[Answer]:
    rows: dict[int, list[Record]] = {}
    keys = entries.order_by().values("pk")
    for record in read_rows(Record.objects.filter(entry__in=keys), parties=parties):
        rows.setdefault(record.entry_id, []).append(record)
    read = with_reports(entries)
    for entry in read.prefetch_related("evidence") if with_evidence else read:
        records = rows.get(entry.pk, [])
        kept = vars(entry).setdefault("_prefetched_objects_cache", {})
        kept["records"] = records
        kept.setdefault("evidence", [])
        for record in records:
            record.entry = entry
        yield Answer(entry, records)


def validated_entries(
    plan: Plan, activity: str = "", among: QuerySet[ProgressEntry] | None = None
) -> QuerySet[ProgressEntry]:
    entries = ProgressEntry.objects.all() if among is None else among
    validated = entries.filter(
        report__state=ReportState.VALIDATED, report__period__semester__plan=plan
    )
    return validated.filter(activity__code=activity) if activity else validated


def with_reports(entries: QuerySet[ProgressEntry]) -> QuerySet[ProgressEntry]:
    return entries.select_related("report__stakeholder", "report__period__semester").order_by(
        "report__period__semester__year",
        "report__period__semester__half",
        "report__stakeholder__order",
        "pk",
    )


def risks_of(plan: Plan, year: int) -> QuerySet[Risk]:
    in_force = plan.risks.in_force(datetime.date(year, 1, 1))
    mitigations = Mitigation.objects.select_related("activity")
    return in_force.select_related("type").prefetch_related(Prefetch("mitigations", mitigations))


def code_and_name(party: Stakeholder) -> dict:
    return {"code": party.code, "name": reporter_name(party)}


def reporter_name(party: Stakeholder) -> str:
    """The Secretaría files the joint report of the coordination."""
    if party.kind == StakeholderKind.SECRETARIAT:
        return _("Coordinación regional")
    return party.name


def choice(value: TextChoices) -> dict:
    return {"value": value.value, "label": str(value.label)}
