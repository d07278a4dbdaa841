import pytest

from monitoring import annual
from monitoring.annual.by_country import content_of_country, country_page
from monitoring.annual.chapters import chapters_for
from tests.factories import EvidenceFactory, MeasureFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR, make_world, met

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    world = make_world()
    first = world.activity("1.1", statement="Mesas de priorización.")
    second = world.activity("1.2", statement="Foros de diálogo.")
    counted = MeasureFactory(activity=first)
    MeasureFactory(activity=second)
    world.goal(counted, 2, "HN")
    met(world, "HN", first, 2, resources_usd="1234.50", resources_source="Presupuesto")
    met(world, "GT", first, 7, resources_usd="99.00", resources_source="Cooperación")
    told = world.entry("HN", first)
    told.progress, told.status = "Honduras avanzó.", "done"
    told.save()
    other = world.entry("GT", first)
    other.progress, other.obstacles = "Guatemala avanzó.", "Rotación en Guatemala."
    other.save()
    EvidenceFactory(entry=other, title="Acta de Guatemala")
    return annual.summarise(world.plan, 2025, as_of=AFTER_THE_YEAR)


def test_the_page_of_a_country_tells_its_own_numbers(content):
    page = country_page(content, "HN")

    assert (page["name"], page["actions"], page["declared_done"], page["met"]) == (
        "Honduras",
        2,
        1,
        1,
    )
    assert page["resources_total"] == "1234.50"
    assert [(one["semester"], one["state"]["value"]) for one in page["reports"]] == [
        ("2025-1", "validated"),
        ("2025-2", "none"),
    ]
    assert [
        (row["code"], row["actions"], row["declared"]["value"], row["state"]["value"])
        for row in page["activities"]
    ] == [("1.1", 2, "done", "met"), ("1.2", 0, "no_data", "no_data")]


def test_the_edition_of_a_country_keeps_no_row_and_no_word_of_another(content):
    own = content_of_country(content, "HN")

    [activity, _second] = own["axes"][0]["objectives"][0]["activities"]
    assert [row["code"] for row in activity["measures"][0]["rows"]] == ["HN"]
    assert activity["measures"][0]["region"]["year"]["number"] == 9
    assert [one["progress"] for one in activity["narratives"]] == ["Honduras avanzó."]
    assert [one["title"] for one in activity["evidence"]] == ["Lista de asistencia"]
    assert [row["usd"] for row in own["resources"]["used"]] == ["1234.50"]
    assert [len(one["reports"]) for one in own["reporting"]] == [1, 1]


def test_its_chapters_are_those_of_the_region_with_its_rows_alone(content):
    chapters = chapters_for(content, language="es", country="HN")

    html = " ".join(one.html for one in chapters)
    keys = [one.key for one in chapters]
    assert keys[:6] == ["cover", "contents", "country-HN", "method", "activity-1.1", "activity-1.2"]
    assert keys[-2:] == ["reports", "colophon"]
    assert "Honduras avanzó." in html
    for of_another in ("Guatemala avanzó.", "Rotación en Guatemala.", "Acta de Guatemala"):
        assert of_another not in html


def test_the_region_has_a_page_for_each_country(content):
    keys = [one.key for one in chapters_for(content, language="es")]

    assert [key for key in keys if key.startswith("country-")] == ["country-HN", "country-GT"]


def test_its_cronograma_counts_its_own_cells_alone(content):
    own = content_of_country(content, "HN")["schedule"]

    cells = [cell for axis in own["axes"] for one in axis["activities"] for cell in one["cells"]]
    assert {one["of"] for one in cells} == {1}
    assert sum(one["to_date"] for one in own["counts"]) == len(cells)
    assert {one["value"] for one in own["counts"]} == {one["state"]["value"] for one in cells}


def test_where_no_cronograma_was_frozen_there_is_none(content):
    assert content_of_country({**content, "schedule": None}, "HN")["schedule"] is None
