import pytest

from monitoring.models import Amount, Milestone
from plan.models import Measure, ScheduleCell, Semester
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import WITHIN_THE_YEAR, met, only_activity, read

pytestmark = pytest.mark.django_db


def by_party(activity: dict, key: str = "states") -> dict:
    states = activity[key]
    found = {one["code"]: one["value"] for one in states["by"]}
    return {**found, "region": states["region"]["value"]}


def test_each_party_that_is_asked_has_a_state_and_nobody_else(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 2, "HN")
    world.goal(measure, 2, "GT")
    met(world, "HN", activity, 2)
    world.record("GT", activity, quantity=1)

    found = only_activity(read(world))

    assert by_party(found) == {"HN": "met", "GT": "yellow", "region": "yellow"}
    assert found["states"]["by"][0] == {
        "code": "HN",
        "name": "Honduras",
        "value": "met",
        "label": "cumplido",
    }


def test_what_only_the_coordination_reports_has_no_country(world, activity):
    MeasureFactory(activity=activity, reported_by=Measure.ReportedBy.COORDINATION)
    world.record("ST", activity)

    assert by_party(only_activity(read(world))) == {"ST": "no_target", "region": "no_target"}


def test_of_what_a_host_reports_only_the_host_has_a_state(world, activity):
    MeasureFactory(activity=activity, reported_by=Measure.ReportedBy.HOST)
    assert by_party(only_activity(read(world))) == {"region": "no_data"}

    world.record("GT", activity)

    assert by_party(only_activity(read(world))) == {"GT": "no_target", "region": "no_target"}


def test_to_date_the_years_before_count_against_the_whole_plan(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4, "HN", year=None)
    met(world, "HN", activity, 2, semester="2024-2")
    met(world, "HN", activity, 2)

    found = only_activity(read(world))

    assert by_party(found, "states_to_date") == {
        "HN": "met",
        "GT": "no_data",
        "region": "no_target",
    }
    [row] = [row for row in found["measures"][0]["rows"] if row["code"] == "HN"]
    assert (row["goal_to_date"], row["state_to_date"]["value"]) == (4, "met")


def test_to_date_what_is_planned_only_later_is_not_programmed(world, activity):
    MeasureFactory(activity=activity)
    ScheduleCell.objects.create(
        activity=activity, semester=Semester.objects.get(plan=world.plan, year=2026, half=1)
    )

    assert by_party(only_activity(read(world)), "states_to_date")["region"] == "not_programmed"
    assert by_party(only_activity(read(world, 2026)), "states_to_date")["region"] == "no_data"


def test_every_goal_counts_once_in_an_average(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 3, "HN")
    world.goal(measure, 3, "GT")
    world.record("HN", activity, quantity=2)

    assert only_activity(read(world))["goals"] == [
        {"measure": "1.1.a", "code": "HN", "share": "2/3"},
        {"measure": "1.1.a", "code": "GT", "share": None},
    ]


def test_the_regions_own_goal_stands_beside_those_of_the_countries(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 3, "HN")
    world.goal(measure, 8)
    world.record("HN", activity, quantity=2)

    assert [(one["code"], one["share"]) for one in only_activity(read(world))["goals"]] == [
        ("HN", "2/3"),
        ("", "1/4"),
    ]


def test_where_only_the_coordination_is_asked_its_goal_is_the_regions_and_counts_once(
    world, activity
):
    measure = MeasureFactory(
        activity=activity, kind="deliverable", reported_by=Measure.ReportedBy.COORDINATION
    )
    world.goal(measure, 1)
    record = world.record("ST", activity)
    Milestone.objects.create(record=record, measure=measure, stage="draft")

    assert only_activity(read(world))["goals"] == [{"measure": "1.1.a", "code": "", "share": "0"}]


def test_a_goal_that_is_not_due_is_in_no_average_of_the_year(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 3, "HN")
    world.goal(measure, 6, "HN", year=None)
    world.record("HN", activity, quantity=2)

    found = only_activity(read(world, as_of=WITHIN_THE_YEAR))

    assert found["goals"] == []
    assert found["goals_to_date"] == [{"measure": "1.1.a", "code": "HN", "share": "1/3"}]


@pytest.mark.parametrize("key", ["goals", "goals_to_date"])
def test_whom_it_does_not_concern_is_in_no_average(world, activity, key):
    measure = MeasureFactory(activity=activity)
    for year in (2025, None):
        world.goal(measure, 3, "HN", year=year)
    world.entry("HN", activity, status="not_applicable", reason="No tiene frontera.")

    assert only_activity(read(world))[key] == []


def test_actions_and_resources_are_told_by_who_and_when(world, activity):
    measure = MeasureFactory(activity=activity, kind="amount", reported_by=Measure.ReportedBy.BOTH)
    world.record("HN", activity, quantity=2, resources_usd=10, resources_source="Presupuesto")
    late = world.record("HN", activity, "2025-2", is_late=True, ended_on="2025-03-01")
    Amount.objects.create(
        record=late, measure=measure, amount=5, usd=5, source="Donante", status="received"
    )

    found = only_activity(read(world))

    honduras = {"code": "HN", "name": "Honduras", "semester": "2025-1"}
    assert found["actions_by"] == [{**honduras, "number": 3}]
    assert found["resources"] == [
        {**honduras, "kind": "used", "source": "Presupuesto", "usd": "10.00"},
        {**honduras, "kind": "received", "source": "Donante", "usd": "5.00"},
    ]
