"""What the database refuses of deadlines, reviews, mails, priorities and findings."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from corett.accounts.models import Membership, User
from monitoring.models import (
    Comment,
    DateChange,
    Evidence,
    Extension,
    Finding,
    Notice,
    Occasion,
    PeriodState,
    Priority,
    ReportAction,
    ReportEvent,
)
from tests.factories import (
    CommentFactory,
    EvidenceFactory,
    ExtensionFactory,
    FindingFactory,
    MembershipFactory,
    PeriodFactory,
    PriorityFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]
DAY = datetime.timedelta(days=1)


def refuses(constraint: str, write) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def date_change() -> DateChange:
    period, by = PeriodFactory(), MembershipFactory(stakeholder__secretariat=True)
    return DateChange.objects.create(
        period=period,
        due_before=period.due_on,
        closes_before=period.closes_on,
        due_on=period.due_on,
        closes_on=period.closes_on + DAY,
        reason="Feriados.",
        by=by.user,
        stakeholder=by.stakeholder,
    )


def test_dates_change_in_order_and_with_a_reason():
    change = date_change()

    refuses(
        "monitoring_date_change_in_order",
        lambda: DateChange.objects.update(closes_on=change.due_on - DAY),
    )
    refuses("monitoring_date_change_reason", lambda: DateChange.objects.update(reason=""))


def test_more_time_is_given_with_a_reason():
    ExtensionFactory()

    refuses("monitoring_extension_reason", lambda: Extension.objects.update(reason=""))


def test_only_what_opens_a_talk_is_settled_and_it_says_by_whom():
    asked = CommentFactory()
    CommentFactory(entry=asked.entry, answers_to=asked)
    now = timezone.now()

    refuses("monitoring_comment_settled", lambda: Comment.objects.update(settled_at=now))
    refuses(
        "monitoring_answer_not_settled_alone",
        lambda: Comment.objects.filter(answers_to=asked).update(
            settled_at=now, settled_by=asked.by
        ),
    )


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_evidence_judged_when", {"verdict": "accepted"}),
        ("monitoring_evidence_judged", {"verdict": "accepted", "judged_at": timezone.now()}),
        ("monitoring_evidence_rejected_with_reason", {"verdict_reason": "Porque sí."}),
    ],
)
def test_evidence_nobody_looked_at_refuses(constraint, changes):
    EvidenceFactory()

    refuses(constraint, lambda: Evidence.objects.update(**changes))


def test_evidence_is_not_refused_without_a_reason():
    EvidenceFactory(accepted=True)

    refuses(
        "monitoring_evidence_rejected_with_reason",
        lambda: Evidence.objects.update(verdict="rejected"),
    )


def event(action: ReportAction, **said) -> ReportEvent:
    by = MembershipFactory(stakeholder__secretariat=True)
    return ReportEvent.objects.create(
        report=ReportFactory(submitted=True),
        action=action,
        by=by.user,
        stakeholder=by.stakeholder,
        key=uuid.uuid4(),
        **said,
    )


def test_a_return_has_words_or_a_comment_that_is_still_open():
    event(ReportAction.RETURN, open_comments=1)

    refuses("monitoring_return_needs_comment", lambda: ReportEvent.objects.update(open_comments=0))


def test_a_report_is_reopened_with_a_reason():
    event(ReportAction.REOPEN, comment="Faltó una lista.")

    refuses("monitoring_reopen_needs_reason", lambda: ReportEvent.objects.update(comment=""))


def notice(user, about="2025-1") -> Notice:
    return Notice.objects.create(
        occasion=Occasion.OPENED, about=about, user=user, address=user.email, subject="a", body="b"
    )


def test_a_person_gets_one_mail_about_one_thing():
    user = UserFactory()
    notice(user)

    refuses("(?i)unique", lambda: notice(user))
    notice(user, about="2025-2")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_notice_occasion", {"occasion": "lost"}),
        ("monitoring_notice_sent_without_fault", {"sent_at": timezone.now(), "fault": "no"}),
    ],
)
def test_a_notice_refuses(constraint, changes):
    notice(UserFactory())

    refuses(constraint, lambda: Notice.objects.update(**changes))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_priority_decision", {"decision": "lost"}),
        ("monitoring_priority_reason", {"reason": ""}),
        ("monitoring_priority_endorsed", {"endorsed_at": timezone.now()}),
        ("monitoring_priority_scheduled", {"scheduled_at": timezone.now()}),
    ],
)
def test_a_priority_refuses(constraint, changes):
    PriorityFactory()

    refuses(constraint, lambda: Priority.objects.update(**changes))


def test_an_activity_has_one_priority_a_year_and_goes_to_the_schedule_once_endorsed():
    first = PriorityFactory()

    refuses("(?i)unique", lambda: PriorityFactory(activity=first.activity, year=first.year))
    refuses(
        "monitoring_priority_scheduled_once_endorsed",
        lambda: Priority.objects.update(scheduled_at=timezone.now(), scheduled_by=first.decided_by),
    )


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_finding_source", {"source": "lost"}),
        (
            "monitoring_finding_closed",
            {"closed_at": timezone.now(), "state": "done", "result": "x"},
        ),
        ("monitoring_finding_closed_when", {"state": "done"}),
        ("monitoring_finding_in_progress", {"state": "in_progress"}),
    ],
)
def test_a_finding_refuses(constraint, changes):
    FindingFactory()

    refuses(constraint, lambda: Finding.objects.update(**changes))


def test_a_finding_is_in_a_known_state_and_has_a_number_of_its_own():
    first = FindingFactory()

    refuses("monitoring_finding", lambda: Finding.objects.update(state="lost"))
    refuses("(?i)unique", lambda: FindingFactory(plan=first.plan, number=first.number))


def test_an_account_has_a_language_and_a_hat_a_position():
    MembershipFactory()

    refuses("accounts_user_language", lambda: User.objects.update(language="fr"))
    refuses("accounts_membership_position", lambda: Membership.objects.update(position="lost"))


@pytest.mark.parametrize(
    ("opens", "due", "closes", "state"),
    [
        (1, 2, 3, PeriodState.UPCOMING),
        (0, 0, 1, PeriodState.OPEN),
        (-5, -1, 0, PeriodState.OVERDUE),
        (-5, -2, -1, PeriodState.CLOSED),
    ],
)
def test_a_period_is_told_by_its_dates_alone(opens, due, closes, state):
    today = timezone.localdate()

    period = PeriodFactory(
        opens_on=today + opens * DAY, due_on=today + due * DAY, closes_on=today + closes * DAY
    )

    assert period.state == state


def test_the_furthest_date_counts_and_a_sent_report_is_late_no_more():
    today = timezone.localdate()
    late = PeriodFactory(opens_on=today - 9 * DAY, due_on=today - 3 * DAY, closes_on=today - DAY)
    report = ReportFactory(period=late)
    assert (report.days_overdue, report.closes_on) == (3, today - DAY)

    ExtensionFactory(report=report, due_on=today + DAY)
    ExtensionFactory(report=report, due_on=today - 2 * DAY)
    assert (report.due_on, report.closes_on, report.days_overdue) == (today + DAY, today + DAY, 0)

    assert ReportFactory(period=late, submitted=True).days_overdue == 0
    assert ReportFactory(period=late, returned=True).days_overdue == 3
