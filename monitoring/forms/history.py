from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.report_history import Matter


class HistoryFilterForm(forms.Form):
    """A GET form: what it cannot understand it leaves unfiltered."""

    matter = forms.ChoiceField(
        label=_("Qué"), choices=[("", _("todo")), *Matter.choices], required=False
    )
    activity = forms.ChoiceField(label=_("Actividad"), required=False)

    def __init__(self, *args, codes: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", _("todas")), *((code, code) for code in codes)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
