import pytest

from risks.models import Mitigation, Risk, RiskType
from tests.database import refused
from tests.factories import ActivityFactory, MitigationFactory, RiskFactory, RiskTypeFactory

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
