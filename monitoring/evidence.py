"""Adding, removing and judging medios de verificación."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import sha256
from monitoring.changes import Described, note
from monitoring.entries import take_back_no_activity
from monitoring.models import ChangeAction, Evidence, EvidenceVerdict, ProgressReport
from monitoring.permissions import can_judge
from monitoring.reports import WritingDenied, lock_for_writing
from monitoring.workflow import begin_review

JUDGED = ["verdict", "verdict_reason", "judged_at", "judged_by"]


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


class JudgedMeanwhile(WritingDenied):
    """Somebody gave a verdict after the page was opened; the message says whose and which."""

    def __init__(self, judged: Evidence):
        self.judged = judged
        said = {"by": judged.judged_by, "title": judged.title, "reason": judged.verdict_reason}
        if judged.verdict == EvidenceVerdict.ACCEPTED:
            sentence = _(
                "%(by)s aceptó «%(title)s» después de que usted abriera la página. Lo suyo no se"
                " guardó; si todavía quiere cambiarlo, hágalo ahora."
            )
        else:
            sentence = _(
                "%(by)s no aceptó «%(title)s» después de que usted abriera la página, con este"
                " motivo: «%(reason)s». Lo suyo no se guardó; si todavía quiere cambiarlo, hágalo"
                " ahora."
            )
        super().__init__(sentence % said)


@transaction.atomic
def accept_evidence(
    evidence: Evidence, *, by: Membership | None, seen: str | None = None
) -> Evidence:
    """It counts for «cumplido» from now on. `seen` is the verdict that the page showed.

    Raises WritingDenied, JudgedMeanwhile.
    """
    membership = lock_for_judging(evidence.entry.report, by)
    refuse_unseen(evidence, seen, EvidenceVerdict.ACCEPTED)
    return judge(evidence, EvidenceVerdict.ACCEPTED, by=membership)


@transaction.atomic
def reject_evidence(
    evidence: Evidence, *, reason: str, by: Membership | None, seen: str | None = None
) -> Evidence:
    """It stays with the report, with why it does not count. Raises as `accept_evidence`."""
    membership = lock_for_judging(evidence.entry.report, by)
    if not reason.strip():
        raise WritingDenied(_("Escriba por qué no se acepta."))
    refuse_unseen(evidence, seen, EvidenceVerdict.REJECTED, reason.strip())
    return judge(evidence, EvidenceVerdict.REJECTED, reason=reason.strip(), by=membership)


@transaction.atomic
def accept_all(report: ProgressReport, *, by: Membership | None, code: str | None = None) -> int:
    """Accept what nobody judged yet, of the report or of one activity; return how many.

    Raises WritingDenied.
    """
    membership = lock_for_judging(report, by)
    waiting = Evidence.objects.filter(entry__report=report, verdict="")
    if code is not None:
        waiting = waiting.filter(entry__activity__code=code)
    several = list(waiting.select_related("entry__report"))
    for one in several:
        judge(one, EvidenceVerdict.ACCEPTED, by=membership)
    return len(several)


def lock_for_judging(report: ProgressReport, by: Membership | None) -> Membership:
    report = ProgressReport.objects.select_for_update().get(pk=report.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_judge(membership, report):
        raise WritingDenied(
            _("Solo quien revisa acepta medios de verificación, mientras el informe está enviado.")
        )
    return membership


def refuse_unseen(
    evidence: Evidence, seen: str | None, verdict: EvidenceVerdict, reason: str = ""
) -> None:
    """Who says the same takes nothing back from whoever said it before."""
    current = Evidence.objects.select_related("judged_by").get(pk=evidence.pk)
    is_the_same = (current.verdict, current.verdict_reason) == (verdict, reason)
    if seen not in (None, current.verdict_version) and not is_the_same:
        raise JudgedMeanwhile(current)


def judge(
    evidence: Evidence, verdict: EvidenceVerdict, *, by: Membership, reason: str = ""
) -> Evidence:
    """The same verdict again changes nothing."""
    current = Evidence.objects.get(pk=evidence.pk)
    if (current.verdict, current.verdict_reason) == (verdict, reason):
        return current
    begin_review(evidence.entry.report, by=by)
    before = said_of(current)
    current.verdict, current.verdict_reason = verdict, reason
    current.judged_at, current.judged_by = timezone.now(), by.user
    current.save(update_fields=JUDGED)
    accepted = verdict == EvidenceVerdict.ACCEPTED
    action = ChangeAction.EVIDENCE_ACCEPTED if accepted else ChangeAction.EVIDENCE_REJECTED
    note(
        evidence.entry,
        action,
        by=by,
        subject=current.title,
        before=before,
        after=said_of(current),
    )
    return current


def said_of(evidence: Evidence) -> Described:
    described = {
        _("Revisión"): str(evidence.get_verdict_display()),
        _("Por qué no se acepta"): evidence.verdict_reason,
    }
    return {label: value for label, value in described.items() if value}
