import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.directory.names import folded
from monitoring.forms.institutions import (
    Directory,
    InstitutionsField,
    NewInstitutionForm,
    alike_pairs,
)
from monitoring.forms.values import MeasureFields, MoneyField, NumberField, fields_for
from monitoring.forms.versions import KeyField, VersionedForm, remember
from monitoring.models import ProgressEntry, Record
from monitoring.models.record import OWN_FIELDS
from monitoring.records import NewInstitution, Parts, Value, wrong_dates

VALUE_PREFIX = "medida-"
MOST_ALIKE = 10_000
MANY_BOXES = 12


class DateField(forms.DateField):
    """A day in the browser's own date field, which speaks ISO 8601."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("Escriba una fecha: día, mes y año.")}


class RecordForm(VersionedForm):
    """A row, with the fields that the measures of its activity ask."""

    never_compared = ("version", "key")

    key = KeyField()
    started_on = DateField(label=gettext_lazy("Empezó el"), required=False)
    ended_on = DateField(label=gettext_lazy("Terminó el"))
    quantity = NumberField(
        gettext_lazy("¿Cuántas acciones iguales son?"),
        help_text=gettext_lazy("Deje 1 si es una sola. Cuente aquí solo acciones del mismo tipo."),
        required=True,
        min_value=1,
        max_value=MOST_ALIKE,
        initial=1,
    )
    resources_usd = MoneyField(gettext_lazy("Recursos usados (USD)"))
    institutions = InstitutionsField(
        label=gettext_lazy("Instituciones que participaron"),
        help_text=gettext_lazy(
            "Una por casilla: empiece a escribir y elija de su directorio. Si no está, escríbala y"
            " al guardar se le preguntará qué es."
        ),
        required=False,
    )

    class Meta:
        model = Record
        fields = OWN_FIELDS

    copied = ("title", "place", "modality", "scope")

    def __init__(
        self,
        *args,
        entry: ProgressEntry,
        like: Record | None = None,
        directory: Directory | None = None,
        **kwargs,
    ):
        """`like` is a row of which a new one takes what tends to stay the same; `directory` is
        given where many rows are read at once.
        """
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.is_new = self.instance.pk is None
        self.instance.entry = entry
        self.measures = [fields_for(measure) for measure in entry.measures()]
        self.fields["key"].initial = self.instance.key
        self.directory = directory or Directory.of(entry.report.stakeholder)
        self.fields["institutions"].directory = self.directory
        if self.instance.pk:
            named = self.instance.institutions.select_related("country")
            self.fields["institutions"].initial = self._labels(named)
        for measure in self.measures:
            self._ask(measure)
        if like is not None:
            self._begin_like(like)

    def _begin_like(self, row: Record) -> None:
        for name in self.copied:
            self.initial[name] = getattr(row, name)
        named = row.institutions.select_related("country")
        self.fields["institutions"].initial = self._labels(named)

    def unsaved(self) -> "RecordForm":
        """The same typed values, shown again without being judged."""
        self._errors = ErrorDict()
        typed = self.fields["institutions"].to_python(self["institutions"].data)
        self.cleaned_data = {"institutions": typed}
        self.newcomers = [one for one in self.newcomers if one.is_answered]
        self.fields["institutions"].widget.spare = MANY_BOXES
        return self

    def _ask(self, measure: MeasureFields) -> None:
        stored = measure.initial(self.instance) if self.instance.pk else {}
        for name, field in measure.fields().items():
            field.initial = stored.get(name, field.initial)
            remember(field)
            self.fields[value_name(measure, name)] = field
            field.long_label = f"{measure.measure.name}: {field.label}"

    @property
    def measure_groups(self) -> list[dict]:
        """For the page: each measure with its hint and its bound fields."""
        return [
            {
                "measure": measure.measure,
                "hint": measure.hint,
                "fields": [self[value_name(measure, name)] for name in measure.fields()],
            }
            for measure in self.measures
        ]

    def clean_key(self) -> uuid.UUID:
        """A stored row keeps its key; a key that another activity used makes way for a new one."""
        if self.instance.pk:
            return self.instance.key
        key = self.cleaned_data["key"]
        is_taken = Record.objects.filter(key=key).exclude(entry=self.entry).exists()
        return uuid.uuid4() if is_taken else key

    @cached_property
    def newcomers(self) -> list[NewInstitutionForm]:
        """One small form for each name that the directory does not have."""
        return self.directory.newcomers(self.data, self.cleaned_data.get("institutions", []))

    def clean_institutions(self) -> list[str]:
        """Names, each once."""
        names = self.cleaned_data["institutions"]
        return list({folded(name): name for name in names}.values())

    def clean(self):
        super().clean()
        self._check_dates()
        self._check_measures_are_known()
        self._read_institutions()
        self._read_values()
        return self.cleaned_data

    def _read_institutions(self) -> None:
        found = map(self.directory.find, self.cleaned_data.get("institutions", []))
        self.known = [institution for institution in found if institution]
        self.entered: list[NewInstitution] = []
        for earlier, later in alike_pairs(self.newcomers, self.directory.country):
            sentence = _("«%(earlier)s» y «%(later)s» se parecen: si son la misma, deje una sola.")
            if not later.is_answered:
                names = {"earlier": earlier.name, "later": later.name}
                self.add_error("institutions", sentence % names)
        for newcomer in self.newcomers:
            if newcomer.is_valid():
                newcomer.settle(self.known, self.entered)
            else:
                self.add_error("institutions", newcomer.question)

    def _check_dates(self) -> None:
        faults = wrong_dates(
            self.entry.report.period.semester,
            started_on=self.cleaned_data.get("started_on"),
            ended_on=self.cleaned_data.get("ended_on"),
            is_late=self.cleaned_data.get("is_late", False),
        )
        for name, sentence in faults.items():
            self.add_error(name, sentence)

    def _check_measures_are_known(self) -> None:
        known = {name for name in self.fields if name.startswith(VALUE_PREFIX)}
        given = {name for name in self.data if name.startswith(VALUE_PREFIX)}
        if given - known:
            self.add_error(
                None,
                _(
                    "Llegó un valor de una medida que no es de esta actividad. Revise los valores"
                    " de abajo y guarde de nuevo."
                ),
            )

    def _read_values(self) -> None:
        self.values: list[Value] = []
        for measure in self.measures:
            given = self._given_for(measure)
            try:
                self.values += measure.values(given)
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self.add_error(value_name(measure, name), messages)

    def _given_for(self, measure: MeasureFields) -> dict:
        names = {name: value_name(measure, name) for name in measure.fields()}
        given = {name: self.cleaned_data.get(full) for name, full in names.items()}
        completed = measure.completed(given)
        self.cleaned_data.update({names[name]: value for name, value in completed.items()})
        return completed

    def typed(self, name):
        if name == "institutions":
            return self._labels([*self.known, *self.entered])
        return super().typed(name)

    def _labels(self, institutions) -> list[str]:
        return sorted(self.directory.label(one) for one in institutions)

    def row(self) -> Record:
        """The row as typed, on top of the version that was read."""
        self.instance.key = self.cleaned_data["key"]
        self.instance.version = self.cleaned_data["version"]
        return self.instance

    def parts(self) -> Parts:
        return Parts(
            values=self.values,
            institutions=list(dict.fromkeys(self.known)),
            new_institutions=self.entered,
        )


def value_name(measure: MeasureFields, name: str) -> str:
    return f"{VALUE_PREFIX}{measure.measure.letter}-{name}"


def new_record() -> Record:
    return Record(key=uuid.uuid4())
