"""The semesters of a plan with what was opened and reported in each, in one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from corett.accounts.models import Stakeholder
from monitoring.models import (
    ProgressReport,
    ReportAction,
    ReportEvent,
    ReportingPeriod,
    ReportState,
)
from plan.models import Plan, Semester

Row = dict[str, Any]
Made = TypeVar("Made", bound=Model)


@dataclass(frozen=True)
class Calendar:
    """Every semester of the plan, also those not opened, and every report."""

    periods: dict[Semester, ReportingPeriod | None] = field(default_factory=dict)
    reports: list[ProgressReport] = field(default_factory=list)
    reopened: set[int] = field(default_factory=set)
    """Reports that were validated and are being corrected: their figures do not count today."""

    @property
    def semesters(self) -> list[Semester]:
        return list(self.periods)

    def semesters_in(self, year: int) -> list[Semester]:
        return [one for one in self.periods if one.year == year]

    def reports_in(self, year: int) -> list[ProgressReport]:
        return [one for one in self.reports if one.period.semester.year == year]


def read_calendar(plan: Plan, parties: Mapping[int, Stakeholder]) -> Calendar:
    calendar = Calendar()
    for row in semesters_with_reports(plan):
        semester = Semester(pk=row["pk"], plan=plan, year=row["year"], half=row["half"])
        if semester not in calendar.periods:
            calendar.periods[semester] = period_of(semester, row)
        period = calendar.periods[semester]
        if period and row["period__reports__id"] is not None:
            add_report(calendar, period, row, parties)
    return calendar


def semesters_with_reports(plan: Plan) -> QuerySet[Semester, Row]:
    reopening = ReportEvent.objects.filter(
        report=OuterRef("period__reports"), action=ReportAction.REOPEN
    )
    return plan.semesters.order_by("year", "half", "period__reports__stakeholder__order").values(
        "pk",
        "year",
        "half",
        *columns(ReportingPeriod, "period__"),
        *columns(ProgressReport, "period__reports__"),
        was_reopened=Exists(reopening),
    )


def period_of(semester: Semester, row: Row) -> ReportingPeriod | None:
    if row["period__id"] is None:
        return None
    period = made(ReportingPeriod, row, "period__")
    period.semester = semester
    return period


def add_report(
    calendar: Calendar, period: ReportingPeriod, row: Row, parties: Mapping[int, Stakeholder]
) -> None:
    report = made(ProgressReport, row, "period__reports__")
    report.period, report.stakeholder = period, parties[report.stakeholder_id]
    calendar.reports.append(report)
    if row["was_reopened"] and report.state != ReportState.VALIDATED:
        calendar.reopened.add(report.pk)


def columns(model: type[Model], prefix: str) -> list[str]:
    return [f"{prefix}{one.attname}" for one in model._meta.concrete_fields]


def made(model: type[Made], row: Row, prefix: str) -> Made:
    """A row of a join, as the object that it is."""
    names = [one.attname for one in model._meta.concrete_fields]
    return model.from_db(None, names, [row[f"{prefix}{name}"] for name in names])
