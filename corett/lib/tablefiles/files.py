"""A file of tables, whatever its format; its content says which it is, and not its name."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from corett.lib.apart import Exhausted, Limits, Server
from corett.lib.filetypes import OLD_OFFICE
from corett.lib.tablefiles import ods, texts, xlsx
from corett.lib.tablefiles.archive import member, names_in
from corett.lib.tablefiles.sheets import (
    Budget,
    Line,
    Sheet,
    Unreadable,
    Unusable,
    no_spreadsheet,
    too_large_inside,
)

WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    "xlsx": xlsx.write,
    "ods": ods.write,
    "json": texts.write_json,
    "zip": texts.write_zip,
    "csv": lambda sheets: texts.write_csv(*sheets),
}
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": ods.KIND,
    "json": "application/json",
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
}
READERS = Server("corett.lib.tablefiles.files")
LIMITS = Limits(seconds=20, memory=160)
"""Far above what the guards of the readers let a file take: for what they do not foresee."""


def write(sheets: Sequence[Sheet], ending: str) -> bytes:
    """A csv holds one table; the zip holds one csv for each."""
    return WRITERS[ending](sheets)


def read(name: str, content: bytes) -> list[Sheet]:
    """Its tables, in the order of the file, read in a process that can do nothing else.

    Raises Unreadable.
    """
    try:
        return READERS.run(
            tables_in,
            name,
            content,
            limits=LIMITS,
            returns=(Sheet, Line, Unusable),
            raises=(Unreadable,),
        )
    except Exhausted:
        raise too_large_inside() from None


def tables_in(name: str, content: bytes) -> list[Sheet]:
    """Raises Unreadable."""
    sheets = [sheet for sheet in read_all(name, content, Budget()) if sheet.headings or sheet.lines]
    if not sheets:
        raise Unreadable(_("El archivo no tiene ninguna tabla. Elija el que llenó."))
    return sheets


def read_all(name: str, content: bytes, budget: Budget) -> list[Sheet]:
    if content.startswith(OLD_OFFICE):
        raise Unreadable(
            _(
                "El archivo está protegido con contraseña o es de una versión antigua de Excel."
                " Quítele la contraseña, guárdelo como libro de Excel (.xlsx) y súbalo de nuevo."
            )
        )
    if content.startswith(b"PK"):
        return read_archive(content, budget)
    if content.startswith((b"%PDF", b"<", b"{\\rtf")) or b"\0" in content:
        raise no_spreadsheet()
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return texts.read_json(content, budget)
    return [texts.read_csv(name, content, budget)]


def read_archive(content: bytes, budget: Budget) -> list[Sheet]:
    names = names_in(content)
    if "xl/workbook.xml" in names:
        return xlsx.read(content, budget)
    if "content.xml" in names and "mimetype" in names:
        if member(content, "mimetype").strip() != ods.KIND.encode():
            raise no_spreadsheet()
        return ods.read(content, budget)
    return texts.read_zip(content, names, budget)
