"""Writing a row with its values and institutions: the whole of it, or nothing."""

import datetime
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, Stakeholder
from corett.directory.models import Institution, InstitutionType, Sector
from corett.directory.names import folded
from monitoring.changes import describe_record, note
from monitoring.entries import take_back_no_activity
from monitoring.models import (
    Amount,
    ChangeAction,
    Figure,
    Milestone,
    ProgressEntry,
    Record,
    RegistryCheck,
)
from monitoring.models.record import OWN_FIELDS
from monitoring.reports import Stale, WritingDenied, lock_for_writing
from plan.models import Semester

Value = Figure | Milestone | RegistryCheck | Amount
LONGEST_ACTION = datetime.timedelta(days=5 * 365)
WRITTEN = [*OWN_FIELDS, "version", "saved_by", "saved_at"]
VALUES: tuple[type[models.Model], ...] = (Figure, Milestone, RegistryCheck, Amount)


def wrong_dates(
    semester: Semester,
    *,
    started_on: datetime.date | None,
    ended_on: datetime.date | None,
    is_late: bool,
) -> dict[str, str]:
    """What is wrong with a row's dates, by field: it belongs to the semester in which it ended."""
    faults = {}
    if started_on and ended_on and started_on > ended_on:
        faults["started_on"] = _("La acción no puede terminar antes de empezar.")
    if started_on and started_on < semester.plan.start - LONGEST_ACTION:
        faults["started_on"] = _("Empezó hace demasiado tiempo; revise el año.")
    if ended_on is None:
        return faults
    code = {"semester": semester.code}
    if ended_on > timezone.localdate():
        faults["ended_on"] = _("Esta fecha está en el futuro. Informe lo ya hecho.")
    elif ended_on > semester.end:
        after = _("Terminó después de %(semester)s; infórmela en el semestre en que terminó.")
        faults["ended_on"] = after % code
    elif ended_on < semester.plan.start:
        faults["ended_on"] = _("Terminó antes de que empezara el plan.")
    elif ended_on < semester.start and not is_late:
        before = _(
            "Terminó antes de %(semester)s. Si entonces no se informó, marque abajo que es de un"
            " semestre anterior."
        )
        faults["ended_on"] = before % code
    elif ended_on >= semester.start and is_late:
        faults["is_late"] = _("La fecha es de %(semester)s: quite esta marca.") % code
    return faults


@dataclass(frozen=True, kw_only=True)
class NewInstitution:
    """One that the directory does not have yet."""

    name: str
    type: str = InstitutionType.PUBLIC
    sector: str = Sector.OTHER
    country: str = ""  # its code, where who reports has no country of its own

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Parts:
    """What a row carries beside its own fields; its values are not saved yet."""

    values: list[Value] = field(default_factory=list)
    institutions: list[Institution] = field(default_factory=list)
    new_institutions: list[NewInstitution] = field(default_factory=list)


@transaction.atomic
def add_record(record: Record, *, parts: Parts, by: Membership) -> Record:
    """Save a new row; one whose key already stands is Stale, never doubled.

    Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(record.entry.report, by=by)
    if existing := find_by_key(record):
        raise Stale(existing)
    write(record, version=1, by=membership)
    take_back_zero(record, by=membership)
    fill(record, parts)
    note(
        record.entry,
        ChangeAction.RECORD_ADDED,
        by=membership,
        subject=record.title,
        after=describe_record(record),
    )
    return record


def take_back_zero(record: Record, *, by: Membership) -> None:
    """A row takes back that there was none of its semester; a late one is of another."""
    take_back_no_activity(record.entry, by=by)
    if not record.is_late:
        ProgressEntry.objects.filter(pk=record.entry_id, no_records=True).update(no_records=False)


@transaction.atomic
def change_record(record: Record, *, parts: Parts, by: Membership) -> Record:
    """Save over `record.version`, the one that the person had read.

    Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(record.entry.report, by=by)
    read = Record.objects.filter(pk=record.pk, version=record.version)
    if not read.update(version=record.version + 1):
        raise Stale(find_by_key(record))
    before = describe_record(read_whole(record.pk))
    write(record, version=record.version + 1, by=membership)
    take_back_zero(record, by=membership)
    fill(record, parts)
    note(
        record.entry,
        ChangeAction.RECORD_CHANGED,
        by=membership,
        subject=record.title,
        before=before,
        after=describe_record(read_whole(record.pk)),
    )
    return record


def read_whole(pk: int) -> Record:
    return Record.objects.select_related("entry").get(pk=pk)


def write(record: Record, *, version: int, by: Membership) -> None:
    faults = wrong_dates(
        record.entry.report.period.semester,
        started_on=record.started_on,
        ended_on=record.ended_on,
        is_late=record.is_late,
    )
    if faults:
        raise WritingDenied(" ".join(faults.values()))
    record.version = version
    record.saved_by, record.saved_at = by.user, timezone.now()
    if record.pk is None:
        record.save()
    else:
        record.save(update_fields=WRITTEN)


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
    named = [enter_in_directory(new, of=stakeholder) for new in parts.new_institutions]
    record.institutions.set([*parts.institutions, *named])


def enter_in_directory(new: NewInstitution, *, of: Stakeholder) -> Institution:
    """That of its country or an international one of that name, else a new one of its country."""
    country = home_of(new, of)
    for institution in Institution.objects.filter(Q(country=country) | Q(country__isnull=True)):
        if folded(institution.name) == folded(new.name):
            return institution
    made, _created = Institution.objects.get_or_create(
        country=country,
        name__iexact=new.name,
        defaults={"name": new.name, "type": new.type, "sector": new.sector},
    )
    return made


def home_of(new: NewInstitution, reporter: Stakeholder) -> Stakeholder | None:
    """The country that a new institution is of; none for an international one."""
    if new.type == InstitutionType.INTERNATIONAL:
        return None
    if reporter.is_country:
        return reporter
    return Stakeholder.objects.countries().filter(code=new.country).first()


@transaction.atomic
def remove_record(record: Record, *, version: int, by: Membership) -> None:
    """Its evidence stays with the activity, and what it said in its history.

    Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(record.entry.report, by=by)
    current = Record.objects.filter(pk=record.pk, version=version).first()
    if current is None:
        raise Stale(Record.objects.filter(pk=record.pk).first())
    note(
        record.entry,
        ChangeAction.RECORD_REMOVED,
        by=membership,
        subject=current.title,
        before=describe_record(current),
    )
    current.delete()
