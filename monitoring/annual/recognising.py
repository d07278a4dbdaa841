"""Whether a file that somebody holds is one of the published ones, by its hash."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from enum import Enum
from typing import cast

import pikepdf
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from corett.lib.canonical import canonical, sha256
from monitoring.annual.verifying_content import altered
from monitoring.models import AnnualFile, AnnualReport, PastReport

HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
MOST_UNPACKED = 200 * 1024 * 1024


class Found(Enum):
    PUBLISHED = "published"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Recognition:
    found: Found
    sentences: list[str]


def recognise(data: bytes) -> Recognition:
    digest = sha256(data)
    files = AnnualFile.objects.filter(sha256=digest, report__state="published")
    if file := files.select_related("report__plan").first():
        return Recognition(Found.PUBLISHED, published(file))
    if past := PastReport.objects.filter(sha256=digest).first():
        what = _("Es el informe anterior «%(title)s», de %(year)s, tal como se añadió.")
        return Recognition(Found.PUBLISHED, [what % {"title": past.title, "year": past.year}])
    if report := said_to_be(data):
        return Recognition(Found.ALTERED, not_the_published(report, data))
    return Recognition(Found.UNKNOWN, [_("No es ningún archivo publicado por este sistema.")])


def published(file: AnnualFile) -> list[str]:
    report = file.report
    moment = date_format(localtime(report.published_at), "d/m/Y H:i")
    sentences = [
        _("Es el archivo publicado: %(report)s. %(kind)s, en %(language)s%(country)s.")
        % {
            "report": report,
            "kind": file.get_kind_display(),
            "language": file.get_language_display().lower(),
            "country": f", {file.country}" if file.country else "",
        },
        _("Publicado el %(moment)s para %(audience)s.")
        % {"moment": moment, "audience": report.get_audience_display()},
    ]
    if later := later_edition(report):
        sentences.append(_("Hay una edición más reciente: %(report)s.") % {"report": later})
    return sentences


def later_edition(report: AnnualReport) -> AnnualReport | None:
    editions = AnnualReport.objects.published().filter(plan=report.plan, year=report.year)
    return editions.filter(edition__gt=report.edition).defer("content").order_by("edition").last()


def not_the_published(report: AnnualReport, data: bytes) -> list[str]:
    said = {"report": report, "sha256": sha256(data)}
    content = content_in(data)
    if content is not None and sha256(canonical(content)) == report.data_sha256:
        return [_("Son los datos del %(report)s escritos de otra manera: nada cambió.") % said]
    first = _("Dice ser del %(report)s, pero no es ninguno de sus archivos: se alteró o se rehízo.")
    sentences = [first % said, _("Su SHA-256 es %(sha256)s.") % said]
    if content is not None:
        sentences += altered(cast(dict, report.content), content)
    return sentences


# Of what a file says that it is


def said_to_be(data: bytes) -> AnnualReport | None:
    """The published edition whose data it names."""
    published = AnnualReport.objects.published().select_related("plan")
    content = content_in(data)
    if content is not None:
        report = content["report"]
        place = {"plan__code": report.get("plan"), "year": report.get("year")}
        try:
            return published.filter(**place, edition=report.get("edition")).first()
        except (TypeError, ValueError):
            return None
    return published.filter(data_sha256__in=hashes_in(data)).order_by("pk").last()


def content_in(data: bytes) -> dict | None:
    """What a JSON file says, if it has the form of a report's data."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    is_report = isinstance(content, dict) and isinstance(content.get("report"), dict)
    return content if is_report else None


def hashes_in(data: bytes) -> set[str]:
    """Every SHA-256 that it writes out, also in what is packed inside."""
    texts = [data, *unpacked(data), *told_by_pdf(data)]
    return {found.decode() for text in texts for found in HASH.findall(text)}


def unpacked(data: bytes) -> list[bytes]:
    """The members of a zip, which workbooks and documents are too."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                return []
            return [archive.read(one) for one in archive.infolist()]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        return []


def told_by_pdf(data: bytes) -> list[bytes]:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            told = [str(value).encode() for value in pdf.docinfo.values()]
            if "/Metadata" in pdf.Root:
                told.append(pdf.Root.Metadata.read_bytes())
            return told
    except (pikepdf.PdfError, OSError, ValueError):
        return []
