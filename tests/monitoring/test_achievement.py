import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring import achievement
from monitoring.achievement import Goal, Standing, State, Thresholds, Verdict
from monitoring.counting import Rule, Value

THRESHOLDS = Thresholds(red_below=50, green_from=90)
DAY = datetime.date(2025, 3, 1)


def test_the_region_has_its_own_goal_or_the_sum_where_every_country_has_one():
    two = [
        Goal(stakeholder="GT", year=2025, value=Decimal(2)),
        Goal(stakeholder="HN", year=2025, value=Decimal(3)),
    ]
    own = Goal(year=2025, value=Decimal(9))

    assert achievement.region_goal(two, 2025, ["GT", "HN"]) == 5
    assert achievement.region_goal(two, 2025, ["GT", "HN", "PA"]) is None
    assert achievement.region_goal([*two, own], 2025, ["GT", "HN", "PA"]) == 9
    assert achievement.region_goal(two, 2026, ["GT", "HN"]) is None


def test_the_goal_of_the_plans_end_is_its_own_or_that_of_every_year():
    goals = {2025: Decimal(1), 2026: Decimal(2), None: None}
    count = Rule(kind="count")

    assert achievement.end_goal(count, [2025, 2026], goals.get) == 3
    assert achievement.end_goal(count, [2025, 2026, 2027], goals.get) is None
    assert achievement.end_goal(Rule(kind="registry"), [2025, 2026], goals.get) is None
    assert achievement.end_goal(count, [2025], {None: Decimal(7)}.get) == 7


def test_a_percentage_is_0_or_100_only_where_it_is_exact():
    shares = [Fraction(0), Fraction(1, 999), Fraction(999, 1000), Fraction(1), Fraction(1001, 1000)]

    assert [achievement.percent(share) for share in shares] == [0, 1, 99, 100, 101]
    assert achievement.percent(Fraction(2, 3)) == 67
    assert achievement.percent(None) is None


@given(st.lists(st.none() | st.fractions(0, 5), max_size=9))
def test_a_cap_never_raises_an_average_and_none_passes_100_percent(shares):
    average = achievement.average(shares)
    given_shares = [share for share in shares if share is not None]

    if given_shares:
        assert average.reported <= min(sum(given_shares) / len(given_shares), 1)
        assert average.programmed <= average.reported
    assert (average.reported_n, average.programmed_n) == (len(given_shares), len(shares))


def standing(number, goal=10, backed=None, **facts) -> Standing:
    goal = None if goal is None else Decimal(goal)
    return Standing(value=Value(number=number), backed=Value(number=backed), goal=goal, **facts)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (standing(5, is_programmed=False), State.NOT_PROGRAMMED),
        (standing(5, declared="rescheduled"), State.RESCHEDULED),
        (standing(None, declared="not_applicable"), State.NOT_APPLICABLE),
        (standing(5, declared="done"), State.YELLOW),
        (standing(None), State.NO_DATA),
        (standing(0, goal=None), State.NO_TARGET),
        (standing(1, is_due=False), State.ON_TIME),
        (standing(0), State.RED),
        (standing(49, goal=100), State.RED),
        (standing(50, goal=100), State.YELLOW),
        (standing(89999, goal=100000), State.YELLOW),
        (standing(9), State.GREEN),
        (standing(10), State.GREEN),
        (standing(10, backed=10), State.MET),
        (standing(10, backed=9), State.GREEN),
        (standing(9, backed=9), State.GREEN),
        (standing(0, backed=10), State.RED),
        (standing(10, backed=10, is_due=False), State.MET),
        (standing(0, goal=0, backed=0), State.MET),
    ],
)
def test_each_state_is_given_when_the_table_says(facts, state):
    assert achievement.state(facts, THRESHOLDS) == state


def test_a_sum_of_goals_is_met_once_each_of_them_is():
    met, short = standing(10, backed=10), standing(9, backed=9)
    unshown = standing(12, backed=0)

    def total(*parts):
        return standing(40, goal=20, backed=40, parts=parts).is_met

    assert total(met, met) is True
    assert total(met, short) is False
    assert total(met, unshown) is False


@pytest.mark.parametrize(
    ("facts", "is_owed"),
    [
        ({}, True),
        ({"declared": "in_progress"}, True),
        ({"declared": "not_applicable"}, False),
        ({"declared": "rescheduled"}, False),
        ({"is_due": False}, False),
        ({"is_programmed": False}, False),
        ({"goal": None}, False),
    ],
)
def test_a_goal_is_owed_once_it_is_due_and_nobody_was_excused(facts, is_owed):
    assert standing(3, **facts).is_owed is is_owed


def test_far_above_the_goal_the_goal_is_to_be_reviewed():
    assert standing(13).needs_review_of_target is True
    assert standing(12).needs_review_of_target is False
    assert standing(None).needs_review_of_target is False


def test_an_indicator_is_met_once_all_its_measures_with_a_goal_are_and_have_evidence():
    met, short = standing(10, backed=10), standing(9, backed=9)
    without_goal = standing(3, goal=None)

    assert achievement.verdict([met, without_goal]) == Verdict.MET
    assert achievement.verdict([met, short]) == Verdict.NOT_MET
    assert achievement.verdict([standing(10)]) == Verdict.NOT_MET
    assert achievement.verdict([standing(None)]) == Verdict.NOT_MET
    assert achievement.verdict([without_goal]) == Verdict.NOT_EVALUABLE


@pytest.mark.parametrize(
    ("measures", "state"),
    [
        ([standing(5, declared="rescheduled"), standing(5, declared="rescheduled")], "rescheduled"),
        ([standing(5, declared="rescheduled"), standing(7)], "yellow"),
        ([standing(5, is_programmed=False), standing(None, is_programmed=False)], "not_programmed"),
        ([], "no_data"),
        ([standing(None), standing(None, goal=None)], "no_data"),
        ([standing(10, backed=10), standing(None)], "no_data"),
        ([standing(10, backed=10), standing(3), standing(1, goal=None)], "red"),
        ([standing(9), standing(7)], "yellow"),
        ([standing(9), standing(10, backed=10)], "green"),
        ([standing(10, backed=10), standing(1, goal=None)], "met"),
        ([standing(10, backed=10), standing(0, is_due=False)], "green"),
        ([standing(10, backed=10, is_due=False), standing(10, backed=10)], "met"),
        ([standing(3, is_due=False), standing(1, goal=None)], "on_time"),
        ([standing(None, is_due=False), standing(1, goal=None)], "on_time"),
        ([standing(0, goal=None), standing(None, goal=None)], "no_target"),
    ],
)
def test_the_weakest_goal_that_is_owed_says_how_an_activity_stands(measures, state):
    assert achievement.activity_state(measures, THRESHOLDS) == state


def test_what_reaches_people_by_channel_is_no_goal_to_be_behind_with():
    reach = Standing(value=Value(adds_up=False), goal=Decimal(10))

    assert achievement.activity_state([reach], THRESHOLDS) == State.NO_TARGET
    assert achievement.activity_state([reach, standing(9)], THRESHOLDS) == State.GREEN


standings = st.builds(
    standing,
    st.none() | st.integers(0, 20),
    st.none() | st.integers(0, 20),
    st.none() | st.integers(0, 20),
    is_due=st.booleans(),
)


@given(st.lists(standings, min_size=1, max_size=4), st.randoms())
def test_the_order_of_its_measures_does_not_change_an_activity(measures, random):
    shuffled = random.sample(measures, len(measures))

    assert achievement.activity_state(measures, THRESHOLDS) == achievement.activity_state(
        shuffled, THRESHOLDS
    )


@given(st.lists(standings, min_size=1, max_size=4))
def test_an_activity_is_met_exactly_when_its_indicator_is(measures):
    is_met = achievement.verdict(measures) == Verdict.MET
    said_something = any(not one.value.is_blank for one in measures)

    found = achievement.activity_state(measures, THRESHOLDS)

    assert (found == State.MET) is (is_met and said_something)


@given(standings)
def test_an_activity_of_one_measure_stands_as_its_measure(one):
    whole, measure = (
        achievement.activity_state([one], THRESHOLDS),
        achievement.state(one, THRESHOLDS),
    )

    assert whole == measure


@given(st.lists(st.none() | st.fractions(0, 5), max_size=9))
def test_the_raw_average_is_never_below_the_capped_one(shares):
    raw, capped = achievement.uncapped(shares), achievement.average(shares).reported

    assert (raw is None) is (capped is None)
    assert raw is None or raw >= capped


def test_a_legend_names_every_state_once():
    assert sorted(achievement.FURTHEST_FIRST) == sorted(State)
