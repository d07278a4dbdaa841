from decimal import Decimal

import pytest

from monitoring.region.asked import Asked
from monitoring.region.dashboard import dashboard
from monitoring.region.matrix import matrix
from monitoring.region.sheets import dashboard_sheets
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import read

pytestmark = pytest.mark.django_db


def sheets(world, **asked) -> dict:
    data, asked = read(world), Asked(**asked)
    found = dashboard(data, asked, named=lambda code: True)
    return {
        one.title: [one.headings, *one.rows]
        for one in dashboard_sheets(data, asked, found, matrix(data, asked))
    }


@pytest.fixture
def measured(world, activity):
    measure = MeasureFactory(activity=activity, kind="people", breakdown="sex", unit="personas")
    world.goal(measure, "2.50", "HN")
    record = world.record("HN", activity, resources_usd=10, resources_source="")
    record.figures.create(measure=measure, category="women", number=1)
    record.figures.create(measure=measure, category="men", number=1)
    return world


def test_all_tables_are_there(measured):
    assert list(sheets(measured)) == [
        "Resumen",
        "Ejes y objetivos",
        "Actividades",
        "Matriz",
        "Medidas",
        "Recursos",
        "Quién informó",
    ]


def test_measures_are_listed_for_each_party_and_the_region(measured):
    _headings, honduras, guatemala, region = sheets(measured)["Medidas"]

    assert honduras[3:] == ["Honduras", 2, "mujeres 1; hombres 1", Decimal("2.50"), 80, "amarillo"]
    assert guatemala[3:] == ["Guatemala", None, None, None, None, "sin dato"]
    assert region[3:] == ["Región", 2, "mujeres 1; hombres 1", None, None, "sin meta"]
    assert [row[3] for row in sheets(measured, party="GT")["Medidas"][1:]] == ["Guatemala"]


def test_the_matrix_says_words_and_a_dash(measured):
    headings, row = sheets(measured)["Matriz"]

    assert headings == ["Actividad", "Texto", "Región", "Honduras", "Guatemala"]
    assert [row[0], *row[2:]] == ["1.1", "sin meta", "amarillo", "sin dato"]


def test_the_others_hold_the_same_numbers_as_the_page(measured):
    tables = sheets(measured)

    assert tables["Actividades"][1][2:] == [
        "sin meta", 80, 1, 80, 1, 80, 0, 2, 1, 2, None, None, 1,
    ]  # fmt: skip
    assert tables["Ejes y objetivos"][1][:2] == ["Eje", 1]
    assert tables["Ejes y objetivos"][2][3:] == [80, 1, 80, 1, 80]
    assert tables["Recursos"][1] == ["sin decir", Decimal("10.00"), None, None]
    assert tables["Quién informó"][1] == ["2025-1", "Honduras", "Validado"]
    assert ["Actividades declaradas concluidas", 0, 1] in tables["Resumen"]
