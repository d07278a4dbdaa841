import datetime

import pytest
from django.utils import timezone

from risks import reporting
from risks.levels import Point
from risks.models import Level
from risks.reporting import Coverage
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MitigationActionFactory,
    MitigationFactory,
    PlanFactory,
    RiskFactory,
    RiskReviewFactory,
    RiskTypeFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_costs_the_same_for_any_number_of_risks(count, django_assert_num_queries):
    plan = PlanFactory()
    for _ in range(count):
        MitigationActionFactory(risk=MitigationFactory(risk=RiskFactory()).risk)

    with django_assert_num_queries(4):
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


def test_a_retired_activity_covers_nothing_any_more():
    mitigation = MitigationFactory(activity__retired_on=timezone.localdate())

    (group,) = reporting.matrix(mitigation.risk.plan)

    assert [(line.mitigations, line.coverage) for line in group.lines] == [
        ([mitigation], Coverage.NONE)
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


def test_a_retired_risk_leaves_the_matrix_and_is_listed_apart():
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    kept, gone = RiskFactory(), RiskFactory(retired_on=yesterday)

    (group,) = reporting.matrix(kept.plan)

    assert [line.risk for line in group.lines] == [kept]
    assert reporting.retired(kept.plan) == [gone]


@pytest.fixture
def semesters():
    return [SemesterFactory(year=year, half=half) for year, half in [(2024, 2), (2025, 1)]]


def test_a_risk_is_shown_with_anexo_1_and_what_the_region_said_each_semester(semesters):
    risk = RiskFactory(level=Level.HIGH)
    SemesterFactory(year=timezone.localdate().year + 1, half=1)
    RiskReviewFactory(risk=risk, semester=semesters[1], happened=True, response="Se presentó.")

    sheet = reporting.risk_sheet(risk, UserFactory())

    assert sheet.points == [
        Point("", Level.HIGH),
        Point("2024-2", None),
        Point("2025-1", Level.MEDIUM, happened=True, response="Se presentó."),
    ]
    assert sheet.level_now == sheet.points[-1]
    assert sheet.later == [f"{timezone.localdate().year + 1}-1"]


def test_a_countrys_review_is_seen_by_its_people_and_by_who_reads_the_region(semesters):
    risk = RiskFactory()
    own = MembershipFactory()
    review = RiskReviewFactory(risk=risk, semester=semesters[0], stakeholder=own.stakeholder)
    office = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    evaluator = MembershipFactory(stakeholder=StakeholderFactory(evaluator=True))
    neighbour = MembershipFactory()
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))

    def seen_by(user):
        sheet = reporting.risk_sheet(risk, user)
        return [review for country in sheet.of_countries for review in country.reviews]

    for member in (own, office, evaluator):
        assert seen_by(member.user) == [review]
    for stranger in (neighbour.user, observer.user, UserFactory()):
        assert seen_by(stranger) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_risk_costs_the_same_for_any_number_of_reviews(count, django_assert_num_queries):
    plan, user = PlanFactory(), UserFactory()
    risk = RiskFactory()
    for place in range(count):
        RiskReviewFactory(
            risk=risk, semester=SemesterFactory(year=2025 + place // 2, half=1 + place % 2)
        )
    risk = reporting.with_answers(plan.risks.all()).get()

    with django_assert_num_queries(3):
        sheet = reporting.risk_sheet(risk, user)

    assert len([point for point in sheet.points if point.level]) == count + 1


def test_each_semester_says_how_far_its_review_has_come(semesters):
    stakeholder = StakeholderFactory()
    first, second = RiskFactory(), RiskFactory()
    retired = RiskFactory(retired_on=datetime.date(2025, 3, 1))
    RiskReviewFactory(risk=first, semester=semesters[1], stakeholder=stakeholder)
    RiskReviewFactory(risk=second, semester=semesters[1])
    RiskReviewFactory(risk=retired, semester=semesters[0], stakeholder=stakeholder)
    SemesterFactory(year=timezone.localdate().year + 1, half=1)

    states = reporting.semester_states(first.plan, stakeholder)

    assert [(state.semester.code, state.reviewed, state.asked) for state in states] == [
        ("2025-1", 1, 2),
        ("2024-2", 1, 3),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_of_a_semester_costs_the_same_for_any_number_of_risks(
    count, semesters, django_assert_num_queries
):
    stakeholder = StakeholderFactory()
    for _ in range(count):
        risk = RiskFactory()
        for semester in semesters:
            RiskReviewFactory(risk=risk, semester=semester, stakeholder=stakeholder)

    with django_assert_num_queries(3):
        lines = reporting.review_lines(semesters[1], stakeholder)
        before = [line.previous.semester.code for line in lines]

    assert before == ["2024-2"] * count
    assert [line.review.semester for line in lines] == [semesters[1]] * count
