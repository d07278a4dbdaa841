"""Which risks need attention, and why. Plain values in, sentences out."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from risks.levels import Point
from risks.models import Level
from risks.reporting import Coverage

ORDER: list[Level | None] = [Level.LOW, Level.MEDIUM, Level.HIGH]


class Reason(TextChoices):
    """Why a risk needs attention, the gravest first."""

    HAPPENED = "happened", gettext_lazy("se presentó")
    HIGH = "high", gettext_lazy("nivel alto")
    ROSE = "rose", gettext_lazy("el nivel subió")
    OVERDUE = "overdue", gettext_lazy("acción vencida")
    UNANSWERED = "unanswered", gettext_lazy("sin acciones")
    NO_PROGRESS = "no_progress", gettext_lazy("actividades sin avances")
    UNREVIEWED = "unreviewed", gettext_lazy("sin revisar")


@dataclass(frozen=True)
class ActionFact:
    """An action of the risk's own."""

    code: str
    due_on: datetime.date
    is_done: bool


@dataclass(frozen=True)
class RiskFacts:
    """What is known of a risk on a day: its level so far, and what answers it."""

    code: str
    order: int
    points: Sequence[Point]
    coverage: Coverage
    ended: str = ""  # the last semester that has ended
    actions: Sequence[ActionFact] = ()
    idle: Sequence[str] = ()  # due activities of which no validated report tells anything

    @property
    def known(self) -> list[Point]:
        return [point for point in self.points if point.level]

    @property
    def now(self) -> Point:
        return self.known[-1]

    @property
    def before(self) -> Point | None:
        return self.known[-2] if len(self.known) > 1 else None


@dataclass(frozen=True)
class Attention:
    facts: RiskFacts
    reasons: dict[Reason, str] = field(default_factory=dict)

    @property
    def gravity(self) -> tuple:
        """The gravest reason decides, then the next one; then the order of Anexo 1."""
        return (*(reason not in self.reasons for reason in Reason), self.facts.order)


def needing_attention(risks: Sequence[RiskFacts], today: datetime.date) -> list[Attention]:
    """The risks that need attention, the gravest first."""
    found = [Attention(facts, reasons(facts, today)) for facts in risks]
    return sorted((one for one in found if one.reasons), key=lambda one: one.gravity)


def reasons(facts: RiskFacts, today: datetime.date) -> dict[Reason, str]:
    sentences = {
        Reason.HAPPENED: happened(facts),
        Reason.HIGH: is_high(facts),
        Reason.ROSE: rose(facts),
        Reason.OVERDUE: overdue(facts, today),
        Reason.UNANSWERED: unanswered(facts),
        Reason.NO_PROGRESS: no_progress(facts),
        Reason.UNREVIEWED: unreviewed(facts),
    }
    return {reason: sentence for reason, sentence in sentences.items() if sentence}


def happened(facts: RiskFacts) -> str:
    if not facts.now.happened:
        return ""
    return _("Se presentó en %(semester)s.") % {"semester": facts.now.semester}


def is_high(facts: RiskFacts) -> str:
    if facts.now.level != Level.HIGH:
        return ""
    if facts.now.is_annex:
        return _("Su nivel es alto en Anexo 1, y la región no lo ha revisado todavía.")
    return _("Su nivel es alto según la revisión de %(semester)s.") % {
        "semester": facts.now.semester
    }


def rose(facts: RiskFacts) -> str:
    now, before = facts.now, facts.before
    if before is None or ORDER.index(now.level) <= ORDER.index(before.level):
        return ""
    sentence = (
        _("Su nivel subió de %(before)s, en Anexo 1, a %(now)s en %(semester)s.")
        if before.is_annex
        else _("Su nivel subió de %(before)s en %(since)s a %(now)s en %(semester)s.")
    )
    return sentence % {
        "before": before.label.lower(),
        "since": before.semester,
        "now": now.label.lower(),
        "semester": now.semester,
    }


def overdue(facts: RiskFacts, today: datetime.date) -> str:
    late = [action for action in facts.actions if not action.is_done and action.due_on < today]
    return " ".join(how_late(action, today) for action in late)


def how_late(action: ActionFact, today: datetime.date) -> str:
    days = (today - action.due_on).days
    sentence = ngettext(
        "La acción %(code)s debía estar hecha el %(due)s: va %(days)d día tarde.",
        "La acción %(code)s debía estar hecha el %(due)s: va %(days)d días tarde.",
        days,
    )
    due = date_format(action.due_on, "DATE_FORMAT")
    return sentence % {"code": action.code, "due": due, "days": days}


def unanswered(facts: RiskFacts) -> str:
    if facts.actions or facts.coverage == Coverage.WHOLE:
        return ""
    if facts.coverage == Coverage.NONE:
        return _("Ninguna actividad del plan lo mitiga y no tiene acciones propias.")
    return _("El plan lo cubre solo en parte y no tiene acciones propias.")


def no_progress(facts: RiskFacts) -> str:
    if not facts.idle:
        return ""
    sentence = ngettext(
        "Ningún informe validado dice avances de la actividad que lo mitiga: %(codes)s.",
        "Ningún informe validado dice avances de actividades que lo mitigan: %(codes)s.",
        len(facts.idle),
    )
    return sentence % {"codes": ", ".join(facts.idle)}


def unreviewed(facts: RiskFacts) -> str:
    reviewed = {point.semester for point in facts.known}
    if not facts.ended or facts.ended in reviewed:
        return ""
    return _("No se revisó en %(semester)s, el último semestre terminado.") % {
        "semester": facts.ended
    }
