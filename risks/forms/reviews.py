"""The sheet of a semester's review: one small form a risk, saved together."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from risks.forms.texts import LongText
from risks.models import Level
from risks.reporting import ReviewLine
from risks.reviews import Change, Conflict, Said, faults, said_in

UNREVIEWED = ("", _("Sin revisar"))


class ReviewForm(forms.Form):
    """What is said of one risk; it sends back what the page showed."""

    level = forms.ChoiceField(
        label=_("Nivel ahora"), widget=forms.RadioSelect, required=False, show_hidden_initial=True
    )
    happened = forms.BooleanField(
        label=_("Se presentó en el semestre"), required=False, show_hidden_initial=True
    )
    response = LongText(
        label=_("Qué pasó, qué se hizo y qué falta"),
        help_text=_("Necesario si se presentó."),
        rows=2,
        required=False,
        show_hidden_initial=True,
    )

    def __init__(self, data=None, *, line: ReviewLine):
        self.line = line
        super().__init__(data, prefix=line.risk.code, initial=asdict(line.said))
        self.fields["level"].choices = (
            Level.choices if line.review else [UNREVIEWED, *Level.choices]
        )

    def clean(self):
        super().clean()
        change = self.change()
        if change.touched and "level" not in self.errors:
            for name, sentence in self.wrong(change.said).items():
                self.add_error(name, sentence)
        return self.cleaned_data

    def wrong(self, said: Said) -> dict[str, str]:
        return faults(said, is_reviewed=self.line.review is not None)

    def change(self) -> Change:
        said = {name: self.cleaned_data.get(name) or empty for name, empty in EMPTY.items()}
        return Change(read=self.read(), said=Said(**said))

    def read(self) -> Said:
        """What the page showed when the person opened it."""
        return Said(**{name: self.read_value(name) or empty for name, empty in EMPTY.items()})

    def read_value(self, name: str):
        field = self.fields[name]
        posted = field.hidden_widget().value_from_datadict(
            self.data, self.files, self.add_initial_prefix(name)
        )
        return field.to_python(posted)


EMPTY = asdict(Said())


@dataclass(frozen=True)
class Difference:
    name: str
    label: str
    saved: str
    typed: str


class ReviewSheet:
    """The forms of all the risks of a semester, in the order of Anexo 1."""

    def __init__(self, data=None, *, lines: Sequence[ReviewLine]):
        self.data = data
        self.lines = lines
        self.forms = [ReviewForm(data, line=line) for line in lines]

    @property
    def is_bound(self) -> bool:
        return self.data is not None

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Where, at which risk, and what is wrong."""
        if not self.is_bound:
            return []
        return [
            (form[name].auto_id, form.line.risk.code, sentence)
            for form in self.forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]

    def changes(self) -> dict[str, Change]:
        return {form.line.risk.code: form.change() for form in self.forms}

    def rebased(self, lines: Sequence[ReviewLine]) -> "ReviewSheet":
        """What was typed, on top of what is saved now: the rest is as it is saved."""
        data = self.data.copy()
        saved = {line.risk.code: line.said for line in lines}
        for form in self.forms:
            now = saved.get(form.line.risk.code, form.line.said)
            touched = form.change().touched
            for name, value in asdict(now).items():
                data.setlist(form.add_initial_prefix(name), [str(value)])
                if name not in touched:
                    data.setlist(form.add_prefix(name), as_posted(value))
        return ReviewSheet(data, lines=lines)

    def taking(self, name: str) -> "ReviewSheet":
        """What is saved, in the place of what is typed in one field."""
        data = self.data.copy()
        for form in self.forms:
            for field, value in asdict(form.line.said).items():
                if form.add_prefix(field) == name:
                    data.setlist(name, as_posted(value))
        return ReviewSheet(data, lines=self.lines)


def as_posted(value) -> list[str]:
    """A value as a browser would send it; nothing for a box that is not ticked."""
    if isinstance(value, bool):
        return ["on"] if value else []
    return [value]


def differences(conflict: Conflict) -> list[Difference]:
    """Both versions of what does not coincide, as a person reads them."""
    saved, typed = asdict(said_in(conflict.saved)), asdict(conflict.said)
    return [
        Difference(
            name=f"{conflict.risk.code}-{name}",
            label=str(ReviewForm.base_fields[name].label),
            saved=shown(name, saved[name]),
            typed=shown(name, typed[name]),
        )
        for name in conflict.fields
    ]


def shown(name: str, value) -> str:
    if isinstance(value, bool):
        return gettext("sí") if value else gettext("no")
    if not value:
        return gettext("vacío")
    return str(Level(value).label) if name == "level" else value
