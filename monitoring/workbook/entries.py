"""What is said of each activity: rows of «Avances», judged by the form of the page."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from corett.directory.names import folded
from monitoring import entries as writing_entries
from monitoring.forms.reports import EntryForm
from monitoring.forms.versions import Difference
from monitoring.models import ProgressEntry
from monitoring.models.status import TEXTS
from monitoring.reports import Stale
from monitoring.workbook.layout import Layout
from monitoring.workbook.resources import (
    ANY_VERSION,
    Change,
    ChangeKind,
    Draft,
    Faults,
    SheetResource,
    fitting,
    join,
    pieces,
    same,
    sayings,
)
from plan.models import GuidingApproach
from risks.models import Risk


class EntryResource(SheetResource):
    """What the report says of each activity."""

    def __init__(self, layout: Layout, **kwargs):
        super().__init__(layout.entries, layout, **kwargs)
        self.entries = {code: entry for axis in layout.axes for code, entry in axis.entries.items()}
        self.approaches = {folded(one.name): one for one in self.report.choosable(GuidingApproach)}
        self.risks = {folded(one.code): one for one in self.report.choosable(Risk)}
        self.before = {code: self._as_stored(entry) for code, entry in self.entries.items()}
        self.seen: set[str] = set()

    def shown(self, instance):
        code = instance.activity.code
        return {
            **{name: getattr(instance, name) for name in ("status", *TEXTS)},
            "no_records": instance.no_records,
            "no_activity": instance.no_activity,
            "activity": code,
            "statement": instance.statement,
            "approaches": join(one.name for one in instance.approaches.all()),
            "risks_met": join(one.code for one in instance.risks_met.all()),
            "links": "\n".join(fitting(self.links.get(code, []))),
            "files": "\n".join(self.files.get(code, [])),
        }

    def get_instance(self, instance_loader, row):
        value = row[self.sheet.by_name["activity"].heading]
        code = str(value).strip() if value is not None else ""
        if code not in self.entries:
            raise ValidationError({"activity": _("No es una actividad de este informe.")})
        if code in self.seen:
            raise ValidationError({"activity": _("Esta actividad ya tiene una fila más arriba.")})
        self.seen.add(code)
        entry = ProgressEntry.objects.get(pk=self.entries[code].pk)
        entry.report, entry.activity = self.report, self.entries[code].activity
        return Draft(entry=entry, pk=entry.pk)

    def judge(self, draft, faults):
        code = draft.entry.activity.code
        draft.is_untouched = self.origin.told.get(code) == self.digest(draft) and not faults
        data, before = self._data(draft, faults), self._data(self.before[code], {})
        if not draft.is_untouched and not same(data, before):
            draft.form = EntryForm(data, instance=draft.entry)
            for name, messages in draft.form.errors.items():
                faults.setdefault(name if name in self.sheet.by_name else "status", list(messages))
        self._judge_no_activity(draft, data, faults)
        self.judge_links(draft, code, faults)

    def _data(self, draft: Draft, faults: Faults) -> QueryDict:
        data = QueryDict(mutable=True)
        data.update({name: draft.cell(name) for name in ("status", *TEXTS, "no_records")})
        code = draft.cell("activity")
        data["status"] = data["status"] or "in_progress"
        data["version"] = str(self.origin.entries.get(code, ANY_VERSION) if self.origin else 1)
        for name, known in (("approaches", self.approaches), ("risks_met", self.risks)):
            data.setlist(name, self._chosen(draft.cell(name), known, name, faults))
        return data

    def _chosen(self, text: str, known: dict, name: str, faults: Faults) -> list[str]:
        names = pieces(text)
        unknown = [one for one in names if folded(one) not in known]
        if unknown:
            sentence = _(
                "«%(names)s» no está en la lista de «Instrucciones». Cópielo de allí y separe con"
                " punto y coma."
            )
            faults.setdefault(name, [sentence % {"names": join(unknown)}])
        return [str(known[folded(one)].pk) for one in names if folded(one) in known]

    def _judge_no_activity(self, draft: Draft, data: QueryDict, faults: Faults) -> None:
        """Both «sin actividad» and something told is a contradiction that only a person solves."""
        if not draft.cell("no_activity") or not draft.form:
            return
        told = any(
            data.getlist(name) and data.get(name) for name in sayings(data).keys() - {"status"}
        )
        if told:
            sentence = _(
                "Dice que no hubo actividad y también cuenta algo: borre lo uno o lo otro."
            )
            faults.setdefault("no_activity", [sentence])

    def save_instance(self, instance, is_create, row, **kwargs):
        code = instance.entry.activity.code
        differences = self._differences(instance)
        if instance.form:
            writing_entries.save_entry(
                instance.form.instance,
                version=instance.form.cleaned_data["version"],
                by=self.by,
                chosen=instance.form.chosen(),
            )
        self.save_links(instance)
        if self._turns_no_activity(instance):
            self._say_no_activity(instance)
        self.changes.append(Change(ChangeKind.CHANGED, code, "", differences))

    def skip_row(self, instance, original, row, import_validation_errors=None):
        skips = super().skip_row(instance, original, row, import_validation_errors)
        return skips and not self._turns_no_activity(instance)

    def _turns_no_activity(self, draft: Draft) -> bool:
        before = self.before[draft.entry.activity.code]
        turns = draft.cell("no_activity") != before.cell("no_activity")
        return turns and not draft.is_untouched

    def _say_no_activity(self, draft: Draft) -> None:
        code = draft.entry.activity.code
        if draft.form is None and draft.entry.version != self.origin.entries.get(code):
            raise Stale(draft.entry)
        if not draft.cell("no_activity"):
            writing_entries.say_activity(draft.entry, by=self.by)
            return
        if not writing_entries.declare_no_activity(self.report, codes=[code], by=self.by):
            raise ValidationError(
                {
                    "no_activity": _(
                        "Esta actividad ya tiene acciones, evidencia o texto: no puede decir que no"
                        " hubo actividad."
                    )
                }
            )

    def _differences(self, draft: Draft) -> list[Difference]:
        differences = self.link_difference(draft, draft.entry.activity.code)
        if self._turns_no_activity(draft):
            differences.append(self._turn(draft))
        if draft.form is None:
            return differences
        stored = EntryForm(instance=ProgressEntry.objects.get(pk=draft.pk))
        return draft.form.differences_from(stored) + differences

    def _turn(self, draft: Draft) -> Difference:
        says, denies = _("sí"), _("no")
        is_said = bool(draft.cell("no_activity"))
        return Difference(
            name="no_activity",
            label=self.sheet.by_name["no_activity"].heading,
            saved=denies if is_said else says,
            typed=says if is_said else denies,
        )
