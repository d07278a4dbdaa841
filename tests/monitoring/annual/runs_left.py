"""Publications one after another, and what each left in the database and among the files."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from monitoring import annual
from monitoring.annual import editions
from monitoring.annual.publishing import ask
from monitoring.models import AnnualFile, AnnualReport, Publication
from tests.annual import write
from tests.monitoring.annual_world import World


def next_publication(world: World) -> Publication:
    """What waits: what recovery found, or else a new edition."""
    waiting = annual.recover()
    if waiting:
        [publication] = waiting
        return publication
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    if report.edition > 1:
        report = write(report, erratum="Otra vez.", by=world.secretariat)
    publication, _is_new = ask(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )
    return publication


def a_minute_passes() -> None:
    long_ago = timezone.now() - datetime.timedelta(minutes=2)
    Publication.objects.open().update(asked_at=long_ago, alive_at=long_ago)


def stored() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def named() -> set[str]:
    return set(AnnualFile.objects.values_list("file", flat=True))


def is_whole(report: AnnualReport) -> bool:
    """The new edition with all of its files; or the old one, untouched. Nothing between."""
    files = report.files.count()
    if report.is_published:
        ended = report.publications.filter(state="done").count()
        return (files, ended) == (len(editions.parts_of(report.content)), 1)
    return (files, report.content, report.record_sha256, report.state) == (0, None, "", "composing")
