import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring import counting
from monitoring.counting import BLANK, Participant, Row, Rule, Value

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
    event=st.sampled_from(["", "", "foro", "cumbre"]),
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

    assert counting.total(rule, shuffled) == counting.total(rule, some)


@given(st.sampled_from(GROWING), st.lists(rows, max_size=8), rows)
def test_a_total_never_falls_because_a_row_was_added(rule, some, one_more):
    before = counting.total(rule, some).number or 0

    assert (counting.total(rule, [*some, one_more]).number or 0) >= before


def number_of(rule, some):
    return counting.total(rule, some).number or 0


@given(st.sampled_from(ADDITIVE), st.lists(rows, max_size=8))
def test_the_region_is_the_sum_of_the_countries_less_the_events_that_they_share(rule, some):
    by_country = [
        number_of(rule, [one for one in some if one.stakeholder == country])
        for country in COUNTRIES
    ]
    counted_again = 0
    if rule.counted_from == "records":
        for event in {one.event for one in some} - {""}:
            most_of_each = [
                max(one.quantity for one in some if one.event == event and one.stakeholder == who)
                for who in {one.stakeholder for one in some if one.event == event}
            ]
            counted_again += sum(most_of_each) - max(most_of_each)

    assert number_of(rule, some) == sum(by_country) - counted_again


def test_an_event_that_two_countries_share_is_one_and_each_keeps_its_own():
    rule = Rule(kind="count", counted_from="records", breakdown="scope")
    forum = {"scope": "regional", "event": "foro"}
    some = [row("GT", **forum), row("HN", **forum), row("HN", scope="national")]

    assert counting.total(rule, some) == Value(number=2, parts={"regional": 1, "national": 1})
    assert counting.total(rule, [one for one in some if one.stakeholder == "HN"]).number == 2


@given(st.lists(rows, max_size=8))
def test_a_count_of_actions_equals_its_breakdown(some):
    for breakdown in ("modality", "scope"):
        rule = Rule(kind="count", counted_from="records", breakdown=breakdown)
        value = counting.total(rule, some)
        assert (value.number or 0) == sum(value.parts.values())


@given(st.lists(rows, max_size=8))
def test_the_region_counts_each_institution_once(some):
    everybody = frozenset().union(*(one.participants for one in some))

    assert (counting.total(Rule(kind="institutions"), some).number or 0) == len(everybody)


@given(st.lists(rows, max_size=8))
def test_a_total_of_people_equals_its_breakdown(some):
    value = counting.total(Rule(kind="people"), some)
    parts = {key: number for key, number in value.parts.items() if key != "under_18"}

    assert (value.number or 0) == sum(parts.values())


def test_people_under_18_are_some_of_the_people_and_not_more_of_them():
    value = counting.total(
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
    assert counting.total(Rule(kind="people"), [row(figures=figures)]).number == number


def test_a_count_of_actions_is_broken_down_by_what_each_action_says():
    rule = Rule(kind="count", counted_from="records", breakdown="modality")
    value = counting.total(
        rule, [row(quantity=3, modality="remote"), row(modality="hybrid"), row(modality="remote")]
    )

    assert value == Value(number=5, parts={"remote": 4, "hybrid": 1})


def test_an_international_institution_belongs_to_no_country():
    some = [row(participants=frozenset({Participant(1, "GT"), Participant(2, "")}))]

    assert counting.total(Rule(kind="institutions"), some).number == 2
    assert counting.total(Rule(kind="count", counted_from="countries"), some).number == 1


def test_only_the_last_stage_makes_a_deliverable_exist():
    regional = Rule(kind="deliverable", scope="regional")
    draft, approved = row(stage="validated"), row(stage="approved", on=DAY.replace(month=5))

    assert counting.total(regional, [draft]) == Value(number=0, stage="validated")
    assert counting.total(regional, [approved, draft]) == Value(number=1, stage="approved")


def test_a_national_deliverable_counts_the_countries_that_have_it():
    some = [row("GT", stage="approved"), row("HN", stage="draft"), row("PA", stage="approved")]

    assert counting.total(Rule(kind="deliverable"), some).number == 2


def test_a_deliverable_goes_on_existing_and_a_registry_starts_each_year_anew():
    earlier = row(semester=(2024, 2), on=datetime.date(2024, 9, 1), stage="approved")
    deliverable, registry = Rule(kind="deliverable"), Rule(kind="registry")

    assert counting.rows_of_year(deliverable, [earlier], 2025) == [earlier]
    assert counting.rows_of_year(registry, [earlier], 2025) == []
    assert counting.rows_to_date(registry, [earlier], 2025) == []


def test_a_registry_is_as_its_last_check_of_the_year_found_it():
    march, may = row(is_current=True), row(is_current=False, on=DAY.replace(month=5))

    assert counting.total(Rule(kind="registry"), [may, march]).number == 0
    assert counting.total(Rule(kind="registry"), [march]).number == 1


def test_money_received_is_never_added_to_money_managed():
    some = [
        row(usd=Decimal("100.50"), amount_status="managed"),
        row(usd=Decimal("40"), amount_status="received"),
    ]

    assert counting.total(Rule(kind="amount"), some) == Value(
        number=Decimal("100.50"),
        parts={"managed": Decimal("100.50"), "received": Decimal("40")},
    )


def test_reach_is_shown_by_channel_and_never_as_one_total():
    first = row(figures={"website": 10, "social": 7})
    second = replace(first, semester=(2025, 2))

    assert counting.total(Rule(kind="reach"), [first]) == Value(parts={"website": 10, "social": 7})
    assert counting.total(Rule(kind="reach"), [first, second]) == Value(adds_up=False)


def test_reach_is_never_added_over_those_who_report_it():
    two = [row("GT", figures={"social": 500}), row("HN", figures={"social": 300})]

    assert counting.total(Rule(kind="reach"), two) == Value(adds_up=False)


@pytest.mark.parametrize("rule", GROWING)
def test_silence_is_a_zero_of_what_is_counted(rule):
    assert counting.total(rule, [], said_zero=True) == Value(number=0)


@pytest.mark.parametrize("kind", ["deliverable", "registry", "reach"])
def test_silence_says_nothing_of_what_exists_is_up_to_date_or_reaches(kind):
    assert counting.total(Rule(kind=kind), [], said_zero=True) == BLANK


@pytest.mark.parametrize("rule", ALL_RULES)
def test_a_blank_is_not_a_zero(rule):
    assert counting.total(rule, []) == BLANK
    assert counting.total(rule, [row()], said_zero=False).is_blank is (
        rule.counted_from != "records"
    )
