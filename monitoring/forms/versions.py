"""A form that knows in which version its row was read, and can show two versions side by side."""

from dataclasses import dataclass

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    label: str
    saved: str
    typed: str


class VersionedForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, initial=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def differences_from(self, saved: "VersionedForm") -> list[Difference]:
        """Where what was typed is not what `saved`, an unbound form of the stored row, shows."""
        return [
            Difference(
                label=str(field.label),
                saved=shown(field, saved[name].initial),
                typed=shown(field, self.cleaned_data.get(name)),
            )
            for name, field in self.fields.items()
            if name != "version" and field.has_changed(saved[name].initial, self[name].data)
        ]

    def rebased_on(self, saved: "VersionedForm") -> "VersionedForm":
        """The same typed values, to be saved on top of the newer version if the person chooses."""
        data = self.data.copy()
        data[self.add_prefix("version")] = saved.instance.version
        self.data = data
        return self


def shown(field: forms.Field, value) -> str:
    """A value as a person reads it; «vacío» for none."""
    if value is None or value == "" or value == []:
        return _("vacío")
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "; ".join(sorted(str(row) for row in value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(localize(value))
