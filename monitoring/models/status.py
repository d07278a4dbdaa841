"""How an activity stands in a report, as its people declare it, and what they still owe."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EntryStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("no iniciada")
    IN_PROGRESS = "in_progress", _("en proceso")
    DONE = "done", _("concluida")
    RESCHEDULED = "rescheduled", _("reprogramada")
    NOT_APPLICABLE = "not_applicable", _("no corresponde")


NEEDS_REASON = (EntryStatus.RESCHEDULED, EntryStatus.NOT_APPLICABLE)
NOTHING_TO_TELL = (EntryStatus.NOT_STARTED, *NEEDS_REASON)
TEXTS = ("reason", "progress", "obstacles", "next_steps", "approaches_how", "risks_response")


class Lack(models.TextChoices):
    """What an entry still lacks before its report can be sent, the first of them first."""

    ANSWER = "answer", _("por informar")
    STATUS = "status", _("su estado dice que no hubo y tiene acciones")
    PROGRESS = "progress", _("faltan los avances")
    RECORDS = "records", _("falta decir si terminó alguna acción")
    DOCUMENT = "document", _("falta el documento de la etapa")


def answered(prefix: str = "") -> Q:
    """Whether something was said of the activity, for a query that reaches entries by `prefix`."""
    return (
        Q(**{f"{prefix}no_activity": True})
        | ~Q(**{f"{prefix}progress": ""})
        | Q(**{f"{prefix}status__in": NOTHING_TO_TELL})
    )
