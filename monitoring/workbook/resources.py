"""Rows of the workbook as import-export resources: shown from the draft, judged by the page's own
forms, written by the verbs that the page uses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from tablib import Dataset

from corett.accounts.models import Membership
from corett.directory.names import folded
from corett.lib.canonical import canonical, sha256
from monitoring.evidence import add_evidence, remove_evidence
from monitoring.forms.evidence import EvidenceForm
from monitoring.forms.institutions import PREFIX
from monitoring.forms.versions import Difference, VersionedForm
from monitoring.models import Evidence, ProgressEntry, ProgressReport, Record
from monitoring.workbook.book import Line, Origin
from monitoring.workbook.cells import LONGEST_CELL
from monitoring.workbook.layout import Layout, Sheet

LINE = "Fila"
CELLS = "cells__"
BETWEEN = ";"
ANY_VERSION = 1


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """What would be written of one row or of what is said of one activity."""

    kind: ChangeKind
    code: str
    subject: str
    differences: list[Difference] = field(default_factory=list)


@dataclass
class Draft:
    """A row on its way in: its cells as a page would send them, and the form that judges them."""

    record: Record | None = None
    entry: ProgressEntry | None = None
    cells: SimpleNamespace = field(default_factory=SimpleNamespace)
    form: VersionedForm | None = None
    is_untouched: bool = False
    added: list[Evidence] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    pk: int | None = None

    def cell(self, name: str) -> str:
        """Empty where the cell could not be read."""
        return getattr(self.cells, name, "")

    @property
    def says_something_new(self) -> bool:
        return bool(self.form or self.added or self.removed)


Faults = dict[str, list[str]]


def links_of(report: ProgressReport) -> dict[str, list[str]]:
    """Addresses of evidence by the key of their row, or the code of their activity."""
    links: dict[str, list[str]] = {}
    found = Evidence.objects.filter(entry__report=report).exclude(url="")
    for evidence in found.select_related("record", "entry__activity"):
        links.setdefault(owner_of(evidence), []).append(evidence.url)
    return {owner: list(dict.fromkeys(urls)) for owner, urls in links.items()}


def files_of(report: ProgressReport) -> dict[str, list[str]]:
    files: dict[str, list[str]] = {}
    found = Evidence.objects.filter(entry__report=report).exclude(file="")
    for evidence in found.select_related("record", "entry__activity"):
        files.setdefault(owner_of(evidence), []).append(evidence.original_name or evidence.title)
    return files


def fitting(links: list[str]) -> list[str]:
    """As many as a cell holds; the others are not shown, and so are not taken for removed."""
    length, shown = 0, []
    for link in links:
        length += len(link) + 1
        if length <= LONGEST_CELL:
            shown.append(link)
    return shown


def owner_of(evidence: Evidence) -> str:
    return str(evidence.record.key) if evidence.record else evidence.entry.activity.code


class SheetResource(Resource):
    """The rows of one sheet. Without `origin` it only shows; with it, it also takes in."""

    class Meta:
        skip_diff = True
        report_skipped = True
        use_transactions = True
        instance_loader_class = BaseInstanceLoader

    def __init__(self, sheet: Sheet, layout: Layout, *, origin: Origin | None = None, by=None):
        super().__init__()
        self.sheet, self.layout, self.report = sheet, layout, layout.report
        self.origin: Origin | None = origin
        self.by: Membership | None = by
        self.changes: list[Change] = []
        self.links, self.files = links_of(self.report), files_of(self.report)
        self.fields = {
            column.name: Field(
                f"{CELLS}{column.name}",
                column.heading,
                column.cell,
                readonly=column.is_locked and column.name != "activity",
            )
            for column in sheet.columns
        }

    def shown(self, instance) -> dict:
        """Stored values by the name of their column."""
        raise NotImplementedError

    def export_resource(self, instance, selected_fields=None, **kwargs):
        cells = SimpleNamespace(cells=SimpleNamespace(**self.shown(instance)))
        return super().export_resource(cells, selected_fields, **kwargs)

    def dataset(self, lines: Iterable[Line]) -> Dataset:
        rows = Dataset(headers=[*self.sheet.headings, LINE])
        for line in lines:
            rows.append([*map(line.values.get, self.sheet.headings), line.number])
        return rows

    def get_instance(self, instance_loader, row) -> Draft | None:
        """The stored row that a row of the sheet is of; none where it is new."""
        return None

    def init_instance(self, row=None):
        return Draft()

    def import_instance(self, instance, row, **kwargs):
        faults = self._clean_cells(instance, row)
        self.judge(instance, faults)
        if faults:
            raise ValidationError(faults)

    def _clean_cells(self, draft: Draft, row: dict) -> Faults:
        try:
            super().import_instance(draft, row)
        except ValidationError as error:
            return {
                name.removeprefix(CELLS): messages for name, messages in error.message_dict.items()
            }
        return {}

    def judge(self, draft: Draft, faults: Faults) -> None:
        """Add to `faults`, by column, what the page would say."""

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not import_validation_errors and not instance.says_something_new

    def _as_stored(self, instance) -> Draft:
        """A stored row through the same way out and in that the sheet took."""
        draft = Draft()
        row = dict(zip(self.sheet.headings, self.export_resource(instance), strict=True))
        self._clean_cells(draft, row)
        return draft

    def told(self, instance) -> str:
        """A digest of what a stored row says, as the sheet shows it."""
        return self.digest(self._as_stored(instance))

    def digest(self, draft: Draft) -> str:
        """The same for the same cells, whatever their spaces, blanks and order."""
        said = {name: value for name, value in vars(draft.cells).items() if name in self.compared}
        return sha256(canonical({name: str(value) for name, value in said.items() if value}))[:16]

    @property
    def compared(self) -> set[str]:
        """The columns that a person fills; links are compared one by one."""
        columns = self.sheet.columns
        return {one.name for one in columns if not one.is_hidden | one.is_locked} - {"links"}

    def judge_links(self, draft: Draft, owner: str, faults: Faults) -> None:
        """What the person added or took away since the download, and not what others did."""
        typed = list(dict.fromkeys(map(with_scheme, draft.cell("links").split())))
        before, stored = self.origin.links.get(owner, []), self.links.get(owner, [])
        draft.removed = [url for url in before if url in stored and url not in typed]
        new = [url for url in typed if url not in before and url not in stored]
        if not new or "links" in faults:
            return
        data = QueryDict(mutable=True)
        data.update({"links": "\n".join(new), "is_public": "on", "title": "", "record": ""})
        form = EvidenceForm(data, MultiValueDict(), entry=draft.entry)
        if form.is_valid():
            draft.added = form.several()
        else:
            faults["links"] = [message for several in form.errors.values() for message in several]

    def save_links(self, draft: Draft) -> None:
        for url in draft.removed:
            found = Evidence.objects.filter(entry=draft.entry, record=draft.record, url=url)
            for evidence in found:
                remove_evidence(evidence, by=self.by)
        for evidence in draft.added:
            evidence.record = draft.record
        add_evidence(draft.added, by=self.by)

    def link_difference(self, draft: Draft, owner: str) -> list[Difference]:
        if not draft.added and not draft.removed:
            return []
        stored = self.links.get(owner, [])
        kept = [url for url in stored if url not in draft.removed]
        now = [*kept, *(evidence.url for evidence in draft.added)]
        return [
            Difference(
                name="links",
                label=_("Enlaces de evidencia"),
                saved="\n".join(stored) or _("vacío"),
                typed="\n".join(now) or _("vacío"),
            )
        ]


def with_scheme(link: str) -> str:
    return link if "://" in link else f"https://{link}"


def pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(BETWEEN) if piece.strip()]


def same(one: QueryDict, other: QueryDict) -> bool:
    return sayings(one) == sayings(other)


def sayings(data: QueryDict) -> dict[str, list[str]]:
    """What is said, without blanks, order or what only serves to send it."""
    said = {
        name: sorted(
            {folded(value) if name == "institutions" else value for value in values if value}
        )
        for name, values in data.lists()
        if name not in ("version", "key") and not name.startswith(f"{PREFIX}-")
    }
    return {name: values for name, values in said.items() if values}


def join(texts: Iterable[str]) -> str:
    return f"{BETWEEN} ".join(texts)
