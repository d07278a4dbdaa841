"""From plain pages to the rows of our sheets; what is no workbook of ours is told in a sentence.

What cannot be a value in a cell is kept as `Unusable`, to be told beside that cell.
"""

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from corett.lib.tablefiles.sheets import Unreadable
from monitoring.workbook.book import Book, Line, Origin, is_uuid
from monitoring.workbook.cells import is_blank
from monitoring.workbook.guards import no_workbook
from monitoring.workbook.layout import FORMAT, Sheet
from monitoring.workbook.pages import MOST_COLUMNS, read_pages
from monitoring.workbook.writing import ORIGIN

MOST_PIECES = 200


class Reader:
    """The pages of a workbook, sheet by sheet."""

    def __init__(self, content: bytes):
        self.pages = read_pages(content)

    def rows(self, title: str) -> Iterator[tuple[int, list]]:
        """Numbered rows of plain values. Raises Unreadable."""
        page = self.pages[title]
        if page is None:
            raise no_workbook()
        for number, row in page:
            yield number, row + [None] * (MOST_COLUMNS - len(row))

    def origin(self) -> Origin:
        """From which report the workbook says it was made. Raises Unreadable."""
        if ORIGIN not in self.pages:
            raise not_ours()
        rows = self.rows(ORIGIN)
        text = "".join(str(row[0] or "") for number, row in rows if row and number <= MOST_PIECES)
        return read_origin(text)

    def lines(self, sheet: Sheet) -> list[Line]:
        if sheet.title not in self.pages:
            sentence = _(
                "Falta la hoja «%(title)s»: se quitó o se le cambió el nombre. Devuélvale su"
                " nombre, o descargue el libro de nuevo y copie en él sus filas."
            )
            raise Unreadable(sentence % {"title": sheet.title})
        rows = self.rows(sheet.title)
        _number, first = next(rows, (1, []))
        headings = [" ".join(str(value or "").split()) for value in first]
        check_headings(sheet, headings)
        return [line for line in lines_of(headings, rows) if is_told(sheet, line)]


def not_ours() -> Unreadable:
    return Unreadable(
        _(
            "Este libro no se descargó de un informe de este sistema. Descargue el libro de este"
            " informe, copie en él sus filas y súbalo."
        )
    )


def read_origin(text: str) -> Origin:
    try:
        said = json.loads(text)
        form = said.pop("format")
        origin = Origin(**said)
        is_sound = is_uuid(origin.key) and all(map(is_uuid, origin.records)) and fits(origin)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise not_ours() from None
    if form != FORMAT or not is_sound:
        raise not_ours()
    return origin


def fits(origin: Origin) -> bool:
    """Whether each part is of its kind; the part is hidden, but a hand may have changed it."""
    numbers = [*origin.entries.values(), *origin.records.values(), origin.boxes, origin.report]
    lists = [*origin.links.values()]
    return (
        all(type(one) is int and 0 < one < 2**31 for one in numbers)
        and origin.boxes <= MOST_COLUMNS
        and set(origin.codes) == set(origin.records)
        and all(isinstance(one, str) for one in origin.told.values())
        and all(isinstance(one, list) and all(isinstance(x, str) for x in one) for one in lists)
    )


def check_headings(sheet: Sheet, headings: list[str]) -> None:
    for heading in sheet.headings:
        if headings.count(heading) != 1:
            sentence = _(
                "En la hoja «%(title)s» falta la columna «%(heading)s», o está dos veces. Devuelva"
                " los títulos como estaban, o descargue el libro de nuevo y copie en él sus filas."
            )
            raise Unreadable(sentence % {"title": sheet.title, "heading": heading})


def lines_of(headings: list[str], rows) -> Iterator[Line]:
    for number, row in rows:
        yield Line(number, dict(zip(headings, row, strict=False)))


def is_told(sheet: Sheet, line: Line) -> bool:
    """Whether a row holds anything, be it only the key of one that was emptied."""
    key = sheet.by_name.get("key")
    has_key = key is not None and not is_blank(line.values.get(key.heading))
    return has_key or sheet.has_values(line.values)


def read_book(content: bytes, sheets_for) -> Book:
    """All rows of the sheets that `sheets_for(origin)` asks for. Raises Unreadable."""
    reader = Reader(content)
    origin = reader.origin()
    sheets = sheets_for(origin)
    return Book(origin, {sheet.title: reader.lines(sheet) for sheet in sheets})
