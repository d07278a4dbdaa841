"""The talk of a review: what is asked, answered and settled about an entry or one of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, User
from monitoring.changes import note
from monitoring.models import (
    ChangeAction,
    Comment,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportState,
)
from monitoring.permissions import can_comment, can_report, can_review, can_settle
from monitoring.reports import WritingDenied
from monitoring.workflow import begin_review


@dataclass(frozen=True)
class Thread:
    """What opened a talk, and its answers in the order in which they were given."""

    opening: Comment
    answers: list[Comment] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return self.opening.is_settled

    @property
    def last(self) -> Comment:
        return [self.opening, *self.answers][-1]

    def waits_for(self, membership: Membership | None, report: ProgressReport) -> bool:
        """Who reports answers what another said last; who reviews settles what it answered."""
        if self.is_settled:
            return False
        is_of_reporter = self.last.stakeholder_id == report.stakeholder_id
        if can_report(membership, report):
            return not is_of_reporter
        return is_of_reporter and can_review(membership, report)


def threads_of(comments: Iterable[Comment]) -> list[Thread]:
    """The talks, in the order in which they were opened."""
    threads: dict[int, Thread] = {}
    later = []
    for comment in comments:
        if comment.answers_to_id is None:
            threads[comment.pk] = Thread(comment)
        else:
            later.append(comment)
    for answer_given in later:
        if answer_given.answers_to_id in threads:
            threads[answer_given.answers_to_id].answers.append(answer_given)
    return list(threads.values())


def talk_about(report: ProgressReport, user: User) -> list[Comment]:
    """All that was said of the report, as the person may read it."""
    said = list(
        Comment.objects.visible_to(user)
        .filter(entry__report=report)
        .select_related("entry__activity")
    )
    for comment in said:
        comment.entry.report = report
    return said


def waiting_for_answer(
    reports: QuerySet[ProgressReport], membership: Membership | None
) -> list[ProgressEntry]:
    """The entries of unfinished reports where a talk waits for the hat; one question."""
    if membership is None:
        return []
    unfinished = reports.exclude(state=ReportState.VALIDATED)
    said = Comment.objects.visible_to(membership.user).filter(entry__report__in=unfinished)
    comments = said.select_related(
        "entry__activity", "entry__report__stakeholder", "entry__report__period__semester"
    )
    return waiting_in(comments, membership)


def waiting_in(comments: Iterable[Comment], membership: Membership | None) -> list[ProgressEntry]:
    waiting = [
        thread.opening.entry
        for thread in threads_of(comments)
        if thread.waits_for(membership, thread.opening.entry.report)
    ]
    return list(dict.fromkeys(waiting))


@transaction.atomic
def add_comment(
    entry: ProgressEntry, *, text: str, by: Membership | None, record: Record | None = None
) -> Comment:
    """Open a talk about the activity or one of its rows, whose name stays when the row goes.

    The same words again, from a request that was repeated, are said once. A reviewer's first
    comment begins the review, after which nobody withdraws the report. Raises WritingDenied.
    """
    membership = lock_for_talk(entry, by)
    said = Comment(entry=entry, text=text, record=record, about=record.title if record else "")
    return say(said, by=membership)


@transaction.atomic
def answer(comment: Comment, *, text: str, by: Membership | None) -> Comment:
    """Say something more in a talk that nobody settled yet. Raises WritingDenied."""
    membership = lock_for_talk(comment.entry, by)
    opening = opening_of(comment)
    if opening.is_settled:
        raise WritingDenied(
            _("Este comentario ya se dio por resuelto. Si hace falta, escriba uno nuevo.")
        )
    return say(Comment(entry=comment.entry, text=text, answers_to=opening), by=membership)


def say(said: Comment, *, by: Membership) -> Comment:
    last = said.entry.comments.filter(answers_to=said.answers_to, record=said.record).last()
    if last and not last.is_settled and (last.text, last.by) == (said.text, by.user):
        return last
    begin_review(said.entry.report, by=by)
    said.by, said.stakeholder = by.user, by.stakeholder
    said.save()
    return said


def lock_for_talk(entry: ProgressEntry, by: Membership | None) -> Membership:
    report = ProgressReport.objects.select_for_update().get(pk=entry.report_id)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_comment(membership, report):
        raise WritingDenied(_("Usted no puede comentar este informe, o ya está validado."))
    return membership


def opening_of(comment: Comment) -> Comment:
    """What opened the talk, as it now stands."""
    return Comment.objects.get(pk=comment.answers_to_id or comment.pk)


@transaction.atomic
def settle(comment: Comment, *, by: Membership | None) -> Comment:
    """Give a talk as resolved. Raises WritingDenied."""
    membership = lock_for_settling(comment, by)
    opening = opening_of(comment)
    if opening.is_settled:
        return opening
    begin_review(comment.entry.report, by=membership)
    opening.settled_at, opening.settled_by = timezone.now(), membership.user
    return decided(opening, ChangeAction.COMMENT_SETTLED, by=membership)


@transaction.atomic
def leave_open(comment: Comment, *, by: Membership | None) -> Comment:
    """Open again a talk that was given as resolved. Raises WritingDenied."""
    membership = lock_for_settling(comment, by)
    opening = opening_of(comment)
    if not opening.is_settled:
        return opening
    opening.settled_at = opening.settled_by = None
    return decided(opening, ChangeAction.COMMENT_REOPENED, by=membership)


def lock_for_settling(comment: Comment, by: Membership | None) -> Membership:
    report = ProgressReport.objects.select_for_update().get(pk=comment.entry.report_id)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_settle(membership, report):
        raise WritingDenied(
            _("Solo quien revisa el informe da un comentario por resuelto, antes de validarlo.")
        )
    return membership


def decided(opening: Comment, action: ChangeAction, *, by: Membership) -> Comment:
    opening.save(update_fields=["settled_at", "settled_by"])
    note(opening.entry, action, by=by, subject=opening.text)
    return opening
