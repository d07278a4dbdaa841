import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.models import Membership
from plan import decisions
from plan.models import Plan, Target, TargetSource
from plan.target_reading import GridRow, MeasureTargets, TargetGrid
from plan.targets import (
    Key,
    Proposal,
    Seen,
    State,
    TargetsRefused,
    Values,
    place_of,
    plain,
    refusal_of_value,
    said,
)

NEW_SOURCES = [pair for pair in TargetSource.choices if pair[0] != TargetSource.IMPLIED]
"""Of a number that is not in the plan already; its text implies no other."""

NUMBER = re.compile(r"-?\d+([.,]\d{1,2})?")


class ValueField(forms.CharField):
    """A number as it is written in Spanish, `2,5`; `1.000` may mean one or a thousand."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=30, **kwargs)

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        return number_of(text) if text else None


def number_of(text: str) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise ValidationError(
            _("Escriba un número sin separador de miles: por ejemplo 1000 o 2,5.")
        )
    value = Decimal(text.replace(",", "."))
    if refused := refusal_of_value(value):
        raise ValidationError(refused)
    return value


class SourceForm(forms.Form):
    """Where the numbers come from, asked once for all that changes."""

    source = forms.ChoiceField(
        label=gettext_lazy("Fuente"),
        required=False,
        choices=[("", gettext_lazy("Elija una")), *NEW_SOURCES],
        help_text=gettext_lazy("De dónde salen los números que escribe ahora."),
    )
    source_note = forms.CharField(
        label=gettext_lazy("Detalle de la fuente"),
        required=False,
        max_length=300,
        help_text=Target._meta.get_field("source_note").help_text,
    )
    dated = forms.DateField(
        label=gettext_lazy("Fecha de la fuente"),
        required=False,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=Target._meta.get_field("dated").help_text,
    )


@dataclass(frozen=True)
class CellView:
    """A cell as the grid shows it: what may be typed, or why nothing may."""

    heading: str
    field: forms.BoundField
    seen: str
    now: str
    shown: str
    in_force: str
    in_force_since: datetime | None
    is_proposed: bool
    locked: str


@dataclass(frozen=True)
class RowView:
    row: GridRow
    cells: list[CellView]


class TargetGridForm(SourceForm):
    """A grid of metas. What each cell showed comes back beside it, and tells what was changed.

    So the changed cells alone, sent again to be confirmed, are the same form.
    """

    again = forms.BooleanField(
        label=gettext_lazy("Poner esta fuente también a las propuestas que ya esperan aquí"),
        required=False,
    )

    def __init__(self, data=None, *, state: State, grid: TargetGrid):
        super().__init__(data)
        self.state, self.grid = state, grid
        if state.may_be_implied(grid.keys):
            self.fields["source"].choices = [("", _("Elija una")), *self.all_sources()]
        self.names = {key: name_of(key) for key in grid.keys}
        for key, name in self.names.items():
            self.fields[name] = ValueField(label=place_of(key, state.holders))

    def all_sources(self) -> list[tuple[str, str]]:
        label = str(TargetSource.IMPLIED.label)
        if self.state.is_published:
            label = _("%(label)s (solo el número que ya lo era)") % {"label": label}
        return [(TargetSource.IMPLIED.value, label), *NEW_SOURCES]

    def clean(self):
        cleaned = super().clean()
        if self.proposes and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("Diga de dónde salen los números que cambian."))
        if self.proposes and not cleaned.get("dated") and "dated" not in self.errors:
            self.add_error("dated", _("Diga de qué fecha es la fuente."))
        return cleaned

    @property
    def touched(self) -> dict[Key, Decimal | None]:
        """The cells that the person changed, with what was typed in each."""
        return {
            key: self.cleaned_data[name]
            for key, name in self.names.items()
            if name in self.cleaned_data and self.is_touched(name)
        }

    def is_touched(self, name: str) -> bool:
        return self.was_sent(name) and self.seen_value(name) != self.cleaned_data[name]

    def was_sent(self, name: str) -> bool:
        return seen_name(name) in self.data

    def seen_value(self, name: str) -> Decimal | None:
        value, _space, _version = self.data[seen_name(name)].partition(" ")
        return read(value)

    @property
    def proposes(self) -> bool:
        typed = self.touched.values()
        return any(value is not None for value in typed) or bool(self.sourced_again)

    @property
    def sourced_again(self) -> dict[Key, Decimal]:
        """The proposals whose value stays and whose source is said anew."""
        if not self.cleaned_data.get("again"):
            return {}
        touched = self.touched
        return {
            key: self.state.proposed[key].value
            for key in self.names
            if self.is_sourced_again(key) and key not in touched
        }

    def is_sourced_again(self, key: Key) -> bool:
        name = self.names[key]
        return (
            key in self.state.proposed
            and self.was_sent(name)
            and name not in self.errors
            and not self.state.locked(key)
        )

    @property
    def values(self) -> Values:
        again = {key: self.proposal(value) for key, value in self.sourced_again.items()}
        return again | {key: self.meant(key, value) for key, value in self.touched.items()}

    def meant(self, key: Key, value: Decimal | None) -> Proposal | None:
        """What is in force, typed again, is just that and no proposal with another source."""
        if value is None:
            return None
        in_force = self.state.confirmed.get(key)
        return said(in_force) if in_force and in_force.value == value else self.proposal(value)

    def proposal(self, value: Decimal) -> Proposal:
        given = self.cleaned_data
        return Proposal(value, given["source"], given["source_note"], given["dated"])

    @property
    def seen(self) -> Seen:
        return {key: self.seen_version(self.names[key]) for key in self.sent_again}

    def seen_version(self, name: str) -> str:
        _value, _space, version = self.data[seen_name(name)].partition(" ")
        return version

    @property
    def sent_again(self) -> list[Key]:
        """The cells that the page which confirms the changes sends back."""
        return [*self.touched, *self.sourced_again]

    def refuse(self, refused: TargetsRefused) -> None:
        """Each sentence at its cell; what somebody else saved is now what was seen."""
        for refusal in refused.refusals:
            self.add_error(self.names.get(refusal.key), refusal.sentence)

    @property
    def source_label(self) -> str:
        return str(TargetSource(self.cleaned_data["source"]).label)

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """What changes, alone, as the page that confirms it sends it back."""
        for name in ("source", "source_note", "dated", "again"):
            if value := self.data.get(name):
                yield name, value
        for key in self.sent_again:
            name = self.names[key]
            yield name, self.data.get(name, "")
            yield seen_name(name), self.data[seen_name(name)]

    @property
    def rows(self) -> list[RowView]:
        headings = self.grid.columns
        return [
            RowView(row, [self.cell(*pair) for pair in zip(row.keys, headings, strict=True)])
            for row in self.grid.rows
        ]

    def cell(self, key: Key, heading: str) -> CellView:
        field, in_force = self[self.names[key]], self.state.confirmed.get(key)
        now = self.state.shown(key)
        return CellView(
            heading=heading,
            field=field,
            seen=seen_text(now),
            now=now.told if now else "",
            shown=self.typed(field.html_name, now.told if now else ""),
            in_force=plain(in_force.value) if in_force else "",
            in_force_since=in_force.decided_at if in_force else None,
            is_proposed=key in self.state.proposed,
            locked=self.state.locked(key),
        )

    def typed(self, name: str, now: str) -> str:
        """What the person wrote in the cell; where it was left as it was, what it holds now."""
        if not self.is_bound or not self.was_sent(name):
            return now
        text = self.data.get(name, "")
        return now if meant_by(text) == self.seen_value(name) else text


def name_of(key: Key) -> str:
    return f"{key.measure}-{key.holder or 'region'}-{key.year or 'plan'}"


def seen_name(name: str) -> str:
    return f"seen-{name}"


def seen_text(shown: Proposal | None) -> str:
    """What a cell showed, as the page sends it back: its value and its version."""
    return f"{shown.told} {shown.version}" if shown else ""


def meant_by(text: str) -> Decimal | str | None:
    """The number, none, or the very text where it is no number."""
    try:
        return number_of(text.strip()) if text.strip() else None
    except ValidationError:
        return text


def read(seen: str) -> Decimal | None:
    """A value that the page itself wrote; what it could not have written is no value."""
    try:
        return number_of(seen) if seen else None
    except ValidationError:
        return None


class FillForm(forms.Form):
    """«1 por país y año»: one value for many cells of the grid of a measure."""

    fill_value = ValueField(label=gettext_lazy("Valor"))
    fill_holders = forms.ChoiceField(label=gettext_lazy("Para"))
    fill_years = forms.ChoiceField(label=gettext_lazy("En"))
    fill_over = forms.BooleanField(
        label=gettext_lazy("También en las celdas que ya tienen un valor"), required=False
    )

    def __init__(self, data=None, *, state: State, grid: TargetGrid):
        super().__init__(data)
        self.state, self.grid = state, grid
        self.fields["fill_holders"].choices = self.holder_choices()
        self.fields["fill_years"].choices = [
            ("each", _("cada año")),
            ("plan", _("todo el plan")),
            *((str(year), str(year)) for year in state.plan.years),
        ]

    def holder_choices(self) -> list[tuple[str, str]]:
        groups = [("region", _("la región")), ("all", _("todos"))]
        return [("countries", _("cada país")), *groups] if self.has_countries else groups

    @property
    def has_countries(self) -> bool:
        return any(self.is_country(key) for key in self.grid.keys)

    def is_country(self, key: Key) -> bool:
        return key.holder is not None and self.state.holders[key.holder].is_country

    def clean_fill_value(self):
        value = self.cleaned_data["fill_value"]
        if value is None:
            raise ValidationError(_("Escriba el valor con que se llenan las celdas."))
        return value

    @property
    def keys(self) -> list[Key]:
        return [
            key
            for key in self.grid.keys
            if self.is_for(key) and self.is_in(key) and not self.state.locked(key)
        ]

    def is_for(self, key: Key) -> bool:
        wanted = self.cleaned_data["fill_holders"]
        if wanted == "countries":
            return self.is_country(key)
        return wanted == "all" or key.holder is None

    def is_in(self, key: Key) -> bool:
        wanted = self.cleaned_data["fill_years"]
        if wanted == "each":
            return key.year is not None
        return str(key.year or "plan") == wanted

    def filled(self, data):
        """What was typed, with the value in each of those cells that is empty, or in all."""
        data = data.copy()
        for key in self.keys:
            name = name_of(key)
            if self.cleaned_data["fill_over"] or not data.get(name, ""):
                data[name] = plain(self.cleaned_data["fill_value"])
        return data


class OverviewFilter(forms.Form):
    ALL, WITHOUT, PROPOSED = "", "sin-meta", "propuestas"

    show = forms.ChoiceField(
        label=gettext_lazy("Mostrar"),
        required=False,
        choices=[
            (ALL, gettext_lazy("Todas las medidas")),
            (WITHOUT, gettext_lazy("Sin meta")),
            (PROPOSED, gettext_lazy("Con propuesta pendiente")),
        ],
    )

    def filter(self, found: list[MeasureTargets]) -> list[MeasureTargets]:
        """Those that match; what cannot be understood filters nothing."""
        self.is_valid()
        wanted = self.cleaned_data.get("show")
        if wanted == self.WITHOUT:
            return [each for each in found if each.is_without]
        if wanted == self.PROPOSED:
            return [each for each in found if each.proposed]
        return found


class DecisionForm(forms.Form):
    """The chosen metas, each with what was seen of it; a whole group comes as one value."""

    chosen = forms.MultipleChoiceField(required=False, label=gettext_lazy("Metas"))
    reason = forms.CharField(
        label=gettext_lazy("Motivo para descartar"),
        required=False,
        max_length=decisions.REASON_LENGTH,
        help_text=gettext_lazy("Solo si descarta. Queda en el historial de cada meta."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].valid_value = lambda value: True

    def clean_chosen(self) -> dict[int, str]:
        texts = [text for value in self.cleaned_data["chosen"] for text in value.split(",")]
        seen = dict(text.split(":", 1) for text in texts if ":" in text)
        if not seen:
            raise ValidationError(_("Elija al menos una meta."))
        if not all(pk.isascii() and pk.isdigit() and len(pk) < 19 for pk in seen):
            raise ValidationError(_("La página llegó incompleta. Ábrala de nuevo."))
        return {int(pk): version for pk, version in seen.items()}

    def clean(self):
        cleaned = super().clean()
        if self.data.get("step") == "discard" and not cleaned.get("reason", ""):
            self.add_error("reason", _("Diga por qué se descarta."))
        return cleaned

    def decide(self, plan: Plan, *, by: Membership | None) -> str:
        """Do what the pressed button says, and tell it."""
        seen = self.cleaned_data["chosen"]
        if self.data.get("step") == "discard":
            reason = self.cleaned_data["reason"]
            decided = decisions.discard(plan, seen=seen, reason=reason, by=by)
            return _("Metas descartadas: %(count)s.") % {"count": len(decided)}
        decided = decisions.confirm(plan, seen=seen, by=by)
        return _("Metas con visto bueno: %(count)s.") % {"count": len(decided)}

    def refuse(self, refused: TargetsRefused) -> None:
        for refusal in refused.refusals:
            self.add_error(None, str(refusal))
