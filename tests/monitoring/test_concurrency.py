"""Two people at the same moment, on connections of their own: the locks are what is tested."""

import datetime
import threading
import uuid

import pytest
from django.db import connection

from monitoring import records, reports, workflow
from monitoring.models import (
    ProgressReport,
    Record,
    ReportAction,
    ReportEvent,
    ReportingPeriod,
    ReportState,
)
from monitoring.records import NewInstitution, Parts
from monitoring.reports import Stale, WritingDenied
from monitoring.workflow import TransitionDenied
from tests.factories import (
    EntryFactory,
    MembershipFactory,
    PlanEditionFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 3


def at_once(*acts) -> list:
    """What each of the acts returned or raised; they start together."""
    outcomes: list = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        start.wait()
        try:
            outcomes[place] = act()
        except Exception as raised:
            outcomes[place] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def kinds(outcomes) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_a_semester_opened_at_once_by_several_is_opened_once():
    semester = SemesterFactory()
    PlanEditionFactory(plan=semester.plan)
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    day = datetime.date(2025, 7, 1)

    def open_it():
        return reports.open_semester(
            semester, opens_on=day, due_on=day, closes_on=day, by=secretariat
        )

    outcomes = at_once(*[open_it] * PEOPLE)

    assert kinds(outcomes) == ["ReportingPeriod"] + [WritingDenied.__name__] * (PEOPLE - 1)
    assert ReportingPeriod.objects.get().reports.count() == 1


def test_a_row_sent_several_times_at_once_is_one():
    entry = EntryFactory()
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    key = uuid.uuid4()

    def send():
        day = entry.report.period.semester.start
        record = Record(entry=entry, key=key, title="Taller", ended_on=day)
        return records.add_record(
            record, parts=Parts(new_institutions=[NewInstitution(name="Nueva")]), by=member
        )

    outcomes = at_once(*[send] * PEOPLE)

    assert kinds(outcomes) == ["Record"] + [Stale.__name__] * (PEOPLE - 1)
    assert Record.objects.get().institutions.count() == 1


def test_one_review_wins_over_another_at_the_same_moment():
    report = ReportFactory(submitted=True)
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))

    def review(action):
        return lambda: workflow.perform(
            action, report, by=secretariat, comment="Falta algo.", key=uuid.uuid4()
        )

    outcomes = at_once(review(ReportAction.RETURN), review(ReportAction.VALIDATE))

    assert kinds(outcomes) == ["ProgressReport", TransitionDenied.__name__]
    won = ReportEvent.objects.get().action
    states = {"return": ReportState.RETURNED, "validate": ReportState.VALIDATED}
    assert ProgressReport.objects.get().state == states[won]


def test_a_row_is_not_written_into_a_report_that_is_being_sent():
    entry = EntryFactory()
    member = MembershipFactory(stakeholder=entry.report.stakeholder)

    def send():
        return workflow.perform(
            ReportAction.SUBMIT, entry.report, by=member, key=uuid.uuid4()
        ).submitted_at

    def write():
        day = entry.report.period.semester.start
        record = Record(entry=entry, title="Taller", ended_on=day)
        return records.add_record(record, parts=Parts(), by=member).saved_at

    sent, written = at_once(send, write)

    assert isinstance(written, WritingDenied) or written <= sent
