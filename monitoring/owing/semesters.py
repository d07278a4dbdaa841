"""Who owes what of each semester of a plan."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from corett.accounts.models import Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from monitoring.models import (
    Comment,
    ProgressEntry,
    ProgressReport,
    ReportingPeriod,
    ReportState,
)
from monitoring.owing.debts import Debt, Row, Standing
from monitoring.reports import owing_stakeholders
from plan.models import Plan


@dataclass(frozen=True)
class PlanOwing:
    plan: Plan
    periods: list[ReportingPeriod]
    rows: list[Row]

    def of_period(self, chosen: ReportingPeriod) -> "PlanOwing":
        place = self.periods.index(chosen)
        rows = [replace(row, debts=[row.debts[place]]) for row in self.rows]
        return replace(self, periods=[chosen], rows=rows)


def read_plan(plan: Plan, user: User) -> PlanOwing:
    """Every opened semester of the plan; who does not read the region gets one's own row."""
    periods = list(
        ReportingPeriod.objects.of_plan(plan)
        .select_related("semester__plan")
        .order_by("semester__year", "semester__half")
    )
    reports = list(own_or_all(user).of_plan(plan).with_progress())
    counts = Counts.of(reports)
    found = {(one.stakeholder, one.period_id): debt_of(one, counts) for one in reports}
    columns = [(period.pk, Debt(of=period.semester.code)) for period in periods]
    rows = [
        Row(party, [found.get((party, pk), nothing) for pk, nothing in columns])
        for party in parties(user, reports)
    ]
    return PlanOwing(plan, periods, rows)


def own_or_all(user: User):
    visible = ProgressReport.objects.visible_to(user)
    if reads_whole_region(user):
        return visible
    return visible.filter(stakeholder__in=[one.stakeholder for one in user.current_memberships])


def parties(user: User, reports: Iterable[ProgressReport]) -> list[Stakeholder]:
    """Who reports, and for who reads the region also who has no report yet and should."""
    owing = owing_stakeholders() if reads_whole_region(user) else []
    return sorted(
        {*owing, *(one.stakeholder for one in reports)}, key=lambda one: (one.order, one.name)
    )


@dataclass(frozen=True)
class Counts:
    """Of each report, how many of its activities nobody touched and how many talks are open."""

    untouched: Counter[int]
    comments: Counter[int]

    @classmethod
    def of(cls, reports: Sequence[ProgressReport]) -> "Counts":
        untouched = ProgressEntry.objects.filter(report__in=reports).untouched().order_by()
        comments = Comment.objects.filter(entry__report__in=reports).unsettled().order_by()
        return cls(
            Counter(dict(untouched.values_list("report").annotate(Count("pk")))),
            Counter(dict(comments.values_list("entry__report").annotate(Count("pk")))),
        )


def debt_of(report, counts: Counts) -> Debt:
    """Of a report that was read `with_progress`."""
    standing = Standing(report.state)
    if report.state == ReportState.DRAFT and counts.untouched[report.pk] == report.asked:
        standing = Standing.NOT_BEGUN
    is_done = report.state == ReportState.VALIDATED
    return Debt(
        standing=standing,
        of=report.period.semester.code,
        url=report.get_absolute_url(),
        asked=report.asked,
        answered=report.answered,
        open_comments=0 if is_done else counts.comments[report.pk],
        days_overdue=report.days_overdue,
        due_on=report.due_on,
        report=report,
    )
