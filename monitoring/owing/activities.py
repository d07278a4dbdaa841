"""Who owes which activity within one semester."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corett.accounts.models import Stakeholder, User
from monitoring.models import (
    Comment,
    ProgressEntry,
    ProgressReport,
    ReportingPeriod,
    ReportState,
)
from monitoring.owing.debts import Debt, Row, Standing
from monitoring.owing.semesters import Counts, debt_of, own_or_all, parties
from plan.models import Activity


@dataclass(frozen=True)
class Asked:
    """An activity in the words of the period's edition, and its eje."""

    activity: Activity
    statement: str
    axis: tuple[int, str]


@dataclass(frozen=True)
class SemesterOwing:
    period: ReportingPeriod
    activities: list[Asked]
    rows: list[Row]

    @property
    def axes(self) -> list[tuple[int, str]]:
        return sorted({one.axis for one in self.activities})

    def of_axis(self, number: int) -> "SemesterOwing":
        places = [n for n, one in enumerate(self.activities) if one.axis[0] == number]
        return replace(
            self,
            activities=[self.activities[place] for place in places],
            rows=[replace(row, debts=[row.debts[place] for place in places]) for row in self.rows],
        )


def read_semester(period: ReportingPeriod, user: User) -> SemesterOwing:
    reports = list(own_or_all(user).of_semester(period.semester).with_progress())
    for report in reports:
        report.period = period
    entries = list(ProgressEntry.objects.filter(report__in=reports).in_plan_order())
    of_entries = EntryCounts.of(reports)
    counts = of_entries.of_reports(entries)
    by_pk = {report.pk: report for report in reports}
    found: dict[tuple[Stakeholder, int], Debt] = {}
    activities: dict[int, Asked] = {}
    for entry in entries:
        entry.report = report = by_pk[entry.report_id]
        entry.activity.plan = period.semester.plan
        found[report.stakeholder, entry.activity_id] = debt_of_entry(entry, of_entries)
        activities.setdefault(entry.activity_id, Asked(entry.activity, entry.statement, entry.axis))
    wholes = {report.stakeholder: debt_of(report, counts) for report in reports}
    columns = [(pk, Debt(of=one.activity.code)) for pk, one in activities.items()]
    rows = [
        Row(
            party,
            [found.get((party, pk), nothing) for pk, nothing in columns],
            wholes.get(party, Debt()),
        )
        for party in parties(user, reports)
    ]
    return SemesterOwing(period, list(activities.values()), rows)


@dataclass(frozen=True)
class EntryCounts:
    untouched: frozenset[int]
    comments: Counter[int]

    @classmethod
    def of(cls, reports: Sequence[ProgressReport]) -> "EntryCounts":
        untouched = ProgressEntry.objects.filter(report__in=reports).untouched().order_by()
        comments = Comment.objects.filter(entry__report__in=reports).unsettled().order_by()
        return cls(
            frozenset(untouched.values_list("pk", flat=True)),
            Counter(comments.values_list("entry", flat=True)),
        )

    def of_reports(self, entries: Iterable[ProgressEntry]) -> Counts:
        untouched: Counter[int] = Counter()
        comments: Counter[int] = Counter()
        for entry in entries:
            untouched[entry.report_id] += entry.pk in self.untouched
            comments[entry.report_id] += self.comments[entry.pk]
        return Counts(untouched, comments)


def debt_of_entry(entry: ProgressEntry, counts: EntryCounts) -> Debt:
    report = entry.report
    standing = standing_of_entry(entry, counts)
    lacks = standing in (Standing.NOT_BEGUN, Standing.DRAFT, Standing.RETURNED)
    is_done = report.state == ReportState.VALIDATED
    return Debt(
        standing=standing,
        of=entry.activity.code,
        url=entry.get_absolute_url(),
        asked=1,
        answered=int(entry.is_answered),
        open_comments=0 if is_done else counts.comments[entry.pk],
        days_overdue=report.days_overdue if lacks else 0,
        due_on=report.due_on,
        report=report,
    )


def standing_of_entry(entry: ProgressEntry, counts: EntryCounts) -> Standing:
    """What was sent stands as its report; in the rest, what is asked of it comes first."""
    if not entry.report.is_editable:
        return Standing(entry.report.state)
    if entry.report.state == ReportState.RETURNED and counts.comments[entry.pk]:
        return Standing.RETURNED
    if entry.is_answered:
        return Standing.ANSWERED
    return Standing.NOT_BEGUN if entry.pk in counts.untouched else Standing.DRAFT
