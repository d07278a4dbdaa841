"""A form that knows in which version its row was read, and can show two versions side by side."""

from collections.abc import Mapping
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
        for field in self.fields.values():
            remember(field)

    def typed(self, name: str):
        """What the person means by a field, in the form in which it would be stored."""
        return self.cleaned_data.get(name)

    @property
    def touched(self) -> list[str]:
        """The fields that the person changed; all where the page did not say what it showed."""
        if any(name.startswith("initial-") for name in self.data):
            return [name for name in self.fields if name in self.changed_data]
        return list(self.fields)

    def differences_from(self, saved: "VersionedForm") -> list[Difference]:
        """Where what the person changed is not what `saved`, an unbound form of the row, shows."""
        pairs = [
            (name, field, shown(field, saved[name].initial), shown(field, self.typed(name)))
            for name, field in self.fields.items()
            if name not in self.never_compared and name in self.touched
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

    def with_values(self, values: Mapping[str, object]) -> "VersionedForm":
        """The same form with other values in some fields, to be looked at before it is saved."""
        data = self.data.copy()
        for name, value in values.items():
            data.setlist(self.add_prefix(name), as_posted(value))
        self.data = data
        return self

    def rebased_on(self, saved: "VersionedForm") -> "VersionedForm":
        """What was typed on top of the newer version, to be saved if the person chooses.

        What the person did not touch is as it is saved, and what is saved is what was read.
        """
        kept = [name for name in self.fields if name not in (*self.never_compared, *self.touched)]
        values = {name: saved[name].value() for name in kept}
        if any(name.startswith("initial-") for name in self.data):
            values |= {
                f"initial-{name}": saved[name].value()
                for name in self.fields
                if name not in self.never_compared
            }
        return self.with_values({**values, "version": saved.instance.version})


def remember(field: forms.Field) -> None:
    """Let the page send back what it showed, so that one tells what a person changed."""
    field.show_hidden_initial = not field.widget.is_hidden


def as_posted(value) -> list[str]:
    """A value as a browser would send it; nothing for an empty box."""
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [str(value)]


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
