"""Bringing a workbook back: what it would change, and changing it, all of it or nothing."""

import datetime
from collections import Counter
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership
from corett.lib.canonical import canonical, sha256
from monitoring.models import ProgressReport, WorkbookUpload
from monitoring.reports import Stale, WritingDenied, lock_for_writing
from monitoring.workbook.book import Book, Origin
from monitoring.workbook.entries import EntryResource
from monitoring.workbook.institutions import InstitutionResource
from monitoring.workbook.layout import Layout, layout_of
from monitoring.workbook.pages import Fault, marked
from monitoring.workbook.reading import read_book
from monitoring.workbook.records import RecordResource
from monitoring.workbook.resources import LINE, Change, SheetResource

MOST_SENTENCES = 10
LONGEST_WAIT = datetime.timedelta(days=7)


class Refused(Exception):
    """The workbook as a whole is not taken; the message says why and what to do."""


@dataclass
class Outcome:
    """What a workbook would change, and what is wrong in it."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    is_applied: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.faults

    @property
    def digest(self) -> str:
        """The same for the same changes, so that a page and its button mean the same."""
        return sha256(canonical({"changes": [asdict(change) for change in self.changes]}))

    @property
    def counts(self) -> Counter:
        return Counter(change.kind for change in self.changes)

    @property
    def by_activity(self) -> list[tuple[str, list[Change]]]:
        grouped: dict[str, list[Change]] = {}
        for change in self.changes:
            grouped.setdefault(change.code, []).append(change)
        return sorted(grouped.items(), key=lambda pair: plan_order(pair[0]))


def plan_order(code: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in code.split(".")]


def bring(report: ProgressReport, *, name: str, content: bytes, by: Membership) -> WorkbookUpload:
    """Keep a workbook until it is confirmed, in place of one that the same person left waiting.

    What anybody left unconfirmed for days goes then too.
    Raises Unreadable, Refused.
    """
    find_changes(report, content, by=by)
    with transaction.atomic():
        waiting = WorkbookUpload.objects.filter(applied_at__isnull=True)
        waiting.filter(uploaded_at__lt=timezone.now() - LONGEST_WAIT).delete()
        waiting.filter(report=report, uploaded_by=by.user).delete()
        return WorkbookUpload.objects.create(
            report=report, name=name[:255], content=content, uploaded_by=by.user
        )


def check(upload: WorkbookUpload, *, by: Membership) -> Outcome:
    """What the workbook would change now; nothing is written. Raises Unreadable, Refused."""
    return find_changes(upload.report, bytes(upload.content), by=by)


def find_changes(report: ProgressReport, content: bytes, *, by: Membership) -> Outcome:
    layout, book = read_for(report, content)
    with transaction.atomic():
        outcome = write_all(layout, book, by=by)
        transaction.set_rollback(True)
    return outcome


@transaction.atomic
def apply(upload: WorkbookUpload, *, shown: str, by: Membership) -> Outcome:
    """Write what the person saw, whose digest is `shown`; if it is not that any more, nothing.

    Applied once, it is not applied again. Raises Unreadable, Refused.
    """
    upload = WorkbookUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if upload is None:
        raise Refused(_("Usted subió después otro libro de este informe. Revise y confirme ese."))
    if upload.applied_at:
        return Outcome(is_applied=True)
    layout, book = read_for(upload.report, bytes(upload.content))
    with transaction.atomic():
        outcome = write_all(layout, book, by=by)
        outcome.is_applied = not outcome.faults and outcome.digest == shown
        transaction.set_rollback(not outcome.is_applied)
    if outcome.is_applied:
        upload.applied_at, upload.applied_by, upload.content = timezone.now(), by.user, b""
        upload.save(update_fields=["applied_at", "applied_by", "content"])
    return outcome


def read_for(report: ProgressReport, content: bytes) -> tuple[Layout, Book]:
    made: list[Layout] = []

    def sheets_for(origin: Origin):
        check_origin(origin, report)
        made.append(layout_of(report, boxes=origin.boxes))
        return made[0].sheets

    book = read_book(content, sheets_for)
    return made[0], book


def check_origin(origin: Origin, report: ProgressReport) -> None:
    """Whether the workbook is of this report. Raises Refused."""
    semester = report.period.semester.code
    if origin.stakeholder != report.stakeholder.code:
        raise Refused(
            _("El libro es de otro país u organización. Suba el que se descargó de este informe.")
        )
    if origin.semester != semester or origin.report != report.pk:
        sentence = _(
            "El libro es de %(other)s y este informe es de %(semester)s. Suba el que se descargó de"
            " este informe."
        )
        raise Refused(sentence % {"other": origin.semester, "semester": semester})


def write_all(layout: Layout, book: Book, *, by: Membership) -> Outcome:
    """Write each sheet through its resource, rows before what is said of their activity."""
    try:
        lock_for_writing(layout.report, by=by)
    except WritingDenied as denied:
        raise Refused(str(denied)) from None
    given = {"origin": book.origin, "by": by}
    outcome, institutions = Outcome(), InstitutionResource(layout, **given)
    entries = EntryResource(layout, **given)
    moved_on = take(institutions, book, outcome)
    used: set[str] = set()
    for axis in layout.axes:
        records = RecordResource(axis, layout, answers=institutions.answers, **given)
        moved_on += take(records, book, outcome)
        used |= records.used
    moved_on += take(entries, book, outcome)
    if moved_on:
        raise Refused(" ".join(moved_on[:MOST_SENTENCES]))
    tell_unused(institutions, used, outcome)
    return outcome


def take(resource: SheetResource, book: Book, outcome: Outcome) -> list[str]:
    """Import one sheet; return why it cannot be taken as a whole, if so."""
    dataset = resource.dataset(book.lines[resource.sheet.title])
    result = resource.import_data(dataset)
    outcome.changes += resource.changes
    if not isinstance(resource, InstitutionResource):
        outcome.unchanged += result.totals["skip"]
    for invalid in result.invalid_rows:
        line = dataset[LINE][invalid.number - 1]
        outcome.faults += faults_of(resource, line, invalid.error.message_dict)
    return [moved_on(resource, error) for _line, errors in result.row_errors() for error in errors]


def faults_of(resource: SheetResource, line: int, messages: dict) -> list[Fault]:
    return [
        Fault(resource.sheet.title, line, resource.sheet.by_name[name].heading, " ".join(several))
        for name, several in messages.items()
    ]


def moved_on(resource: SheetResource, failed) -> str:
    """In words, who was faster; anything but a refusal is a fault of ours and is raised."""
    if not isinstance(failed.error, WritingDenied):
        raise failed.error
    if not isinstance(failed.error, Stale):
        return str(failed.error)
    where = {"sheet": resource.sheet.title, "line": failed.row[LINE] or "—"}
    sentence = _(
        "«%(sheet)s», fila %(line)s: se guardó o se quitó en la página después de descargar este"
        " libro. Descargue el libro de nuevo y repita allí su cambio."
    )
    return sentence % where


def tell_unused(institutions: InstitutionResource, used: set[str], outcome: Outcome) -> None:
    sheet = institutions.sheet
    outcome.faults += [
        Fault(sheet.title, line, sheet.by_name["name"].heading, sentence)
        for line, sentence in institutions.unused(used).items()
    ]


def marked_copy(upload: WorkbookUpload, faults: list[Fault]) -> bytes:
    """The same workbook with its errors marked. Raises Unreadable."""
    return marked(bytes(upload.content), faults)
