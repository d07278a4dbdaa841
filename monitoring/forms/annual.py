from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from monitoring.forms.versions import VersionedForm
from monitoring.models import AnnualReport
from plan.models import Plan


class YearForm(forms.Form):
    """Which year a report is to be prepared for."""

    year = forms.TypedChoiceField(
        label=_("Año"),
        coerce=int,
        error_messages={"invalid_choice": _("Elija un año del plan.")},
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in plan.years]
        self.fields["year"].initial = min(timezone.localdate().year - 1, plan.end.year)


class AnnualForm(VersionedForm):
    """The texts of an edition; what it corrects is asked from the second on, to publish it."""

    class Meta:
        model = AnnualReport
        fields = ["erratum", "introduction", "challenges", "priorities", "audience"]
        widgets = {
            "erratum": forms.Textarea(attrs={"rows": 3}),
            "introduction": forms.Textarea(attrs={"rows": 8}),
            "challenges": forms.Textarea(attrs={"rows": 6}),
            "priorities": forms.Textarea(attrs={"rows": 6}),
            "audience": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.edition == 1:
            del self.fields["erratum"]


class PublishForm(forms.Form):
    """Which version of the texts the person has in view."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
