"""The same semester written into the workbook's cells, by the headings that a person reads."""

from io import BytesIO

from openpyxl import load_workbook

from plan.models import Measure
from tests.browser.whole_report import (
    NEW,
    SILENT,
    link_of,
    needs_document,
    progress_of,
    row_of,
    told,
)

HEADINGS = {
    "women": "Personas: mujeres",
    "men": "Personas: hombres",
    "other": "Personas: otro",
    "unspecified": "Personas: sin especificar",
    "under_18": "Personas: de ellas, menores de 18 años",
    "website": "Alcance: página web",
    "social": "Alcance: redes sociales",
    "other_media": "Alcance: otros medios",
    "stage": "Etapa",
    "current": "¿Está al día?",
    "total": "Número",
    "amount": "Recursos: monto",
    "currency": "Recursos: moneda",
    "usd": "Recursos: en dólares (USD)",
    "source": "Recursos: fuente",
    "status": "Recursos: situación",
}
WORDS = {"draft": "borrador", "yes": "sí", "received": "recibido"}
CHOOSERS = {"stage": "Producto", "total": "Medida que se cuenta"}


def columns(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def write(sheet, row: int, cells: dict[str, object]) -> None:
    places = columns(sheet)
    for heading, value in cells.items():
        sheet.cell(row, places[heading]).value = value


def measured(measure: Measure, values: dict) -> dict[str, object]:
    cells = {HEADINGS[short]: WORDS.get(value, value) for short, value in values.items()}
    for short, chooser in CHOOSERS.items():
        if short in values:
            cells[chooser] = f"{measure.code} {measure.name}"
    return cells


def action(entry) -> dict[str, object]:
    row = row_of(entry)
    cells = {
        "Actividad": entry.activity.code,
        "¿Qué se hizo?": row["title"],
        "Terminó el": row["ended_on"],
        "Cantidad": row["quantity"],
        "Lugar": row["place"],
        "Recursos usados (USD)": row["resources_usd"],
        "Fuente de los recursos": row["resources_source"],
    }
    for number, name in enumerate(row["institutions"], start=1):
        cells[f"Institución {number}"] = name
    for measure, values in row["measures"].items():
        cells |= measured(measure, values)
    if needs_document(entry):
        cells["Enlaces de evidencia"] = link_of(entry)
    return cells


def fill(content: bytes, report) -> bytes:
    book = load_workbook(BytesIO(content))
    next_row: dict[str, int] = {}
    narrative = book["Avances"]
    rows = {narrative.cell(row, 1).value: row for row in range(2, narrative.max_row + 1)}
    for entry in told(report):
        title = f"Eje {entry.activity.objective.axis.number}"
        next_row[title] = next_row.get(title, 1) + 1
        write(book[title], next_row[title], action(entry))
        write(narrative, rows[entry.activity.code], {"Avances": progress_of(entry)})
    for code in SILENT:
        write(narrative, rows[code], {"Sin actividad este semestre": "sí"})
    directory = book["Instituciones"]
    empty = next(row for row in range(2, 999) if not directory.cell(row, 1).value)
    new = {"Nombre": NEW, "Tipo": "Sociedad civil", "Sector": "Comunicación"}
    write(directory, empty, new)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()
