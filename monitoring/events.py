"""Rows of several stakeholders that are one regional event: the region counts it once."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from monitoring.changes import note
from monitoring.models import ChangeAction, ProgressReport, Record, ReportState
from monitoring.permissions import can_review
from monitoring.reports import WritingDenied


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
            entry__report__state__in=[ReportState.SUBMITTED, ReportState.VALIDATED],
        )
        .exclude(entry__report__stakeholder=entry.report.stakeholder_id)
        .select_related("entry__report__stakeholder", "entry__report__period__semester")
        .order_by("entry__report__stakeholder__order", "ended_on", "pk")
    )


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
