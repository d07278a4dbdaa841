"""The life of a semester report: draft, submitted, returned, validated.

`TRANSITIONS` is the whole rule book. Nothing else writes `ProgressReport.state`.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from corett.accounts.models import Membership
from monitoring.models import (
    Comment,
    Lack,
    ProgressEntry,
    ProgressReport,
    ReportAction,
    ReportEvent,
    ReportState,
)
from monitoring.permissions import can_begin_review, can_report, can_review, can_withdraw
from monitoring.receipts import write_receipt


@dataclass(frozen=True)
class Transition:
    sources: tuple[str, ...]
    target: str
    allowed: Callable[[Membership | None, ProgressReport], bool]
    part: Callable[[Membership | None, ProgressReport], bool]
    """Whose step it is at all, whatever has happened to the report meanwhile."""


TRANSITIONS = {
    ReportAction.SUBMIT: Transition(
        (ReportState.DRAFT, ReportState.RETURNED), ReportState.SUBMITTED, can_report, can_report
    ),
    ReportAction.WITHDRAW: Transition(
        (ReportState.SUBMITTED,), ReportState.DRAFT, can_withdraw, can_report
    ),
    ReportAction.BEGIN: Transition(
        (ReportState.SUBMITTED,), ReportState.SUBMITTED, can_begin_review, can_review
    ),
    ReportAction.RETURN: Transition(
        (ReportState.SUBMITTED,), ReportState.RETURNED, can_review, can_review
    ),
    ReportAction.VALIDATE: Transition(
        (ReportState.SUBMITTED,), ReportState.VALIDATED, can_review, can_review
    ),
    ReportAction.REOPEN: Transition(
        (ReportState.VALIDATED,), ReportState.RETURNED, can_review, can_review
    ),
}


BEGINS_REVIEW = (ReportAction.BEGIN, ReportAction.RETURN, ReportAction.VALIDATE)
MOVED = [
    "state",
    *(
        f"{step}_{what}"
        for step in ("submitted", "review_began", "validated")
        for what in ("at", "by")
    ),
]


class TransitionDenied(Exception):
    """The message is written for the person who pressed the button; `missing` is what it lists."""

    def __init__(self, message: str, missing: "Iterable[Missing]" = ()):
        super().__init__(message)
        self.missing = list(missing)


def available_actions(report: ProgressReport, membership: Membership | None) -> list[ReportAction]:
    return [
        action
        for action, rule in TRANSITIONS.items()
        if report.state in rule.sources and rule.allowed(membership, report)
    ]


@dataclass(frozen=True)
class Missing:
    """A sentence for the person, and the entries that it is about."""

    sentence: str
    entries: list[ProgressEntry] = field(default_factory=list)

    def __str__(self):
        codes = ", ".join(entry.activity.code for entry in self.entries)
        return f"{self.sentence}: {codes}." if codes else f"{self.sentence}."


SENTENCES = {
    Lack.ANSWER: ngettext_lazy(
        "Falta reportar %(count)d actividad (escriba sus avances o diga que no hubo actividad)",
        "Falta reportar %(count)d actividades (escriba sus avances o diga que no hubo actividad)",
        "count",
    ),
    Lack.STATUS: ngettext_lazy(
        "%(count)d actividad dice «no iniciada» o «no corresponde» y tiene acciones; corrija su"
        " estado",
        "%(count)d actividades dicen «no iniciada» o «no corresponde» y tienen acciones; corrija su"
        " estado",
        "count",
    ),
    Lack.PROGRESS: ngettext_lazy(
        "Faltan los avances de %(count)d actividad en la que algo pasó",
        "Faltan los avances de %(count)d actividades en las que algo pasó",
        "count",
    ),
    Lack.RECORDS: ngettext_lazy(
        "Falta decir si terminó alguna acción en %(count)d actividad (añádala o marque que"
        " ninguna)",
        "Falta decir si terminó alguna acción en %(count)d actividades (añádala o marque que"
        " ninguna)",
        "count",
    ),
    Lack.DOCUMENT: ngettext_lazy(
        "Falta el documento de la etapa en %(count)d actividad (añada el archivo o el enlace a su"
        " acción)",
        "Falta el documento de la etapa en %(count)d actividades (añada el archivo o el enlace a su"
        " acción)",
        "count",
    ),
}


def blockers(action: ReportAction, report: ProgressReport) -> list[Missing]:
    """What is still missing; the page shows the same list that guards."""
    if action != ReportAction.SUBMIT:
        return []
    return [*out_of_time(report), *still_lacking(report, report.entries.with_parts())]


def missing(report: ProgressReport, entries: Iterable[ProgressEntry]) -> list[Missing]:
    """What an unsent report with these entries still needs, whoever looks at it."""
    if not report.is_editable:
        return []
    return [*out_of_time(report), *still_lacking(report, entries)]


def out_of_time(report: ProgressReport) -> list[Missing]:
    """A semester is sent once it is over, and first before its closing date."""
    period, today = report.period, timezone.localdate()
    if today <= period.semester.end:
        sentence = _("%(semester)s termina el %(date)s. Envíe el informe después, con todo")
        date = period.semester.end
    elif today < period.opens_on:
        sentence = _("%(semester)s abre el %(date)s. Envíe el informe desde ese día")
        date = period.opens_on
    elif today > report.closes_on and report.submitted_at is None:
        sentence = _("%(semester)s cerró el %(date)s. Pida a la Secretaría Técnica más plazo")
        date = report.closes_on
    else:
        return []
    return [Missing(sentence % {"semester": period.semester.code, "date": date_format(date)})]


def still_lacking(report: ProgressReport, entries: Iterable[ProgressEntry]) -> list[Missing]:
    """What each activity lacks, told once for all that lack the same."""
    lacking: dict[Lack, list[ProgressEntry]] = {}
    for entry in entries:
        entry.report = report
        if lack := entry.lack:
            lacking.setdefault(lack, []).append(entry)
    return [
        Missing(SENTENCES[lack] % {"count": len(lacking[lack])}, lacking[lack])
        for lack in Lack
        if lack in lacking
    ]


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
        raise TransitionDenied(why_not(action, report))
    if refusal := unexplained(action, report, comment.strip()):
        raise TransitionDenied(refusal)
    if reasons := blockers(action, report):
        raise TransitionDenied(" ".join(str(reason) for reason in reasons), reasons)
    return move(report, action, by=membership, comment=comment.strip(), key=key)


def begin_review(report: ProgressReport, *, by: Membership) -> None:
    """A reviewer's first word or verdict begins the review: nobody withdraws the report then."""
    current = ProgressReport.objects.get(pk=report.pk)
    if ReportAction.BEGIN in available_actions(current, by):
        perform(ReportAction.BEGIN, current, by=by, key=uuid.uuid4())


def unexplained(action: ReportAction, report: ProgressReport, comment: str) -> str:
    """What must still be written for a step that nobody should have to guess the reason of."""
    if comment:
        return ""
    if action == ReportAction.RETURN and not open_comments(report):
        return _("Para devolver un informe, escriba qué falta o deje un comentario sin resolver.")
    if action == ReportAction.REOPEN:
        return _("Para reabrir un informe, escriba el motivo.")
    return ""


def open_comments(report: ProgressReport) -> int:
    return Comment.objects.filter(entry__report=report).unsettled().count()


def why_not(action: ReportAction, report: ProgressReport) -> str:
    if action == ReportAction.WITHDRAW and report.review_began_at is not None:
        return _(
            "La revisión ya empezó y el informe no se puede retirar. Si necesita corregirlo, pida a"
            " la Secretaría Técnica que se lo devuelva."
        )
    return _("Esta acción ya no está disponible para este informe.")


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
        report.review_began_at = report.review_began_by = None
    elif action == ReportAction.VALIDATE:
        report.validated_at, report.validated_by = now, by.user
    elif action == ReportAction.REOPEN:
        report.validated_at = report.validated_by = None
    if action in BEGINS_REVIEW and report.review_began_at is None:
        report.review_began_at, report.review_began_by = now, by.user
    report.save(update_fields=MOVED)
    event = ReportEvent.objects.create(
        report=report,
        action=action,
        comment=comment,
        at=now,
        by=by.user,
        stakeholder=by.stakeholder,
        open_comments=open_comments(report) if action == ReportAction.RETURN else 0,
        key=key,
    )
    if action == ReportAction.SUBMIT:
        write_receipt(report, event)
    return report
