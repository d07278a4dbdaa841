"""A zip file looked at before anything opens it: how many parts, and how large unpacked."""

import codecs
import io
import zipfile
from collections.abc import Iterator

from corett.lib.tablefiles.sheets import Unreadable, no_spreadsheet, too_large_inside

MOST_MEMBERS = 300
MOST_UNPACKED = 40 * 1024 * 1024
MOST_MARKUP = 16 * 1024 * 1024
MOST_TAGS = 1_000_000
MOST_ATTRIBUTES = 600_000
LONGEST_PIECE = 256 * 1024
"""From one tag to the next: a text, or a tag with all its attributes."""

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CHUNK = 1024 * 1024
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)


def names_in(content: bytes) -> list[str]:
    """Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            look_inside(archive)
    except BROKEN:
        raise no_spreadsheet() from None
    except Exception as error:
        raise broken_member(error) from None
    if len(set(names)) < len(names):
        raise no_spreadsheet()
    return names


def broken_member(error: Exception) -> Exception:
    """A compressed stream that is none raises `zlib.error`, which has no better base."""
    return error if isinstance(error, Unreadable) else no_spreadsheet()


def look_inside(archive: zipfile.ZipFile) -> None:
    """Unpack a little at a time, since what an archive declares of its size may be a lie."""
    members = archive.infolist()
    left = MOST_UNPACKED
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > left:
        raise too_large_inside()
    markup = Markup()
    for one in members:
        markup.begin()
        for chunk in chunks(archive, one.filename):
            left -= len(chunk)
            if left < 0:
                raise too_large_inside()
            markup.look_at(chunk)


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            yield chunk


class Markup:
    """Counts the XML of a file, which costs many times its size once a parser holds it."""

    def __init__(self):
        self.size = self.tags = self.attributes = self.since_tag = 0
        self.is_xml: bool | None = None

    def begin(self) -> None:
        """A member follows; whether it is XML, its first sign says."""
        self.is_xml, self.since_tag = None, 0

    def look_at(self, chunk: bytes) -> None:
        """Raises Unreadable."""
        if self.is_xml is None:
            self.is_xml = is_markup(chunk)
        if not self.is_xml:
            return
        if b"\0" in chunk:
            raise no_spreadsheet()
        self.size += len(chunk)
        self.tags += chunk.count(b"<")
        self.attributes += chunk.count(b"=")
        longest = max(map(len, (b"-" * self.since_tag + chunk).split(b"<")))
        self.since_tag = len(chunk) - chunk.rfind(b"<") - 1 if b"<" in chunk else longest
        if (
            self.size > MOST_MARKUP
            or self.tags > MOST_TAGS
            or self.attributes > MOST_ATTRIBUTES
            or longest > LONGEST_PIECE
        ):
            raise too_large_inside()


def is_markup(start: bytes) -> bool:
    return start.startswith(WIDE) or start.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def member(content: bytes, name: str, most: int = CHUNK) -> bytes:
    """Of an archive that was looked at, and no more of it than that."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as part:
        return part.read(most)


def packed(members: dict[str, bytes]) -> bytes:
    """A zip file; its members carry no date, so that the same tables give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return file.getvalue()
