"""Each warning, on both sides of the line that it draws."""

import pytest

from monitoring.doubts import Matter, Row, Value, doubts


def found(*, status="in_progress", values=(), rows=(), counted_before=False) -> list[tuple]:
    told = doubts(status=status, values=values, rows=rows, counted_before=counted_before)
    return [(one.matter, one.row) for one in told]


def value(now, *last_year, kind="count") -> Value:
    return Value(
        measure="Mesas",
        kind=kind,
        now={"": now},
        last_year=tuple({"": number} for number in last_year),
    )


def row(**said) -> Row:
    return Row(**{"key": "k", "title": "Mesa", "institutions": 1, **said})


@pytest.mark.parametrize(
    ("now", "last_year", "is_doubted"),
    [
        (100, [10], True),
        (99, [10], False),
        (100, [10, 11], False),
        (110, [10, 11], True),
        (100, [], False),
        (100, [0], False),
        (100, [0, 10], True),
        (0, [0], False),
    ],
)
def test_a_value_of_ten_times_the_largest_semester_of_last_year(now, last_year, is_doubted):
    assert found(values=[value(now, *last_year)]) == [(Matter.TENFOLD, "")] * is_doubted


def test_the_sentence_says_both_numbers():
    [doubt] = doubts(status="in_progress", values=[value(1200, 12)], rows=[])

    assert str(doubt) == "Mesas: dice 1200, y el semestre más alto del año anterior fue 12"


@pytest.mark.parametrize(("kind", "is_doubted"), [("amount", True), ("deliverable", False)])
def test_what_exists_or_does_not_has_no_size(kind, is_doubted):
    doubted = found(values=[value(100, 1, kind=kind)])

    assert doubted == [(Matter.TENFOLD, "")] * is_doubted


def test_a_reach_is_compared_channel_by_channel():
    reach = Value(
        measure="Alcance",
        kind="reach",
        now={"redes sociales": 5000, "página web": 900},
        last_year=({"redes sociales": 500, "página web": 800},),
    )

    [doubt] = doubts(status="in_progress", values=[reach], rows=[])

    assert str(doubt).startswith("Alcance (redes sociales): dice 5000")


@pytest.mark.parametrize(
    ("said", "is_doubted"),
    [
        ({"institutions": 0}, True),
        ({"institutions": 1}, False),
        ({"institutions": 0, "kinds": frozenset({"people"})}, True),
        ({"institutions": 0, "kinds": frozenset({"deliverable"})}, False),
        ({"institutions": 0, "kinds": frozenset({"deliverable", "people"})}, True),
        ({"institutions": 0, "kinds": frozenset({"registry"})}, False),
        ({"institutions": 0, "kinds": frozenset({"registry"}), "modality": "remote"}, True),
    ],
)
def test_an_event_in_which_no_institution_took_part(said, is_doubted):
    assert found(rows=[row(**said)]) == [(Matter.NOBODY, "k")] * is_doubted


@pytest.mark.parametrize(
    ("numbers", "is_doubted"),
    [
        ({"total": 20}, True),
        ({"unspecified": 20}, True),
        ({"unspecified": 20, "women": 0}, True),
        ({"unspecified": 20, "women": 1}, False),
        ({"women": 12, "men": 8}, False),
        ({"total": 0}, False),
        ({}, False),
    ],
)
def test_people_who_are_not_broken_down(numbers, is_doubted):
    doubted = found(rows=[row(people={"Personas": numbers})])

    assert doubted == [(Matter.UNBROKEN, "k")] * is_doubted


@pytest.mark.parametrize(
    ("scope", "others", "is_doubted"),
    [
        ("regional", ("Guatemala",), True),
        ("regional", (), False),
        ("national", ("Guatemala",), False),
    ],
)
def test_a_regional_event_that_another_also_reports(scope, others, is_doubted):
    assert found(rows=[row(scope=scope, others=others)]) == [(Matter.SHARED, "k")] * is_doubted


@pytest.mark.parametrize(
    ("status", "now", "counted_before", "is_doubted"),
    [
        ("done", 0, False, True),
        ("done", 1, False, False),
        ("done", 0, True, False),
        ("in_progress", 0, False, False),
        ("", 0, False, False),
    ],
)
def test_concluded_with_nothing_counted(status, now, counted_before, is_doubted):
    doubted = found(status=status, values=[value(now)], counted_before=counted_before)

    assert doubted == [(Matter.EMPTY, "")] * is_doubted


def test_concluded_where_nothing_is_asked_is_no_doubt():
    assert found(status="done") == []
