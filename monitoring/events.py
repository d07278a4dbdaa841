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

    Each row stays as its country wrote it. Raises WritingDenied.
    """
    membership = reviewer(record, by)
    event = (record.event or uuid.uuid4()) if others else None
    before = describe(record)
    chosen = [record, *others]
    if record.event:
        Record.objects.filter(event=record.event).update(event=None)
    Record.objects.filter(pk__in=[one.pk for one in chosen]).update(event=event)
    record.event = event
    note(
        record.entry,
        ChangeAction.LINKED,
        by=membership,
        subject=record.title,
        before=before,
        after=describe(record),
    )


def reviewer(record: Record, by: Membership | None) -> Membership:
    report = ProgressReport.objects.select_for_update().get(pk=record.entry.report_id)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_review(membership, report):
        raise WritingDenied(_("Solo quien revisa el informe vincula sus filas con las de otros."))
    return membership


def describe(record: Record) -> dict[str, str]:
    rows = same_event(record).select_related("entry__report__stakeholder")
    linked = [f"{row.title} ({row.entry.report.stakeholder})" for row in rows]
    return {_("Mismo evento que"): "; ".join(sorted(linked))}
