"""What the workbook offers to who fills it."""

import pytest

from monitoring.workbook.writing import workbook_of
from tests.factories import EvidenceFactory, InstitutionFactory, RecordFactory
from tests.monitoring.workbook.drafts import TEXTS, fill_country, row
from tests.monitoring.workbook.sheets import Filled, unpacked


def rule_of(filled: Filled, sheet: str, heading: str):
    letter = filled.cell(sheet, 1, heading).column_letter
    rules = filled.book[sheet].data_validations.dataValidation
    return next((one for one in rules if f"{letter}2" in str(one.sqref)), None)


def listed(filled: Filled, rule) -> list[str]:
    area = filled.book.defined_names[rule.formula1.lstrip("=")].attr_text
    sheet, _mark, cells = area.partition("!")
    return [cell.value for (cell,) in filled.book[sheet.strip("'")][cells.replace("$", "")]]


def test_one_sheet_for_each_eje_and_what_serves_them(report):
    book = Filled(report).book
    assert book.sheetnames == [
        "Instrucciones",
        *(f"Eje {number}" for number in range(1, 5)),
        "Avances",
        "Instituciones",
        "Listas",
        "_corett",
    ]
    states = [book[title].sheet_state for title in ("Eje 1", "Listas", "_corett")]
    assert states == ["visible", "hidden", "veryHidden"]


@pytest.mark.parametrize(
    ("heading", "offered"),
    [
        ("Modalidad", ["presencial", "remota", "híbrida"]),
        ("Ámbito", ["nacional", "regional"]),
        ("Tardía", ["sí", "no"]),
        ("¿Está al día?", ["sí", "no"]),
        ("Producto", ["3.5.d Diplomado realizado"]),
        ("Actividad", "1.1 1.2 2.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2".split()),  # noqa: SIM905
    ],
)
def test_lists_are_drop_downs(report, heading, offered):
    filled = Filled(report)
    rule = rule_of(filled, "Eje 1", heading)
    assert rule.type == "list"
    assert rule.error == "Elija un valor de la lista."
    assert listed(filled, rule) == offered


def test_institutions_are_proposed_and_others_may_be_typed(report):
    InstitutionFactory(country=report.stakeholder, name="Ministerio Público")
    filled = Filled(report)
    rule = rule_of(filled, "Eje 1", "Institución 1")
    assert listed(filled, rule) == ["Ministerio Público"]
    assert not rule.showErrorMessage


@pytest.mark.parametrize(
    ("sheet", "heading", "kind", "limits"),
    [
        ("Eje 1", "Cantidad", "whole", ("1", "10000")),
        ("Eje 1", "Número", "whole", ("0", "10000000")),
        ("Eje 3", "Alcance: redes sociales", "whole", ("0", "10000000000")),
        ("Eje 1", "Terminó el", "date", ("DATE(2000,1,1)", "DATE(2100,12,31)")),
        ("Eje 1", "¿Qué se hizo?", "textLength", ("250", None)),
        ("Eje 1", "Recursos usados (USD)", "decimal", ("0", None)),
        ("Avances", "Avances", "textLength", ("20000", None)),
    ],
)
def test_cells_have_a_type_and_limits(report, sheet, heading, kind, limits):
    rule = rule_of(Filled(report), sheet, heading)
    assert (rule.type, (rule.formula1, rule.formula2)) == (kind, limits)
    assert rule.error


def test_the_columns_follow_from_what_is_asked_of_who_reports(joint_report):
    headings = [cell.value for cell in Filled(joint_report).book["Eje 2"][1]]
    assert [one for one in headings if one.startswith(("Producto", "Etapa"))] == [
        "Producto",
        "Etapa",
        "Producto (2)",
        "Etapa (2)",
    ]
    money = [cell.value for cell in Filled(joint_report).book["Eje 4"][1] if cell.value]
    assert "Recursos: monto" in money
    assert "Recursos: moneda" in money


def test_headings_are_never_said_twice(report, joint_report):
    for one in (report, joint_report):
        for page in Filled(one).book.worksheets[1:-2]:
            headings = [cell.value for cell in page[1]]
            assert len(set(headings)) == len(headings)


def test_the_draft_is_in_it_and_no_text_is_ever_calculated(report):
    fill_country(report)
    filled = Filled(report)
    cells = [cell for page in filled.book.worksheets for row in page.rows for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {"=1+1", "+504 2222", "@corett"} <= {cell.value for cell in cells}
    assert filled.cell("Eje 1", filled.line_of("Eje 1", "¿Qué se hizo?", TEXTS[0]), "Lugar")
    sheets = [xml for name, xml in unpacked(workbook_of(report)).items() if "worksheets/" in name]
    assert not any(b"<f>" in xml for xml in sheets)


def test_files_are_listed_and_links_are_written(report):
    record = row(report, "2.3", "Taller")
    EvidenceFactory(entry=record.entry, record=record, url="https://a.example/1")
    EvidenceFactory(
        entry=record.entry, record=record, url="", file="evidence/x.pdf", original_name="acta.pdf"
    )
    filled = Filled(report)
    assert filled.cell("Eje 1", 2, "Enlaces de evidencia").value == "https://a.example/1"
    assert filled.cell("Eje 1", 2, "Archivos adjuntos").value == "acta.pdf"
    assert filled.cell("Eje 1", 2, "Archivos adjuntos").protection.locked


def test_a_row_with_many_institutions_gets_a_column_for_each(report):
    named = InstitutionFactory.create_batch(9, country=report.stakeholder)
    RecordFactory(entry=report.entries.get(activity__code="2.3"), institutions=named)
    filled = Filled(report)
    assert filled.cell("Eje 1", 2, "Institución 9").value == max(one.name for one in named)


def test_it_says_of_which_report_and_edition_it_is(report):
    text = [cell.value for cell in Filled(report).book["Instrucciones"]["B"] if cell.value]
    assert text[0] == "Honduras · 2025-1"
    assert text[1].startswith("Edición 1. Libro descargado el ")
