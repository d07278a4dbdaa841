"""The pages of a workbook as plain values, and a copy of it with its errors marked.

Both are done apart, in a process that can do nothing else: the spreadsheet library holds what a
stranger wrote, and the second makes objects of all of it.
"""

import io
import re
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from corett.lib.apart import Exhausted, Limits
from corett.lib.tablefiles.files import READERS
from corett.lib.tablefiles.sheets import Unreadable, Unusable
from monitoring.workbook.guards import MOST_ROWS, look_at, no_workbook, too_large

AUTHOR = "CORETT"
WRONG = PatternFill("solid", fgColor="FF9999")
MOST_COLUMNS = 300
LOOKS_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
TO_READ = Limits(seconds=20, memory=160)
TO_MARK = Limits(seconds=40, memory=600, scratch=True)

Page = list[tuple[int, list]]
"""Numbered rows, as far as they hold anything; the first always."""


@dataclass(frozen=True)
class Fault:
    """A cell that is wrong, by the heading of its column, and the sentence for the person."""

    sheet: str
    line: int
    heading: str
    sentence: str


def read_pages(content: bytes) -> dict[str, Page | None]:
    """By title; nothing where a page is broken. Raises Unreadable."""
    return apart(pages_of, content, limits=TO_READ)


def marked(content: bytes, faults: list[Fault]) -> bytes:
    """Each wrong cell red and commented, and the sentences beside its row. Raises Unreadable."""
    return apart(mark_all, content, faults, limits=TO_MARK)


def apart(function, *args, limits: Limits):
    try:
        return READERS.run(
            function, *args, limits=limits, returns=(Unusable,), raises=(Unreadable,)
        )
    except Exhausted:
        raise too_large() from None


# Reading


def pages_of(content: bytes) -> dict[str, Page | None]:
    """Rows only, as they are read; no formula is calculated and no link followed."""
    book = opened(content, read_only=True)
    return {title: page_of(book, title) for title in book.sheetnames}


def opened(content: bytes, *, read_only: bool):
    look_at(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(content), read_only=read_only, keep_links=False)
        except Exception:
            raise no_workbook() from None


def page_of(book, title: str) -> Page | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            page = book[title]
            page.reset_dimensions()
            rows = page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
            return [
                (number, values_of(row))
                for number, row in enumerate(rows, 1)
                if number == 1 or not all(cell is EMPTY_CELL for cell in row)
            ]
        except Exception:
            return None


def values_of(row: tuple) -> list:
    """Up to the last that there is."""
    values = [plain(cell) for cell in row]
    while values and values[-1] is None:
        values.pop()
    return values


def plain(cell):
    """The value of a cell, or why it has none that can be used."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "f":
        return Unusable(_("La celda tiene una fórmula; péguela como valor."))
    if kind == "e":
        return Unusable(
            _("La celda tiene un error de la hoja de cálculo; bórrela y escriba el valor.")
        )
    if isinstance(value, str):
        return LOOKS_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value


# Marking


def mark_all(content: bytes, faults: list[Fault]) -> bytes:
    book = opened(content, read_only=False)
    for title in dict.fromkeys(fault.sheet for fault in faults):
        mark(book[title], [fault for fault in faults if fault.sheet == title])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def mark(page, faults: list[Fault]) -> None:
    clear_marks(page)
    places = {" ".join(str(cell.value or "").split()): cell.column for cell in page[1]}
    errors = places.get(_("Errores")) or page.max_column + 1
    page.cell(1, errors, _("Errores"))
    told: dict[int, list[str]] = {}
    for fault in faults:
        cell = page.cell(fault.line, places[fault.heading])
        cell.fill, cell.comment = WRONG, Comment(fault.sentence, AUTHOR)
        told.setdefault(fault.line, []).append(f"{fault.heading}: {fault.sentence}")
    for line, sentences in told.items():
        page.cell(line, errors).value = "\n".join(sentences)


def clear_marks(page) -> None:
    """A copy that was marked before and corrected loses its old marks."""
    places = {" ".join(str(cell.value or "").split()): cell.column for cell in page[1]}
    for row in page.iter_rows(min_row=2, max_row=min(page.max_row, MOST_ROWS + 1)):
        for cell in row:
            if cell.fill.fgColor.rgb == WRONG.fgColor.rgb:
                cell.fill, cell.comment = PatternFill(), None
            if cell.column == places.get(_("Errores")):
                cell.value = None
