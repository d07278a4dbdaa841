import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from corett.lib.canonical import canonical, sha256
from monitoring.annual.files.workbook import workbook
from tests.monitoring.annual.contents import FORMULA, make_content, of_schema_1

pytestmark = pytest.mark.django_db

SHEETS = [
    "Acerca de",
    "Resumen",
    "Medidas",
    "Actividades",
    "Declaradas",
    "Instituciones",
    "Medios de verificación",
    "Avances",
    "Recursos",
    "Cronograma",
    "Enfoques rectores",
    "Riesgos",
    "Prioridades",
    "Hallazgos",
    "Informes semestrales",
    "Textos",
]


@pytest.fixture
def content(world):
    return make_content(world)


def book(data: bytes):
    return load_workbook(io.BytesIO(data))


def rows(data: bytes, sheet: str) -> list[dict]:
    """Each line by its headings; an empty cell is None."""
    headings, *lines = book(data)[sheet].iter_rows(values_only=True)
    return [dict(zip(headings, line, strict=True)) for line in lines]


def test_the_same_content_gives_the_same_bytes_without_any_day_in_them(content):
    data = workbook(content)

    assert workbook(content) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = archive.read("docProps/core.xml").decode()
    assert "<dc:title>Informe anual 2025 de la CORETT, edición 1: datos</dc:title>" in properties
    assert "dcterms" not in properties
    assert "openpyxl" not in properties


def test_it_has_a_sheet_of_each_kind_and_says_first_what_it_is(content):
    data = workbook(content)

    told = {row["Dato"]: row["Valor"] for row in rows(data, "Acerca de")}
    assert book(data).sheetnames == SHEETS
    assert told["Qué es"] == "Informe anual 2025 de la CORETT, edición 1: datos"
    assert told["SHA-256 de los datos"] == sha256(canonical(content))
    assert told["Cifras al"] == "2026-02-01"
    assert told["Carácter"] == "definitiva"


def test_each_value_of_a_measure_is_a_row_with_its_goal_and_state(content):
    found = [
        (row["Medida"], row["Quién"], row["Periodo"], row["Categoría"] or "", row["Valor"])
        for row in rows(workbook(content), "Medidas")
        if row["Quién"] == "Honduras" and row["Valor"] is not None
    ]
    [year] = [
        row
        for row in rows(workbook(content), "Medidas")
        if (row["Medida"], row["Quién"], row["Periodo"]) == ("1.1.a", "Honduras", "2025")
    ]

    assert found == [
        ("1.1.a", "Honduras", "2025-1", "", 3),
        ("1.1.a", "Honduras", "2025", "", 3),
        ("1.1.a", "Honduras", "hasta 2025", "", 3),
        *(
            ("1.1.b", "Honduras", period, category, number)
            for period in ("2025-1", "2025", "hasta 2025")
            for category, number in (("", 7), ("mujeres", 5), ("hombres", 2))
        ),
    ]
    assert (year["Meta"], year["La meta es del año"], year["Porcentaje de la meta"]) == (
        4,
        "sí",
        75,
    )
    assert (year["Estado"], year["Clase"], year["Unidad"]) == ("amarillo", "cantidad", "mesas")


def test_what_nobody_said_is_an_empty_cell_and_not_a_zero(content):
    [silent] = [
        row
        for row in rows(workbook(content), "Medidas")
        if (row["Medida"], row["Quién"], row["Periodo"]) == ("1.1.a", "Guatemala", "2025-1")
    ]

    assert silent["Valor"] is None


def test_every_number_of_every_measure_is_in_it(content):
    frozen = [
        value["number"]
        for axis in content["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
        for measure in activity["measures"]
        for line in [*measure["rows"], measure["region"]]
        for value in [*line["semesters"], line["year"], line["to_date"]]
    ]

    totals = [row for row in rows(workbook(content), "Medidas") if not row["Categoría"]]
    assert [row["Valor"] for row in totals] == frozen


def test_names_that_are_not_published_are_only_counted(content):
    institutions = rows(workbook(content), "Instituciones")

    assert [(row["Institución"] or "", row["Sin nombrar"]) for row in institutions] == [
        ("Ministerio Público", None),
        ("", 1),
    ]
    assert b"Albergue" not in b"".join(members(workbook(content)))


def members(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_no_cell_is_a_formula_and_none_is_a_link(content):
    cells = [cell for sheet in book(workbook(content)) for row in sheet.iter_rows() for cell in row]

    told = [cell for cell in cells if cell.value and FORMULA in str(cell.value)]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell.value for cell in told] == [f"'{FORMULA}"]
    assert not any(cell.hyperlink for cell in cells)


def test_money_is_a_number(content):
    [row] = rows(workbook(content), "Recursos")

    assert (row["Quién"], row["Clase"]) == ("Honduras", "usados")
    assert Decimal(str(row["USD"])) == Decimal("1250.50")


def test_an_older_content_has_the_tables_that_it_tells(content):
    names = book(workbook(of_schema_1(content))).sheetnames

    assert [one for one in SHEETS if one not in names] == [
        "Cronograma",
        "Enfoques rectores",
        "Prioridades",
        "Hallazgos",
    ]


def test_its_shell_is_english_where_asked_and_peoples_words_stay(content):
    data = workbook(content, "en")

    assert book(data).sheetnames[1:3] == ["Summary", "Measures"]
    measure = rows(data, "Measures")[0]
    assert (measure["What is measured"], measure["Kind"]) == ("Mesas", "quantity")
    assert "Primera línea." in rows(data, "Texts")[0]["Text"]


def test_what_a_later_edition_corrects_is_a_sheet(content):
    later = content | {
        "corrects": {
            "edition": 1,
            "changes": [{"where": "Mesas", "before": "3", "after": "5"}],
        }
    }

    assert rows(workbook(later), "Correcciones") == [{"Dónde": "Mesas", "Antes": "3", "Ahora": "5"}]


def test_a_content_that_does_not_know_its_address_says_none(content):
    report = {name: value for name, value in content["report"].items() if name != "address"}

    about = rows(workbook(content | {"report": report}), "Acerca de")

    assert "Dónde está" not in {next(iter(line.values())) for line in about}


def test_before_a_plan_was_summed_up_a_measure_has_its_year_alone(content):
    def without_sums(node):
        if isinstance(node, list):
            return [without_sums(one) for one in node]
        if isinstance(node, dict):
            kept = {name: value for name, value in node.items() if not name.endswith("to_date")}
            return {name: without_sums(value) for name, value in kept.items()}
        return node

    early = {**content, "axes": without_sums(content["axes"])}

    periods = {line["Periodo"] for line in rows(workbook(early), "Medidas")}
    assert periods == {"2025-1", "2025-2", "2025"}
