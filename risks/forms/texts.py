from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000


class LongText(forms.CharField):
    """Words of any length that a person may mean, with line ends as Python writes them."""

    default_error_messages = {
        "max_length": _("Es demasiado largo: tiene %(show_value)d letras y caben %(limit_value)d.")
    }

    def __init__(self, *, rows: int, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, max_length=LONGEST_TEXT, **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class DayField(forms.DateField):
    """A day in the browser's own date field, which speaks ISO 8601."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Escriba una fecha: día, mes y año.")}
