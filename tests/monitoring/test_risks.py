import datetime

import pytest
from django.utils import timezone

from monitoring.models import EntryStatus
from monitoring.risks import read_risks
from plan.models import Measure, ScheduleCell
from risks.attention import Reason
from risks.models import Level
from tests.factories import (
    MeasureFactory,
    MitigationActionFactory,
    MitigationFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
)
from tests.monitoring.annual_world import World, make_world

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 10)


@pytest.fixture
def world(monkeypatch) -> World:
    """Two countries and the coordination, on a day of the first semester of 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    return make_world()


@pytest.fixture
def risk(world):
    return RiskFactory(code="R1", plan=world.plan, level=Level.MEDIUM)


def mitigating(world, risk, code="1.1", **values):
    activity = world.activity(code)
    MeasureFactory(activity=activity, **values)
    MitigationFactory(risk=risk, activity=activity)
    return activity


def progress(world) -> list[tuple]:
    """Of each activity of the only risk: who is asked, who tells progress, who calls it done."""
    [risk] = read_risks(world.plan).risks
    return [(one.activity.code, one.telling, one.asked, one.done) for one in risk.activities]


def why(world) -> dict[str, list[Reason]]:
    found = read_risks(world.plan).attention
    return {one.risk.code: list(attention.reasons) for one, attention in found}


def test_an_activity_says_how_many_countries_tell_validated_progress_and_call_it_done(world, risk):
    activity = mitigating(world, risk)
    world.entry("HN", activity, status=EntryStatus.DONE)
    world.entry("HN", activity, "2025-2", status=EntryStatus.DONE)
    world.report("GT", submitted=True)
    world.entry("GT", activity)

    assert progress(world) == [("1.1", 1, 2, 1)]


def test_earlier_years_count_and_silence_does_not(world, risk):
    activity = mitigating(world, risk)
    world.record("GT", activity, "2024-2")
    world.entry("HN", activity, progress="", no_activity=True)

    assert progress(world) == [("1.1", 1, 2, 0)]


def test_what_only_the_coordination_reports_is_said_of_the_coordination(world, risk):
    activity = mitigating(world, risk, reported_by=Measure.ReportedBy.COORDINATION)
    world.entry("ST", activity)

    [one] = read_risks(world.plan).risks[0].activities

    assert (one.is_regional, one.telling, one.asked, one.is_idle) == (True, 1, 1, False)


def test_an_activity_without_validated_progress_asks_for_attention_once_it_is_due(world, risk):
    activity = mitigating(world, risk)
    RiskReviewFactory(risk=risk, semester=SemesterFactory(year=2025, half=2))
    assert why(world) == {"R1": [Reason.NO_PROGRESS]}

    ScheduleCell.objects.create(activity=activity, semester=SemesterFactory(year=2026, half=1))
    assert why(world) == {}

    ScheduleCell.objects.create(activity=activity, semester=SemesterFactory(year=2025, half=2))
    assert why(world) == {"R1": [Reason.NO_PROGRESS]}

    world.entry("GT", activity)
    assert why(world) == {}


def test_the_level_is_the_last_the_region_said_and_no_countrys(world, risk):
    semester = SemesterFactory(year=2025, half=2)
    RiskReviewFactory(risk=risk, semester=SemesterFactory(year=2025, half=1), level="medium")
    RiskReviewFactory(risk=risk, semester=semester, level="low")
    RiskReviewFactory(risk=risk, semester=semester, level="high", stakeholder=world.countries["HN"])

    [one] = read_risks(world.plan).risks

    assert (one.now.semester, one.now.level) == ("2025-2", Level.LOW)


def test_a_risk_without_anything_against_it_asks_for_attention_with_every_reason(world, risk):
    MitigationActionFactory(risk=risk, due_on=TODAY - datetime.timedelta(days=1))
    RiskFactory(code="R2", plan=world.plan, level=Level.HIGH)
    RiskFactory(code="R3", plan=world.plan, level=Level.HIGH, retired_on=TODAY)

    assert list(why(world).items()) == [
        ("R2", [Reason.HIGH, Reason.UNANSWERED, Reason.UNREVIEWED]),
        ("R1", [Reason.OVERDUE, Reason.UNREVIEWED]),
    ]


def test_before_the_first_semester_ends_nothing_is_late(monkeypatch, risk):
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2024, 8, 1))
    mitigating(World(risk.plan, {}, None, None), risk)

    reading = read_risks(risk.plan)

    assert reading.attention == []
    assert [point.semester for point in reading.risks[0].points] == ["", "2024-2"]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_the_risks_costs_the_same_for_any_number(world, count, django_assert_num_queries):
    semester = SemesterFactory(year=2025, half=2)
    for place in range(count):
        risk = RiskFactory(plan=world.plan)
        RiskReviewFactory(risk=risk, semester=semester)
        MitigationActionFactory(risk=risk)
        world.record("HN", mitigating(world, risk, f"2.{place + 1}"))

    with django_assert_num_queries(14):
        reading = read_risks(world.plan)

    assert len(reading.risks) == count
