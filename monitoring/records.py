"""Writing a row with its values and institutions: the whole of it, or nothing."""

import datetime
import unicodedata
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, Stakeholder
from corett.directory.models import Institution
from monitoring.entries import take_back_no_activity
from monitoring.models import Amount, Evidence, Figure, Milestone, Record, RegistryCheck
from monitoring.reports import Stale, WritingDenied, lock_for_writing
from plan.models import Semester

Value = Figure | Milestone | RegistryCheck | Amount
LONGEST_ACTION = datetime.timedelta(days=5 * 365)
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
    """That of its country or an international one of that name, else a new one of its country."""
    country = of if of.is_country else None
    for institution in Institution.objects.filter(Q(country=country) | Q(country__isnull=True)):
        if folded(institution.name) == folded(name):
            return institution
    made, _created = Institution.objects.get_or_create(
        country=country, name__iexact=name, defaults={"name": name}
    )
    return made


def folded(name: str) -> str:
    """The same for names that differ in capitals only, accents included."""
    return unicodedata.normalize("NFKC", name).casefold()


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
    """What a repeated request sends again is kept once. Raises WritingDenied."""
    membership = lock_for_writing(evidence.entry.report, by=by)
    if same := already_there(evidence, by=membership):
        return same
    evidence.added_by = membership.user
    evidence.save()
    take_back_no_activity(evidence.entry, by=by)
    return evidence


def already_there(evidence: Evidence, *, by: Membership) -> Evidence | None:
    """The person's last evidence of the activity, if it is this very one."""
    last = evidence.entry.evidence.filter(added_by=by.user).last()
    if last is None or (last.title, last.url, last.original_name) != (
        evidence.title,
        evidence.url,
        evidence.original_name,
    ):
        return None
    return last if not evidence.file or last.file.size == evidence.file.size else None


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Membership) -> None:
    """The file goes once the row is surely gone. Raises WritingDenied."""
    lock_for_writing(evidence.entry.report, by=by)
    evidence.delete()
    if evidence.file:
        transaction.on_commit(lambda: evidence.file.delete(save=False))
