"""A bound PDF as the file that an archive keeps: PDF/A-3 with the data in it (ISO 19005-3)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, String

from corett.lib.pdf.binding import saved

PRINTED = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, 12.5.3)."""
PROFILE = "sRGB2014.icc"


@dataclass(frozen=True)
class Attachment:
    """A file that the pages were made of, as it stood on a day."""

    name: str
    data: bytes
    mime_type: str
    description: str
    day: datetime.date


def archived(pdf: bytes, attachments: Sequence[Attachment]) -> bytes:
    """The same pages, with their colours defined and their data attached; still tagged.

    It no longer says that it is PDF/UA: PDF/A has no words for that (6.6.2.3.1).
    """
    archive = pikepdf.open(BytesIO(pdf))
    define_colours(archive)
    for page in archive.pages:
        for link in page.get("/Annots", []):
            link.F = PRINTED
    for one in attachments:
        attach(archive, one)
    with archive.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]
        metadata["pdfaid:part"] = "3"
        metadata["pdfaid:conformance"] = "A"
    return saved(archive)


def define_colours(pdf: Pdf) -> None:
    profile = pdf.make_stream(files("weasyprint.pdf").joinpath(PROFILE).read_bytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(PROFILE),
        Info=String(PROFILE),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([intent])


def attach(pdf: Pdf, one: Attachment) -> None:
    pdf.attachments[one.name] = AttachedFileSpec(
        pdf,
        one.data,
        description=one.description,
        filename=one.name,
        mime_type=one.mime_type,
        relationship=Name.Data,
        creation_date=f"D:{one.day:%Y%m%d}",
        mod_date=f"D:{one.day:%Y%m%d}",
    )
