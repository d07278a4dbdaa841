import pytest

from monitoring.region.asked import Asked
from monitoring.region.matrix import matrix
from plan.models import Measure
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import read

pytestmark = pytest.mark.django_db


def cells(found) -> dict:
    return {
        row.code: {
            "region": row.region["value"],
            **{party["code"]: cell and cell["value"] for party, cell in row.cells},
        }
        for axis in found.axes
        for row in axis.rows
    }


@pytest.fixture
def two(world, activity):
    """One that the countries report, and one that only the coordination does."""
    MeasureFactory(activity=activity)
    MeasureFactory(activity=world.activity("1.2"), reported_by=Measure.ReportedBy.COORDINATION)
    world.record("HN", activity)
    return world


def test_every_activity_stands_for_everybody_and_has_a_dash_where_it_is_not_asked(two):
    assert cells(matrix(read(two), Asked())) == {
        "1.1": {"region": "no_target", "HN": "no_target", "GT": "no_data", "ST": None},
        "1.2": {"region": "no_data", "HN": None, "GT": None, "ST": "no_data"},
    }


def test_one_party_is_one_column_with_the_activities_that_it_is_asked(two):
    assert cells(matrix(read(two), Asked(party="GT"))) == {
        "1.1": {"region": "no_target", "GT": "no_data"}
    }
    assert matrix(read(two), Asked(party="GT", axis="9")).axes == []


def test_to_date_it_stands_against_the_whole_plan(two, activity):
    two.goal(activity.indicator.measures.get(), 2, "HN", year=2025)
    two.goal(activity.indicator.measures.get(), 8, "HN", year=None)

    assert cells(matrix(read(two), Asked()))["1.1"]["HN"] == "yellow"
    assert cells(matrix(read(two), Asked(to_date=True)))["1.1"]["HN"] == "on_time"


def test_what_was_frozen_before_it_held_states_has_no_matrix(two):
    data = read(two)
    del data["axes"][0]["objectives"][0]["activities"][0]["states"]

    assert matrix(data, Asked()) is None
