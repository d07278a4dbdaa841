import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.entries import Chosen
from monitoring.forms.approaches import ApproachChoices
from monitoring.forms.versions import KeyField, VersionedForm
from monitoring.models import (
    ProgressEntry,
    ProgressReport,
    ReportingPeriod,
    ReportState,
)
from plan.models import GuidingApproach, Semester
from risks.models import Risk

LONGEST_TEXT = 20_000
LONGEST_KEY = 18


class LongText(forms.CharField):
    """A narrative; long enough for anyone, short enough to be sent and stored for sure."""

    default_error_messages = {
        "max_length": gettext_lazy(
            "Es demasiado largo: tiene %(show_value)d letras y caben %(limit_value)d."
        )
    }

    def __init__(self, *, rows: int, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, max_length=LONGEST_TEXT, required=False, **kwargs)


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by number; one too large for a database is no choice instead of an error."""

    def clean(self, value):
        too_large = [key for key in value or [] if len(str(key)) > LONGEST_KEY]
        if too_large:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": too_large[0]})
        return super().clean(value)


class EntryForm(VersionedForm):
    reason = LongText(
        label=gettext_lazy("Motivo"),
        help_text=gettext_lazy("Solo si está reprogramada o no corresponde."),
        rows=2,
    )
    progress = LongText(
        label=gettext_lazy("Avances"),
        help_text=gettext_lazy("Qué se hizo, con quién y qué se logró."),
        rows=6,
    )
    obstacles = LongText(label=gettext_lazy("Obstáculos"), rows=3)
    next_steps = LongText(label=gettext_lazy("Próximos pasos"), rows=3)
    approaches_how = LongText(label=gettext_lazy("Cómo se aplicaron"), rows=2)
    risks_response = LongText(label=gettext_lazy("Qué pasó y qué se hizo"), rows=2)

    class Meta:
        model = ProgressEntry
        fields = [
            "status",
            "reason",
            "no_records",
            "progress",
            "obstacles",
            "next_steps",
            "approaches",
            "approaches_how",
            "risks_met",
            "risks_response",
        ]
        widgets = {
            "status": forms.RadioSelect,
            "approaches": ApproachChoices,
            "risks_met": forms.CheckboxSelectMultiple,
        }
        field_classes = {"approaches": RowsField, "risks_met": RowsField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["approaches"].queryset = self.instance.report.choosable(GuidingApproach)
        self.fields["risks_met"].queryset = self.instance.report.choosable(Risk)

    def offer(self, entry: ProgressEntry) -> None:
        """Show what the entry's plan has in force, which was read with its marks."""
        start, plan = entry.report.period.semester.start, entry.activity.plan
        for name, rows in (("approaches", plan.approaches), ("risks_met", plan.risks)):
            field = self.fields[name]
            field.choices = [
                (ModelChoiceIteratorValue(row.pk, row), field.label_from_instance(row))
                for row in rows.all()
                if row.is_in_force(start)
            ]

    def clean(self):
        super().clean()
        if self.instance.needs_reason(self.cleaned_data.get("status")) and not (
            self.cleaned_data.get("reason")
        ):
            self.add_error(
                "reason", _("Escriba el motivo: la actividad está reprogramada o no corresponde.")
            )
        if self.cleaned_data.get("no_records") and self.instance.own_records().exists():
            self.add_error(
                "no_records", _("Hay acciones de este semestre en la lista: quite esta marca.")
            )
        if self.cleaned_data.get("progress") or self.cleaned_data.get("no_records"):
            self.instance.no_activity = False
        return self.cleaned_data

    @classmethod
    def shown_again(cls, data, *, entry: ProgressEntry, **instead) -> "EntryForm":
        """What was typed, with something else in some fields, not judged and not saved yet."""
        several = ("approaches", "risks_met")
        typed = {name: data.get(name) for name in ("version", *cls.Meta.fields)}
        typed |= {name: data.getlist(name) for name in several}
        form = cls(instance=entry, initial={**typed, **instead})
        for field in form.fields.values():
            field.show_hidden_initial = False
        return form

    def chosen(self) -> Chosen:
        return Chosen(
            approaches=self.cleaned_data["approaches"], risks_met=self.cleaned_data["risks_met"]
        )


class TransitionForm(forms.Form):
    """The button that moves a report; its key makes a repeated press harmless."""

    comment = LongText(label=gettext_lazy("Mensaje"), rows=4)
    key = KeyField(initial=uuid.uuid4)


class ReopenForm(TransitionForm):
    """A validated report is opened again only for a reason, which its history keeps."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["comment"]
        field.label, field.required = _("Motivo"), True
        field.error_messages["required"] = _("Para reabrir un informe, escriba el motivo.")


class ReportFilterForm(forms.Form):
    """A GET form: what it cannot understand it leaves unfiltered."""

    semester = forms.ModelChoiceField(
        label=gettext_lazy("Semestre"),
        queryset=Semester.objects.none(),
        required=False,
        empty_label=gettext_lazy("todos"),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Estado"),
        choices=[("", gettext_lazy("todos")), *ReportState.choices],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["semester"].queryset = Semester.objects.filter(period__isnull=False)

    def filter(self, reports):
        self.is_valid()
        if semester := self.cleaned_data.get("semester"):
            reports = reports.of_semester(semester)
        if state := self.cleaned_data.get("state"):
            reports = reports.filter(state=state)
        return reports


class StartReportForm(forms.Form):
    period = forms.ModelChoiceField(
        label=gettext_lazy("Semestre"),
        queryset=ReportingPeriod.objects.none(),
        error_messages={"invalid_choice": gettext_lazy("Este semestre no está abierto.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = ReportingPeriod.objects.open().select_related(
            "semester__plan"
        )


def no_activity_choices(report: ProgressReport) -> forms.MultipleChoiceField:
    untouched = report.entries.untouched().in_plan_order()
    return forms.MultipleChoiceField(
        label=gettext_lazy("Actividades sin nada que informar"),
        choices=[
            (entry.activity.code, f"{entry.activity.code} {entry.statement}") for entry in untouched
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Marque al menos una actividad."),
            "invalid_choice": gettext_lazy(
                "La actividad %(value)s ya tiene algo escrito o no es de este informe."
            ),
        },
    )


class NoActivityForm(forms.Form):
    def __init__(self, *args, report: ProgressReport, all_marked: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report
        field = self.fields["activities"] = no_activity_choices(report)
        if all_marked:
            field.initial = [code for code, _label in field.choices]
