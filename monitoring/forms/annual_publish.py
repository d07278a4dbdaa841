from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.forms.versions import INCOMPLETE


class PublishForm(forms.Form):
    """Which version the person has in view, and why it is published without the visto bueno."""

    version = forms.IntegerField(
        label=_("Página"),
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), INCOMPLETE),
    )
    reason = forms.CharField(
        label=_("Por qué se publica sin el visto bueno de la Presidencia"),
        help_text=_("Queda en la historia de la edición, con su nombre y la fecha."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Diga por qué se publica sin el visto bueno.")},
    )

    def __init__(self, *args, needs_reason: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
