"""The life of a semester report: draft, submitted, returned, validated.

`TRANSITIONS` is the whole rule book. Nothing else writes `ProgressReport.state`.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.accounts.models import Membership
from monitoring.models import ProgressReport, ReportAction, ReportEvent, ReportState
from monitoring.permissions import can_report, can_review


@dataclass(frozen=True)
class Transition:
    sources: tuple[str, ...]
    target: str
    allowed: Callable[[Membership | None, ProgressReport], bool]
    needs_comment: bool = False


TRANSITIONS = {
    ReportAction.SUBMIT: Transition(
        (ReportState.DRAFT, ReportState.RETURNED), ReportState.SUBMITTED, can_report
    ),
    ReportAction.RETURN: Transition(
        (ReportState.SUBMITTED,), ReportState.RETURNED, can_review, needs_comment=True
    ),
    ReportAction.VALIDATE: Transition((ReportState.SUBMITTED,), ReportState.VALIDATED, can_review),
}


class TransitionDenied(Exception):
    """The message is written for the person who pressed the button."""


def available_actions(report: ProgressReport, membership: Membership | None) -> list[ReportAction]:
    return [
        action
        for action, rule in TRANSITIONS.items()
        if report.state in rule.sources and rule.allowed(membership, report)
    ]


def blockers(action: ReportAction, report: ProgressReport) -> list[str]:
    """What is still missing, in sentences; the page shows the same list that guards."""
    if action != ReportAction.SUBMIT:
        return []
    return [*closed_period(report), *unanswered_activities(report)]


def closed_period(report: ProgressReport) -> list[str]:
    """Only a first submission is bound to the closing date; a returned report is awaited."""
    if report.state != ReportState.DRAFT or report.period.is_open:
        return []
    return [
        _("El semestre %(semester)s cerró el %(date)s. Pida a la Secretaría Técnica más plazo.")
        % {
            "semester": report.period.semester.code,
            "date": date_format(report.period.closes_on, "j \\d\\e F \\d\\e Y"),
        }
    ]


def unanswered_activities(report: ProgressReport) -> list[str]:
    codes = list(
        report.entries.unanswered()
        .order_by("activity__order")
        .values_list("activity__code", flat=True)
    )
    if not codes:
        return []
    sentence = ngettext(
        "Falta reportar %(count)d actividad: %(codes)s. Escriba sus avances o diga que no hubo"
        " actividad.",
        "Falta reportar %(count)d actividades: %(codes)s. Escriba sus avances o diga que no hubo"
        " actividad.",
        len(codes),
    )
    return [sentence % {"count": len(codes), "codes": ", ".join(codes)}]


@transaction.atomic
def perform(
    action: ReportAction,
    report: ProgressReport,
    *,
    by: Membership,
    comment: str = "",
    key: uuid.UUID,
) -> ProgressReport:
    """Move a report along, write its history, and return it as it now is.

    The same `key` again changes nothing: a request that a poor connection repeats is harmless.
    Raises TransitionDenied.
    """
    report = ProgressReport.objects.select_for_update().get(pk=report.pk)
    if report.events.filter(key=key, action=action).exists():
        return report
    membership = Membership.objects.current_of(by)
    if membership is None or action not in available_actions(report, membership):
        raise TransitionDenied(_("Esta acción ya no está disponible para este informe."))
    if TRANSITIONS[action].needs_comment and not comment.strip():
        raise TransitionDenied(_("Para devolver un informe, escriba qué falta."))
    if reasons := blockers(action, report):
        raise TransitionDenied(" ".join(reasons))
    return move(report, action, by=membership, comment=comment.strip(), key=key)


def move(
    report: ProgressReport, action: ReportAction, *, by: Membership, comment: str, key: uuid.UUID
) -> ProgressReport:
    now = timezone.now()
    report.state = TRANSITIONS[action].target
    if action == ReportAction.SUBMIT:
        report.submitted_at, report.submitted_by = now, by.user
    if action == ReportAction.VALIDATE:
        report.validated_at, report.validated_by = now, by.user
    report.save(
        update_fields=["state", "submitted_at", "submitted_by", "validated_at", "validated_by"]
    )
    ReportEvent.objects.create(
        report=report,
        action=action,
        comment=comment,
        at=now,
        by=by.user,
        stakeholder=by.stakeholder,
        key=key,
    )
    return report
