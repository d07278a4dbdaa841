"""The words of the mails about one report, in the language that is active."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from corett.accounts.models import Language, Stakeholder, StakeholderKind
from monitoring import workflow
from monitoring.models import (
    Comment,
    Occasion,
    ProgressReport,
    ReportAction,
    ReportEvent,
    ReportState,
)

SUBJECTS = {
    Occasion.OPENED: later("Se abrió %(semester)s: informe de %(party)s"),
    Occasion.HALF_WAY: later("Sin empezar a mitad del plazo: %(party)s, %(semester)s"),
    Occasion.WEEK_BEFORE: later("Se entrega hasta el %(date)s: %(party)s, %(semester)s"),
    Occasion.DUE: later("Vence el %(date)s: %(party)s, %(semester)s"),
    Occasion.WEEK_AFTER: later("Venció el %(date)s: %(party)s, %(semester)s"),
}
FIRST_SENTENCES = {
    Occasion.OPENED: later("Se abrió el %(label)s para informar, y a %(party)s le toca su parte."),
    Occasion.HALF_WAY: later(
        "Pasó la mitad del plazo del %(label)s y el informe de %(party)s está sin empezar."
    ),
    Occasion.WEEK_BEFORE: later("Se acerca la entrega del informe de %(party)s, %(label)s."),
    Occasion.DUE: later("Este es el plazo del informe de %(party)s, %(label)s."),
    Occasion.WEEK_AFTER: later("El informe de %(party)s, %(label)s, todavía no llegó."),
}


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def reminder(report: ProgressReport, occasion: Occasion) -> Words:
    """What is missing, until when, and where to write it."""
    entries = list(report.entries.with_parts())
    context = {
        "first": FIRST_SENTENCES[occasion] % names(report),
        "until": until_when(report),
        "returned": if_returned(report),
        "answered": sum(entry.is_answered for entry in entries),
        "asked": len(entries),
        "missing": workflow.missing(report, entries),
    }
    return Words(SUBJECTS[occasion] % names(report), body("reminder", report, context))


def returned(report: ProgressReport, event: ReportEvent) -> Words:
    """The reviewer's words: the message, and each comment that is not settled."""
    is_reopened = event.action == ReportAction.REOPEN
    subject = (
        _("Reabierto para corregir: %(party)s, %(semester)s")
        if is_reopened
        else _("Devuelto: %(party)s, %(semester)s")
    )
    context = {
        "event": event,
        "by": name_of(event.stakeholder),
        "is_reopened": is_reopened,
        "until": until_when(report),
        "comments": [(one, address(one.entry.get_absolute_url())) for one in unsettled(report)],
    }
    return Words(subject % names(report), body("returned", report, context))


def unsettled(report: ProgressReport):
    return (
        Comment.objects.filter(entry__report=report)
        .unsettled()
        .select_related("entry__activity", "record")
        .order_by("entry__activity__order", "at", "pk")
    )


def if_returned(report: ProgressReport) -> str:
    if report.state != ReportState.RETURNED:
        return ""
    return _("Está devuelto: falta corregirlo y enviarlo otra vez.")


def body(template: str, report: ProgressReport, context: dict) -> str:
    everywhere = {
        "party": party_of(report),
        "label": report.period.semester.label,
        "address": address(report.get_absolute_url()),
        "language_address": address(reverse("accounts:language")),
    }
    text = render_to_string(f"monitoring/mails/{template}.txt", {**everywhere, **context})
    return tidy(text)


def tidy(text: str) -> str:
    """Lines that the template left empty are no gaps."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for place, line in enumerate(lines) if line or lines[place - 1]]
    return "\n".join(kept) + "\n"


def names(report: ProgressReport) -> dict[str, str]:
    semester = report.period.semester
    return {
        "party": party_of(report),
        "semester": semester.code,
        "label": semester.label,
        "date": date_format(report.due_on),
    }


def party_of(report: ProgressReport) -> str:
    """Who reports: the joint report of the coordination has a name of its own."""
    if report.stakeholder.kind == StakeholderKind.SECRETARIAT:
        return str(report.title)
    return name_of(report.stakeholder)


def name_of(stakeholder: Stakeholder) -> str:
    in_english = stakeholder.name_en if get_language() == Language.ENGLISH else ""
    return in_english or stakeholder.name


def until_when(report: ProgressReport) -> str:
    """The due date, and how far away it is today."""
    sentence = _("Se entrega hasta el %(date)s: %(how_far)s.")
    return sentence % {"date": date_format(report.due_on), "how_far": how_far(report.due_on)}


def how_far(day: datetime.date) -> str:
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("es hoy")
    if days > 0:
        sentence = ngettext("queda %(days)d día", "quedan %(days)d días", days)
    else:
        sentence = ngettext("venció hace %(days)d día", "venció hace %(days)d días", -days)
    return sentence % {"days": abs(days)}


def address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
