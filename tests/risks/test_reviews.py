import datetime

import pytest
from django.utils import timezone

from risks import reviews
from risks.models import RiskReview
from risks.reviews import Change, ReviewDenied, Said, Stale
from tests.factories import (
    MembershipFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

BLANK = Said()
LOW = Said(level="low")


def save(semester, by, **changes):
    of = by.stakeholder.code if by else ""
    return reviews.save_reviews(semester, of=of, changes=changes, by=by)


def stored(review) -> tuple:
    review.refresh_from_db()
    return review.level, review.happened, review.response, review.version


def test_the_hat_decides_whose_review_it_is(semester, office, country):
    risk = RiskFactory(code="R1", plan=semester.plan)

    save(semester, office, R1=Change(BLANK, LOW))
    save(semester, country, R1=Change(BLANK, Said(level="high", happened=True, response="Sí.")))

    kept = RiskReview.objects.order_by("stakeholder__code").values_list(
        "risk", "stakeholder__code", "level", "happened", "response", "reviewed_by", "version"
    )
    assert list(kept) == [
        (risk.pk, "HN", "high", True, "Sí.", country.user.pk, 1),
        (risk.pk, "ST", "low", False, "", office.user.pk, 1),
    ]


@pytest.mark.parametrize("trait", ["observer", "presidency", "evaluator", "donor"])
def test_who_is_neither_secretaria_nor_country_reviews_nothing(semester, trait):
    RiskFactory(code="R1")
    stranger = MembershipFactory(stakeholder=StakeholderFactory(**{trait: True}))

    for by in (stranger, None):
        with pytest.raises(ReviewDenied, match="Usted ya no revisa riesgos"):
            save(semester, by, R1=Change(BLANK, LOW))
    assert not RiskReview.objects.exists()


def test_a_hat_that_ended_reviews_nothing(semester, country):
    RiskFactory(code="R1")
    country.until = timezone.localdate() - datetime.timedelta(days=1)
    country.save()

    with pytest.raises(ReviewDenied, match="Usted ya no revisa riesgos"):
        save(semester, country, R1=Change(BLANK, LOW))


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (1, False)])
def test_a_review_is_written_until_a_year_after_the_semester(monkeypatch, days, is_open):
    semester = SemesterFactory(year=2025, half=1)
    day = datetime.date(2026, 6, 30) + datetime.timedelta(days=days)
    monkeypatch.setattr(timezone, "localdate", lambda: day)

    assert reviews.is_writable(semester) is is_open
    assert ("ya no se cambia" in reviews.when_written(semester)) is not is_open


@pytest.mark.parametrize(("day", "is_open"), [("2024-12-31", False), ("2025-01-01", True)])
def test_a_review_is_written_from_the_first_day_of_the_semester(monkeypatch, day, is_open):
    semester = SemesterFactory(year=2025, half=1)
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date.fromisoformat(day))

    assert reviews.is_writable(semester) is is_open
    assert ("todavía no empieza" in reviews.when_written(semester)) is not is_open


def test_a_closed_semester_is_not_written(office):
    semester = SemesterFactory(year=2024, half=2)
    RiskFactory(code="R1")

    with pytest.raises(ReviewDenied, match="Se cerró el 31 de diciembre de 2025"):
        save(semester, office, R1=Change(BLANK, LOW))


def test_a_risk_that_was_retired_is_not_reviewed_any_more(semester, office):
    RiskFactory(code="R1", retired_on=timezone.localdate())

    with pytest.raises(ReviewDenied, match="Ya no se revisa en este semestre: R1."):
        save(semester, office, R1=Change(BLANK, LOW))


def test_what_nobody_touched_writes_nothing_and_history_keeps_each_change(semester, office):
    risk = RiskFactory(code="R1")
    RiskFactory(code="R2")

    (review,) = save(semester, office, R1=Change(BLANK, LOW), R2=Change(BLANK, BLANK))
    assert save(semester, office, R1=Change(LOW, LOW)) == []
    changed = Said(level="low", response="Se dio seguimiento.")
    save(semester, office, R1=Change(LOW, changed))

    assert stored(review) == ("low", False, "Se dio seguimiento.", 2)
    kept = review.history.order_by("history_id").values_list("level", "response", "version")
    assert list(kept) == [("low", "", 1), ("low", "Se dio seguimiento.", 2)]
    assert list(RiskReview.objects.values_list("risk", flat=True)) == [risk.pk]


@pytest.mark.parametrize(
    ("said", "is_reviewed", "wrong"),
    [
        (Said(), False, {}),
        (LOW, False, {}),
        (Said(level="low", happened=True, response="Sí."), True, {}),
        (
            Said(response="Algo."),
            False,
            {"level": "Elija el nivel: sin él no se guarda lo que escribió de este riesgo."},
        ),
        (Said(), True, {"level": "Este riesgo ya está revisado: deje un nivel."}),
        (
            Said(level="low", happened=True),
            False,
            {"response": "Si el riesgo se presentó, diga qué pasó y qué se hizo."},
        ),
    ],
)
def test_what_keeps_a_review_from_being_saved_is_said_at_its_field(said, is_reviewed, wrong):
    assert reviews.faults(said, is_reviewed=is_reviewed) == wrong


def test_a_wrong_review_is_refused_past_the_form_and_nothing_else_is_saved(semester, office):
    RiskFactory(code="R1")
    RiskFactory(code="R2")
    wrong = Change(BLANK, Said(level="low", happened=True))

    with pytest.raises(ReviewDenied, match="R2: Si el riesgo se presentó"):
        save(semester, office, R1=Change(BLANK, LOW), R2=wrong)

    assert not RiskReview.objects.exists()


@pytest.fixture
def review(semester, office):
    return RiskReviewFactory(
        risk=RiskFactory(code="R1"),
        semester=semester,
        stakeholder=office.stakeholder,
        level="medium",
        response="Lo guardado.",
    )


def test_what_two_people_change_in_different_fields_is_all_kept(semester, office, review):
    read = Said(level="low", response="Lo guardado.")

    save(semester, office, R1=Change(read, Said(level="low", response="Lo mío.")))

    assert stored(review) == ("medium", False, "Lo mío.", 2)


def test_what_both_changed_is_given_back_with_the_two_versions(semester, office, review):
    RiskFactory(code="R2")
    mine = Said(level="high", response="Lo mío.")

    with pytest.raises(Stale) as stale:
        save(semester, office, R1=Change(BLANK, mine), R2=Change(BLANK, LOW))

    (conflict,) = stale.value.conflicts
    assert (conflict.risk.code, conflict.saved, conflict.said, conflict.fields) == (
        "R1",
        review,
        mine,
        ["level", "response"],
    )
    assert stored(review) == ("medium", False, "Lo guardado.", 1)
    assert RiskReview.objects.count() == 1


def test_the_same_words_twice_are_no_conflict(semester, office, review):
    assert save(semester, office, R1=Change(BLANK, reviews.said_in(review))) == []


def test_changes_that_make_no_review_together_are_a_conflict(semester, office, review):
    """One says that it happened, and another takes the words away."""
    read = reviews.said_in(review)
    review.happened = True
    review.save()

    with pytest.raises(Stale) as stale:
        save(semester, office, R1=Change(read, Said(level="medium", response="")))

    assert stale.value.conflicts[0].fields == ["response"]
    assert stored(review) == ("medium", True, "Lo guardado.", 1)
