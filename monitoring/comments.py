"""The talk of a review: what is asked, answered and settled about an entry or one of its rows."""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, User
from monitoring.models import Comment, ProgressEntry, ProgressReport, ReportAction
from monitoring.permissions import can_comment
from monitoring.reports import WritingDenied
from monitoring.workflow import available_actions, perform


@transaction.atomic
def add_comment(entry: ProgressEntry, *, text: str, by: Membership | None) -> Comment:
    """The same words again, from a request that was repeated, are said once.

    A reviewer's first comment begins the review, after which nobody withdraws the report.
    Raises WritingDenied.
    """
    report = ProgressReport.objects.select_for_update().get(pk=entry.report_id)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_comment(membership, report):
        raise WritingDenied(_("Usted no puede comentar este informe, o ya está validado."))
    last = entry.comments.last()
    if last and (last.text, last.by) == (text, membership.user):
        return last
    if ReportAction.BEGIN in available_actions(report, membership):
        perform(ReportAction.BEGIN, report, by=membership, key=uuid.uuid4())
    return Comment.objects.create(
        entry=entry, text=text, by=membership.user, stakeholder=membership.stakeholder
    )


def waiting_for_answer(reports: QuerySet[ProgressReport], user: User) -> list[ProgressEntry]:
    """The entries whose last comment, as the person sees it, is not by who reports."""
    last: dict[int, Comment] = {}
    comments = Comment.objects.visible_to(user).filter(entry__report__in=reports)
    for comment in comments.select_related(
        "entry__activity", "entry__report__stakeholder", "entry__report__period__semester"
    ):
        last[comment.entry_id] = comment
    return [
        comment.entry
        for comment in last.values()
        if comment.stakeholder_id != comment.entry.report.stakeholder_id
    ]
