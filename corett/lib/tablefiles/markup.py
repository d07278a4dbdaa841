"""The XML inside an Excel workbook, looked at before the spreadsheet library opens it.

What makes that library slow or large is counted here as plain bytes: cells, texts, formulas that it
would work out, pages, rows beyond those that are read, and what it makes an object of.
"""

import io
import re
import zipfile
from collections import Counter

from django.utils.translation import gettext as _

from corett.lib.tablefiles.archive import chunks, is_markup
from corett.lib.tablefiles.sheets import (
    LAST_ROW,
    MOST_CELLS,
    MOST_TABLES,
    Unreadable,
    merged_cells,
    too_large_inside,
)

NAME = rb"(?:[^\s<>/:]+:)?"
KNOWN = re.compile(rb"<(/?)" + NAME + rb"(row|c|v|f|t|is|si|sheet|mergeCell)(?=[\s/>])")
ROW = re.compile(rb"<" + NAME + rb"row(?=[\s/>])")
ROW_NUMBER = re.compile(rb"<" + NAME + rb"row\s[^<>]*?\br\s*=\s*[\"'](\d{1,20})")
VALUE = re.compile(rb"<" + NAME + rb"(?:v|is|f)[\s>]")
MOST = {
    "row": 2 * LAST_ROW,
    "c": MOST_CELLS,
    "is": MOST_CELLS // 2,
    "si": MOST_CELLS // 2,
    "sheet": MOST_TABLES,
}
MOST_OTHER_TAGS = 50_000
MOST_IN_ROW = 20_000
MOST_WORKED_OUT = 2_000_000


def look_at(content: bytes) -> None:
    """Raises Unreadable."""
    look = Look()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            look.begin()
            for chunk in chunks(archive, name):
                look.feed(chunk)
            look.end()


class Look:
    """`in_row` counts the tags since the last row began, if any did."""

    def __init__(self):
        self.counts: Counter[tuple[bytes, bytes]] = Counter()
        self.tags = self.longest = 0
        self.has_declarations = False
        self.is_xml: bool | None = None
        self.in_row: int | None = None

    def begin(self) -> None:
        """A member follows."""
        self.rest, self.is_beyond = b"", False
        self.is_xml, self.in_row = None, None

    def feed(self, chunk: bytes) -> None:
        """Whole tags only; what is cut waits for the next chunk."""
        if self.is_xml is None:
            self.is_xml = is_markup(chunk)
        if self.is_xml:
            text = self.rest + chunk
            cut = max(text.rfind(b"<"), 0)
            self.rest = text[cut:]
            self.count(text[:cut])

    def end(self) -> None:
        self.count(self.rest)

    def count(self, text: bytes) -> None:
        self.counts.update(KNOWN.findall(text))
        self.tags += text.count(b"<")
        self.longest = max(self.longest, *map(len, text.split(b"<")))
        self.has_declarations |= b"<!" in text
        self.refuse_too_much()
        self.refuse_long_rows(text)
        self.refuse_far_rows(text)

    def refuse_too_much(self) -> None:
        opened = {tag.decode(): count for (end, tag), count in self.counts.items() if not end}
        others = self.tags - self.counts.total()
        if others > MOST_OTHER_TAGS or any(opened.get(tag, 0) > most for tag, most in MOST.items()):
            raise too_large_inside()
        if "mergeCell" in opened:
            raise merged_cells()
        formulas = opened.get("f", 0)
        if formulas * self.longest > MOST_WORKED_OUT or formulas and self.has_declarations:
            raise too_many_formulas()

    def refuse_long_rows(self, text: bytes) -> None:
        """The cells of a row are all held at once."""
        before, *rows = (piece.count(b"<") for piece in ROW.split(text))
        if self.in_row is not None:
            rows = [self.in_row + before, *rows]
        if rows:
            self.in_row = rows[-1]
        if max(rows, default=0) > MOST_IN_ROW:
            raise too_large_inside()

    def refuse_far_rows(self, text: bytes) -> None:
        """Programs leave empty rows at the very end of a page; one that holds something counts."""
        beyond = text if self.is_beyond else below_last_row(text)
        self.is_beyond = self.is_beyond or bool(beyond)
        if VALUE.search(beyond):
            raise too_far_down()


def below_last_row(text: bytes) -> bytes:
    numbered = ROW_NUMBER.finditer(text)
    return next((text[row.end() :] for row in numbered if int(row[1]) > LAST_ROW), b"")


def too_many_formulas() -> Unreadable:
    return Unreadable(
        _(
            "El archivo tiene demasiadas fórmulas. Péguelas como valores, guárdelo y súbalo de"
            " nuevo."
        )
    )


def too_far_down() -> Unreadable:
    sentence = _(
        "Una hoja tiene algo por debajo de la fila %(row)d. Bórrelo o acérquelo a la tabla,"
        " guarde el archivo y súbalo de nuevo."
    )
    return Unreadable(sentence % {"row": LAST_ROW})
