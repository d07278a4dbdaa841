"""All that happened to a report: who, when, what, why.

Names and parties are those that were written down at the time, and stay when people leave.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.models import User
from monitoring.models import (
    ChangeAction,
    Comment,
    DateChange,
    EntryChange,
    Extension,
    ProgressReport,
    Receipt,
    ReportAction,
    ReportEvent,
)


class Matter(TextChoices):
    """What kind of thing happened; a page filters by it."""

    STEP = "step", gettext_lazy("paso del informe")
    TALK = "talk", gettext_lazy("comentario")
    REVIEW = "review", gettext_lazy("revisión")
    CHANGE = "change", gettext_lazy("cambio de lo informado")
    DEADLINE = "deadline", gettext_lazy("plazo")


BY_REVIEW = (
    ChangeAction.EVIDENCE_ACCEPTED,
    ChangeAction.EVIDENCE_REJECTED,
    ChangeAction.LINKED,
)
OF_TALKS = (ChangeAction.COMMENT_SETTLED, ChangeAction.COMMENT_REOPENED)


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened; `fields` are label, before and after, as they were read."""

    at: datetime.datetime
    who: str
    party: str
    matter: Matter
    what: str
    why: str = ""
    activity: str = ""
    fields: list[dict] = field(default_factory=list)
    receipt: Receipt | None = None


def happenings(
    report: ProgressReport, user: User, *, matter: str = "", activity: str = ""
) -> list[Happening]:
    """What the person may know of, the latest first; in a fixed number of queries."""
    told = [*steps(report, user), *talks(report, user), *changes(report, user), *deadlines(report)]
    chosen = [one for one in told if matter in ("", one.matter) and activity in ("", one.activity)]
    return sorted(chosen, key=lambda one: one.at, reverse=True)


def steps(report: ProgressReport, user: User) -> Iterator[Happening]:
    """Each step with the receipt of what was sent, or of the very version that was validated."""
    receipt = None
    for event in events_of(report, user):
        receipt = getattr(event, "receipt", None) or receipt
        yield Happening(
            at=event.at,
            who=str(event.by),
            party=str(event.stakeholder),
            matter=Matter.STEP,
            what=event.get_action_display() + open_comments(event),
            why=event.comment,
            receipt=receipt
            if event.action in (ReportAction.SUBMIT, ReportAction.VALIDATE)
            else None,
        )


def events_of(report: ProgressReport, user: User) -> Iterable[ReportEvent]:
    events = report.events.visible_to(user).select_related("by", "stakeholder", "receipt")
    return events.defer("receipt__content").order_by("at", "pk")


def open_comments(event: ReportEvent) -> str:
    if not event.open_comments:
        return ""
    return _(" (comentarios sin resolver: %(count)d)") % {"count": event.open_comments}


def talks(report: ProgressReport, user: User) -> Iterator[Happening]:
    comments = Comment.objects.visible_to(user).filter(entry__report=report)
    for comment in comments.select_related("by", "stakeholder", "entry__activity"):
        yield Happening(
            at=comment.at,
            who=str(comment.by),
            party=str(comment.stakeholder),
            matter=Matter.TALK,
            what=what_was_said(comment),
            why=comment.text,
            activity=comment.entry.activity.code,
        )


def what_was_said(comment: Comment) -> str:
    if comment.answers_to_id:
        return _("Respondió")
    if comment.about:
        return _("Comentó la acción «%(title)s»") % {"title": comment.about}
    return _("Comentó")


def changes(report: ProgressReport, user: User) -> Iterator[Happening]:
    of_report = EntryChange.objects.visible_to(user).filter(entry__report=report)
    for change in of_report.select_related("by", "stakeholder", "entry__activity"):
        yield Happening(
            at=change.at,
            who=str(change.by),
            party=str(change.stakeholder),
            matter=matter_of(change),
            what=capfirst(str(change)),
            activity=change.entry.activity.code,
            fields=change.fields,
        )


def matter_of(change: EntryChange) -> Matter:
    if change.action in BY_REVIEW:
        return Matter.REVIEW
    return Matter.TALK if change.action in OF_TALKS else Matter.CHANGE


def deadlines(report: ProgressReport) -> Iterator[Happening]:
    """More time for this report, and dates that moved for everybody."""
    for given in report.extensions.select_related("by", "stakeholder"):
        yield from_deadline(given, _("Más plazo, hasta el %(due)s") % dates_of(given))
    moved = DateChange.objects.filter(period=report.period_id)
    for change in moved.select_related("by", "stakeholder"):
        sentence = _("El semestre se entrega hasta el %(due)s y cierra el %(closes)s")
        yield from_deadline(change, sentence % dates_of(change))


def from_deadline(change: Extension | DateChange, what: str) -> Happening:
    return Happening(
        at=change.at,
        who=str(change.by),
        party=str(change.stakeholder),
        matter=Matter.DEADLINE,
        what=what,
        why=change.reason,
    )


def dates_of(change: Extension | DateChange) -> dict[str, str]:
    closes_on = getattr(change, "closes_on", None)
    return {
        "due": date_format(change.due_on),
        "closes": date_format(closes_on) if closes_on else "",
    }
