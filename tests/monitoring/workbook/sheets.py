"""A workbook in the hands of a person who fills it."""

import io
import zipfile

from openpyxl import load_workbook

from monitoring.workbook import exchange
from monitoring.workbook.writing import workbook_of


class Filled:
    """An open copy of a report's workbook; cells are named by sheet, row and heading."""

    def __init__(self, report=None, *, content=None):
        self.book = load_workbook(io.BytesIO(content or workbook_of(report)))

    def column(self, title: str, heading: str) -> int:
        return next(cell.column for cell in self.book[title][1] if cell.value == heading)

    def cell(self, title: str, line: int, heading: str):
        return self.book[title].cell(line, self.column(title, heading))

    def put_all(self, title: str, line: int, values: dict) -> "Filled":
        for heading, value in values.items():
            cell = self.cell(title, line, heading)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        return self

    def line_of(self, title: str, heading: str, value) -> int:
        column = self.column(title, heading)
        page = self.book[title]
        return next(n for n in range(1, page.max_row + 1) if page.cell(n, column).value == value)

    def saved(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


ACTION = {
    "Actividad": "2.3",
    "¿Qué se hizo?": "Taller en Tegucigalpa",
    "Cantidad": 2,
    "Modalidad": "presencial",
    "Lugar": "Tegucigalpa",
    "Personas: mujeres": 12,
    "Personas: hombres": 0,
}


def bring_and_apply(report, content: bytes, member):
    upload = exchange.bring(report, name="libro.xlsx", content=content, by=member)
    outcome = exchange.check(upload, by=member)
    assert outcome.faults == []
    return exchange.apply(upload, shown=outcome.digest, by=member)


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
