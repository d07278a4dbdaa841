"""The Secretaría captures the whole cronograma and ten metas in a spreadsheet, and brings it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from corett.accounts.models import Stakeholder
from plan.models import Plan, ScheduleCell, Target
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOLDERS = ["BZ", "CR", "SV", "GT", "HN", "MX", "NI", "PA", "DO", None]
HEADINGS = {
    "Plan": "tim-2024-2028",
    "Medida": "1.1.a",
    "Año (vacío: todo el plan)": 2027,
    "Fuente": "Plan Operativo",
    "Detalle de la fuente": "POA 2027",
    "Fecha": "15/01/2025",
}


def is_marked(row: int, column: int) -> bool:
    return (row + column) % 3 == 0


def mark_the_cronograma(page) -> set[tuple[str, str]]:
    """A pattern over all cells; the marks that the sheet then has."""
    marks = set()
    for row in range(2, page.max_row + 1):
        for column in range(4, page.max_column + 1):
            page.cell(row, column).value = "x" if is_marked(row, column) else None
            if is_marked(row, column):
                marks.add((page.cell(row, 2).value, page.cell(1, column).value))
    return marks


def write_metas(page) -> set[tuple[str | None, int]]:
    places = {cell.value: cell.column for cell in page[1]}
    metas = set()
    for number, holder in enumerate(HOLDERS, 1):
        values = {**HEADINGS, "De quién (vacío: la región)": holder, "Valor": number}
        row = page.max_row + 1
        for heading, value in values.items():
            page.cell(row, places[heading]).value = value
        metas.add((holder, number))
    return metas


def test_the_secretariat_captures_the_cronograma_and_ten_metas_in_a_spreadsheet(
    page, log_in, loaded_plan
):
    secretariat = Stakeholder.objects.get(code="ST")
    log_in(page, MembershipFactory(stakeholder=secretariat).user)
    before = Target.objects.count()

    page.goto("/plan/tim-2024-2028/")
    page.get_by_role("link", name="Datos", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="xlsx", exact=True).click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    marks = mark_the_cronograma(book["Cronograma"])
    metas = write_metas(book["Metas"])
    filled = BytesIO()
    book.save(filled)

    page.get_by_label("Archivo").set_input_files(
        {"name": "plan.xlsx", "mimeType": FILE, "buffer": filled.getvalue()}
    )
    page.get_by_role("button", name="Ver qué cambia").click()
    page.get_by_role("heading", name="Qué cambia con el archivo").wait_for()
    assert page.get_by_role("heading", name="Meta", exact=True, level=2).is_visible()
    assert (
        page.get_by_role("row", name="1.1.a Honduras, 2027").get_by_text("propuesta").is_visible()
    )
    cronograma = page.get_by_role("region", name="Cambios: Cronograma")
    assert cronograma.locator("ins").count() == len(marks)
    assert not ScheduleCell.objects.exists()

    page.get_by_role("button", name="Guardar estos cambios").click()
    page.get_by_text("Los cambios del archivo están guardados.").wait_for()

    cells = ScheduleCell.objects.select_related("activity", "semester")
    assert {(cell.activity.code, cell.semester.code) for cell in cells} == marks
    assert len(marks) == 90
    written = Target.objects.filter(source="operational_plan", state="proposed", year=2027)
    assert {
        (target.stakeholder and target.stakeholder.code, int(target.value)) for target in written
    } == metas
    assert Target.objects.count() == before + 10
    assert Plan.objects.get().editions.count() == 1
