"""Every number of the printed report is in its JSON, and every measure's of the JSON is printed.

The whole demonstration is compared so in test_figures_agree.py.
"""

import copy

import pytest

from monitoring import annual
from monitoring.models import Figure
from tests.factories import InstitutionFactory, MeasureFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR, make_world, met
from tests.report_numbers import strangers, texts_of_chapters
from tests.report_rows import missing_figures, missing_rows

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


def test_every_figure_in_large_print_and_every_row_of_a_country_is_printed(content, texts):
    assert missing_figures(content, texts) == []
    assert "1.1 Mesas de priorización. 3 en proceso cumplido" in texts["country-GT"]


# The comparison itself: it would be of no use if it let a wrong number pass


def activity_of(content: dict) -> dict:
    return content["axes"][0]["objectives"][0]["activities"][0]


def test_a_number_that_is_not_the_jsons_is_found_both_ways(content, texts):
    other = copy.deepcopy(content)
    year = activity_of(other)["measures"][1]["region"]["year"]
    year["number"], year["parts"][0]["number"] = 13024, 12346
    wrong = {**texts, "activity-1.1": texts["activity-1.1"].replace("678", "679")}

    assert missing_rows(other, texts) == [("1.1", "Región — 13 023 13 024 — — — sin meta")]
    assert ("activity-1.1", "679") in strangers(content, wrong)
    assert missing_rows(content, wrong) != []


def test_a_row_under_another_measure_is_not_printed(content, texts):
    other = copy.deepcopy(content)
    first, second = activity_of(other)["measures"][:2]
    first["name"], second["name"] = second["name"], first["name"]
    first["rows"], second["rows"] = second["rows"], first["rows"]

    assert missing_rows(other, texts) != []


def test_a_figure_in_large_print_that_is_not_the_jsons_is_missed(content, texts):
    other = copy.deepcopy(content)
    other["summary"]["actions"] += 1
    other["summary"]["axes"][0]["with_progress"] += 1
    activity_of(other)["declared"]["by"][0]["label"] = "concluida"

    assert {key for key, _line in missing_figures(other, texts)} == {
        "summary",
        "axis-1",
        "country-HN",
    }
