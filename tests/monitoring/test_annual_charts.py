import copy
import io

import pytest
from pypdf import PdfReader

from monitoring import annual
from monitoring.templatetags.annual_charts import (
    measure_states,
    validated_by_country,
    verdict_rows,
)
from tests.annual import quick_pdf
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR, make_world, met

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    world = make_world()
    first, second = world.activity("1.1"), world.activity("1.2")
    counted, _unsaid = (MeasureFactory(activity=one) for one in (first, second))
    world.goal(counted, 2, "HN")
    world.goal(counted, 2, "GT")
    met(world, "HN", first, 2)
    met(world, "GT", first, 2)
    world.report("GT", "2025-2", returned=True)
    return annual.summarise(world.plan, 2025, edition=1, as_of=AFTER_THE_YEAR, allow_empty=True)


def test_the_indicators_of_an_eje_are_cut_by_what_may_be_said_of_them(content):
    assert verdict_rows(content["summary"]["axes"]) == [
        {
            "name": "Eje 1",
            "parts": [
                {"value": "met", "label": "cumplido", "number": 1},
                {"value": "not_met", "label": "con meta, sin cumplir", "number": 0},
                {"value": "not_evaluable", "label": "no evaluable: sin meta", "number": 1},
            ],
        }
    ]


def test_the_measures_are_counted_by_the_state_of_the_region(content):
    assert measure_states(content["axes"]) == [
        {"value": "met", "label": "cumplido", "number": 1},
        {"value": "no_data", "label": "sin dato", "number": 1},
    ]


def test_a_country_counts_the_opened_semesters_with_a_validated_report(content):
    rows = validated_by_country(content["reporting"], content["countries"])

    assert [(row["code"], row["number"], row["of"]) for row in rows] == [
        ("HN", 1, 2),
        ("GT", 1, 2),
    ]
    assert [[state["label"] for state in row["states"]] for row in rows] == [
        ["Validado", "Sin informe"],
        ["Validado", "Devuelto"],
    ]


def test_a_semester_that_nobody_opened_is_no_zero(content):
    unopened = [{**semester, "is_opened": False} for semester in content["reporting"]]

    assert (
        validated_by_country([unopened[0], content["reporting"][1]], content["countries"])[0]["of"]
        == 1
    )
    assert [row["number"] for row in validated_by_country(unopened, content["countries"])] == [
        None,
        None,
    ]


def test_the_drawings_are_printed_and_have_their_name(content):
    reader = PdfReader(io.BytesIO(annual.render(content)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    for expected in [
        "Los indicadores de cada eje",
        "Países con informe validado",
        "Honduras 1 de 2",
        "México, a menor escala.",
        "Las medidas de la región, por estado",
    ]:
        assert expected in text


def test_what_was_frozen_before_prints_with_what_it_carries(content, monkeypatch):
    quick_pdf(monkeypatch)
    older = copy.deepcopy(content)
    for semester in older["reporting"]:
        del semester["reports"], semester["is_opened"]
    for axis in older["summary"]["axes"]:
        del axis["not_met"]

    assert validated_by_country(older["reporting"], older["countries"]) == validated_by_country(
        content["reporting"], content["countries"]
    )
    assert "Honduras: 1 de 2; Guatemala: 1 de 2" in annual.render(older).decode()
