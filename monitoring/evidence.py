"""Adding and removing medios de verificación."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import sha256
from monitoring.changes import Described, note
from monitoring.entries import take_back_no_activity
from monitoring.models import ChangeAction, Evidence
from monitoring.reports import lock_for_writing


@transaction.atomic
def add_evidence(several: Collection[Evidence], *, by: Membership) -> list[Evidence]:
    """All of them, of one activity, or none; what a repeated request sends again is kept once.

    Raises WritingDenied.
    """
    return [add_one(evidence, by=by) for evidence in several]


def add_one(evidence: Evidence, *, by: Membership) -> Evidence:
    membership = lock_for_writing(evidence.entry.report, by=by)
    if evidence.file:
        evidence.size, evidence.sha256 = evidence.file.size, hash_of(evidence)
    if same := already_there(evidence, by=membership):
        return same
    evidence.added_by = membership.user
    evidence.save()
    take_back_no_activity(evidence.entry, by=by)
    note(
        evidence.entry,
        ChangeAction.EVIDENCE_ADDED,
        by=membership,
        subject=evidence.title,
        after=describe(evidence),
    )
    return evidence


def hash_of(evidence: Evidence) -> str:
    evidence.file.seek(0)
    digest = sha256(evidence.file.read())
    evidence.file.seek(0)
    return digest


def already_there(evidence: Evidence, *, by: Membership) -> Evidence | None:
    """The same that this person had already added to the same activity or row."""
    return evidence.entry.evidence.filter(
        added_by=by.user,
        record=evidence.record,
        title=evidence.title,
        url=evidence.url,
        original_name=evidence.original_name,
        sha256=evidence.sha256,
        is_public=evidence.is_public,
    ).first()


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Membership) -> None:
    """The file goes once the row is surely gone; that it was there stays in the history.

    Raises WritingDenied.
    """
    membership = lock_for_writing(evidence.entry.report, by=by)
    note(
        evidence.entry,
        ChangeAction.EVIDENCE_REMOVED,
        by=membership,
        subject=evidence.title,
        before=describe(evidence),
    )
    evidence.delete()
    if evidence.file:
        transaction.on_commit(lambda: evidence.file.delete(save=False))


def describe(evidence: Evidence) -> Described:
    described = {
        _("Enlace"): evidence.url,
        _("Archivo"): evidence.original_name,
        _("Tamaño en bytes"): str(evidence.size or ""),
        "SHA-256": evidence.sha256,
        _("De la acción"): str(evidence.record or ""),
        _("Se puede publicar"): _("sí") if evidence.is_public else _("no"),
    }
    return {label: value for label, value in described.items() if value}
