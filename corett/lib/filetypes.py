"""What a file is, told by its content; its name only says what it claims to be."""

import zipfile
from collections.abc import Callable
from typing import BinaryIO

HEAD = 4096
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
OLD_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros"))
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MACROS = ("vbaproject.bin", "basic/", "scripts/")


def starts_with(*signatures: bytes) -> Callable[[BinaryIO], bool]:
    return lambda file: head(file).startswith(signatures)


def head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(HEAD)


def is_webp(file: BinaryIO) -> bool:
    first = head(file)
    return first[:4] == b"RIFF" and first[8:12] == b"WEBP"


def is_text(file: BinaryIO) -> bool:
    """Letters without control characters, and not a page or a document in disguise."""
    file.seek(0)
    content = file.read()
    has_controls = any(byte < 32 and byte not in b"\t\n\r\f" for byte in content)
    text = content.removeprefix(BYTE_ORDER_MARK).lstrip()
    return not has_controls and not text.startswith((b"<", b"%PDF"))


def old_office(*streams: str) -> Callable[[BinaryIO], bool]:
    """A file of the old Office, which names its main stream in UTF-16."""
    names = [name.encode("utf-16-le") for name in streams]

    def check(file: BinaryIO) -> bool:
        file.seek(0)
        content = file.read()
        return content.startswith(OLD_OFFICE) and any(name in content for name in names)

    return check


def office(folder: str) -> Callable[[BinaryIO], bool]:
    """An Office Open XML file, which keeps its document in that folder."""

    def check(file: BinaryIO) -> bool:
        names = names_in(file)
        return "[content_types].xml" in names and any(name.startswith(folder) for name in names)

    return check


def open_document(kind: str) -> Callable[[BinaryIO], bool]:
    """An OpenDocument file, whose first member names its kind."""

    def check(file: BinaryIO) -> bool:
        expected = f"application/vnd.oasis.opendocument.{kind}".encode()
        return bool(names_in(file)) and expected in head(file)[:120]

    return check


def names_in(file: BinaryIO) -> list[str]:
    """The members of a zip file in small letters; none where it is no zip file."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


CHECKS: dict[str, Callable[[BinaryIO], bool]] = {
    "pdf": starts_with(b"%PDF-"),
    "jpg": starts_with(b"\xff\xd8\xff"),
    "jpeg": starts_with(b"\xff\xd8\xff"),
    "png": starts_with(b"\x89PNG\r\n\x1a\n"),
    "webp": is_webp,
    "doc": old_office("WordDocument"),
    "xls": old_office("Workbook", "Book"),
    "ppt": old_office("PowerPoint Document"),
    "docx": office("word/"),
    "xlsx": office("xl/"),
    "pptx": office("ppt/"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "csv": is_text,
    "txt": is_text,
}


def ending(name: str) -> str:
    _stem, stop, last = name.rpartition(".")
    return last.lower() if stop else ""


def is_what_it_claims(name: str, file: BinaryIO) -> bool:
    """Whether the content is of a known kind and of the one that the name's ending says."""
    check = CHECKS.get(ending(name))
    fits = check is not None and check(file)
    file.seek(0)
    return fits


def carries_macros(file: BinaryIO) -> bool:
    """Whether an Office or OpenDocument file brings code of its own."""
    found = any(mark in name for name in names_in(file) for mark in MACROS)
    if head(file).startswith(OLD_OFFICE):
        file.seek(0)
        content = file.read()
        found = any(name in content for name in OLD_MACROS)
    file.seek(0)
    return found
