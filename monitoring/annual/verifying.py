"""Whether what is stored of the published editions is still what was published.

Each alteration is named: the row or the file, what it says, and what it should say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from monitoring.annual.digests import digest_of
from monitoring.annual.faults import Fault
from monitoring.annual.record import published_in_order
from monitoring.annual.verifying_content import content_faults
from monitoring.annual.verifying_rows import (
    chain_faults,
    misread,
    record_faults,
    trail_faults,
)
from monitoring.models import AnnualFile, AnnualReport, PastReport, Publication, PublicationState
from plan.models import Plan


@dataclass(frozen=True)
class Verification:
    editions: int
    files: int
    faults: list[Fault]


def verify() -> Verification:
    """Everything, of every plan: reads each file from its first byte to its last."""
    plans = Plan.objects.order_by("pk")
    published = AnnualReport.objects.published()
    faults = list(dict.fromkeys(fault for plan in plans for fault in plan_faults(plan)))
    files = AnnualFile.objects.filter(report__in=published).count() + PastReport.objects.count()
    return Verification(published.count(), files, faults)


def plan_faults(plan: Plan) -> Iterator[Fault]:
    editions = list(published_in_order(plan).prefetch_related("files").select_related("plan"))
    for report in editions:
        yield from edition_faults(report)
    yield from chain_faults(editions)
    for past in plan.past_reports.all():
        if fault := fault_of(past):
            yield Fault(_("Informe anterior «%(title)s»") % {"title": past}, fault)
    yield from strangers(plan)


def edition_faults(report: AnnualReport) -> Iterator[Fault]:
    """A file is blamed where its row is right, and the row where the file is."""
    wrong = misread(report)
    if not wrong or "files" not in wrong:
        yield from file_faults(report)
    yield from content_faults(report)
    yield from record_faults(report, wrong)
    yield from trail_faults(report)


# Files


def file_faults(report: AnnualReport) -> Iterator[Fault]:
    for file in report.files.all():
        if fault := fault_of(file):
            yield Fault(f"{report}, {file.file.name}", fault)


def fault_of(file: AnnualFile | PastReport) -> str:
    """What is wrong with the stored file, in a sentence; nothing where it is the published one.

    A file that did not change since it was last asked for is not read again.
    """
    should = {"size": file.size, "sha256": file.sha256}
    try:
        found = digest_of(file.file.path)
    except OSError:
        return _("falta; debería tener %(size)s bytes y el SHA-256 %(sha256)s.") % should
    if found == file.sha256:
        return ""
    return _("se alteró: su SHA-256 es %(found)s y debería ser %(sha256)s.") % {
        **should,
        "found": found,
    }


def strangers(plan: Plan) -> Iterator[Fault]:
    """Files among those of the editions that belong to none, nor to a run that did not end."""
    folder = f"annual/{plan.code}"
    root = Path(default_storage.path(folder))
    known = set(AnnualFile.objects.filter(report__plan=plan).values_list("file", flat=True))
    known |= set(plan.past_reports.values_list("file", flat=True))
    unfinished = {
        token.hex
        for token in Publication.objects.filter(report__plan=plan)
        .exclude(state=PublicationState.DONE)
        .values_list("token", flat=True)
    }
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        inside = path.relative_to(root)
        name = f"{folder}/{inside}"
        if name not in known and inside.parts[0] not in unfinished:
            yield Fault(name, _("no es de ninguna edición publicada."))
