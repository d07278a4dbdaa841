"""The four numbers that rank an activity, and the words that explain its place."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring import gap_words, gaps
from monitoring.achievement import Thresholds
from monitoring.gaps import Basis, Facts, MeasureFact, Part, RiskFact
from monitoring.models import Decision
from risks.models import Level

LIMITS = Thresholds(red_below=50, green_from=90)
LEFT = ("2027-1", "2027-2", "2028-1", "2028-2")
HIGH, MEDIUM = RiskFact("R1", Level.HIGH), RiskFact("R2", Level.MEDIUM)
LOW = RiskFact("R3", Level.LOW)


def measured(percent: int, *, is_annual=True) -> MeasureFact:
    return MeasureFact(Basis.MEASURED, Fraction(percent, 100), is_annual)


def facts(*measures, code="1.1", order=1, **known) -> Facts:
    return Facts(code=code, order=order, measures=measures, **{"left": LEFT, "asked": 9, **known})


def points(*measures, **known) -> dict:
    return gaps.gap_of(facts(*measures, **known), LIMITS).points


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ([measured(0)], 3),
        ([measured(49)], 3),
        ([measured(50)], 2),
        ([measured(89)], 2),
        ([measured(90)], 1),
        ([measured(99)], 1),
        ([measured(100)], 0),
        ([measured(300), measured(0)], 2),
        ([MeasureFact(Basis.NO_DATA)], 2),
        ([MeasureFact(Basis.NO_TARGET)], 1),
        ([MeasureFact(Basis.NOT_PROGRAMMED)], 0),
        ([MeasureFact(Basis.NO_TARGET), MeasureFact(Basis.NO_DATA)], 2),
        ([measured(100), MeasureFact(Basis.NO_DATA)], 1),
        ([measured(10), MeasureFact(Basis.NO_TARGET)], 3),
        ([], 1),
    ],
)
def test_achievement_gives_points_by_the_plan_s_thresholds_and_blank_is_no_zero(measures, expected):
    assert points(*measures)[Part.ACHIEVEMENT] == expected


@pytest.mark.parametrize(("left", "expected"), [(0, 3), (1, 3), (2, 2), (3, 1), (4, 1), (5, 0)])
def test_the_fewer_semesters_are_left_the_more_points(left, expected):
    assert points(measured(0), left=("x",) * left)[Part.TIME] == expected


@pytest.mark.parametrize(
    ("missing", "asked", "expected"), [(0, 9, 0), (1, 9, 1), (3, 9, 2), (6, 9, 3), (1, 1, 3)]
)
def test_countries_without_progress_count_by_their_part(missing, asked, expected):
    known = {"missing": ("País",) * missing, "asked": asked}

    assert points(measured(0), **known)[Part.COUNTRIES] == expected


@pytest.mark.parametrize(
    ("risks", "expected"),
    [((), 0), ((LOW,), 0), ((MEDIUM,), 1), ((HIGH,), 2), ((HIGH, MEDIUM), 3), ((HIGH, HIGH), 3)],
)
def test_only_high_and_medium_risks_count(risks, expected):
    assert points(measured(0), risks=risks)[Part.RISKS] == expected


def test_what_lacks_nothing_gets_nothing_for_time_or_risk():
    gap = gaps.gap_of(facts(measured(100), left=(), risks=(HIGH, HIGH)), LIMITS)

    assert (gap.total, gap.is_open) == (0, False)


def test_equal_points_go_by_the_achievement_then_no_data_then_no_target_then_the_plan():
    in_the_plan = [
        facts(measured(100), code="1.1", order=1, missing=("A", "B", "C")),
        facts(MeasureFact(Basis.NO_TARGET), code="1.2", order=2, missing=("A",)),
        facts(MeasureFact(Basis.NO_DATA), code="1.3", order=3),
        facts(measured(60), code="1.4", order=4),
        facts(measured(55), code="1.5", order=5),
        facts(measured(55), code="1.6", order=6),
    ]

    ranked = gaps.ranked(in_the_plan, LIMITS)

    assert {gap.total for gap in ranked} == {3}
    assert [(gap.place, gap.facts.code) for gap in ranked] == [
        (1, "1.5"),
        (2, "1.6"),
        (3, "1.4"),
        (4, "1.1"),
        (5, "1.3"),
        (6, "1.2"),
    ]


def test_a_place_is_explained_by_its_four_numbers():
    known = {"left": LEFT[:2], "missing": ("Belice", "Panamá"), "risks": (HIGH, MEDIUM, LOW)}
    [gap] = gaps.ranked([facts(measured(20), MeasureFact(Basis.NO_DATA), **known)], LIMITS)

    assert gap_words.say_place(gap) == "Lugar 1 de 1: 9 de 12 puntos."
    assert gap_words.why(gap) == [
        (
            Part.ACHIEVEMENT,
            "Va en 20 % de su meta: menos de 50 %. De 1 de sus 2 medidas no se sabe: sin dato o"
            " sin meta.",
            3,
        ),
        (Part.TIME, "Le quedan 2 semestres programados: 2027-1, 2027-2.", 2),
        (Part.COUNTRIES, "Falta el avance validado de 2 países de 9: Belice, Panamá.", 1),
        (Part.RISKS, "Mitiga riesgos abiertos: R1 (alto), R2 (medio).", 3),
    ]


def test_what_cannot_be_measured_says_that_it_is_no_zero():
    said = [
        gap_words.say_achievement(gaps.gap_of(facts(MeasureFact(basis)), LIMITS))
        for basis in (Basis.NO_DATA, Basis.NO_TARGET, Basis.NOT_PROGRAMMED)
    ]

    assert said == [
        "Sin dato: nadie informó todavía. No es un cero.",
        "Sin meta: no hay con qué comparar lo informado. No es un cero.",
        "No estaba programada hasta ahora: no debe nada.",
    ]


@pytest.mark.parametrize(
    ("activity", "decision"),
    [
        (facts(measured(100)), Decision.KEEP),
        (facts(measured(100, is_annual=False)), Decision.CLOSE),
        (facts(measured(100, is_annual=False), MeasureFact(Basis.NO_TARGET)), Decision.KEEP),
        (facts(measured(60), left=()), Decision.RESCHEDULE),
        (facts(measured(10), missing=("A",) * 6, left=LEFT), Decision.ACCELERATE),
        (facts(measured(60)), Decision.KEEP),
    ],
)
def test_the_numbers_suggest(activity, decision):
    assert gaps.suggestion(gaps.gap_of(activity, LIMITS)).decision == decision


# Whatever the numbers

PATIENTLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
bases = st.sampled_from([Basis.NO_DATA, Basis.NO_TARGET, Basis.NOT_PROGRAMMED])
measures = st.one_of(
    bases.map(MeasureFact),
    st.builds(MeasureFact, st.just(Basis.MEASURED), st.fractions(0, 2), st.booleans()),
)
activities = st.builds(
    lambda order, told, left, missing, risks, is_captured: Facts(
        code=f"1.{order}",
        order=order,
        measures=tuple(told),
        left=tuple(LEFT[:left]),
        asked=9,
        missing=tuple("ABCDEFGHI"[:missing]),
        risks=tuple(RiskFact(f"R{place}", level) for place, level in enumerate(risks)),
        is_captured=is_captured,
    ),
    st.integers(1, 50),
    st.lists(measures, max_size=4),
    st.integers(0, 4),
    st.integers(0, 9),
    st.lists(st.sampled_from(list(Level)), max_size=4),
    st.booleans(),
)


@PATIENTLY
@given(st.lists(activities, max_size=8, unique_by=lambda one: one.order))
def test_every_activity_has_one_place_and_a_wider_gap_never_stands_behind(several):
    ranked = gaps.ranked(several, LIMITS)

    assert sorted(gap.facts.code for gap in ranked) == sorted(one.code for one in several)
    assert [gap.place for gap in ranked] == list(range(1, len(several) + 1))
    totals = [gap.total for gap in ranked]
    assert totals == sorted(totals, reverse=True)
    assert all(0 <= total <= 12 for total in totals)


@PATIENTLY
@given(activities)
def test_every_place_and_suggestion_is_said_in_words(activity):
    [gap] = gaps.ranked([activity], LIMITS)

    sentences = [sentence for _part, sentence, _points in gap_words.why(gap)]
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in sentences)
    assert sum(points for _part, _sentence, points in gap_words.why(gap)) == gap.total
    assert gaps.suggestion(gap).reason.endswith(".")


@PATIENTLY
@given(activities, st.integers(0, 100), st.integers(0, 100))
def test_a_smaller_share_never_gives_fewer_points(activity, one, other):
    less, more = sorted([one, other])

    def total(percent):
        told = Facts(**{**vars(activity), "measures": (measured(percent),), "missing": ("A",)})
        return gaps.gap_of(told, LIMITS).total

    assert total(less) >= total(more)
