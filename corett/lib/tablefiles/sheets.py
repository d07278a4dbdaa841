"""A table of a file: its title, its headings, and lines that keep the number a person sees."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

MOST_ROWS = 10_000
MOST_COLUMNS = 200
LAST_ROW = 2 * MOST_ROWS
"""How far down a table is looked at, blank rows included."""

MOST_TABLES = 60
MOST_LINES = 20_000
MOST_CELLS = 120_000
MOST_CHARACTERS = 8_000_000
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
STARTS = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
CALCULATED = re.compile(f"'*{STARTS}")
QUOTED = re.compile(f"'+{STARTS}")

Row = tuple[int, list]
"""The number of a row and the values of its cells."""


class Unreadable(Exception):
    """The sentence says what the file is and what to do next."""


@dataclass
class Budget:
    """What is left of what one file may hold in all; readers spend it before they build."""

    tables: int = MOST_TABLES
    lines: int = MOST_LINES
    cells: int = MOST_CELLS
    characters: int = MOST_CHARACTERS

    def spend(self, *, tables=0, lines=0, cells=0, characters=0) -> None:
        """Raises Unreadable."""
        self.tables -= tables
        self.lines -= lines
        self.cells -= cells
        self.characters -= characters
        if min(self.tables, self.lines, self.cells, self.characters) < 0:
            raise too_large_inside()


@dataclass(frozen=True)
class Unusable:
    """What stands where a value was expected, with the sentence that says why it is none."""

    sentence: str


@dataclass(frozen=True)
class Line:
    """A row of a table, by heading, with the number that the spreadsheet shows for it."""

    number: int
    values: dict[str, object]


@dataclass
class Sheet:
    title: str
    headings: list[str]
    lines: list[Line] = field(default_factory=list)
    is_loose: bool = False
    """A file of one table, whose title is no more than the name of the file."""

    @property
    def rows(self) -> list[list]:
        return [[line.values.get(heading) for heading in self.headings] for line in self.lines]


def sheet_of(title: str, headings: list[str], rows: Iterable[list]) -> Sheet:
    """A table to be written; its lines stand below the headings, and lazy texts are told now."""
    lines = [
        Line(number, dict(zip(headings, map(told, row), strict=True)))
        for number, row in enumerate(rows, 2)
    ]
    return Sheet(title, headings, lines)


def read_sheet(title: str, rows: Iterator[Row], budget: Budget) -> Sheet:
    """A table that was read: headings first, blank lines left out. Raises Unreadable."""
    budget.spend(tables=1)
    filled = (row for row in rows if not all(map(is_blank, row[1])))
    _number, first = next(filled, (1, []))
    headings = [heading_of(value, place) for place, value in enumerate(first, 1)]
    sheet = Sheet(title.strip(), [heading for heading in headings if heading])
    for number, row in filled:
        if len(sheet.lines) == MOST_ROWS:
            raise too_large(title)
        budget.spend(lines=1, cells=max(len(headings), len(row)))
        sheet.lines.append(Line(number, values_of(headings, row)))
    return sheet


def heading_of(value, place: int) -> str:
    if place > MOST_COLUMNS:
        return ""
    return " ".join(plain_text(value).split())


def values_of(headings: list[str], row: list) -> dict[str, object]:
    """What stands outside every heading is kept under the number of its column."""
    padded = [*headings, *[""] * (len(row) - len(headings))]
    return {
        heading or _("(columna %(place)d)") % {"place": place}: value
        for place, (heading, value) in enumerate(zip(padded, row, strict=False), 1)
        if heading or not is_blank(value)
    }


def is_blank(value) -> bool:
    return value is None or value == ""


def plain_text(value) -> str:
    return "" if value is None or isinstance(value, Unusable) else str(value)


def quoted(value):
    """A text that a spreadsheet would calculate gets the apostrophe that one would type by hand.

    One that begins with such an apostrophe gets another, so that reading gives it back.
    """
    if isinstance(value, str):
        text = UNWRITABLE.sub("", value)
        return f"'{text}" if CALCULATED.match(text) else text
    return value


def unquoted(value):
    if isinstance(value, str):
        return value[1:] if QUOTED.match(value) else value
    return value


def too_large(title: str) -> Unreadable:
    sentence = _(
        "«%(title)s» pasa de %(rows)d filas o %(columns)d columnas. Borre lo que sobra, guárdelo y"
        " súbalo de nuevo."
    )
    return Unreadable(sentence % {"title": title, "rows": MOST_ROWS, "columns": MOST_COLUMNS})


def too_large_inside() -> Unreadable:
    return Unreadable(
        _(
            "El archivo es demasiado grande por dentro. Descargue las tablas de nuevo, copie en"
            " ellas sus filas, solo los valores, y súbalas."
        )
    )


def merged_cells() -> Unreadable:
    return Unreadable(
        _(
            "Una hoja tiene celdas combinadas. Sepárelas («Descombinar celdas»), guárdelo y súbalo"
            " de nuevo."
        )
    )


def no_spreadsheet() -> Unreadable:
    return Unreadable(
        _(
            "El archivo no es una hoja de cálculo (.xlsx, .ods), un .csv, un .zip de .csv ni un"
            " .json, o está dañado. Descargue las tablas de esta página, cámbielas y súbalas."
        )
    )


def told(value: object) -> object:
    return str(value) if isinstance(value, Promise) else value
