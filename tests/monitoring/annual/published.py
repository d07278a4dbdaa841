"""Published editions put in place as rows and files, for tests of what is read of them."""

from django.core.files.base import ContentFile
from django.utils import timezone

from corett.lib.canonical import canonical, sha256
from monitoring.annual.content import summarise
from monitoring.models import AnnualFile, AnnualReport, AnnualState, FileKind
from tests.monitoring.annual_world import AFTER_THE_YEAR, World

KINDS = [
    (FileKind.PDF, "es", "", "informe-es.pdf"),
    (FileKind.PDF, "en", "", "informe-en.pdf"),
    (FileKind.WORKBOOK, "es", "", "datos-es.xlsx"),
    (FileKind.PDF, "es", "HN", "informe-hn-es.pdf"),
]


def make_published(world: World, *, year: int = 2025, **values) -> AnnualReport:
    """With a file of four kinds, and its data."""
    said = {"status": AnnualState.PUBLISHED, "as_of": AFTER_THE_YEAR, "allow_empty": True}
    content = summarise(world.plan, year, edition=values.get("edition", 1), **said)
    content |= values.pop("content", {})
    data = canonical(content)
    report = AnnualReport.objects.create(
        plan=world.plan,
        year=year,
        state=AnnualState.PUBLISHED,
        content=content,
        data_sha256=sha256(data),
        record_sha256=sha256(data),
        published_at=timezone.now(),
        published_by=world.secretariat.user,
        **values,
    )
    for kind, language, country, name in KINDS:
        keep(report, kind, language, country, name, f"%PDF- {name} {report}".encode())
    keep(report, FileKind.DATA, "es", "", "datos.json", data)
    return report


def keep(report, kind, language, country, name, data: bytes) -> AnnualFile:
    path = f"annual/{report.plan.code}/{report.pk}/{name}"
    return AnnualFile.objects.create(
        report=report,
        kind=kind,
        language=language,
        country=country,
        file=ContentFile(data, name=path),
        size=len(data),
        sha256=sha256(data),
    )


def alter(file: AnnualFile, data: bytes = b"otro") -> None:
    """Behind the system's back."""
    with open(file.file.path, "wb") as stored:
        stored.write(data)
