"""A workbook looked at as the archive that it is, before anything opens it.

How many parts, how large unpacked, how many rows and cells, whether it carries code or leads to
other files. It is read in a process of its own, so that nothing here may know the database.
"""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from corett.lib.filetypes import MACROS, OLD_OFFICE
from corett.lib.tablefiles import archive as archives
from corett.lib.tablefiles import markup
from corett.lib.tablefiles.sheets import Unreadable

MOST_ROWS = 2_000
MOST_MEMBERS = 300
MOST_UNPACKED = 40 * 1024 * 1024
CHUNK = 1024 * 1024
LONGEST_TAG = 400
SLACK = 100
ROW_NUMBER = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]{0,400}?\br=\"(\d{1,9})\"")
MERGED = re.compile(rb"<(?:\w{1,20}:)?mergeCell[\s>/]")
ANY_VALUE = re.compile(rb"<(?:\w{1,20}:)?(?:v|is|f)[\s>/]")
ANY_ROW = re.compile(rb"<(?:\w{1,20}:)?row[\s>/]")


def look_at(content: bytes) -> None:
    """Refuse what should not even be opened. Raises Unreadable."""
    look_at_archive(content)
    try:
        archives.names_in(content)
        markup.look_at(content)
    except Unreadable:
        raise too_large() from None


def look_at_archive(content: bytes) -> None:
    """Raises Unreadable."""
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
