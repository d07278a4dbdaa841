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
from django.utils.translation import ngettext_lazy

from corett.accounts.models import Membership
from monitoring.models import ProgressReport, ReportAction, ReportEvent, ReportState
from monitoring.models.entry import ProgressEntryQuerySet
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
    return [*out_of_time(report), *without_progress(report), *without_anything(report)]


def out_of_time(report: ProgressReport) -> list[str]:
    """A semester is sent once it is over, and first before its closing date."""
    period, today = report.period, timezone.localdate()
    if today <= period.semester.end:
        sentence = _("%(semester)s termina el %(date)s. Envíe el informe después, con todo.")
        date = period.semester.end
    elif today < period.opens_on:
        sentence = _("%(semester)s abre el %(date)s. Envíe el informe desde ese día.")
        date = period.opens_on
    elif today > period.closes_on and report.state == ReportState.DRAFT:
        sentence = _("%(semester)s cerró el %(date)s. Pida a la Secretaría Técnica más plazo.")
        date = period.closes_on
    else:
        return []
    return [sentence % {"semester": period.semester.code, "date": date_format(date)}]


def without_progress(report: ProgressReport) -> list[str]:
    begun = report.entries.unanswered().exclude(pk__in=report.entries.untouched())
    return missing(
        begun,
        ngettext_lazy(
            "Faltan los avances de %(count)d actividad: %(codes)s. Escríbalos.",
            "Faltan los avances de %(count)d actividades: %(codes)s. Escríbalos.",
            "count",
        ),
    )


def without_anything(report: ProgressReport) -> list[str]:
    return missing(
        report.entries.untouched(),
        ngettext_lazy(
            "Falta reportar %(count)d actividad: %(codes)s. Escriba sus avances o diga que no hubo"
            " actividad.",
            "Falta reportar %(count)d actividades: %(codes)s. Escriba sus avances o diga que no"
            " hubo actividad.",
            "count",
        ),
    )


def missing(entries: ProgressEntryQuerySet, sentence) -> list[str]:
    ordered = entries.order_by("activity__order")
    codes = list(ordered.values_list("activity__code", flat=True))
    return [sentence % {"count": len(codes), "codes": ", ".join(codes)}] if codes else []


@transaction.atomic
def perform(
    action: ReportAction,
    report: ProgressReport,
    *,
    by: Membership | None,
    comment: str = "",
    key: uuid.UUID,
) -> ProgressReport:
    """Move a report along, write its history, and return it as it now is.

    The same `key` again changes nothing: a request that a poor connection repeats is harmless.
    Raises TransitionDenied.
    """
    report = ProgressReport.objects.select_for_update().get(pk=report.pk)
    if before := ReportEvent.objects.filter(key=key).first():
        return repeated(before, action, report)
    membership = Membership.objects.current_of(by)
    if membership is None or action not in available_actions(report, membership):
        raise TransitionDenied(_("Esta acción ya no está disponible para este informe."))
    if TRANSITIONS[action].needs_comment and not comment.strip():
        raise TransitionDenied(_("Para devolver un informe, escriba qué falta."))
    if reasons := blockers(action, report):
        raise TransitionDenied(" ".join(reasons))
    return move(report, action, by=membership, comment=comment.strip(), key=key)


def repeated(before: ReportEvent, action: ReportAction, report: ProgressReport) -> ProgressReport:
    """The report as it stands if the key is of this very step; an old page is told to reload."""
    if (before.action, before.report_id) != (action, report.pk):
        raise TransitionDenied(_("La página era vieja. Ábrala de nuevo y repita lo que quería."))
    return report


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
