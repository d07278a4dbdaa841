"""What validated reports say of a year, read once and in a fixed number of queries."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder, StakeholderKind
from corett.directory.models import Institution
from monitoring.achievement import Thresholds
from monitoring.models import (
    EntryStatus,
    Evidence,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportingPeriod,
    ReportState,
)
from plan.models import Activity, Measure, Plan, Semester
from risks.models import Risk


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
    semesters: list[Semester]
    stakeholders: list[Stakeholder]
    activities: list[Activity]
    answers: dict[int, list[Answer]]
    reports: list[ProgressReport]
    opened: set[int]
    risks: list[Risk]

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


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside stands as it did at one moment, whatever others save meanwhile.

    SQLite gives that to any transaction; PostgreSQL is asked for it, where a transaction begins.
    """
    must_ask = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic():
        if must_ask:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@one_moment()
def read_year(plan: Plan, year: int, *, as_of: datetime.date | None = None) -> Reading:
    answers: dict[int, list[Answer]] = {}
    for entry in validated_entries(plan):
        answer = Answer(entry, list(entry.records.all()))
        answers.setdefault(entry.activity_id, []).append(answer)
    reports = ProgressReport.objects.of_plan(plan).filter(period__semester__year=year)
    return Reading(
        plan=plan,
        year=year,
        as_of=as_of or timezone.localdate(),
        semesters=list(plan.semesters.filter(year=year)),
        stakeholders=list(Stakeholder.objects.all()),
        activities=list(activities_of(plan, year)),
        answers=answers,
        reports=list(reports.select_related("stakeholder", "period__semester")),
        opened=set(
            ReportingPeriod.objects.of_plan(plan)
            .filter(semester__year=year)
            .values_list("semester", flat=True)
        ),
        risks=list(risks_of(plan, year)),
    )


def validated_entries(plan: Plan) -> QuerySet[ProgressEntry]:
    institutions = Institution.objects.select_related("country")
    return (
        ProgressEntry.objects.filter(
            report__state=ReportState.VALIDATED, report__period__semester__plan=plan
        )
        .select_related("report__stakeholder", "report__period__semester")
        .prefetch_related(
            Prefetch("records__institutions", institutions),
            "records__figures",
            "records__milestones",
            "records__registry_checks",
            "records__amounts",
            "evidence",
        )
        .order_by(
            "report__period__semester__year",
            "report__period__semester__half",
            "report__stakeholder__order",
            "pk",
        )
    )


def activities_of(plan: Plan, year: int) -> QuerySet[Activity]:
    """Those in force when the year began, or since."""
    first_day = datetime.date(year, 1, 1)
    return (
        plan.activities.in_force(first_day)
        .select_related("indicator", "objective__axis")
        .prefetch_related(
            "cells__semester",
            Prefetch("indicator__measures", Measure.objects.in_force(first_day)),
            "indicator__measures__targets__stakeholder",
        )
    )


def risks_of(plan: Plan, year: int) -> QuerySet[Risk]:
    in_force = plan.risks.in_force(datetime.date(year, 1, 1))
    return in_force.select_related("type").prefetch_related("mitigations__activity")


def code_and_name(party: Stakeholder) -> dict:
    return {"code": party.code, "name": reporter_name(party)}


def reporter_name(party: Stakeholder) -> str:
    """The Secretaría files the joint report of the coordination."""
    if party.kind == StakeholderKind.SECRETARIAT:
        return _("Coordinación regional")
    return party.name


def choice(value: TextChoices) -> dict:
    return {"value": value.value, "label": str(value.label)}
