"""What a person does on a page and others must hear of at once.

The mails are written in the transaction of what they tell, and go out once it stands; whatever is
missed, the next run of `send_reminders` makes up for.
"""

import uuid
from dataclasses import dataclass

from django.db import transaction

from corett.accounts.models import Membership, Stakeholder, User
from monitoring import notices, receipts, workflow
from monitoring.models import Occasion, ProgressReport, ReportAction, ReportingPeriod
from monitoring.notices import Letter
from monitoring.reminders.due import (
    RETURNS,
    Due,
    due_of_reports,
    members_by_stakeholder,
    owed_reports,
)
from monitoring.reports import owing_stakeholders


@transaction.atomic
def perform(
    action: ReportAction,
    report: ProgressReport,
    *,
    by: Membership | None,
    comment: str = "",
    key: uuid.UUID,
) -> ProgressReport:
    """`workflow.perform`, and the mail that tells of it: both, or neither.

    Who sends a report gets its receipt, whom it is returned to the reviewer's words.
    """
    report = workflow.perform(action, report, by=by, comment=comment, key=key)
    if action in RETURNS:
        due = due_of_reports(owed_reports().filter(pk=report.pk))
        tell([one for one in due if one.occasion == Occasion.RETURNED])
    if action == ReportAction.SUBMIT:
        tell_receipt(report)
    return report


def tell_receipt(report: ProgressReport) -> None:
    """Not in a demonstration, where nobody exists."""
    receipt = report.receipts.select_related("event__by").first()
    if receipt is None or report.period.semester.plan.is_demonstration:
        return
    subject, text = receipts.subject_and_text(receipt)
    letter = Letter(receipt.event.by, Occasion.RECEIPT, receipts.about(receipt), subject, text)
    notices.write([letter])
    notices.send_after_commit({letter.key})


@transaction.atomic
def tell_opened(period: ReportingPeriod) -> int:
    """Tell everyone who owes a report; how many mails that is. Before its first day, none yet."""
    due = due_of_reports(owed_reports().filter(period=period))
    return tell([one for one in due if one.occasion == Occasion.OPENED])


def tell(due: list[Due]) -> int:
    notices.write([one.letter() for one in due])
    notices.send_after_commit({one.key for one in due})
    return len(due)


@dataclass(frozen=True)
class Audience:
    """Who would be told of an opening, and who has nobody to be told."""

    people: list[User]
    unreached: list[Stakeholder]


def audience_of_opening() -> Audience:
    parties = owing_stakeholders()
    members = members_by_stakeholder([party.pk for party in parties])
    people = {user.pk: user for users in members.values() for user in users}
    return Audience(list(people.values()), [one for one in parties if one.pk not in members])
