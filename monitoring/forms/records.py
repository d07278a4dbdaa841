import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.directory.models import Institution
from monitoring.forms.values import MeasureFields, MoneyField, NumberField, fields_for
from monitoring.forms.versions import KeyField, VersionedForm
from monitoring.models import Evidence, ProgressEntry, Record
from monitoring.records import Parts, Value, wrong_dates

VALUE_PREFIX = "medida-"
MOST_ALIKE = 10_000
LONGEST_KEY = 18
EVIDENCE_TYPES = (
    "pdf jpg jpeg png webp doc docx xls xlsx ppt pptx odt ods odp csv txt".split()  # noqa: SIM905
)


class DateField(forms.DateField):
    """A day in the browser's own date field, which speaks ISO 8601."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("Escriba una fecha: día, mes y año.")}


class InstitutionsField(forms.ModelMultipleChoiceField):
    """Institutions by number; one too large for a database is no choice instead of an error."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        too_large = [key for key in value or [] if len(str(key)) > LONGEST_KEY]
        if too_large:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": too_large[0]})
        return super().clean(value)


class RecordForm(VersionedForm):
    """A row, with the fields that the measures of its activity ask."""

    never_compared = ("version", "key", "new_institutions")

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
    new_institutions = forms.CharField(
        label=gettext_lazy("Otras instituciones"),
        help_text=gettext_lazy(
            "Las que no están en la lista: una por línea. Quedan en el directorio de su país."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    class Meta:
        model = Record
        fields = [
            "title",
            "started_on",
            "ended_on",
            "is_late",
            "quantity",
            "place",
            "modality",
            "scope",
            "institutions",
            "resources_usd",
            "resources_source",
        ]
        field_classes = {"institutions": InstitutionsField}

    def __init__(self, *args, entry: ProgressEntry, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry
        self.instance.entry = entry
        self.measures = [fields_for(measure) for measure in entry.measures()]
        self.fields["key"].initial = self.instance.key
        self.fields["institutions"].queryset = Institution.objects.available_to(
            entry.report.stakeholder
        ).select_related("country")
        for measure in self.measures:
            self._ask(measure)

    def _ask(self, measure: MeasureFields) -> None:
        stored = measure.initial(self.instance) if self.instance.pk else {}
        for name, field in measure.fields().items():
            field.initial = stored.get(name, field.initial)
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

    def clean_new_institutions(self) -> list[str]:
        lines = self.cleaned_data["new_institutions"].splitlines()
        names = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
        if any(len(name) > 250 for name in names):
            raise ValidationError(_("Un nombre tiene más de 250 letras. Escriba una por línea."))
        return names

    def clean(self):
        super().clean()
        self._check_dates()
        self._check_measures_are_known()
        self._read_values()
        return self.cleaned_data

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
            return [*self.cleaned_data["institutions"], *self.cleaned_data["new_institutions"]]
        return super().typed(name)

    def row(self) -> Record:
        """The row as typed, on top of the version that was read."""
        self.instance.key = self.cleaned_data["key"]
        self.instance.version = self.cleaned_data["version"]
        return self.instance

    def parts(self) -> Parts:
        return Parts(
            values=self.values,
            institutions=list(self.cleaned_data["institutions"]),
            new_institutions=self.cleaned_data["new_institutions"],
        )


def value_name(measure: MeasureFields, name: str) -> str:
    return f"{VALUE_PREFIX}{measure.measure.letter}-{name}"


def new_record() -> Record:
    return Record(key=uuid.uuid4())


class EvidenceForm(forms.ModelForm):
    file = forms.FileField(
        label=gettext_lazy("Archivo"),
        required=False,
        max_length=255,
        error_messages={
            "empty": gettext_lazy("El archivo está vacío."),
            "max_length": gettext_lazy("El nombre del archivo es demasiado largo; acórtelo."),
        },
    )
    url = forms.URLField(
        label=gettext_lazy("o enlace"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={
            "invalid": gettext_lazy("Escriba la dirección completa, que empieza por https://.")
        },
    )

    class Meta:
        model = Evidence
        fields = ["title", "file", "url", "record", "is_public"]

    def __init__(self, *args, entry: ProgressEntry, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.entry = entry
        self.fields["record"].queryset = entry.records.all()
        self.fields["record"].empty_label = gettext_lazy("de toda la actividad")
        self.fields["file"].help_text = gettext_lazy(
            "PDF, imagen, Office u OpenDocument, hasta %(size)s."
        ) % {"size": filesizeformat(settings.EVIDENCE_MAX_BYTES)}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return file
        if file.size > settings.EVIDENCE_MAX_BYTES:
            raise ValidationError(
                _(
                    "El archivo pesa más de %(limit)s, que es el máximo. Redúzcalo o póngalo en un"
                    " enlace."
                )
                % {"limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)}
            )
        if file.name.rpartition(".")[2].lower() not in EVIDENCE_TYPES:
            raise ValidationError(
                _("Este tipo de archivo no se admite. Use PDF, imagen, Office u OpenDocument.")
            )
        self.instance.original_name = file.name
        return file

    def clean(self):
        super().clean()
        if "file" in self.errors or "url" in self.errors:
            return self.cleaned_data
        if bool(self.cleaned_data.get("file")) == bool(self.cleaned_data.get("url")):
            self.add_error("file", _("Adjunte un archivo o escriba un enlace: uno de los dos."))
        return self.cleaned_data
