"""Rows of several stakeholders that are one regional event: the region counts it once."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from monitoring.changes import note
from monitoring.models import ChangeAction, ProgressReport, Record, ReportState
from monitoring.permissions import can_review
from monitoring.reports import WritingDenied
from plan.models import Activity, Scope, Semester

SENT = (ReportState.SUBMITTED, ReportState.VALIDATED)


def same_event(record: Record) -> QuerySet[Record]:
    """The rows of others that are linked with it."""
    if record.event is None:
        return Record.objects.none()
    return Record.objects.filter(event=record.event).exclude(pk=record.pk)


def possible_doubles(record: Record) -> QuerySet[Record]:
    """What others sent of the same activity and semester."""
    entry = record.entry
    return (
        Record.objects.filter(
            entry__activity=entry.activity_id,
            entry__report__period=entry.report.period_id,
            entry__report__state__in=SENT,
        )
        .exclude(entry__report__stakeholder=entry.report.stakeholder_id)
        .select_related("entry__report__stakeholder", "entry__report__period__semester")
        .order_by("entry__report__stakeholder__order", "ended_on", "pk")
    )


@dataclass(frozen=True)
class EventGroup:
    """The rows of one activity and semester that are, or may be, the same regional events."""

    activity: Activity
    rows: list[Record]

    @property
    def numbers(self) -> dict[uuid.UUID | None, int]:
        """The linked events, numbered as a page names them."""
        events = dict.fromkeys(row.event for row in self.rows if row.event)
        return {event: number for number, event in enumerate(events, 1)}

    @property
    def numbered(self) -> list[tuple[Record, int | None]]:
        return [(row, self.numbers.get(row.event)) for row in self.rows]


def shared_rows(semester: Semester) -> QuerySet[Record]:
    """What was sent of the semester as regional, and what is linked already."""
    return (
        Record.objects.filter(
            Q(scope=Scope.REGIONAL) | Q(event__isnull=False),
            entry__report__period__semester=semester,
            entry__report__state__in=SENT,
        )
        .select_related("entry__activity", "entry__report__stakeholder")
        .order_by("entry__activity__order", "ended_on", "entry__report__stakeholder__order", "pk")
    )


def event_groups(rows: Iterable[Record]) -> list[EventGroup]:
    """By activity, where more than one stakeholder tells of it."""
    by_activity: dict[Activity, list[Record]] = {}
    for row in rows:
        by_activity.setdefault(row.entry.activity, []).append(row)
    return [
        EventGroup(activity, of_activity)
        for activity, of_activity in by_activity.items()
        if len({row.entry.report_id for row in of_activity}) > 1
    ]


@transaction.atomic
def part_rows(rows: Collection[Record], *, by: Membership | None) -> None:
    """Say of each of the rows that it is an event of its own. Raises WritingDenied."""
    for row in rows:
        row.refresh_from_db(fields=["event"])
        if others := list(same_event(row).select_related("entry__report__stakeholder")):
            leave(row, others, by=by)


def leave(row: Record, others: list[Record], *, by: Membership | None) -> None:
    membership = reviewer([row, *others], by)
    Record.objects.filter(pk=row.pk).update(event=None)
    if len(others) == 1:
        Record.objects.filter(pk=others[0].pk).update(event=None)
    tell(row, [], by=membership)


@transaction.atomic
def link_event(record: Record, others: Collection[Record], *, by: Membership | None) -> None:
    """Say that the row and those of others are one event; with none, that it is one of its own.

    Each row stays as its country wrote it. Those of the same event that are not among the possible
    ones now (their report came back) stay linked with it, and those that it is parted from with
    one another. Raises WritingDenied.
    """
    rows = list(
        dict.fromkeys([record, *others, *out_of_sight(record), *companions(record, others)])
    )
    membership = reviewer(rows, by)
    if len({one.entry.report_id for one in rows}) < len(rows):
        raise WritingDenied(_("De cada país o parte, marque una sola fila."))
    parted = same_event(record).exclude(pk__in=[one.pk for one in rows])
    if parted.count() == 1:
        parted.update(event=None)
    record.event = uuid.uuid4() if len(rows) > 1 else None
    Record.objects.filter(pk__in=[one.pk for one in rows]).update(event=record.event)
    for one in rows:
        tell(one, [row for row in rows if row != one], by=membership)


def companions(record: Record, others: Collection[Record]) -> list[Record]:
    """What others' rows were one event with, apart from this one, comes along."""
    events = [one.event for one in others if one.event and one.event != record.event]
    rows = Record.objects.filter(event__in=events)
    return list(rows.select_related("entry__report__stakeholder"))


def out_of_sight(record: Record) -> list[Record]:
    """The rows of its event that the reviewer is not asked about today."""
    possible = possible_doubles(record).values("pk")
    unseen = same_event(record).exclude(pk__in=possible)
    return list(unseen.select_related("entry__report__stakeholder"))


def reviewer(rows: Collection[Record], by: Membership | None) -> Membership:
    """The hat, if it may review each of the rows, whose reports are locked.

    Raises WritingDenied.
    """
    reports = ProgressReport.objects.select_for_update().filter(
        pk__in=[row.entry.report_id for row in rows]
    )
    membership = Membership.objects.current_of(by)
    if membership is None or not all(
        can_review(membership, report) for report in reports.order_by("pk")
    ):
        raise WritingDenied(_("Solo quien revisa esos informes vincula sus filas."))
    return membership


def tell(record: Record, others: Collection[Record], *, by: Membership) -> None:
    """In the row's history, with whom it is one event; what the others wrote is theirs to tell."""
    names = sorted(str(other.entry.report.stakeholder) for other in others)
    shared = {_("Mismo evento que una acción de"): "; ".join(names)}
    note(record.entry, ChangeAction.LINKED, by=by, subject=record.title, after=shared)
