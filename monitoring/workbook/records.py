"""The actions of an eje: rows of its sheet, judged by the form of the page."""

import uuid

from django.http import QueryDict
from django.utils.translation import gettext as _

from corett.directory.names import folded
from monitoring import records as writing_records
from monitoring.forms.institutions import PREFIX
from monitoring.forms.records import RecordForm, value_name
from monitoring.forms.values import MeasureFields
from monitoring.forms.versions import Difference
from monitoring.models import ProgressReport, Record
from monitoring.models.record import OWN_FIELDS
from monitoring.reports import Stale
from monitoring.workbook.book import Origin, is_uuid
from monitoring.workbook.institutions import asking
from monitoring.workbook.layout import AxisLayout, Layout, Place, institution
from monitoring.workbook.resources import (
    ANY_VERSION,
    LINE,
    Change,
    ChangeKind,
    Draft,
    Faults,
    SheetResource,
    fitting,
    pieces,
    same,
)


class RecordResource(SheetResource):
    """The actions of one eje."""

    def __init__(self, axis: AxisLayout, layout: Layout, *, answers: dict | None = None, **kwargs):
        super().__init__(axis.sheet, layout, **kwargs)
        self.axis, self.answers = axis, answers or {}
        self.stored = {str(record.key): record for record in records_of(self.report, layout)}
        self.seen: set[str] = set()
        self.used: set[str] = set()

    def shown(self, instance):
        code, key = instance.entry.activity.code, str(instance.key)
        named = instance.institutions.select_related("country")
        names = sorted(self.layout.directory.label(one) for one in named)
        return {
            **{name: getattr(instance, name) for name in OWN_FIELDS},
            **self._shown_values(instance, code),
            **{institution(number): name for number, name in enumerate(names, 1)},
            "key": key,
            "activity": code,
            "links": "\n".join(fitting(self.links.get(key, []))),
            "files": "\n".join(self.files.get(key, [])),
        }

    def _shown_values(self, record: Record, code: str) -> dict:
        shown = {}
        for place, measure in self._placed(code):
            stored = {name: one for name, one in measure.initial(record).items() if one != ""}
            if stored and place.has_chooser:
                shown[place.chooser] = measure.measure.code
            shown |= {place.column(name): value for name, value in stored.items()}
        return shown

    def _placed(self, code: str) -> list[tuple[Place, MeasureFields]]:
        """Each measure of an activity in the place that its order gives it."""
        waiting = list(self.axis.measures_of(code))
        placed = []
        for place in self.axis.places:
            first = next((one for one in waiting if one.measure.kind == place.kind), None)
            if first is not None:
                waiting.remove(first)
                placed.append((place, first))
        return placed

    def before_import(self, dataset, **kwargs):
        """A row that was downloaded and is not in the sheet any more comes as an empty one."""
        rows = [dict(zip(dataset.headers, row, strict=True)) for row in dataset]
        here = {self._key_in(row) for row in rows if not self._has_moved(row)}
        for key, code in self.origin.codes.items():
            if code in self.axis.entries and key not in here:
                values = {self._heading("key"): key}
                dataset.append([values.get(heading) for heading in dataset.headers])

    def _heading(self, name: str) -> str:
        return self.sheet.by_name[name].heading

    def _key_in(self, row: dict) -> str:
        text = str(row[self._heading("key")] or "").strip()
        return text if is_uuid(text) else ""

    def _code_in(self, row: dict) -> str:
        value = row[self._heading("activity")]
        return str(value).strip() if value is not None else ""

    def _has_moved(self, row: dict) -> bool:
        """Whether the row's key is that of a row of another activity."""
        record = self.stored.get(self._key_in(row))
        code = self._code_in(row)
        return record is not None and code != record.entry.activity.code and bool(code)

    def before_import_row(self, row, **kwargs):
        row[self._heading("key")] = key = self._settled_key(row)
        self.seen.add(key)

    def _settled_key(self, row: dict) -> str:
        """Its own, or one that is the same each time the same workbook is brought.

        A copied row is a new one, and so is a row that went to another activity.
        """
        key = self._key_in(row)
        if not key or key in self.seen:
            return derived_key(self.origin, f"{self.sheet.title}/{row[LINE]}")
        if self._has_moved(row):
            return derived_key(self.origin, f"{key}/{self._code_in(row)}")
        return key

    def get_instance(self, instance_loader, row):
        record = self.stored.get(row[self._heading("key")])
        return Draft(record=record, entry=record.entry, pk=record.pk) if record else None

    def init_instance(self, row=None):
        return Draft(record=Record(key=uuid.UUID(row[self._heading("key")])))

    def for_delete(self, row, instance):
        return not self.sheet.has_values(row)

    def delete_instance(self, instance, row, **kwargs):
        record = instance.record
        version = self.origin.records.get(str(record.key), 0)
        writing_records.remove_record(record, version=version, by=self.by)
        self.changes.append(Change(ChangeKind.REMOVED, instance.entry.activity.code, record.title))

    def judge(self, draft, faults):
        code = draft.cell("activity")
        if code not in self.axis.entries:
            faults.setdefault("activity", [_("Elija de la lista la actividad de esta acción.")])
            return
        draft.entry = self.axis.entries[code]
        data, columns = self._data(draft, faults)
        self.used |= {folded(name) for name in data.getlist("institutions")}
        told = self.origin.told.get(str(draft.record.key))
        draft.is_untouched = told == self.digest(draft) and not faults and draft.pk is not None
        if draft.is_untouched:
            self.judge_links(draft, str(draft.record.key), faults)
            return
        if draft.pk is None or not same(data, self._stored_data(draft.record)):
            draft.form = RecordForm(
                data,
                instance=draft.record,
                entry=draft.entry,
                directory=self.layout.directory,
            )
            self._judge_form(draft, columns, faults)
        self.judge_links(draft, str(draft.record.key), faults)

    def _stored_data(self, record: Record) -> QueryDict:
        return self._data(self._as_stored(record), {})[0]

    def _data(self, draft: Draft, faults: Faults) -> tuple[QueryDict, dict[str, str]]:
        """What the page would send, and for each of its fields the column that says it."""
        data = QueryDict(mutable=True)
        key = draft.cell("key")
        data.update({name: draft.cell(name) for name in OWN_FIELDS})
        data["quantity"] = data["quantity"] or "1"
        data["scope"] = data["scope"] or "national"
        data.update({"key": key, "version": str(self.origin_version(key))})
        columns = {name: name for name in OWN_FIELDS}
        for place, measure in self._chosen(draft, faults):
            for short in measure.fields():
                columns[value_name(measure, short)] = place.column(short)
                data[value_name(measure, short)] = draft.cell(place.column(short))
        self._add_institutions(data, draft)
        return data, columns

    def origin_version(self, key: str) -> int:
        return self.origin.records.get(key, ANY_VERSION) if self.origin else ANY_VERSION

    def _chosen(self, draft: Draft, faults: Faults) -> list[tuple[Place, MeasureFields]]:
        """The measures of which the row says something, where it says so."""
        code, chosen = draft.cell("activity"), {}
        for place in self.axis.places:
            if not self._is_filled(place, draft) or place.chooser in faults:
                continue
            try:
                measure = self._measure_at(place, draft)
                if measure.measure in chosen:
                    raise ValueError(_("Esta fila ya dice algo de esa medida."))
                chosen[measure.measure] = (place, measure)
            except ValueError as error:
                name = place.chooser if place.has_chooser else self._columns_of(place)[0]
                faults.setdefault(name, [str(error)])
        return list(chosen.values()) if code else []

    def _columns_of(self, place: Place) -> list[str]:
        start = place.column("")
        return [
            name for name in self.sheet.by_name if name.startswith(start) and name != place.chooser
        ]

    def _is_filled(self, place: Place, draft: Draft) -> bool:
        return any(draft.cell(name) for name in self._columns_of(place))

    def _measure_at(self, place: Place, draft: Draft) -> MeasureFields:
        """The measure that the chooser names, or the only one that it could be."""
        asked = [
            one
            for one in self.axis.measures_of(draft.cell("activity"))
            if one.measure.kind == place.kind
        ]
        named = draft.cell(place.chooser) if place.has_chooser else ""
        code = {"code": draft.cell("activity")}
        if not asked:
            raise ValueError(_("La actividad %(code)s no pide este valor; bórrelo.") % code)
        if not named and len(asked) > 1:
            raise ValueError(_("Elija de qué medida de la actividad %(code)s es.") % code)
        for one in asked:
            if not named or one.measure.code == named:
                return one
        names = " / ".join(str(one.measure) for one in asked)
        sentence = _("No es una medida de la actividad %(code)s. Elija: %(names)s.")
        raise ValueError(sentence % {**code, "names": names})

    def _add_institutions(self, data: QueryDict, draft: Draft) -> None:
        names = [name for _column, name in self._named(draft)]
        data.setlist("institutions", names)
        unknown = [name for name in names if folded(name) in self.answers]
        for number, name in enumerate(unknown):
            answer = {**self.answers[folded(name)], "name": name}
            data.update({f"{PREFIX}-{number}-{key}": value for key, value in answer.items()})

    def _named(self, draft: Draft) -> list[tuple[str, str]]:
        """Names of institutions with the column of each."""
        boxes = [institution(number) for number in range(1, self.axis.boxes + 1)]
        named = [(box, draft.cell(box)) for box in boxes if draft.cell(box)]
        return named + [("more", name) for name in pieces(draft.cell("more"))]

    def _judge_form(self, draft: Draft, columns: dict[str, str], faults: Faults) -> None:
        form = draft.form
        if form.is_valid():
            return
        for name, messages in form.errors.items():
            if name == "institutions":
                self._judge_institutions(draft, messages, faults)
            else:
                column = columns.get(name, "title")
                faults.setdefault(column, list(messages))

    def _judge_institutions(self, draft: Draft, messages: list[str], faults: Faults) -> None:
        asked = [one for one in draft.form.newcomers if not one.is_valid()]
        for newcomer in asked:
            named = self._named(draft)
            column = next(box for box, name in named if folded(name) == folded(newcomer.name))
            faults.setdefault(column, []).append(asking(newcomer))
        if not asked:
            first = next(iter(self._named(draft)), ("more", ""))
            faults.setdefault(first[0], list(messages))

    def save_instance(self, instance, is_create, row, **kwargs):
        key = str(instance.record.key)
        differences = self._differences(instance, is_create)
        if instance.form:
            self._write(instance, is_create)
        kind = ChangeKind.NEW if is_create else ChangeKind.CHANGED
        self.save_links(instance)
        subject, code = instance.record.title, instance.entry.activity.code
        links = self.link_difference(instance, key)
        self.changes.append(Change(kind, code, subject, differences + links))

    def _differences(self, draft: Draft, is_create: bool) -> list[Difference]:
        if draft.form is None:
            return []
        stored = Record() if is_create else Record.objects.get(pk=draft.pk)
        shown = RecordForm(instance=stored, entry=draft.entry, directory=self.layout.directory)
        return draft.form.differences_from(shown)

    def _write(self, draft: Draft, is_create: bool) -> None:
        """A row that is gone, or that this workbook never read, is somebody else's by now."""
        was_there = str(draft.record.key) in self.origin.records
        if is_create == was_there:
            raise Stale(None if is_create else draft.record)
        write = writing_records.add_record if is_create else writing_records.change_record
        draft.record = write(draft.form.row(), parts=draft.form.parts(), by=self.by)


def records_of(report: ProgressReport, layout: Layout) -> list[Record]:
    entries = {entry.pk: entry for axis in layout.axes for entry in axis.entries.values()}
    records = list(Record.objects.filter(entry__report=report).order_by("ended_on", "pk"))
    for record in records:
        record.entry = entries[record.entry_id]
    return records


def derived_key(origin: Origin, name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(origin.key), name))
