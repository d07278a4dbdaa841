import pytest

from risks import reporting
from risks.reporting import Coverage
from tests.factories import (
    ActivityFactory,
    MitigationFactory,
    PlanFactory,
    RiskFactory,
    RiskTypeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_costs_the_same_for_any_number_of_risks(count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        MitigationFactory(risk=RiskFactory())

    with django_assert_num_queries(3):
        (group,) = reporting.matrix(plan)
        addresses = [
            mitigation.activity.get_absolute_url()
            for line in group.lines
            for mitigation in line.mitigations
        ]

    assert len(addresses) == count


def test_a_risk_is_covered_wholly_partly_or_not_at_all():
    whole, partly, mixed, uncovered = RiskFactory.create_batch(4)
    MitigationFactory(risk=whole)
    MitigationFactory(risk=partly, is_partial=True)
    MitigationFactory(risk=mixed, is_partial=True)
    MitigationFactory(risk=mixed, activity=ActivityFactory())

    (group,) = reporting.matrix(whole.plan)

    assert [(line.risk, line.coverage) for line in group.lines] == [
        (whole, Coverage.WHOLE),
        (partly, Coverage.PARTLY),
        (mixed, Coverage.WHOLE),
        (uncovered, Coverage.NONE),
    ]


def test_the_matrix_groups_the_risks_by_type_in_the_order_of_the_annex():
    second, first = RiskTypeFactory(order=2), RiskTypeFactory(order=1)
    risk = RiskFactory(type=second)

    groups = reporting.matrix(first.plan)

    assert [(group.type, [line.risk for line in group.lines]) for group in groups] == [
        (first, []),
        (second, [risk]),
    ]


def test_an_activity_knows_the_risks_that_it_mitigates():
    activity = ActivityFactory()
    mitigation = MitigationFactory(activity=activity)
    MitigationFactory(risk=mitigation.risk, activity=ActivityFactory())

    assert reporting.mitigated_by(activity) == [mitigation]
