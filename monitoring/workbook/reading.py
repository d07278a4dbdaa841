"""From the bytes of a file to plain rows; what is no workbook of ours is refused in a sentence.

The file is looked at as the archive that it is before the spreadsheet library opens it: how many
parts, how large unpacked, whether it carries code. What cannot be a value in a cell is kept as
`Unusable`, to be told beside that cell.
"""

import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from corett.lib.filetypes import MACROS, OLD_OFFICE
from monitoring.workbook.book import Book, Line, Origin, is_uuid
from monitoring.workbook.cells import Unusable, is_blank
from monitoring.workbook.layout import FORMAT, MOST_ROWS, Sheet
from monitoring.workbook.writing import LOOKS_ESCAPED, ORIGIN

MOST_MEMBERS = 300
MOST_UNPACKED = 40 * 1024 * 1024
MOST_COLUMNS = 300
MOST_PIECES = 200
CHUNK = 1024 * 1024
LONGEST_TAG = 400
SLACK = 100
ROW_NUMBER = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]{0,400}?\br=\"(\d{1,9})\"")
MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell[\s>/]")
ANY_VALUE = re.compile(rb"<(?:\w{1,20}:)?(?:v|is|f)[\s>/]")
ANY_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s>/]")


class Unreadable(Exception):
    """The sentence says what the file is and what to do next."""


def look_at(content: bytes) -> None:
    """Refuse what should not even be opened. Raises Unreadable."""
    if content.startswith(OLD_OFFICE):
        raise Unreadable(
            _(
                "El archivo está protegido con contraseña o es de una versión antigua de Excel."
                " Quítele la contraseña, guárdelo como libro de Excel (.xlsx) y súbalo de nuevo."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            look_at_members(archive.infolist())
            look_inside(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        raise no_workbook() from None


def no_workbook() -> Unreadable:
    return Unreadable(
        _(
            "El archivo no es un libro de Excel (.xlsx) o está dañado. Descargue el libro de este"
            " informe, llénelo y súbalo."
        )
    )


def look_at_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.lower() for member in members]
    if len(names) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise too_large()
    if "xl/workbook.xml" not in names or len(set(names)) < len(names):
        raise no_workbook()
    if any(mark in name for name in names for mark in MACROS):
        raise Unreadable(
            _("El libro lleva macros. Guárdelo como libro de Excel (.xlsx), sin ellas, y súbalo.")
        )
    if any("externallinks/" in name for name in names):
        raise Unreadable(
            _(
                "El libro tiene vínculos a otros libros. Pegue esas celdas como valores, rompa los"
                " vínculos, guárdelo y súbalo de nuevo."
            )
        )


def too_large() -> Unreadable:
    return Unreadable(
        _(
            "El libro es demasiado grande por dentro. Descargue el libro de nuevo, copie en él sus"
            " filas, solo los valores, y súbalo."
        )
    )


def look_inside(archive: zipfile.ZipFile) -> None:
    """Unpack a little at a time, since what an archive declares of its size may be a lie."""
    left = MOST_UNPACKED
    for member in archive.infolist():
        rows = RowCount() if "worksheets/" in member.filename.lower() else None
        with archive.open(member) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise too_large()
                if rows:
                    rows.count(chunk)


class RowCount:
    """How many rows a sheet has, told while it is unpacked.

    Programs leave empty rows at the very end of a sheet; only one that holds something counts.
    """

    def __init__(self):
        self.rows, self.rest, self.is_beyond = 0, b"", False

    def count(self, chunk: bytes) -> None:
        """Raises Unreadable."""
        text = self.rest + chunk
        self.rows += len(ANY_ROW.findall(text))
        if self.rows > MOST_ROWS + SLACK:
            raise too_many_rows()
        if MERGED.search(text):
            raise merged_cells()
        beyond = text if self.is_beyond else self._beyond(text)
        self.is_beyond = self.is_beyond or bool(beyond)
        if ANY_VALUE.search(beyond):
            raise too_many_rows()
        self.rest = text[max(text.rfind(b"<"), len(text) - LONGEST_TAG) :]

    def _beyond(self, text: bytes) -> bytes:
        """What comes after the last row that is read."""
        numbered = ROW_NUMBER.finditer(text)
        return next((text[row.end() :] for row in numbered if int(row[1]) > MOST_ROWS + 1), b"")


def merged_cells() -> Unreadable:
    return Unreadable(
        _(
            "Una hoja tiene celdas combinadas. Sepárelas («Descombinar celdas»), guárdelo y súbalo"
            " de nuevo."
        )
    )


def too_many_rows() -> Unreadable:
    sentence = _(
        "Una hoja pasa de %(most)d filas. Borre las filas vacías o con formato que sobran al"
        " final, guárdelo y súbalo de nuevo."
    )
    return Unreadable(sentence % {"most": MOST_ROWS})


def open_book(content: bytes):
    """Rows only, as they are read; no formula is calculated and no link followed."""
    look_at(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        except Exception:
            raise no_workbook() from None


class Reader:
    """An open workbook, read sheet by sheet."""

    def __init__(self, content: bytes):
        self.workbook = open_book(content)

    def rows(self, title: str) -> Iterator[tuple[int, list]]:
        """Numbered rows of plain values. Raises Unreadable."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                page = self.workbook[title]
                page.reset_dimensions()
                rows = page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
                for number, row in enumerate(rows, 1):
                    yield number, [plain(cell) for cell in row]
            except Exception:
                raise no_workbook() from None

    def origin(self) -> Origin:
        """From which report the workbook says it was made. Raises Unreadable."""
        if ORIGIN not in self.workbook.sheetnames:
            raise not_ours()
        rows = self.rows(ORIGIN)
        text = "".join(str(row[0] or "") for number, row in rows if row and number <= MOST_PIECES)
        return read_origin(text)

    def lines(self, sheet: Sheet) -> list[Line]:
        if sheet.title not in self.workbook.sheetnames:
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
    try:
        origin = reader.origin()
        sheets = sheets_for(origin)
        return Book(origin, {sheet.title: reader.lines(sheet) for sheet in sheets})
    finally:
        reader.workbook.close()
