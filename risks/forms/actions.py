from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from corett.accounts.models import Stakeholder
from risks import actions
from risks.forms.texts import DayField, LongText
from risks.models import MitigationAction, Risk

INCOMPLETE = gettext_lazy("La página llegó incompleta. Ábrala de nuevo y copie lo que escribió.")


class ActionForm(forms.Form):
    """An action of its own for a risk; it knows in which version it was read."""

    statement = LongText(
        label=gettext_lazy("Acción"),
        help_text=gettext_lazy("Qué se hará, en una o dos frases."),
        rows=3,
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("A cargo de"),
        queryset=Stakeholder.objects.all(),
        empty_label=gettext_lazy("elija"),
        help_text=gettext_lazy("Su gente dirá aquí que está hecha y qué se logró."),
    )
    due_on = DayField(label=gettext_lazy("Para el"))
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, risk: Risk, action: MitigationAction | None = None, **kwargs):
        self.risk, self.action = risk, action
        super().__init__(*args, initial=self.values_of(action), **kwargs)

    @staticmethod
    def values_of(action: MitigationAction | None) -> dict:
        if action is None:
            return {}
        return {
            "statement": action.statement,
            "owner": action.owner_id,
            "due_on": action.due_on,
            "version": actions.seen(action),
        }

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if wrong := actions.wrong_due_date(self.risk, due_on):
            raise forms.ValidationError(wrong)
        return due_on

    def differences_from(self, saved: MitigationAction) -> list[dict]:
        """Both versions of what the person typed and is saved otherwise."""
        values = {
            "statement": saved.statement,
            "owner": saved.owner,
            "due_on": saved.due_on,
        }
        return [
            {"label": self.fields[name].label, "saved": value, "typed": self.cleaned_data[name]}
            for name, value in values.items()
            if value != self.cleaned_data[name]
        ]

    def rebased_on(self, saved: MitigationAction) -> "ActionForm":
        """The same words, to be saved over the newer version if the person chooses."""
        data = self.data.copy()
        data["version"] = actions.seen(saved)
        return ActionForm(data, risk=self.risk, action=saved)


class FinishForm(forms.Form):
    done_on = DayField(label=gettext_lazy("Hecha el"), initial=timezone.localdate)
    result = LongText(
        label=gettext_lazy("Qué se logró"),
        help_text=gettext_lazy("Lo que quedó hecho y, si lo hay, dónde se puede ver."),
        rows=4,
        error_messages={"required": gettext_lazy("Diga qué se logró.")},
    )

    def __init__(self, *args, action: MitigationAction, **kwargs):
        self.action = action
        super().__init__(*args, **kwargs)

    def clean_done_on(self):
        done_on = self.cleaned_data["done_on"]
        if wrong := actions.wrong_done_date(self.action.risk, done_on):
            raise forms.ValidationError(wrong)
        return done_on
