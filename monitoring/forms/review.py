from django import forms
from django.utils.translation import gettext_lazy

from monitoring.forms.reports import LongText


class RejectForm(forms.Form):
    """Why a medio de verificación is not accepted; who reports reads it."""

    reason = LongText(label=gettext_lazy("Por qué no se acepta"), rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.required = True
        field.error_messages["required"] = gettext_lazy("Escriba por qué no se acepta.")
