"""Writing a row with its values and institutions: the whole of it, or nothing."""

from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from corett.accounts.models import Membership, Stakeholder
from corett.directory.models import Institution
from monitoring.entries import take_back_no_activity
from monitoring.models import Amount, Evidence, Figure, Milestone, Record, RegistryCheck
from monitoring.reports import Stale, lock_for_writing

Value = Figure | Milestone | RegistryCheck | Amount
VALUES: tuple[type[models.Model], ...] = (Figure, Milestone, RegistryCheck, Amount)


@dataclass(frozen=True)
class Parts:
    """What a row carries beside its own fields; its values are not saved yet."""

    values: list[Value] = field(default_factory=list)
    institutions: list[Institution] = field(default_factory=list)
    new_institutions: list[str] = field(default_factory=list)


@transaction.atomic
def add_record(record: Record, *, parts: Parts, by: Membership) -> Record:
    """Save a new row; one whose key already stands is Stale, never doubled.

    Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(record.entry.report, by=by)
    if existing := find_by_key(record):
        raise Stale(existing)
    write(record, version=1, by=membership)
    take_back_no_activity(record.entry, by=membership)
    fill(record, parts)
    return record


@transaction.atomic
def change_record(record: Record, *, parts: Parts, by: Membership) -> Record:
    """Save over `record.version`, the one that the person had read.

    Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(record.entry.report, by=by)
    read = Record.objects.filter(pk=record.pk, version=record.version)
    if not read.update(version=record.version + 1):
        raise Stale(find_by_key(record))
    write(record, version=record.version + 1, by=membership)
    fill(record, parts)
    return record


def write(record: Record, *, version: int, by: Membership) -> None:
    record.version = version
    record.saved_by, record.saved_at = by.user, timezone.now()
    record.save()


def find_by_key(record: Record) -> Record | None:
    """The stored row of the same activity with that key."""
    return (
        Record.objects.filter(key=record.key, entry=record.entry_id)
        .select_related("saved_by")
        .first()
    )


def fill(record: Record, parts: Parts) -> None:
    for model in VALUES:
        model._default_manager.filter(record=record).delete()
    for value in parts.values:
        value.record = record
        value.save()
    stakeholder = record.entry.report.stakeholder
    named = [institution_called(name, of=stakeholder) for name in parts.new_institutions]
    record.institutions.set([*parts.institutions, *named])


def institution_called(name: str, *, of: Stakeholder) -> Institution:
    """The one of that name that the stakeholder may use, else a new one of its country."""
    existing = Institution.objects.available_to(of).filter(name__iexact=name).first()
    if existing:
        return existing
    return Institution.objects.create(name=name, country=of if of.is_country else None)


@transaction.atomic
def remove_record(record: Record, *, version: int, by: Membership) -> None:
    """Its evidence stays with the activity. Raises WritingDenied, Stale."""
    lock_for_writing(record.entry.report, by=by)
    current = Record.objects.filter(pk=record.pk, version=version).first()
    if current is None:
        raise Stale(Record.objects.filter(pk=record.pk).first())
    current.delete()


@transaction.atomic
def add_evidence(evidence: Evidence, *, by: Membership) -> Evidence:
    """Raises WritingDenied."""
    membership = lock_for_writing(evidence.entry.report, by=by)
    evidence.added_by = membership.user
    evidence.save()
    take_back_no_activity(evidence.entry, by=by)
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Membership) -> None:
    """The file goes once the row is surely gone. Raises WritingDenied."""
    lock_for_writing(evidence.entry.report, by=by)
    evidence.delete()
    if evidence.file:
        transaction.on_commit(lambda: evidence.file.delete(save=False))
