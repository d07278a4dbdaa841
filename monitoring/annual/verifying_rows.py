"""Whether the rows of a published edition still say what its record and the chain vouch for."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import cast

from django.utils.translation import gettext as _

from corett.audit import chain
from corett.lib.canonical import canonical, sha256
from monitoring.annual.digests import digest_of
from monitoring.annual.faults import Fault, says
from monitoring.annual.record import moment_said, publishing_event, record_of, record_sha256
from monitoring.models import (
    AnnualEvent,
    AnnualFile,
    AnnualReport,
    Audience,
    FileKind,
    PublicationState,
)

# The record


def misread(report: AnnualReport) -> dict | None:
    """What the rows should say of the fields of the record that are wrong; None where what is
    wrong cannot be told. Older editions have no record: nothing is wrong with it.
    """
    event = publishing_event(report)
    if event is None or not is_chained(report):
        return {}
    record = record_now(report, event)
    if record_sha256(record) == report.record_sha256:
        return {}
    told = [
        (name, value)
        for name, values in witnesses(report, event).items()
        for value in values
        if value != record[name]
    ]
    for count in (1, 2, 3):
        for chosen in combinations(told, count):
            if record_sha256({**record, **dict(chosen)}) == report.record_sha256:
                return dict(chosen)
    return None


def is_chained(report: AnnualReport) -> bool:
    return bool(report.record_sha256) or "previous_record" in claimed(report)


def claimed(report: AnnualReport) -> dict:
    """What the content says of its edition, if it still has the form of one."""
    said = report.content.get("report") if isinstance(report.content, dict) else None
    return said if isinstance(said, dict) else {}


def previous_known(report: AnnualReport) -> str:
    return claimed(report).get("previous_record", "")


def record_now(report: AnnualReport, event: AnnualEvent) -> dict:
    return record_of(report, report.files.all(), event, previous=previous_known(report))


def record_faults(report: AnnualReport, wrong: dict | None) -> Iterator[Fault]:
    """`wrong` is what `misread` says of it."""
    event = publishing_event(report)
    if event is None:
        if is_chained(report):
            yield Fault(str(report), _("falta en su historia quién la publicó."))
        return
    record = record_now(report, event)
    if wrong is None:
        what = says("record_sha256", report.record_sha256, record_sha256(record))
        yield Fault(str(report), what)
        return
    for name, value in wrong.items():
        yield from field_faults(report, name, record[name], value)


def trail_faults(report: AnnualReport) -> Iterator[Fault]:
    """Whether the audit trail still has the record that was its last when this was published."""
    said = claimed(report)
    if "trail" in said and not is_known(printed := said["trail"]):
        position = printed.get("position", "") if isinstance(printed, dict) else ""
        what = _("el rastro de cambios ya no tiene el registro %(position)s que ella imprime.")
        yield Fault(str(report), what % {"position": position})


def is_known(printed) -> bool:
    """In a content that was altered it may be anything."""
    if not isinstance(printed, dict):
        return False
    position, digest = printed.get("position"), printed.get("sha256")
    return isinstance(position, int) and isinstance(digest, str) and chain.knows(position, digest)


def field_faults(report: AnnualReport, name: str, found, should) -> Iterator[Fault]:
    if name != "files":
        yield Fault(str(report), says(name, found, should))
        return
    wrong = [one for one in found if one not in should]
    right = [one for one in should if one not in found]
    for one, other in zip(wrong, right, strict=True):
        yield Fault(str(report), says(_("la fila de un archivo"), line(one), line(other)))


def line(values: Sequence) -> str:
    return " ".join(str(value) for value in values if value != "")


def witnesses(report: AnnualReport, event: AnnualEvent) -> dict[str, list]:
    """What else tells what each field of the record should say."""
    said = claimed(report)
    runs = report.publications.filter(state=PublicationState.DONE).select_related("stakeholder")
    moments = [event.at, *(run.finished_at for run in runs)]
    return {
        **{name: [said[name]] for name in ("plan", "year", "edition") if name in said},
        "is_final": [True, False],
        "audience": list(Audience.values),
        "erratum": [erratum_told(report)],
        "data_sha256": [
            sha256(canonical(cast(dict, report.content))),
            *(file.sha256 for file in report.files.all() if file.kind == FileKind.DATA),
        ],
        "published_at": [moment_said(moment) for moment in moments],
        "published_for": [run.stakeholder.code for run in runs],
        "reason": [run.reason for run in runs],
        "files": measured(report),
    }


def erratum_told(report: AnnualReport) -> str:
    texts = report.content.get("texts") if isinstance(report.content, dict) else None
    erratum = texts.get("erratum") if isinstance(texts, dict) else None
    return erratum.get("text", "") if isinstance(erratum, dict) else ""


def measured(report: AnnualReport) -> list[list]:
    """The files as they are on the disk, if all of them are there."""
    try:
        return [sorted(measured_line(file) for file in report.files.all())]
    except OSError:
        return []


def measured_line(file: AnnualFile) -> list:
    digest = digest_of(file.file.path)
    return [file.kind, file.language, file.country, file.file.size, digest]


# The chain


def chain_faults(editions: Sequence[AnnualReport]) -> Iterator[Fault]:
    """`editions` in the order in which they were published."""
    last = None
    for report in editions:
        if is_chained(report):
            yield from link_faults(last, report)
        elif last is not None and last.record_sha256:
            yield Fault(str(report), _("no está en la cadena de las que se publicaron antes."))
        last = report
    yield from missing_numbers(editions)


def link_faults(last: AnnualReport | None, report: AnnualReport) -> Iterator[Fault]:
    knows = previous_known(report)
    found = last.record_sha256 if last else ""
    if knows == found:
        return
    what = _(
        "«%(report)s» conoce a la publicada antes por el registro «%(knows)s» y no por «%(found)s»:"
        " se rehízo, o falta o sobra una edición entre las dos."
    )
    yield Fault(str(last or report), what % {"report": report, "knows": knows, "found": found})


def missing_numbers(editions: Sequence[AnnualReport]) -> Iterator[Fault]:
    by_year: dict[int, set[int]] = {}
    for report in editions:
        by_year.setdefault(report.year, set()).add(report.edition)
    for year, numbers in sorted(by_year.items()):
        for number in sorted({*range(1, max(numbers))} - numbers):
            where = _("Informe anual %(year)s, edición %(edition)s")
            yield Fault(where % {"year": year, "edition": number}, _("falta su fila."))
