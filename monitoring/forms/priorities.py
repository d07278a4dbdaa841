"""Deciding the activities of a year, one or many on a page, and giving the visto bueno."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.forms.versions import INCOMPLETE
from monitoring.models import Decision
from monitoring.priorities import Change, Conflict, Said, differing, faults, said_in
from monitoring.ranking import STANDINGS, Line
from plan.models import Semester
from risks.forms.texts import LongText

UNDECIDED = ("", _("Sin decidir"))
ANY = ("", _("Todas"))


class RankingFilter(forms.Form):
    axis = forms.ChoiceField(label=_("Eje"), required=False)
    standing = forms.ChoiceField(
        label=_("Estado de la decisión"),
        required=False,
        choices=[ANY, *((value, label.capitalize()) for value, label in STANDINGS.items())],
    )
    decision = forms.ChoiceField(
        label=_("Decisión"), required=False, choices=[ANY, *Decision.choices]
    )

    def __init__(self, *args, lines: Sequence[Line], **kwargs):
        super().__init__(*args, **kwargs)
        axes = {line.activity.objective.axis for line in lines}
        numbered = [(str(axis.number), str(axis)) for axis in sorted(axes, key=lambda a: a.number)]
        self.fields["axis"].choices = [("", _("Todos")), *numbered]

    def filter(self, lines: Sequence[Line]) -> list[Line]:
        """Those that match; what cannot be understood filters nothing."""
        self.is_valid()
        return [line for line in lines if self.matches(line)]

    def matches(self, line: Line) -> bool:
        asked = self.cleaned_data
        decision = line.priority.decision if line.priority else ""
        return (
            asked.get("axis", "") in ("", str(line.activity.objective.axis.number))
            and asked.get("standing", "") in ("", line.standing)
            and asked.get("decision", "") in ("", decision)
        )

    @property
    def said(self) -> str:
        """What is asked for, in words."""
        self.is_valid()
        asked = [
            (self.fields[name].label, dict(self.fields[name].choices)[value])
            for name, value in self.cleaned_data.items()
            if value
        ]
        return "; ".join(f"{label}: {value}" for label, value in asked) or gettext("ninguno")


class DecisionForm(forms.Form):
    """What is decided of one activity; it sends back what the page showed."""

    decision = forms.ChoiceField(
        label=_("Decisión"), widget=forms.RadioSelect, required=False, show_hidden_initial=True
    )
    reason = LongText(label=_("Motivo"), rows=2, required=False, show_hidden_initial=True)
    semesters = forms.MultipleChoiceField(
        label=_("Se programa en"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        show_hidden_initial=True,
    )
    version = forms.IntegerField(
        label=_("Página"),
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), INCOMPLETE),
    )

    def __init__(self, data=None, *, line: Line, semesters: Sequence[Semester]):
        self.line = line
        saved = line.priority
        version = saved.version if saved else 0
        initial = {**asdict(said_in(saved)), "version": version}
        super().__init__(data, prefix=f"a{line.activity.code}", initial=initial)
        choices = Decision.choices if saved else [UNDECIDED, *Decision.choices]
        self.fields["decision"].choices = [(v, str(label).capitalize()) for v, label in choices]
        self.fields["semesters"].choices = [(one.code, one.label) for one in semesters]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.touched and cleaned.get("version") is None:
            self.add_error("version", INCOMPLETE)
        elif not self.errors and self.touched:
            is_decided = self.line.priority is not None
            for name, sentence in faults(self.said(), is_decided=is_decided).items():
                self.add_error(name, sentence)
        return cleaned

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            given.get("decision") or "",
            given.get("reason") or "",
            tuple(sorted(given.get("semesters") or ())),
        )

    def read(self) -> Said:
        """What the page showed when the person opened it."""
        return Said(
            self.read_value("decision") or "",
            self.read_value("reason") or "",
            tuple(sorted(self.read_value("semesters") or ())),
        )

    def read_value(self, name: str):
        field = self.fields[name]
        posted = field.hidden_widget().value_from_datadict(
            self.data, self.files, self.add_initial_prefix(name)
        )
        return field.to_python(posted)

    @property
    def touched(self) -> list[str]:
        return differing(self.read(), self.said())

    def change(self) -> Change:
        return Change(self.cleaned_data["version"], self.said())


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    saved: str
    typed: str


class DecisionSheet:
    """The forms of several activities, saved together: each that the person touched."""

    def __init__(self, data=None, *, lines: Sequence[Line], semesters: Sequence[Semester]):
        self.data, self.lines, self.semesters = data, lines, semesters
        self.forms = [DecisionForm(data, line=line, semesters=semesters) for line in lines]

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Where, at which activity, and what is wrong."""
        if not self.is_bound:
            return []
        return [
            (form[name].auto_id, form.line.activity.code, sentence)
            for form in self.forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]

    def changes(self) -> dict[str, Change]:
        return {form.line.activity.code: form.change() for form in self.forms if form.touched}

    def rebased(self, lines: Sequence[Line]) -> "DecisionSheet":
        """What was typed, on top of what is saved now: the rest is as it is saved."""
        data = self.data.copy()
        now = {line.activity.code: line.priority for line in lines}
        for form in self.forms:
            saved, touched = now.get(form.line.activity.code), form.touched
            data[form.add_prefix("version")] = str(saved.version if saved else 0)
            for name, value in asdict(said_in(saved)).items():
                data.setlist(form.add_initial_prefix(name), as_posted(value))
                if name not in touched:
                    data.setlist(form.add_prefix(name), as_posted(value))
        return DecisionSheet(data, lines=lines, semesters=self.semesters)

    def taking(self, name: str) -> "DecisionSheet":
        """What is saved, in the place of what is typed in one field."""
        data = self.data.copy()
        for form in self.forms:
            for field, value in asdict(said_in(form.line.priority)).items():
                if form.add_prefix(field) == name:
                    data.setlist(name, as_posted(value))
        return DecisionSheet(data, lines=self.lines, semesters=self.semesters)


def as_posted(value) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else [value]


def differences(conflict: Conflict) -> list[Difference]:
    """Both versions of what does not coincide, as a person reads them."""
    saved, typed = asdict(said_in(conflict.saved)), asdict(conflict.said)
    return [
        Difference(
            name=f"a{conflict.activity.code}-{name}",
            label=str(DecisionForm.base_fields[name].label),
            saved=shown(name, saved[name]),
            typed=shown(name, typed[name]),
        )
        for name in differing(said_in(conflict.saved), conflict.said)
    ]


def shown(name: str, value) -> str:
    if not value:
        return gettext("vacío")
    if name == "decision":
        return str(Decision(value).label)
    return ", ".join(value) if name == "semesters" else value


# The visto bueno and the cronograma


class EndorseForm(forms.Form):
    """The chosen decisions, or all that the page showed, each in the version that was seen."""

    chosen = forms.MultipleChoiceField(required=False, label=_("Decisiones"))
    shown = forms.CharField(required=False, widget=forms.HiddenInput, label=_("Página"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].valid_value = lambda value: True

    def clean(self):
        cleaned = super().clean()
        all_of_them = self.data.get("step") == "all"
        texts = cleaned.get("shown", "").split(",") if all_of_them else cleaned.get("chosen", [])
        pairs = [text.partition(":") for text in texts if text]
        if not pairs:
            raise ValidationError(gettext("Elija al menos una decisión."))
        if not all(is_number(pk) and is_number(version) for pk, _colon, version in pairs):
            raise ValidationError(str(INCOMPLETE))
        cleaned["seen"] = {int(pk): int(version) for pk, _colon, version in pairs}
        return cleaned


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class TakeForm(forms.Form):
    """What the page that shows the changes showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, label=_("Página"))
