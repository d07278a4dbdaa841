"""Office files without the day, the program and the person of their making."""

import io
import zipfile
from xml.sax.saxutils import escape

from corett.lib.tablefiles.archive import packed

CORE = "docProps/core.xml"
PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>CORETT</dc:creator><dc:language>{language}</dc:language></cp:coreProperties>"
)


def undated(office_file: bytes, *, title: str, language: str) -> bytes:
    """The same parts in the same order, with properties that are the same on every day."""
    with zipfile.ZipFile(io.BytesIO(office_file)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[CORE] = PROPERTIES.format(title=escape(title), language=language).encode()
    return packed(members)
