"""What evaluations and audits found: entered, answered, followed and closed by the Secretaría.

Nothing else writes a `Finding`. Its owner may propose the words of its result.
"""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts import changes
from corett.accounts.models import Membership
from corett.accounts.permissions import reads_whole_region
from monitoring.models import Finding, FindingSource, FindingState
from monitoring.permissions import can_keep_findings, can_tell_result
from monitoring.reports import Stale
from plan.models import Plan

WRITTEN = (
    "source",
    "source_title",
    "found_on",
    "activity",
    "report",
    "annual_report",
    "text",
    "is_public",
    "response",
    "action",
    "owner",
    "due_on",
)
"""What the Secretaría writes; the rest follows from the verbs."""
CLOSED = (FindingState.DONE, FindingState.REJECTED)
REASON_LENGTH = 100


class FindingDenied(Exception):
    """The message is written for the person who tried."""


def faults(finding: Finding) -> dict[str, str]:
    """What keeps it from being saved, by field."""
    found = {}
    if finding.found_on and finding.found_on > timezone.localdate():
        found["found_on"] = _("Esta fecha está en el futuro. Diga de cuándo es el documento.")
    if finding.found_on and finding.due_on and finding.due_on < finding.found_on:
        found["due_on"] = _("El plazo es anterior al documento; revise las fechas.")
    if finding.report_id and finding.annual_report_id:
        found["annual_report"] = _("Elija un informe semestral o uno anual, no los dos.")
    if wrong := of_another_plan(finding):
        found[wrong] = _("Es de otro plan. Elija uno de este.")
    if finding.state == FindingState.IN_PROGRESS:
        found |= dict.fromkeys(missing_to_start(finding), _("Está en curso: no lo deje vacío."))
    return found


def of_another_plan(finding: Finding) -> str:
    plans = {
        "activity": finding.activity and finding.activity.plan_id,
        "report": finding.report and finding.report.period.semester.plan_id,
        "annual_report": finding.annual_report and finding.annual_report.plan_id,
    }
    return next((name for name, plan in plans.items() if plan not in (None, finding.plan_id)), "")


def missing_to_start(finding: Finding) -> list[str]:
    """What must be said before it is in progress: what will be done, who, and by when."""
    return [name for name in ("action", "owner", "due_on") if not getattr(finding, name)]


@transaction.atomic
def enter_finding(finding: Finding, *, by: Membership | None) -> Finding:
    """Give it the next number of its plan. Raises FindingDenied."""
    Plan.objects.select_for_update().get(pk=finding.plan_id)
    membership = keeper(by)
    refuse(faults(finding))
    finding.number = next_number(finding.plan)
    finding.entered_at, finding.entered_by = timezone.now(), membership.user
    finding.save()
    return finding


def next_number(plan: Plan) -> int:
    """After every number that its history knows, so that none is used again."""
    last = Finding.history.filter(plan=plan).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def change_finding(finding: Finding, *, version: int, by: Membership | None) -> Finding:
    """Save what `finding` carries, on top of the version that was read.

    What is closed is reopened first. Raises FindingDenied, Stale.
    """
    saved = locked(finding, version=version)
    keeper(by)
    refuse_closed(saved)
    for name in WRITTEN:
        setattr(saved, name, getattr(finding, name))
    refuse(faults(saved))
    return save(saved)


@transaction.atomic
def start_finding(finding: Finding, *, version: int, by: Membership | None) -> Finding:
    """Put it in progress. Raises FindingDenied, Stale."""
    saved = locked(finding, version=version)
    keeper(by)
    if reasons := cannot_start(saved):
        raise FindingDenied(" ".join(reasons))
    saved.state = FindingState.IN_PROGRESS
    return save(saved)


def cannot_start(finding: Finding) -> list[str]:
    """Why it cannot be put in progress, in sentences; the page shows the same list that guards."""
    if finding.state != FindingState.OPEN:
        return [_("Solo un hallazgo abierto se pone en curso.")]
    if missing_to_start(finding):
        return [_("Para ponerlo en curso, diga qué se hará, quién y para cuándo.")]
    return []


@transaction.atomic
def tell_result(finding: Finding, *, version: int, result: str, by: Membership | None) -> Finding:
    """Its owner, or the Secretaría, writes what was done; it stays open. Raises FindingDenied."""
    saved = locked(finding, version=version)
    membership = Membership.objects.current_of(by)
    if not (can_tell_result(membership, saved) or can_keep_findings(membership)):
        raise FindingDenied(_("Lo dice quien lo tiene a cargo, mientras no esté cerrado."))
    refuse_closed(saved)
    saved.result = result
    return save(saved)


@transaction.atomic
def close_finding(
    finding: Finding, *, version: int, state: str, result: str, by: Membership | None
) -> Finding:
    """Say that it was attended to, or is not accepted, and what was done or why not.

    Raises FindingDenied, Stale.
    """
    saved = locked(finding, version=version)
    membership = keeper(by)
    if saved.is_closed:
        raise FindingDenied(_("Ya está cerrado."))
    if state not in CLOSED:
        raise FindingDenied(_("Elija si se atendió o si no se acepta."))
    if not result.strip():
        raise FindingDenied(_("Para cerrar un hallazgo, escriba qué se hizo o por qué no."))
    saved.state, saved.result = state, result
    saved.closed_at, saved.closed_by = timezone.now(), membership.user
    return save(saved)


@transaction.atomic
def reopen_finding(
    finding: Finding, *, version: int, reason: str, by: Membership | None
) -> Finding:
    """Follow it again; the reason stays in its history. Raises FindingDenied, Stale."""
    saved = locked(finding, version=version)
    keeper(by)
    if not saved.is_closed:
        raise FindingDenied(_("No está cerrado."))
    if not reason.strip() or len(reason) > REASON_LENGTH:
        raise FindingDenied(
            _("Diga por qué se reabre, en %(length)d caracteres o menos.")
            % {"length": REASON_LENGTH}
        )
    saved.state = FindingState.OPEN if missing_to_start(saved) else FindingState.IN_PROGRESS
    saved.closed_at = saved.closed_by = None
    saved._change_reason = reason  # type: ignore[attr-defined]  # kept in its history
    return save(saved)


def locked(finding: Finding, *, version: int) -> Finding:
    """The row as it is now, until the transaction ends. Raises Stale."""
    Plan.objects.select_for_update().get(pk=finding.plan_id)
    saved = Finding.objects.for_listing().get(pk=finding.pk)
    if saved.version != version:
        raise Stale(saved)
    return saved


def save(finding: Finding) -> Finding:
    finding.version += 1
    finding.save()
    return finding


def keeper(by: Membership | None) -> Membership:
    membership = Membership.objects.current_of(by)
    if membership is None or not can_keep_findings(membership):
        raise FindingDenied(_("Solo la Secretaría Técnica registra, cambia y cierra hallazgos."))
    return membership


def refuse_closed(finding: Finding) -> None:
    if finding.is_closed:
        raise FindingDenied(_("Está cerrado; para cambiarlo, reábralo."))


def refuse(sentences: dict[str, str]) -> None:
    if sentences:
        raise FindingDenied(" ".join(sentences.values()))


# Reading


def history_of(finding: Finding) -> list[changes.Change]:
    """Who changed what, the latest first."""
    return changes.changes([Finding.history.filter(id=finding.pk)])


def reads_history_of(user, finding: Finding) -> bool:
    """Who reads the whole region, and whoever is in charge of it."""
    return reads_whole_region(user) or bool(finding.owner and user.belongs_to(finding.owner))


def shows_result(user, finding: Finding) -> bool:
    """What is proposed is not a result yet: that is for who follows it."""
    return bool(finding.result) and (finding.is_closed or reads_history_of(user, finding))


# For the annual report


def printed(plan: Plan, until: datetime.date, *, whole: bool = True) -> dict:
    """Those of documents until that day; what may not be published is counted, not told.

    Not whole, all of them are only counted.
    """
    of_plan = Finding.objects.of_plan(plan).filter(found_on__lte=until)
    found = list(of_plan)
    public = list(of_plan.publishable().for_listing()) if whole else []
    return {
        "total": len(found),
        "pending": sum(not one.is_closed for one in found),
        "withheld": len(found) - len(public),
        "overdue": sum(one.is_overdue for one in found),
        "rows": [printed_row(one) for one in public],
    }


def printed_row(finding: Finding) -> dict:
    source, state = FindingSource(finding.source), FindingState(finding.state)
    return {
        "code": finding.code,
        "source": {"value": source.value, "label": str(source.label)},
        "source_title": finding.source_title,
        "found_on": finding.found_on.isoformat(),
        "about": finding.about,
        "text": finding.text,
        "response": finding.response,
        "action": finding.action,
        "owner": finding.owner.name if finding.owner else "",
        "due_on": finding.due_on.isoformat() if finding.due_on else None,
        "state": {"value": state.value, "label": str(state.label)},
        "is_overdue": finding.is_overdue,
        "result": finding.result if finding.is_closed else "",
    }
