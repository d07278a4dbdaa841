"""A report under review, read in a fixed number of questions for any number of activities."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from corett.accounts.models import Stakeholder, User
from monitoring.comments import threads_of
from monitoring.entries import earlier_than
from monitoring.models import (
    Comment,
    Evidence,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportAction,
    ReportEvent,
    ReportState,
)
from monitoring.review.activity import Reviewed, reviewed
from monitoring.review.changes import changed, changes_since
from monitoring.row_values import put_values, values_of
from plan.models import Measure

SENT = (ReportState.SUBMITTED, ReportState.VALIDATED)


@dataclass(frozen=True)
class Review:
    """`since` is when the report last came back to who reports; None in its first round."""

    report: ProgressReport
    since: datetime.datetime | None
    activities: list[Reviewed]
    codes: list[str]

    @property
    def changed_codes(self) -> list[str]:
        return [one.entry.activity.code for one in self.activities if one.changed]

    @property
    def unjudged(self) -> int:
        return sum(one.unjudged for one in self.activities)

    @property
    def open_threads(self) -> int:
        return sum(one.open_threads for one in self.activities)


def with_last_return(reports: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    """Add when a report last came back to who reports, by a return or a reopening."""
    back = ReportEvent.objects.filter(
        report=OuterRef("pk"), action__in=[ReportAction.RETURN, ReportAction.REOPEN]
    )
    return reports.annotate(last_back_at=Subquery(back.order_by("-at").values("at")[:1]))


def read_review(
    report: ProgressReport, user: User, *, since: datetime.datetime | None, code: str = ""
) -> Review:
    """All activities of a report, or the one with that code; `since` is when it last came back."""
    own, earlier = entries_of(report, code)
    asked = [entry for entry in own if code in ("", entry.activity.code)]
    others = put_parts(report, asked, earlier, user)
    talk = by_entry(comments_of(asked, user))
    made = by_entry(changes_since(report, since))
    return Review(
        report=report,
        since=since,
        activities=[
            reviewed(
                entry,
                [one for one in earlier if one.activity_id == entry.activity_id],
                threads=threads_of(talk.get(entry.pk, [])),
                changed=changed(
                    made.get(entry.pk, []), entry.records.all(), entry.evidence.all(), since
                ),
                others=others.get(entry.activity_id, []),
            )
            for entry in asked
        ],
        codes=[entry.activity.code for entry in own],
    )


def entries_of(
    report: ProgressReport, code: str
) -> tuple[list[ProgressEntry], list[ProgressEntry]]:
    """Its own as the plan orders them, and those sent before of what is asked, the latest first."""
    before = earlier_than(report) & Q(report__submitted_at__isnull=False)
    if code:
        before &= Q(activity__code=code)
    found = (
        ProgressEntry.objects.filter(Q(report=report) | before)
        .in_plan_order()
        .select_related("report__period__semester", "activity__plan")
        .order_by(
            "activity__order", "-report__period__semester__year", "-report__period__semester__half"
        )
    )
    own, earlier = [], []
    for entry in found:
        if entry.report_id == report.pk:
            entry.report = report
            own.append(entry)
        else:
            entry.report.stakeholder = report.stakeholder
            entry.report.period.edition = report.period.edition
            earlier.append(entry)
    return own, earlier


def put_parts(
    report: ProgressReport,
    asked: Collection[ProgressEntry],
    earlier: Collection[ProgressEntry],
    user: User,
) -> dict[int, list[Record]]:
    """Give the entries their measures, rows and evidence; return the rows of others by activity."""
    entries = [*asked, *earlier]
    measures = put_measures(entries)
    own = Record.objects.filter(entry__in=entries)
    by_own = by_entry(rows_for(own, report, asked))
    others: dict[int, list[Record]] = {}
    rows = [row for entry in entries for row in by_own.get(entry.pk, [])]
    put_values(rows, values_of(own, None), measures=measures, parties=countries())
    evidence = by_entry(evidence_of(entries, user))
    for entry in entries:
        put(entry, "records", by_own.pop(entry.pk, []))
        put(entry, "evidence", evidence.get(entry.pk, []))
        for row in entry.records.all():
            row.entry = entry
    for of_other in by_own.values():
        for row in of_other:
            others.setdefault(row.entry.activity_id, []).append(row)
    return others


def rows_for(
    own: QuerySet[Record], report: ProgressReport, asked: Iterable[ProgressEntry]
) -> QuerySet[Record]:
    """Its own, and what others sent of the same activities and semester, in one question."""
    of_others = Q(
        entry__activity__in=[entry.activity_id for entry in asked],
        entry__report__period=report.period_id,
        entry__report__state__in=SENT,
    )
    return (
        Record.objects.filter(Q(pk__in=own.values("pk")) | of_others)
        .select_related("entry__report__stakeholder", "saved_by")
        .annotate(institution_count=Count("institutions", distinct=True))
        .order_by("entry__report__stakeholder__order", "ended_on", "pk")
    )


def evidence_of(entries: Iterable[ProgressEntry], user: User) -> QuerySet[Evidence]:
    visible = Evidence.objects.visible_to(user).filter(entry__in=list(entries))
    return visible.select_related("record", "judged_by")


def comments_of(entries: Iterable[ProgressEntry], user: User) -> QuerySet[Comment]:
    visible = Comment.objects.visible_to(user).filter(entry__in=list(entries))
    return visible.select_related("by", "stakeholder", "record", "settled_by")


def countries() -> dict[int, Stakeholder]:
    return {country.pk: country for country in Stakeholder.objects.countries()}


def put_measures(entries: Iterable[ProgressEntry]) -> dict[int, Measure]:
    """The same measures for an activity in each semester, so that one name stands for both."""
    indicators = {entry.activity.indicator.pk for entry in entries}
    found = {
        one.pk: one for one in Measure.objects.filter(indicator__in=indicators).order_by("letter")
    }
    for entry in entries:
        indicator = entry.activity.indicator
        own = [one for one in found.values() if one.indicator_id == indicator.pk]
        put(indicator, "measures", own)
    return found


def put(one, name: str, several: list) -> None:
    """Where `.all()` finds them without asking again."""
    vars(one).setdefault("_prefetched_objects_cache", {})[name] = several


def by_entry(several: Iterable) -> dict[int, list]:
    grouped: dict[int, list] = {}
    for one in several:
        grouped.setdefault(one.entry_id, []).append(one)
    return grouped
