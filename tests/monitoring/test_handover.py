import uuid

import pytest

from monitoring.handover import handover, is_newcomer
from monitoring.models import ReportAction
from monitoring.workflow import perform
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    stakeholder = StakeholderFactory()
    ActivityFactory(code="1.9", responsible=[stakeholder])
    return stakeholder


@pytest.fixture
def successor(country):
    return MembershipFactory(stakeholder=country)


@pytest.fixture
def predecessor(country):
    return MembershipFactory(stakeholder=country)


def test_who_has_written_nothing_for_the_country_is_a_newcomer(country, successor, predecessor):
    EntryFactory(
        report__stakeholder=country,
        saved_by=predecessor.user,
        saved_at="2025-03-01T00:00Z",
    )

    assert is_newcomer(successor)
    assert not is_newcomer(predecessor)


def test_who_added_a_row_or_took_a_step_is_none(country):
    rows, steps = MembershipFactory(stakeholder=country), MembershipFactory(stakeholder=country)
    record = RecordFactory(entry__report__stakeholder=country, saved_by=rows.user)
    perform(ReportAction.SUBMIT, record.entry.report, by=steps, key=uuid.uuid4())

    assert not is_newcomer(rows)
    assert not is_newcomer(steps)


def test_who_does_not_report_is_no_newcomer():
    assert not is_newcomer(MembershipFactory(stakeholder=StakeholderFactory(observer=True)))
    assert not is_newcomer(None)


def test_the_successor_gets_what_is_open_what_came_back_and_whom_to_ask(
    country, successor, predecessor
):
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    MembershipFactory(stakeholder=StakeholderFactory())
    report = EntryFactory(report__stakeholder=country).report
    perform(ReportAction.SUBMIT, report, by=predecessor, key=uuid.uuid4())
    perform(
        ReportAction.RETURN, report, by=secretariat, comment="Falta la lista.", key=uuid.uuid4()
    )
    draft = ReportFactory(stakeholder=country, period=PeriodFactory(semester__half=2))

    given = handover(successor)

    assert [
        (one["report"], str(one["message"] and one["message"].comment))
        for one in given["open_reports"]
    ] == [(draft, "None"), (report, "Falta la lista.")]
    assert list(given["colleagues"]) == [predecessor]
    assert list(given["secretariat"]) == [secretariat]


def test_the_successor_gets_the_values_of_the_last_report_that_was_sent(country, successor):
    period = PeriodFactory(semester=SemesterFactory(year=2024, half=2))
    entry = EntryFactory(report__stakeholder=country, report__period=period, report__validated=True)
    measure = MeasureFactory(activity=entry.activity)
    RecordFactory(entry=entry, quantity=4)
    ReportFactory(stakeholder=country, period=PeriodFactory(semester__half=1))

    given = handover(successor)

    assert given["last"] == entry.report
    [told] = given["last_values"]
    assert told["entry"] == entry
    assert [(one["measure"], one["value"]["number"]) for one in told["values"]] == [(measure, 4)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_handover_costs_the_same_for_any_number_of_activities(
    count, country, successor, django_assert_num_queries
):
    report = ReportFactory(stakeholder=country, validated=True)
    for number in range(count):
        entry = EntryFactory(report=report, activity__code=f"2.{number}")
        MeasureFactory(activity=entry.activity)
        RecordFactory(entry=entry)

    with django_assert_num_queries(10):
        given = handover(successor)

    assert len(given["last_values"]) == count
