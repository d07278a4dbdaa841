import datetime
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring import achievement
from monitoring.achievement import (
    BLANK,
    Goal,
    Participant,
    Row,
    Rule,
    Standing,
    State,
    Thresholds,
    Value,
    Verdict,
)

THRESHOLDS = Thresholds(red_below=50, green_from=90)
DAY = datetime.date(2025, 3, 1)
COUNTRIES = ["GT", "HN", "PA"]
ADDITIVE = [
    Rule(kind="count", counted_from="records"),
    Rule(kind="count", counted_from="figures"),
    Rule(kind="people"),
    Rule(kind="amount"),
]
GROWING = [
    *ADDITIVE,
    Rule(kind="institutions"),
    Rule(kind="count", counted_from="countries"),
]


def row(stakeholder="GT", **values) -> Row:
    return Row(**{"stakeholder": stakeholder, "semester": (2025, 1), "on": DAY, **values})


participants = st.frozensets(
    st.builds(Participant, st.integers(1, 6), st.sampled_from(["GT", "HN", ""])), max_size=4
)
rows = st.builds(
    Row,
    stakeholder=st.sampled_from(COUNTRIES),
    semester=st.sampled_from([(2024, 2), (2025, 1), (2025, 2)]),
    on=st.dates(datetime.date(2024, 7, 1), datetime.date(2025, 12, 31)),
    quantity=st.integers(1, 9),
    modality=st.sampled_from(["", "remote", "hybrid"]),
    participants=participants,
    figures=st.dictionaries(
        st.sampled_from(["women", "men", "other", "unspecified", "under_18"]), st.integers(0, 99)
    ),
    stage=st.sampled_from(["", "terms", "draft", "validated", "approved"]),
    is_current=st.sampled_from([None, True, False]),
    usd=st.none() | st.decimals(0, 10**6, places=2),
    amount_status=st.sampled_from(["managed", "received"]),
)
ALL_RULES = [
    *GROWING,
    Rule(kind="deliverable"),
    Rule(kind="deliverable", scope="regional"),
    Rule(kind="registry"),
    Rule(kind="reach"),
]


@given(st.sampled_from(ALL_RULES), st.lists(rows, max_size=8), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rule, some, random):
    shuffled = random.sample(some, len(some))

    assert achievement.total(rule, shuffled) == achievement.total(rule, some)


@given(st.sampled_from(GROWING), st.lists(rows, max_size=8), rows)
def test_a_total_never_falls_because_a_row_was_added(rule, some, one_more):
    before = achievement.total(rule, some).number or 0

    assert (achievement.total(rule, [*some, one_more]).number or 0) >= before


@given(st.sampled_from(ADDITIVE), st.lists(rows, max_size=8))
def test_the_region_is_the_sum_of_the_countries(rule, some):
    by_country = [
        achievement.total(rule, [one for one in some if one.stakeholder == country]).number or 0
        for country in COUNTRIES
    ]

    assert (achievement.total(rule, some).number or 0) == sum(by_country)


@given(st.lists(rows, max_size=8))
def test_the_region_counts_each_institution_once(some):
    everybody = frozenset().union(*(one.participants for one in some))

    assert (achievement.total(Rule(kind="institutions"), some).number or 0) == len(everybody)


@given(st.lists(rows, max_size=8))
def test_a_total_of_people_equals_its_breakdown(some):
    value = achievement.total(Rule(kind="people"), some)
    parts = {key: number for key, number in value.parts.items() if key != "under_18"}

    assert (value.number or 0) == sum(parts.values())


def test_people_under_18_are_some_of_the_people_and_not_more_of_them():
    value = achievement.total(
        Rule(kind="people"), [row(figures={"women": 12, "men": 8, "under_18": 5})]
    )

    assert value == Value(number=20, parts={"women": 12, "men": 8, "under_18": 5})


@pytest.mark.parametrize(
    ("figures", "number"),
    [
        ({}, None),
        ({"under_18": 0}, None),
        ({"under_18": 5}, None),
        ({"women": 0, "under_18": 0}, 0),
        ({"total": 0}, 0),
        ({"unspecified": 7}, 7),
    ],
)
def test_people_are_a_number_only_where_somebody_counted_them(figures, number):
    assert achievement.total(Rule(kind="people"), [row(figures=figures)]).number == number


def test_a_count_of_actions_is_broken_down_by_what_each_action_says():
    rule = Rule(kind="count", counted_from="records", breakdown="modality")
    value = achievement.total(
        rule, [row(quantity=3, modality="remote"), row(modality="hybrid"), row(modality="remote")]
    )

    assert value == Value(number=5, parts={"remote": 4, "hybrid": 1})


def test_an_international_institution_belongs_to_no_country():
    some = [row(participants=frozenset({Participant(1, "GT"), Participant(2, "")}))]

    assert achievement.total(Rule(kind="institutions"), some).number == 2
    assert achievement.total(Rule(kind="count", counted_from="countries"), some).number == 1


def test_only_the_last_stage_makes_a_deliverable_exist():
    regional = Rule(kind="deliverable", scope="regional")
    draft, approved = row(stage="validated"), row(stage="approved", on=DAY.replace(month=5))

    assert achievement.total(regional, [draft]) == Value(number=0, stage="validated")
    assert achievement.total(regional, [approved, draft]) == Value(number=1, stage="approved")


def test_a_national_deliverable_counts_the_countries_that_have_it():
    some = [row("GT", stage="approved"), row("HN", stage="draft"), row("PA", stage="approved")]

    assert achievement.total(Rule(kind="deliverable"), some).number == 2


def test_a_deliverable_goes_on_existing_and_a_registry_starts_each_year_anew():
    earlier = row(semester=(2024, 2), on=datetime.date(2024, 9, 1), stage="approved")
    deliverable, registry = Rule(kind="deliverable"), Rule(kind="registry")

    assert achievement.rows_of_year(deliverable, [earlier], 2025) == [earlier]
    assert achievement.rows_of_year(registry, [earlier], 2025) == []
    assert achievement.rows_to_date(registry, [earlier], 2025) == []


def test_a_registry_is_as_its_last_check_of_the_year_found_it():
    march, may = row(is_current=True), row(is_current=False, on=DAY.replace(month=5))

    assert achievement.total(Rule(kind="registry"), [may, march]).number == 0
    assert achievement.total(Rule(kind="registry"), [march]).number == 1


def test_money_received_is_never_added_to_money_managed():
    some = [
        row(usd=Decimal("100.50"), amount_status="managed"),
        row(usd=Decimal("40"), amount_status="received"),
    ]

    assert achievement.total(Rule(kind="amount"), some) == Value(
        number=Decimal("100.50"),
        parts={"managed": Decimal("100.50"), "received": Decimal("40")},
    )


def test_reach_is_shown_by_channel_and_never_as_one_total():
    first = row(figures={"website": 10, "social": 7})
    second = replace(first, semester=(2025, 2))

    assert achievement.total(Rule(kind="reach"), [first]) == Value(
        parts={"website": 10, "social": 7}
    )
    assert achievement.total(Rule(kind="reach"), [first, second]) == Value(adds_up=False)


def test_reach_is_never_added_over_those_who_report_it():
    two = [row("GT", figures={"social": 500}), row("HN", figures={"social": 300})]

    assert achievement.total(Rule(kind="reach"), two) == Value(adds_up=False)


@pytest.mark.parametrize("rule", GROWING)
def test_silence_is_a_zero_of_what_is_counted(rule):
    assert achievement.total(rule, [], said_zero=True) == Value(number=0)


@pytest.mark.parametrize("kind", ["deliverable", "registry", "reach"])
def test_silence_says_nothing_of_what_exists_is_up_to_date_or_reaches(kind):
    assert achievement.total(Rule(kind=kind), [], said_zero=True) == BLANK


@pytest.mark.parametrize("rule", ALL_RULES)
def test_a_blank_is_not_a_zero(rule):
    assert achievement.total(rule, []) == BLANK
    assert achievement.total(rule, [row()], said_zero=False).is_blank is (
        rule.counted_from != "records"
    )


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
