"""A zip file looked at before anything opens it: how many parts, and how large unpacked."""

import io
import zipfile

from django.utils.translation import gettext as _

from corett.lib.tablefiles.sheets import Unreadable, no_spreadsheet

MOST_MEMBERS = 300
MOST_UNPACKED = 40 * 1024 * 1024
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
    for member in members:
        with archive.open(member) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise too_large_inside()


def too_large_inside() -> Unreadable:
    return Unreadable(
        _(
            "El archivo es demasiado grande por dentro. Descargue las tablas de nuevo, copie en"
            " ellas sus filas, solo los valores, y súbalas."
        )
    )


def member(content: bytes, name: str) -> bytes:
    """Of an archive that was looked at."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def packed(members: dict[str, bytes]) -> bytes:
    """A zip file; its members carry no date, so that the same tables give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return file.getvalue()
