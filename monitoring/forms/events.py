from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from monitoring.events import possible_doubles, same_event
from monitoring.models import Record


class RowsOfOthers(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Record) -> str:
        when = date_format(row.ended_on, "d/m/Y")
        return f"{row.entry.report.stakeholder}: {row.title} · {when} · {row.place or '—'}"


class SameEventForm(forms.Form):
    sent = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    others = RowsOfOthers(
        queryset=Record.objects.none(),
        to_field_name="key",
        label=_("Filas de otros que son este mismo evento"),
        required=False,
        error_messages={
            "invalid_choice": _("Una de las filas ya no está, o no es de este semestre."),
            "invalid_pk_value": _("Una de las filas ya no está, o no es de este semestre."),
        },
    )

    def __init__(self, *args, record: Record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = possible_doubles(record)
        self.fields["others"].initial = same_event(record)
