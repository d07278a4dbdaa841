from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from monitoring.events import EventGroup, possible_doubles, same_event
from monitoring.models import Record


class RowsOfOthers(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Record) -> str:
        when = date_format(row.ended_on, "d/m/Y")
        return f"{row.entry.report.stakeholder}: {row.title} · {when} · {row.place or '—'}"


class GroupForm(forms.Form):
    """Which rows of an activity are one event, or no longer are."""

    rows = RowsOfOthers(
        queryset=Record.objects.none(),
        to_field_name="key",
        label=_("Filas"),
        error_messages={
            "required": _("Marque las filas de las que habla."),
            "invalid_choice": _("Una de las filas ya no está, o no es de este semestre."),
            "invalid_pk_value": _("Una de las filas ya no está, o no es de este semestre."),
        },
    )
    is_one = forms.TypedChoiceField(
        choices=[("yes", _("Son un mismo evento")), ("no", _("No son el mismo evento"))],
        coerce=lambda said: said == "yes",
        error_messages={
            "required": _("Pulse uno de los dos botones."),
            "invalid_choice": _("Pulse uno de los dos botones."),
        },
    )

    def __init__(self, *args, group: EventGroup, **kwargs):
        super().__init__(*args, **kwargs)
        keys = [row.pk for row in group.rows]
        self.fields["rows"].queryset = Record.objects.filter(pk__in=keys).select_related(
            "entry__report__stakeholder", "entry__report__period__semester", "entry__activity"
        )

    def clean(self):
        super().clean()
        if self.cleaned_data.get("is_one") and len(self.cleaned_data.get("rows", [1, 2])) < 2:
            self.add_error("rows", _("Marque al menos dos filas, de países distintos."))
        return self.cleaned_data


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
