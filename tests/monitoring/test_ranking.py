"""What validated reports, the cronograma and the risks say of each activity before a year."""

import datetime

import pytest
from django.utils import timezone

from monitoring.gaps import Basis
from monitoring.models import Priority
from monitoring.ranking import next_year, read_ranking
from monitoring.risks import read_risks
from plan.models import ScheduleCell, Semester
from tests.factories import (
    MeasureFactory,
    MembershipFactory,
    MitigationFactory,
    PriorityFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


def facts(world, code="1.1", year=2026):
    return read_ranking(world.plan, year, world.secretariat.user).line_of(code).gap.facts


def measure_facts(world, **values):
    [found] = facts(world, **values).measures
    return found.basis, found.share


def program(activity, *codes):
    for code in codes:
        year, half = code.split("-")
        semester = SemesterFactory(plan=activity.plan, year=int(year), half=int(half))
        ScheduleCell.objects.create(activity=activity, semester=semester)


def test_the_share_is_that_of_the_year_s_goal_and_counts_up_to_all_of_it(world, activity):
    measure = MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    world.goal(measure, 4)
    assert measure_facts(world) == (Basis.MEASURED, 3 / 4)

    world.record("GT", activity, quantity=30)
    assert measure_facts(world) == (Basis.MEASURED, 1)


def test_what_was_done_in_earlier_years_counts_for_the_goal_of_the_whole_plan_only(world, activity):
    measure = MeasureFactory(activity=activity)
    world.record("HN", activity, "2024-2", quantity=3)
    world.record("HN", activity, "2025-1", quantity=2)
    world.goal(measure, 10, year=None)

    [found] = facts(world).measures
    assert (found.share, found.is_annual) == (1 / 2, False)


def test_without_a_goal_or_without_data_it_is_not_a_zero(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4)
    assert measure_facts(world) == (Basis.NO_DATA, None)

    other = world.activity("1.2")
    MeasureFactory(activity=other)
    world.record("HN", other)
    assert measure_facts(world, code="1.2") == (Basis.NO_TARGET, None)


def test_what_was_not_programmed_by_then_owes_nothing(world, activity):
    MeasureFactory(activity=activity)
    program(activity, "2026-1")

    found = facts(world)
    assert (found.basis, found.missing, found.left) == (Basis.NOT_PROGRAMMED, (), ("2026-1",))


def test_the_semesters_left_are_those_programmed_or_all_where_none_is_captured(world, activity):
    world.activity("1.2")
    SemesterFactory(plan=world.plan, year=2026, half=2)
    program(activity, "2025-1", "2026-2")

    assert (facts(world).left, facts(world).is_captured) == (("2026-2",), True)
    other = facts(world, code="1.2")
    assert (other.left, other.is_captured) == (("2026-1", "2026-2"), False)


def test_a_country_is_missing_until_its_progress_is_validated(world, activity):
    MeasureFactory(activity=activity)
    world.report("GT", submitted=True)
    world.record("GT", activity)
    world.record("HN", activity)
    assert facts(world).missing == ("Guatemala",)
    assert (facts(world).asked, facts(world).is_regional) == (2, False)


def test_what_a_country_says_later_does_not_count_before_the_year(world, activity):
    MeasureFactory(activity=activity)
    for who in ("HN", "GT"):
        world.record(who, activity, "2026-1")

    assert facts(world).missing == ("Honduras", "Guatemala")
    assert facts(world, year=2027).missing == ()


@pytest.mark.parametrize(
    ("status", "missing"),
    [("done", ()), ("not_applicable", ()), ("rescheduled", ("Guatemala",))],
)
def test_who_calls_it_done_or_no_concern_is_not_missing(world, activity, status, missing):
    MeasureFactory(activity=activity)
    world.record("HN", activity)
    world.entry("GT", activity, status=status, progress="", reason="Un motivo.")

    assert facts(world).missing == missing


def test_the_level_of_a_risk_is_that_of_the_last_review_before_the_year(world, activity):
    risk = RiskFactory(plan=world.plan, code="R1", order=1, level="high")
    gone = RiskFactory(plan=world.plan, code="R2", order=2, retired_on=datetime.date(2025, 1, 1))
    for one in (risk, gone):
        MitigationFactory(risk=one, activity=activity)
    RiskReviewFactory(risk=risk, semester=Semester.objects.get(year=2025, half=2), level="medium")
    RiskReviewFactory(risk=risk, semester=Semester.objects.get(year=2024, half=2), level="low")
    RiskReviewFactory(risk=risk, semester=Semester.objects.get(year=2026, half=1), level="low")
    of_country = {"stakeholder": world.countries["HN"], "level": "high"}
    RiskReviewFactory(risk=risk, semester=Semester.objects.get(year=2026, half=1), **of_country)

    levels = [
        [(one.code, one.level) for one in facts(world, year=year).risks] for year in (2025, 2026)
    ]

    assert levels == [[("R1", "low")], [("R1", "medium")]]
    [now] = [(one.code, one.level) for one in facts(world, year=2027).risks]
    [read] = [one for one in read_risks(world.plan).risks if one.risk.code == "R1"]
    assert now == ("R1", read.now.level)


def test_each_line_carries_the_decision_that_the_reader_may_see(world, activity):
    other = world.activity("1.2")
    waiting = PriorityFactory(activity=activity, year=2026)
    endorsed = PriorityFactory(activity=other, year=2026)
    PriorityFactory(activity=activity, year=2027)
    endorsed.semesters.set(world.plan.semesters.filter(year=2026))
    Priority.objects.filter(pk=endorsed.pk).update(
        endorsed_at=timezone.now(), endorsed_by=endorsed.decided_by
    )
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))

    def standings(user):
        lines = read_ranking(world.plan, 2026, user).lines
        return {line.activity.code: (line.priority, line.standing) for line in lines}

    assert standings(world.presidency.user) == {
        "1.1": (waiting, "waiting"),
        "1.2": (endorsed, "endorsed"),
    }
    assert standings(observer.user) == {"1.1": (None, "open"), "1.2": (endorsed, "endorsed")}
    line = read_ranking(world.plan, 2026, observer.user).line_of("1.2")
    assert line.priority.semester_codes == ["2026-1"]


def test_what_lost_its_visto_bueno_says_so(world, activity):
    priority = PriorityFactory(activity=activity, year=2026)
    priority.endorsed_at, priority.endorsed_by = timezone.now(), priority.decided_by
    priority.save()
    priority.endorsed_at = priority.endorsed_by = None
    priority.save()
    never = PriorityFactory(activity=world.activity("1.2"), year=2026)

    ranking = read_ranking(world.plan, 2026, world.secretariat.user)

    assert ranking.line_of("1.1").lost_endorsement
    assert not ranking.line_of(never.activity.code).lost_endorsement


def test_the_year_that_comes_next_is_one_of_the_plan(world):
    days = [datetime.date(year, 6, 1) for year in (2020, 2024, 2026, 2028, 2040)]

    assert [next_year(world.plan, day) for day in days] == [2025, 2025, 2027, 2028, 2028]
