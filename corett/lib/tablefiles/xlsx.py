"""Tables as sheets of an Excel workbook. No formula is calculated and no link followed."""

import datetime
import io
import re
import warnings
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.cell.read_only import EMPTY_CELL  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from corett.lib.tablefiles.markup import look_at
from corett.lib.tablefiles.sheets import (
    LAST_ROW,
    MOST_COLUMNS,
    Budget,
    Row,
    Sheet,
    Unreadable,
    Unusable,
    no_spreadsheet,
    quoted,
    read_sheet,
    unquoted,
)

BOLD = Font(bold=True)
HEADING = PatternFill("solid", fgColor="DCE6F1")
TOP = Alignment(wrap_text=True, vertical="top")
WIDTHS = (9, 60)
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def write(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        write_page(book.create_sheet(sheet.title), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_page(page, sheet: Sheet) -> None:
    for number, row in enumerate([sheet.headings, *sheet.rows], 1):
        for place, value in enumerate(row, 1):
            put(page.cell(number, place), value)
    for place, heading in enumerate(sheet.headings, 1):
        cell = page.cell(1, place)
        cell.font, cell.fill = BOLD, HEADING
        texts = [heading, *(str(row[place - 1] or "") for row in sheet.rows)]
        page.column_dimensions[get_column_letter(place)].width = width_of(texts)
        page.column_dimensions[get_column_letter(place)].number_format = "@"
    page.freeze_panes = "A2"


def width_of(texts: list[str]) -> int:
    least, most = WIDTHS
    return min(most, max(least, *(len(text) + 2 for text in texts)))


def put(cell, value) -> None:
    """Text is stored as text, whatever sign it starts with."""
    cell.alignment = TOP
    if isinstance(value, str):
        cell.value = escaped(quoted(value))
        cell.data_type, cell.number_format = "s", "@"
    elif value is not None:
        cell.value = value
        cell.number_format = "dd/mm/yyyy" if isinstance(value, datetime.date) else "General"


def escaped(text: str) -> str:
    """A carriage return, or a text that looks like one escaped, in the format's own way."""
    return ESCAPED.sub(r"_x005F_x\1_", text).replace("\r", "_x000D_")


def read(content: bytes, budget: Budget) -> list[Sheet]:
    """Raises Unreadable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            look_at(content)
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return [
                read_sheet(page.title, rows_of(page, budget), budget) for page in book.worksheets
            ]
        except Unreadable:
            raise
        except Exception:
            raise no_spreadsheet() from None


def rows_of(page, budget: Budget) -> Iterator[Row]:
    """Those that hold something, since programs leave thousands of blank ones below a table."""
    page.reset_dimensions()
    rows = page.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS + 1)
    blank: tuple = ()
    for number, row in enumerate(rows, 1):
        if row is blank or all(cell is EMPTY_CELL for cell in row):
            blank = row
            continue
        yield number, values_of(row, budget)


def values_of(row: tuple, budget: Budget) -> list:
    """Up to the last that there is."""
    values: list = []
    for place, cell in enumerate(row, 1):
        value = cell.value
        if isinstance(value, str):
            budget.spend(characters=len(value))
        if value is not None:
            values += [None] * (place - 1 - len(values)) + [plain(cell)]
    return values


def plain(cell):
    """The value of a cell, or why it has none that can be used."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "f":
        return Unusable(_("La celda tiene una fórmula; péguela como valor."))
    if kind == "e":
        return Unusable(_("La celda tiene un error de la hoja de cálculo; escriba el valor."))
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, str):
        return unquoted(ESCAPED.sub(lambda found: chr(int(found[1], 16)), value))
    return value
