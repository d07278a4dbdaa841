import pytest
from django.core.exceptions import ValidationError

from plan.models import (
    Activity,
    Axis,
    GlossaryTerm,
    GuidingApproach,
    Measure,
    Objective,
    Plan,
    PlanEdition,
    Responsibility,
    ScheduleCell,
    Semester,
    Target,
)
from tests.database import refused
from tests.factories import (
    ActivityFactory,
    AxisFactory,
    MeasureFactory,
    ObjectiveFactory,
    PlanEditionFactory,
    PlanFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"end": "2024-06-30"},
        {"red_below": 90, "green_from": 90},
    ],
)
def test_a_plan_keeps_its_dates_and_thresholds_in_order(values):
    plan = PlanFactory()

    assert refused(Plan.objects.filter(pk=plan.pk), **values)
    assert not refused(Plan.objects.filter(pk=plan.pk), end="2029-06-30", red_below=60)


def test_a_plan_has_each_semester_once_and_only_two_a_year():
    SemesterFactory(year=2025, half=1)
    second = Semester.objects.filter(pk=SemesterFactory(year=2025, half=2).pk)

    assert refused(second, half=1)
    assert refused(second, half=3)
    assert not refused(second, year=2026, half=1)


def test_a_plan_has_each_axis_and_objective_number_once():
    AxisFactory(number=1)
    second_axis = Axis.objects.filter(pk=AxisFactory(number=2).pk)
    ObjectiveFactory(number=1)
    second_objective = Objective.objects.filter(pk=ObjectiveFactory(number=2).pk)

    assert refused(second_axis, number=1)
    assert refused(second_objective, number=1)


def test_a_plan_has_each_activity_code_once():
    ActivityFactory(code="1.1")
    second = Activity.objects.filter(pk=ActivityFactory(code="1.2").pk)

    assert refused(second, code="1.1")


def test_an_activity_has_each_responsibility_place_and_each_cell_once():
    activity = ActivityFactory()
    semesters = [SemesterFactory(year=2025, half=half) for half in (1, 2)]
    for order, semester in enumerate(semesters, start=1):
        Responsibility.objects.create(activity=activity, order=order)
        ScheduleCell.objects.create(activity=activity, semester=semester)

    assert refused(Responsibility.objects.filter(order=2), order=1)
    assert refused(ScheduleCell.objects.filter(semester=semesters[1]), semester=semesters[0])


def test_the_approaches_terms_and_editions_of_a_plan_have_their_own_places():
    plan = PlanFactory()
    for place in (1, 2):
        GuidingApproach.objects.create(plan=plan, order=place, name="Enfoque", text="Texto")
        GlossaryTerm.objects.create(plan=plan, order=place, term="Término", definition="Texto")
        PlanEditionFactory(plan=plan, number=place)

    assert refused(GuidingApproach.objects.filter(order=2), order=1)
    assert refused(GlossaryTerm.objects.filter(order=2), order=1)
    assert refused(PlanEdition.objects.filter(number=2), number=1)


@pytest.mark.parametrize(
    "values",
    [
        {"letter": "a"},
        {"kind": "otra"},
        {"scope": "mundial"},
        {"counted_from": ""},
        {"kind": "people"},
        {"counted_from": "otra cosa"},
    ],
)
def test_a_measure_is_refused(values):
    activity = ActivityFactory()
    MeasureFactory(activity=activity)
    second = Measure.objects.filter(pk=MeasureFactory(activity=activity).pk)

    assert refused(second, **values)
    assert not refused(second, kind="people", counted_from="", scope="both", letter="c")


@pytest.mark.parametrize("values", [{"value": -1}, {"state": "otro"}])
def test_a_target_is_refused(values):
    target = TargetFactory()

    assert refused(Target.objects.filter(pk=target.pk), **values)


def test_a_measure_has_one_target_for_each_holder_and_year():
    measure = MeasureFactory()
    country = StakeholderFactory()
    TargetFactory(measure=measure)
    TargetFactory(measure=measure, stakeholder=country, year=2025)
    third = Target.objects.filter(pk=TargetFactory(measure=measure, year=2026).pk)

    assert refused(third, year=None)
    assert refused(third, stakeholder=country, year=2025)
    assert not refused(third, stakeholder=country)


def test_a_semester_knows_its_first_and_last_day_and_its_name():
    first = SemesterFactory(year=2025, half=1)
    second = SemesterFactory(year=2025, half=2)

    assert [str(day) for day in (first.start, first.end)] == ["2025-01-01", "2025-06-30"]
    assert [str(day) for day in (second.start, second.end)] == ["2025-07-01", "2025-12-31"]
    assert [first.code, second.label] == ["2025-1", "segundo semestre de 2025"]


def test_an_activity_is_due_in_its_semesters_and_always_while_none_is_captured():
    semesters = [SemesterFactory(year=2025, half=half) for half in (1, 2)]
    planned, uncaptured = ActivityFactory.create_batch(2)
    ScheduleCell.objects.create(activity=planned, semester=semesters[0])

    due = [list(Activity.objects.due_in(semester)) for semester in semesters]

    assert due == [[planned, uncaptured], [uncaptured]]


def test_an_activity_is_answered_by_those_whom_the_plan_prints():
    ours, theirs = StakeholderFactory.create_batch(2)
    activity = ActivityFactory(responsible=[ours])
    ActivityFactory(responsible=[theirs])

    assert list(Activity.objects.answered_by(ours)) == [activity]


@pytest.mark.parametrize(
    ("reported_by", "asked"),
    [
        ("countries", ["country"]),
        ("host", ["country"]),
        ("coordination", ["secretariat", "presidency"]),
        ("both", ["country", "secretariat", "presidency"]),
    ],
)
def test_a_measure_is_asked_of_those_who_report_it(reported_by, asked):
    measure = MeasureFactory.build(
        reported_by=reported_by, activity__indicator=None, indicator=None, letter="a"
    )
    kinds = ["country", "secretariat", "presidency", "observer", "donor", "evaluator"]

    assert [
        kind for kind in kinds if measure.is_asked_of(StakeholderFactory.build(kind=kind))
    ] == asked


def test_the_current_plan_is_that_of_today_and_not_one_to_come():
    assert Plan.objects.current() is None
    PlanFactory(code="anterior", start="2018-01-01", end="2023-12-31")
    of_today = PlanFactory()
    PlanFactory(code="siguiente", start="2129-01-01", end="2133-12-31")

    assert Plan.objects.current() == of_today


def test_without_a_plan_of_today_the_current_one_is_the_latest_begun():
    to_come = PlanFactory(code="siguiente", start="2129-01-01", end="2133-12-31")
    assert Plan.objects.current() == to_come
    PlanFactory(code="primero", start="2012-01-01", end="2016-12-31")
    latest = PlanFactory(code="anterior", start="2018-01-01", end="2023-12-31")

    assert Plan.objects.current() == latest


@pytest.mark.parametrize("year", [2023, 2029])
def test_a_target_of_a_year_outside_the_plan_is_refused_with_a_sentence(year):
    target = TargetFactory()
    target.year = year

    with pytest.raises(ValidationError, match="El plan va de 2024 a 2028"):
        target.full_clean()
