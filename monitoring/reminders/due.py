"""Whom to tell what today, of reports that are still owed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Prefetch
from django.utils import timezone, translation

from corett.accounts.models import Membership, User
from monitoring.models import (
    Occasion,
    ProgressEntry,
    ProgressReport,
    ReportAction,
    ReportEvent,
    ReportState,
)
from monitoring.notices import Key, Letter
from monitoring.reminders import letters
from monitoring.reminders.letters import Words
from monitoring.reminders.occasions import Moment, occasion_of

RETURNS = (ReportAction.RETURN, ReportAction.REOPEN)


@dataclass(frozen=True)
class Due:
    """A mail that is due; its words are looked for only where it was not sent yet."""

    user: User
    occasion: Occasion
    about: str
    words: Callable[[], Words]

    @property
    def key(self) -> Key:
        return (self.user.pk, str(self.occasion), self.about)

    def letter(self) -> Letter:
        with translation.override(self.user.language):
            words = self.words()
        return Letter(self.user, self.occasion, self.about, words.subject, words.body)


def owed_reports():
    """Drafts and what came back, of plans that are not a demonstration."""
    returns = ReportEvent.objects.filter(action__in=RETURNS).select_related("by", "stakeholder")
    return (
        ProgressReport.objects.filter(
            state__in=[ReportState.DRAFT, ReportState.RETURNED],
            period__semester__plan__is_demonstration=False,
        )
        .select_related("stakeholder", "period__semester__plan", "period__edition")
        .prefetch_related("extensions", Prefetch("events", returns))
        .order_by("pk")
    )


def due_of_reports(reports: Iterable[ProgressReport]) -> list[Due]:
    reports = list(reports)
    begun = begun_among(reports)
    members = members_by_stakeholder({report.stakeholder_id for report in reports})
    return [
        Due(user, occasion, about, words)
        for report in reports
        for occasion, about, words in told_of(report, is_begun=report.pk in begun)
        for user in members.get(report.stakeholder_id, [])
    ]


def told_of(
    report: ProgressReport, *, is_begun: bool
) -> list[tuple[Occasion, str, Callable[[], Words]]]:
    """Its return, until it is sent again; and the moment of its time that has come."""
    told: list[tuple[Occasion, str, Callable[[], Words]]] = []
    if event := last_return(report):
        about = f"{about_report(report)}/{event.pk}"
        told.append((Occasion.RETURNED, about, partial(letters.returned, report, event)))
    occasion = occasion_of(
        told_first(report, event),
        opens_on=report.period.opens_on,
        due_on=report.due_on,
        today=timezone.localdate(),
    )
    if occasion in (None, Occasion.RETURNED) or is_idle(occasion, report, is_begun=is_begun):
        return told
    words = partial(letters.reminder, report, occasion)
    return [*told, (occasion, about_moment(report, occasion), words)]


def is_idle(occasion: Occasion, report: ProgressReport, *, is_begun: bool) -> bool:
    """Half of the time is told where nothing was begun, an opening while there is time to send."""
    if occasion == Occasion.HALF_WAY:
        return is_begun
    return occasion == Occasion.OPENED and report.closes_on < timezone.localdate()


def last_return(report: ProgressReport) -> ReportEvent | None:
    """The words with which it came back, while it waits to be sent again (see `owed_reports`)."""
    if report.state != ReportState.RETURNED:
        return None
    returns = list(report.events.all())
    return returns[-1] if returns else None


def told_first(report: ProgressReport, event: ReportEvent | None) -> Moment:
    """Its return, or its opening: on its day, or on the later one on which it was opened."""
    if event:
        return timezone.localdate(event.at), Occasion.RETURNED
    period = report.period
    return max(period.opens_on, timezone.localdate(period.opened_at)), Occasion.OPENED


def about_report(report: ProgressReport) -> str:
    return f"semestre/{report.period.semester_id}/informe/{report.pk}"


def about_moment(report: ProgressReport, occasion: Occasion) -> str:
    """A date that is put off is told again when its turn comes."""
    if occasion in (Occasion.OPENED, Occasion.HALF_WAY):
        return about_report(report)
    return f"{about_report(report)}/{report.due_on.isoformat()}"


def begun_among(reports: Iterable[ProgressReport]) -> set[int]:
    """Those of which somebody touched an activity."""
    entries = ProgressEntry.objects.filter(report__in=[report.pk for report in reports])
    untouched = entries.untouched().values("pk")
    return set(entries.exclude(pk__in=untouched).values_list("report", flat=True))


def members_by_stakeholder(stakeholders: Iterable[int]) -> dict[int, list[User]]:
    """Titulares and suplentes of today whose accounts are open, each once."""
    hats = (
        Membership.objects.current()
        .filter(stakeholder__in=stakeholders, user__is_active=True)
        .select_related("user")
        .order_by("user")
    )
    found: dict[int, list[User]] = {}
    for hat in hats:
        people = found.setdefault(hat.stakeholder_id, [])
        if hat.user not in people:
            people.append(hat.user)
    return found
