import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from risks.models import Mitigation, MitigationAction, Risk, RiskReview, RiskType
from tests.database import refused
from tests.factories import (
    ActivityFactory,
    MitigationActionFactory,
    MitigationFactory,
    PlanFactory,
    RiskFactory,
    RiskReviewFactory,
    RiskTypeFactory,
)

pytestmark = pytest.mark.django_db


def test_a_plan_has_each_risk_type_place_once():
    RiskTypeFactory(order=1)
    second = RiskTypeFactory(order=2)

    assert refused(RiskType.objects.filter(pk=second.pk), order=1)


@pytest.mark.parametrize("values", [{"code": "R1"}, {"level": "extremo"}])
def test_a_risk_is_refused(values):
    RiskFactory(code="R1")
    second = RiskFactory(code="R2")

    assert refused(Risk.objects.filter(pk=second.pk), **values)
    assert not refused(Risk.objects.filter(pk=second.pk), code="R3", level="low")


def test_an_activity_mitigates_a_risk_once():
    first = MitigationFactory()
    second = MitigationFactory(risk=first.risk, activity=ActivityFactory())

    assert refused(Mitigation.objects.filter(pk=second.pk), activity=first.activity)


@pytest.mark.parametrize("values", [{"level": "extremo"}, {"happened": True}])
def test_a_review_is_refused(values):
    review = RiskReviewFactory(response="")

    assert refused(RiskReview.objects.filter(pk=review.pk), **values)
    assert not refused(
        RiskReview.objects.filter(pk=review.pk), level="low", happened=True, response="Se acordó."
    )


def test_a_stakeholder_reviews_a_risk_once_in_a_semester():
    first = RiskReviewFactory()
    second = RiskReviewFactory(risk=RiskFactory(), semester=first.semester)

    assert refused(RiskReview.objects.filter(pk=second.pk), risk=first.risk)


def test_an_action_has_its_number_once_in_its_risk():
    first = MitigationActionFactory(order=1)
    second = MitigationActionFactory(risk=first.risk, order=2)

    assert refused(MitigationAction.objects.filter(pk=second.pk), order=1)
    assert second.code == f"{first.risk.code}.2"


@pytest.mark.parametrize(("late", "done", "days"), [(3, False, 3), (3, True, 0), (-1, False, 0)])
def test_an_action_is_overdue_until_it_is_done(late, done, days):
    today = timezone.localdate()
    action = MitigationActionFactory.build(
        order=1, due_on=today - datetime.timedelta(days=late), done_on=today if done else None
    )

    assert (action.days_overdue, action.is_overdue, action.is_done) == (days, days > 0, done)


def test_a_risk_and_what_mitigates_it_are_of_one_plan():
    risk = RiskFactory()
    other = PlanFactory(code="poa", start="2025-01-01", end="2025-12-31")

    risk.type = RiskTypeFactory(plan=other)
    with pytest.raises(ValidationError, match="Es de otro plan"):
        risk.clean()
    with pytest.raises(ValidationError, match="Es de otro plan"):
        MitigationFactory.build(risk=RiskFactory(), activity=ActivityFactory(plan=other)).clean()
