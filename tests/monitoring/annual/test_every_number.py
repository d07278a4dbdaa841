"""Every number of the printed report is in its JSON, and every measure's of the JSON is printed.

The whole demonstration is compared so in test_figures_agree.py.
"""

import copy

import pytest

from monitoring import annual
from monitoring.models import Figure
from tests.factories import InstitutionFactory, MeasureFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR, make_world, met
from tests.report_numbers import missing_rows, strangers, texts_of_chapters

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    counted = MeasureFactory(activity=activity, name="Mesas")
    people = MeasureFactory(activity=activity, kind="people", breakdown="sex", name="Personas")
    MeasureFactory(activity=activity, kind="institutions", name="Instituciones")
    world.goal(counted, 8, "HN")
    world.goal(counted, 2, "GT")
    met(world, "GT", activity, 3)
    record = world.record("HN", activity, "2025-2", quantity=5, institutions=[InstitutionFactory()])
    for category, number in (("women", 12345), ("men", 678)):
        Figure.objects.create(record=record, measure=people, category=category, number=number)
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    return annual.summarise(world.plan, 2025, report=report, as_of=AFTER_THE_YEAR)


@pytest.fixture
def texts(content):
    return texts_of_chapters(content)


def test_every_number_that_is_printed_is_said_in_the_json(content, texts):
    assert strangers(content, texts) == []


def test_every_value_of_every_measure_is_printed_as_the_json_says(content, texts):
    assert missing_rows(content, texts) == []
    assert "mujeres 12 345, hombres 678" in texts["activity-1.1"]


def test_a_number_that_is_not_the_jsons_is_found_both_ways(content, texts):
    """The comparison itself: it would be of no use if it let a wrong number pass."""
    other = copy.deepcopy(content)
    activity = other["axes"][0]["objectives"][0]["activities"][0]
    year = activity["measures"][1]["region"]["year"]
    year["number"], year["parts"][0]["number"] = 13024, 12346

    assert ("1.1", "Región — 13 023 13 024 — — — sin meta") in missing_rows(other, texts)
    wrong = {**texts, "activity-1.1": texts["activity-1.1"].replace("678", "679")}
    assert ("activity-1.1", "679") in strangers(content, wrong)
