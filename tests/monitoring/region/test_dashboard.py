import dataclasses

import pytest

from monitoring.models import Amount
from monitoring.region.asked import Asked
from monitoring.region.coverage import Coverage
from monitoring.region.dashboard import Averages, dashboard
from monitoring.region.resources import ResourceLine, total_of
from plan.models import Measure
from tests.factories import MeasureFactory, ObjectiveFactory
from tests.monitoring.annual_world import met, read

pytestmark = pytest.mark.django_db


def everybody(code: str) -> bool:
    return True


def nobody(code: str) -> bool:
    return False


def found(world, named=everybody, **asked):
    return dashboard(read(world), Asked(**asked), named=named)


def numbers(parts: list[dict]) -> dict:
    return {part["value"]: part["number"] for part in parts if part["number"]}


@pytest.fixture
def measured(world, activity):
    """Two countries with a goal each; one is at two thirds, the other far above."""
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 3, "HN")
    world.goal(measure, 3, "GT")
    world.record("HN", activity, quantity=2)
    met(world, "GT", activity, 6, semester="2025-2")
    return measure


def test_an_average_says_over_whom_and_what_it_would_be_without_a_ceiling(world, measured):
    world.goal(MeasureFactory(activity=world.activity("1.2")), 5, "HN")

    averages = found(world).averages

    assert averages == Averages(reported=83, reported_n=2, programmed=56, programmed_n=3, raw=133)


def test_each_eje_objective_and_activity_averages_its_own_goals(world, measured):
    other = world.activity("5.1", objective=ObjectiveFactory(plan=world.plan, number=5))
    world.goal(MeasureFactory(activity=other), 4, "HN")
    world.record("HN", other)

    axes = found(world).axes

    averages = [
        (objective.number, objective.averages.programmed, objective.averages.programmed_n)
        for axis in axes
        for objective in axis.objectives
    ]
    assert averages == [(1, 83, 2), (5, 25, 1)]
    assert [one.averages.programmed for axis in axes for one in axis.activities] == [83, 25]
    assert sum(axis.averages.programmed_n for axis in axes) == 3


def test_without_any_goal_due_there_is_no_average_and_nothing_to_draw(world, activity):
    MeasureFactory(activity=activity)
    world.record("HN", activity)

    board = found(world)

    assert (board.averages.programmed, board.averages.programmed_n, board.bars) == (None, 0, [])


def test_measures_are_counted_by_how_they_stand_beside_what_is_declared_done(world, activity):
    for letter in "abcd":
        MeasureFactory(activity=activity, letter=letter, kind="people")
    reached, short, without, silent = activity.indicator.measures.order_by("letter")
    board = found(world)
    assert numbers(board.measures) == {"no_data": 4}

    record = world.record("HN", activity)
    for measure in (reached, short, without):
        record.figures.create(measure=measure, category="women", number=5)
    met(world, "GT", activity).figures.create(measure=reached, category="men", number=5)
    world.goal(reached, 5)
    world.goal(short, 50)
    for who in ("HN", "GT"):
        world.entry(who, activity).__class__.objects.filter(activity=activity).update(status="done")

    board = found(world)
    assert numbers(board.measures) == {"met": 1, "in_progress": 1, "no_target": 1, "no_data": 1}
    assert board.declared == {"done": 1, "of": 1}
    assert board.activities[0].declared == {
        "is_regional": False,
        "done": 2,
        "of": 2,
        "word": "",
    }


def test_one_party_shows_its_own_value_state_average_and_word(world, measured):
    world.activity("1.2")
    [line] = found(world, party="HN").activities

    assert (line.code, line.state["value"], line.actions) == ("1.1", "yellow", 2)
    assert (line.averages.programmed, line.averages.programmed_n) == (67, 1)
    assert line.declared["word"] == "en proceso"
    assert line.coverage == [Coverage("national", 1, 1)]
    [measure] = line.measures
    assert (measure.value["number"], measure.goal, measure.percent) == (2, 3, 67)


def test_a_semester_narrows_values_actions_and_coverage_but_not_the_years_state(world, measured):
    [line] = found(world, semester="2025-1").activities

    assert (line.actions, line.coverage, line.state["value"]) == (
        2,
        [Coverage("national", 1, 2)],
        "green",
    )
    assert line.measures[0].value["number"] == 2
    [semester] = found(world, semester="2025-1").reporting
    assert semester["code"] == "2025-1"


def test_an_eje_leaves_the_others_out(world, measured):
    assert [axis.number for axis in found(world, axis="1").axes] == [1]
    assert found(world, axis="2").axes == []


def test_to_date_compares_with_the_whole_plan(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 10, "HN", year=None)
    world.record("HN", activity, "2024-2", quantity=3)
    world.record("HN", activity, quantity=2)

    [line] = found(world, to_date=True, party="HN").activities

    assert (line.averages.programmed, line.measures[0].value["number"]) == (50, 5)
    assert (line.measures[0].goal, line.measures[0].percent) == (10, 50)
    assert line.state["value"] == "on_time"


def test_coverage_counts_countries_and_what_exists_once_apart(world, activity):
    MeasureFactory(activity=activity)
    MeasureFactory(
        activity=activity,
        scope="regional",
        reported_by=Measure.ReportedBy.COORDINATION,
        letter="b",
    )
    world.record("HN", activity)

    board = found(world)

    assert board.activities[0].coverage == [
        Coverage("national", 1, 2),
        Coverage("regional", 0, 1),
    ]
    assert board.coverage == board.activities[0].coverage


def test_what_a_host_does_once_is_not_one_of_the_countries(world, activity):
    MeasureFactory(activity=activity, scope="regional", reported_by=Measure.ReportedBy.HOST)
    world.record("HN", activity)

    assert found(world).activities[0].coverage == [Coverage("regional", 1, 1)]


def test_the_map_knows_a_zero_from_nothing_known(world, activity):
    MeasureFactory(activity=activity, kind="institutions")
    world.entry("HN", activity)

    assert found(world).shades == [
        {"code": "HN", "name": "Honduras", "number": 0, "of": 1},
        {"code": "GT", "name": "Guatemala", "number": None, "of": 1},
    ]
    assert found(world, party="HN").shades == found(world).shades


def test_resources_stand_by_source_and_are_never_added_to_each_other(world, activity):
    measure = MeasureFactory(activity=activity, kind="amount", reported_by=Measure.ReportedBy.BOTH)
    world.record("HN", activity, resources_usd=10, resources_source="Fondo")
    world.record("GT", activity, "2025-2", resources_usd=5, resources_source="Fondo")
    for status, usd in [("managed", 100), ("received", 40)]:
        Amount.objects.create(
            record=world.record("ST", activity),
            measure=measure,
            amount=usd,
            usd=usd,
            source="Donante",
            status=status,
        )

    board = found(world)
    assert board.resources == [
        ResourceLine(source="Donante", managed="100.00", received="40.00"),
        ResourceLine(source="Fondo", used="15.00"),
    ]
    assert total_of(board.resources) == ResourceLine(
        source="", used="15.00", managed="100.00", received="40.00"
    )
    assert found(world, party="GT").resources == [ResourceLine(source="Fondo", used="5.00")]
    assert found(world, semester="2025-1").resources[-1] == ResourceLine(
        source="Fondo", used="10.00"
    )


def test_who_may_not_read_a_report_learns_only_that_it_is_not_validated(world, measured):
    world.report("ST", submitted=True)

    def states(named):
        [semester, _later] = found(world, named=named).reporting
        return {one["code"]: one["state"]["label"] for one in semester["reports"]}

    assert states(everybody) == {"HN": "Validado", "GT": "Sin informe", "ST": "Enviado"}
    assert states(nobody) == {
        "HN": "Validado",
        "GT": "Sin informe validado",
        "ST": "Sin informe validado",
    }


def test_what_was_frozen_before_it_was_detailed_is_still_shown_whole(world, measured):
    data = read(world)
    world.record("HN", measured.indicator.activity, resources_usd=10, resources_source="Fondo")
    data = read(world)
    whole = dashboard(data, Asked(), named=nobody)
    for axis in data["axes"]:
        for objective in axis["objectives"]:
            for activity in objective["activities"]:
                for name in ("states", "states_to_date", "goals", "goals_to_date"):
                    del activity[name]
                del activity["actions_by"], activity["resources"]
    for semester in data["reporting"]:
        for report in semester["reports"]:
            del report["is_reopened"]

    old = dashboard(data, Asked(), named=nobody)

    assert (whole.is_detailed, old.is_detailed) == (True, False)
    same = {"measures", "declared", "actions", "coverage", "shades", "resources"}
    assert {name: getattr(old, name) for name in same} == {
        name: getattr(whole, name) for name in same
    }
    assert [one["validated"] for one in old.reporting] == [1, 1]
    assert (old.averages.programmed_n, old.states, old.activities[0].state) == (0, [], None)
    assert dataclasses.asdict(old.activities[0].measures[0]) == dataclasses.asdict(
        whole.activities[0].measures[0]
    )
