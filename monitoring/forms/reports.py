import datetime
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.entries import Chosen
from monitoring.forms.approaches import ApproachChoices
from monitoring.forms.records import DateField
from monitoring.forms.versions import KeyField, VersionedForm
from monitoring.models import (
    Comment,
    ProgressEntry,
    ProgressReport,
    ReportingPeriod,
    ReportState,
)
from plan.models import GuidingApproach, Plan, Semester
from risks.models import Risk

LONGEST_TEXT = 20_000
LONGEST_KEY = 18
LONGEST_PERIOD = datetime.timedelta(days=3 * 365)


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


class CommentForm(forms.ModelForm):
    text = LongText(label=gettext_lazy("Comentario"), rows=3)

    class Meta:
        model = Comment
        fields = ["text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


class TransitionForm(forms.Form):
    """The button that moves a report; its key makes a repeated press harmless."""

    comment = LongText(label=gettext_lazy("Mensaje"), rows=4)
    key = KeyField(initial=uuid.uuid4)


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


class SemesterField(forms.ModelChoiceField):
    """Of several plans, it says of which each semester is."""

    def label_from_instance(self, semester):
        plans = {one.plan_id for one in self.queryset}
        return f"{semester.code} · {semester.plan}" if len(plans) > 1 else semester.code


class OpenSemesterForm(forms.Form):
    semester = SemesterField(label=gettext_lazy("Semestre"), queryset=Semester.objects.none())
    opens_on = DateField(label=gettext_lazy("Abre el"))
    due_on = DateField(label=gettext_lazy("Se entrega hasta el"))
    closes_on = DateField(label=gettext_lazy("Cierra el"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        unopened = Semester.objects.filter(period__isnull=True).select_related("plan")
        self.fields["semester"].queryset = unopened.order_by("plan__start", "year", "half")
        self.fields["semester"].initial = unopened.filter(plan=Plan.objects.current()).first()
        self.fields["opens_on"].initial = timezone.localdate()
        self.fields["due_on"].initial = timezone.localdate() + datetime.timedelta(days=45)
        self.fields["closes_on"].initial = timezone.localdate() + datetime.timedelta(days=90)

    def clean(self):
        super().clean()
        dates = [self.cleaned_data.get(name) for name in ("opens_on", "due_on", "closes_on")]
        if None in dates:
            return self.cleaned_data
        opens_on, due_on, closes_on = dates
        semester = self.cleaned_data.get("semester")
        if semester and opens_on < semester.start:
            self.add_error("opens_on", _("No puede abrir antes de que empiece el semestre."))
        if semester and closes_on > semester.end + LONGEST_PERIOD:
            self.add_error("closes_on", _("Cierra demasiado tarde; revise el año."))
        if opens_on > due_on:
            self.add_error("due_on", _("La entrega no puede ser anterior a la apertura."))
        if due_on > closes_on:
            self.add_error("closes_on", _("El cierre no puede ser anterior a la entrega."))
        return self.cleaned_data


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
