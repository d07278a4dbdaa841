"""Findings of evaluations and audits: entered, changed, moved along, and filtered."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder
from monitoring import findings
from monitoring.forms.versions import INCOMPLETE, VersionedForm
from monitoring.models import AnnualReport, Finding, FindingSource, FindingState, ProgressReport
from plan.models import Activity, Plan
from risks.forms.texts import DayField, LongText


def capitalised(choices) -> list[tuple[str, str]]:
    return [(value, str(label).capitalize()) for value, label in choices]


class ActivityChoice(forms.ModelChoiceField):
    def label_from_instance(self, activity: Activity) -> str:
        return f"{activity.code} {activity.statement}"


class FindingForm(VersionedForm):
    """What the Secretaría writes of a finding of `plan`."""

    found_on = DayField(label=_("Fecha del documento"))
    due_on = DayField(label=_("Para cuándo"), required=False)
    text = LongText(label=_("Hallazgo"), rows=4)
    response = LongText(label=_("Respuesta"), rows=3, required=False)
    action = LongText(label=_("Qué se hará"), rows=3, required=False)
    activity = ActivityChoice(
        label=_("Actividad"), queryset=Activity.objects.none(), required=False
    )

    class Meta:
        model = Finding
        fields = list(findings.WRITTEN)
        widgets = {"source": forms.RadioSelect}

    def __init__(self, *args, plan: Plan, **kwargs):
        self.plan = plan
        super().__init__(*args, **kwargs)
        reports = ProgressReport.objects.of_plan(plan)
        self.fields["activity"].queryset = plan.activities.all()
        self.fields["report"].queryset = reports.select_related("stakeholder", "period__semester")
        self.fields["annual_report"].queryset = AnnualReport.objects.filter(plan=plan).defer(
            "content"
        )
        self.fields["owner"].queryset = Stakeholder.objects.all()
        self.fields["source"].choices = capitalised(FindingSource.choices)

    def clean(self):
        """Constraints are asked under the lock, of the row that it will be."""
        return self.cleaned_data

    def _post_clean(self):
        super()._post_clean()
        for name, sentence in findings.faults(self.instance).items():
            if name not in self.errors:
                self.add_error(name, sentence)


class StepForm(forms.Form):
    """A button of a finding's page, with the version that was read."""

    version = forms.IntegerField(
        label=_("Página"),
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), INCOMPLETE),
    )


class ResultForm(StepForm):
    result = LongText(
        label=_("Qué se hizo"),
        rows=4,
        help_text=_("La Secretaría Técnica lo lee y cierra el hallazgo."),
        error_messages={"required": _("Diga qué se hizo.")},
    )


class CloseForm(StepForm):
    state = forms.ChoiceField(
        label=_("Cómo se cierra"),
        widget=forms.RadioSelect,
        choices=[(state.value, state.label.capitalize()) for state in findings.CLOSED],
        error_messages={"required": _("Elija si se atendió o si no se acepta.")},
    )
    result = LongText(
        label=_("Qué se hizo"),
        rows=4,
        help_text=_("O por qué no se acepta el hallazgo."),
        error_messages={
            "required": _("Para cerrar un hallazgo, escriba qué se hizo o por qué no.")
        },
    )


class ReopenForm(StepForm):
    reason = forms.CharField(
        label=_("Por qué se reabre"),
        max_length=findings.REASON_LENGTH,
        help_text=_("Queda en su historial."),
        error_messages={"required": _("Diga por qué se reabre.")},
    )


class FindingFilter(forms.Form):
    PENDING, OVERDUE = "pending", "overdue"

    state = forms.ChoiceField(label=_("Estado"), required=False)
    owner = forms.ChoiceField(label=_("A cargo de"), required=False)
    activity = forms.ChoiceField(label=_("Actividad"), required=False)
    source = forms.ChoiceField(label=_("Origen"), required=False)

    def __init__(self, *args, found: Sequence[Finding], **kwargs):
        super().__init__(*args, **kwargs)
        owners = {one.owner.code: one.owner for one in found if one.owner}
        activities = {one.activity.code: one.activity for one in found if one.activity}
        self.fields["state"].choices = [
            ("", _("Todos")),
            (self.PENDING, _("Sin cerrar")),
            (self.OVERDUE, _("Vencidos")),
            *capitalised(FindingState.choices),
        ]
        self.fields["owner"].choices = [
            ("", _("Todas las partes")),
            *((one.code, one.name) for one in sorted(owners.values(), key=lambda o: o.order)),
        ]
        self.fields["activity"].choices = [
            ("", _("Todas")),
            *((a.code, a.code) for a in sorted(activities.values(), key=lambda a: a.order)),
        ]
        self.fields["source"].choices = [
            ("", _("Todos")),
            *capitalised(FindingSource.choices),
        ]

    def filter(self, found: Sequence[Finding]) -> list[Finding]:
        """Those that match; what cannot be understood filters nothing."""
        self.is_valid()
        return [one for one in found if self.matches(one)]

    def matches(self, finding: Finding) -> bool:
        asked = self.cleaned_data
        return (
            self.is_in(finding, asked.get("state", ""))
            and asked.get("owner", "") in ("", finding.owner.code if finding.owner else "")
            and asked.get("activity", "") in ("", finding.activity.code if finding.activity else "")
            and asked.get("source", "") in ("", finding.source)
        )

    def is_in(self, finding: Finding, state: str) -> bool:
        if state == self.PENDING:
            return not finding.is_closed
        if state == self.OVERDUE:
            return finding.is_overdue
        return state in ("", finding.state)

    @property
    def said(self) -> str:
        """What is asked for, in words."""
        self.is_valid()
        asked = [
            (self.fields[name].label, dict(self.fields[name].choices)[value])
            for name, value in self.cleaned_data.items()
            if value
        ]
        return "; ".join(f"{label}: {value}" for label, value in asked) or gettext("ninguno")
