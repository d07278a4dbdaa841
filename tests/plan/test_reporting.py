from decimal import Decimal

import pytest

from plan import reporting
from plan.models import Measure, ScheduleCell, Target, TargetState
from plan.reporting import TargetLine
from tests.factories import (
    ActivityFactory,
    MeasureFactory,
    PlanFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_outline_costs_the_same_for_any_number_of_activities(count, django_assert_num_queries):
    activities = ActivityFactory.create_batch(count)
    plan = activities[0].plan

    with django_assert_num_queries(3):
        axes = reporting.outline(plan)
        found = [
            activity.get_absolute_url()
            for axis in axes
            for objective in axis.objectives.all()
            for activity in objective.activities.all()
        ]

    assert found == [activity.get_absolute_url() for activity in activities]


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_of_an_axis_costs_the_same_for_any_number_of_activities(
    count, django_assert_num_queries
):
    activities = ActivityFactory.create_batch(count)

    with django_assert_num_queries(2):
        (objective,) = reporting.axis_table(activities[0].objective.axis)
        found = [
            (activity.code, activity.indicator.statement) for activity in objective.activities.all()
        ]

    assert found == [(activity.code, "Número de acciones.") for activity in activities]


@pytest.mark.parametrize("count", [1, 3])
def test_the_schedule_costs_the_same_for_any_number_of_activities(count, django_assert_num_queries):
    semester = SemesterFactory()
    for activity in ActivityFactory.create_batch(count):
        ScheduleCell.objects.create(activity=activity, semester=semester)

    with django_assert_num_queries(3):
        schedule = reporting.schedule(semester.plan)

    assert [row.cells for group in schedule.axes for row in group.rows] == [[True]] * count


@pytest.mark.parametrize("count", [1, 3])
def test_an_activity_costs_the_same_for_any_number_of_measures_and_targets(
    count, django_assert_num_queries
):
    activity = ActivityFactory(responsible=StakeholderFactory.create_batch(count))
    for _ in range(count):
        TargetFactory(measure=MeasureFactory(activity=activity))

    with django_assert_num_queries(7):
        sheet = reporting.activity_sheet(activity)

    assert [len(line.targets) for line in sheet.measures] == [1] * count


def test_the_schedule_marks_the_planned_semesters_and_tells_what_is_uncaptured():
    plan = PlanFactory()
    first, second = (SemesterFactory(plan=plan, year=2025, half=half) for half in (1, 2))
    third = SemesterFactory(plan=plan, year=2026, half=1)
    planned, uncaptured = ActivityFactory.create_batch(2, plan=plan)
    ScheduleCell.objects.create(activity=planned, semester=second)

    schedule = reporting.schedule(plan)

    assert schedule.semesters == [first, second, third]
    assert schedule.years == [(2025, 2), (2026, 1)]
    (group,) = schedule.axes
    assert [(row.activity, row.cells, row.is_captured) for row in group.rows] == [
        (planned, [False, True, False], True),
        (uncaptured, [False, False, False], False),
    ]


def test_equal_targets_of_all_countries_and_years_are_said_once():
    measure = MeasureFactory()
    countries = StakeholderFactory.create_batch(2)
    for country in countries:
        for year in (2024, 2025, 2026):
            TargetFactory(measure=measure, stakeholder=country, year=year, source_note="«cada año»")

    assert lines_of(measure, countries) == [
        TargetLine(
            value="1",
            who="cada País Miembro",
            when="cada año, de 2024 a 2026",
            state="propuesta",
            source="implícita en el texto",
            note="«cada año»",
        )
    ]


def test_targets_of_one_country_the_region_and_single_years_are_told_apart():
    measure = MeasureFactory()
    belize, panama = StakeholderFactory(name="Belice"), StakeholderFactory(name="Panamá")
    TargetFactory(measure=measure, value=Decimal("1500.50"))
    TargetFactory(measure=measure, stakeholder=belize, year=2025, value=2)
    TargetFactory(measure=measure, stakeholder=belize, year=2027, value=2)
    TargetFactory(measure=measure, stakeholder=panama, state=TargetState.CONFIRMED, value=20)

    told = {
        (line.value, line.who, line.when, line.state)
        for line in lines_of(measure, [belize, panama])
    }

    assert told == {
        ("1500.5", "la región", "todo el plan", "propuesta"),
        ("2", "Belice", "2025, 2027", "propuesta"),
        ("20", "Panamá", "todo el plan", "confirmada"),
    }


def test_a_discarded_target_is_no_target():
    measure = MeasureFactory()
    TargetFactory(measure=measure, state=TargetState.DISCARDED)

    assert lines_of(measure, []) == []
    assert Target.objects.count() == 1


def test_the_nine_countries_of_a_responsibility_are_called_paises_miembros():
    presidency = StakeholderFactory(presidency=True)
    countries = StakeholderFactory.create_batch(9)
    activity = ActivityFactory(responsible=[presidency, *countries])

    (clause,) = reporting.activity_sheet(activity).responsibilities

    assert (clause.who, clause.role) == ("Presidencia, Países Miembros", "ejecución")


def test_an_activity_knows_its_neighbours_in_the_order_of_the_plan():
    second, first, third = (ActivityFactory(order=order) for order in (20, 10, 30))

    sheets = [reporting.activity_sheet(activity) for activity in (first, second, third)]

    assert [(sheet.previous, sheet.next) for sheet in sheets] == [
        (None, second),
        (first, third),
        (second, None),
    ]


def lines_of(measure, countries):
    found = reporting.with_targets(Measure.objects.filter(pk=measure.pk)).get()
    return reporting.target_lines(found, set(countries))
