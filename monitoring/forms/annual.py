from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from monitoring.forms.versions import Difference, VersionedForm
from monitoring.models import AnnualReport
from plan.models import Plan


class YearForm(forms.Form):
    """Of which plan and year a report is to be prepared."""

    year = forms.ChoiceField(
        label=_("Año"), error_messages={"invalid_choice": _("Elija un año del plan.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.plans = {plan.code: plan for plan in Plan.objects.all()}
        choices = [
            (str(plan), [(f"{plan.code}/{year}", str(year)) for year in plan.years])
            for plan in self.plans.values()
        ]
        self.fields["year"].choices = choices[0][1] if len(choices) == 1 else choices
        if plan := Plan.objects.current():
            last_year = min(timezone.localdate().year - 1, plan.end.year)
            self.fields["year"].initial = f"{plan.code}/{last_year}"

    def chosen(self) -> tuple[Plan, int]:
        code, year = self.cleaned_data["year"].split("/")
        return self.plans[code], int(year)


class AnnualForm(VersionedForm):
    """The choices of an edition; what it corrects is asked from the second on, to publish it."""

    class Meta:
        model = AnnualReport
        fields = ["erratum", "audience", "is_final"]
        widgets = {
            "erratum": forms.Textarea(attrs={"rows": 3}),
            "audience": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.edition == 1:
            del self.fields["erratum"]
        else:
            self.fields["erratum"].help_text = _("Hace falta para publicar, no para guardar.")

    def clashes_with(self, saved: "AnnualForm") -> list[Difference]:
        """What the person changed and somebody else did too, otherwise, since the page was shown.

        The version of an edition moves with each of its texts, and that alone is no clash.
        """
        return [one for one in self.differences_from(saved) if not self.showed(one.name, saved)]

    def showed(self, name: str, saved: "AnnualForm") -> bool:
        """Whether the page showed what is saved."""
        sent = self.add_initial_prefix(name)
        if not any(key.startswith("initial-") for key in self.data):
            return False
        field = self.fields[name]
        shown = field.hidden_widget().value_from_datadict(self.data, self.files, sent)
        return not field.has_changed(saved[name].initial, shown)

    def put_on(self, saved: AnnualReport) -> AnnualReport:
        """What is saved, with what the person changed."""
        for name in self.touched:
            if name in self.cleaned_data and name != "version":
                setattr(saved, name, self.cleaned_data[name])
        return saved
