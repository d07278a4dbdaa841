"""What a spreadsheet would calculate in a file, found without any spreadsheet library."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

LIVE_STARTS = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
FIELDS = ("instrText", "fldSimple")
DYNAMIC = ("ddeLink", "oleLink", "externalReference", "webPublishing", "connection")


def live_cells(name: str, content: bytes) -> Iterator[str]:
    """Where something is calculated, in a few words; of a zip, in each of its members."""
    if content.startswith(b"PK"):
        yield from in_archive(name, content)
    elif name.endswith(".csv"):
        yield from in_csv(name, content)


def in_archive(name: str, content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    for member, data in members.items():
        where = f"{name}/{member}"
        if data.startswith(b"PK") or member.endswith(".csv"):
            yield from live_cells(where, data)
        elif member.endswith(".xml"):
            yield from in_xml(where, data)


def in_xml(where: str, data: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(data).iter():  # noqa: S314 - files of our own
        tag = element.tag.rpartition("}")[2]
        kinds = [value for key, value in element.attrib.items() if key.endswith("formula")]
        if "worksheets/" in where and (tag == "f" or element.get("t") in ("str", "e", "a")):
            yield f"{where}: <{tag} t={element.get('t')}>"
        elif kinds or tag in DYNAMIC:
            yield f"{where}: {tag} {kinds}"
        elif tag in ("instrText", "fldSimple") and "DDE" in ElementTree.tostring(
            element, "unicode"
        ):
            yield f"{where}: {tag}"


def in_csv(where: str, data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            if cell.startswith(LIVE_STARTS) and not NUMBER.fullmatch(cell):
                yield f"{where}: {cell[:20]!r}"


def texts_in(content: bytes) -> str:
    """All that a file says, to look for a text in it."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(texts_in(archive.read(one)) for one in archive.namelist())
