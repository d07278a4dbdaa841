"""A form that knows in which version its row was read, and can show two versions side by side."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    saved: str
    typed: str


INCOMPLETE = gettext_lazy("La página llegó incompleta. Ábrala de nuevo y copie lo que escribió.")


class KeyField(forms.UUIDField):
    """The hidden key that makes a repeated request harmless."""

    def __init__(self, **kwargs):
        super().__init__(
            label=gettext_lazy("Página"),
            widget=forms.HiddenInput,
            error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
            **kwargs,
        )


class VersionedForm(forms.ModelForm):
    version = forms.IntegerField(
        label=gettext_lazy("Página"),
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,
        initial=1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), INCOMPLETE),
    )

    never_compared: tuple[str, ...] = ("version",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def typed(self, name: str):
        """What the person means by a field, in the form in which it would be stored."""
        return self.cleaned_data.get(name)

    def differences_from(self, saved: "VersionedForm") -> list[Difference]:
        """Where what was typed is not what `saved`, an unbound form of the stored row, shows."""
        pairs = [
            (name, field, shown(field, saved[name].initial), shown(field, self.typed(name)))
            for name, field in self.fields.items()
            if name not in self.never_compared
        ]
        return [
            Difference(
                name=name,
                label=str(getattr(field, "long_label", field.label)),
                saved=stored,
                typed=typed,
            )
            for name, field, stored, typed in pairs
            if stored != typed
        ]

    def with_values(self, **values) -> "VersionedForm":
        """The same form with other values in some fields, to be looked at before it is saved."""
        data = self.data.copy()
        for name, value in values.items():
            if isinstance(value, list):
                data.setlist(self.add_prefix(name), value)
            else:
                data[self.add_prefix(name)] = value
        self.data = data
        return self

    def rebased_on(self, saved: "VersionedForm") -> "VersionedForm":
        """The same typed values, to be saved on top of the newer version if the person chooses."""
        return self.with_values(version=saved.instance.version)


def shown(field: forms.Field, value) -> str:
    """A value as a person reads it; «vacío» for none. Equal values read the same."""
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "; ".join(sorted(str(row) for row in value or [])) or _("vacío")
    if isinstance(field, forms.Field) and isinstance(value, list):
        return "; ".join(str(one) for one in value) or _("vacío")
    if value is None or value == "":
        return _("vacío")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    if isinstance(value, Decimal):
        return str(localize(value.quantize(Decimal("0.01"))))
    return str(localize(value))
