import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.directory.models import Institution
from monitoring.forms.values import MeasureFields, MoneyField, fields_for
from monitoring.forms.versions import VersionedForm
from monitoring.models import Evidence, ProgressEntry, Record
from monitoring.records import Parts, Value

VALUE_PREFIX = "medida-"
MOST_ALIKE = 10_000
EVIDENCE_TYPES = (
    "pdf jpg jpeg png webp doc docx xls xlsx ppt pptx odt ods odp csv txt".split()  # noqa: SIM905
)


class DateField(forms.DateField):
    """A day in the browser's own date field, which speaks ISO 8601."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("Escriba una fecha: día, mes y año.")}


class RecordForm(VersionedForm):
    """A row, with the fields that the measures of its activity ask."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    started_on = DateField(label=gettext_lazy("Empezó el"), required=False)
    ended_on = DateField(label=gettext_lazy("Terminó el"))
    quantity = forms.IntegerField(
        label=gettext_lazy("¿Cuántas acciones iguales son?"),
        help_text=gettext_lazy("Deje 1 si es una sola. Cuente aquí solo acciones del mismo tipo."),
        min_value=1,
        max_value=MOST_ALIKE,
        initial=1,
        error_messages={
            "invalid": gettext_lazy("Escriba un número entero."),
            "min_value": gettext_lazy("Escriba 1 o más."),
            "max_value": gettext_lazy("Son demasiadas; revise el número."),
        },
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
        widgets = {"institutions": forms.CheckboxSelectMultiple}

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
        semester = self.entry.report.period.semester
        started, ended = self.cleaned_data.get("started_on"), self.cleaned_data.get("ended_on")
        if started and ended and started > ended:
            self.add_error("started_on", _("La acción no puede terminar antes de empezar."))
        if ended is None:
            return
        if ended > timezone.localdate():
            self.add_error("ended_on", _("Esta fecha está en el futuro. Informe lo ya hecho."))
        elif ended > semester.end:
            self.add_error(
                "ended_on",
                _("Terminó después de %(semester)s; infórmela en el semestre en que terminó.")
                % {"semester": semester.code},
            )
        elif ended < semester.plan.start:
            self.add_error("ended_on", _("Terminó antes de que empezara el plan."))
        elif ended < semester.start and not self.cleaned_data.get("is_late"):
            self.add_error(
                "ended_on",
                _(
                    "Terminó antes de %(semester)s. Si entonces no se informó, marque abajo que es"
                    " de un semestre anterior."
                )
                % {"semester": semester.code},
            )
        elif ended >= semester.start and self.cleaned_data.get("is_late"):
            self.add_error(
                "is_late",
                _("La fecha es de %(semester)s: quite esta marca.") % {"semester": semester.code},
            )

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
            given = {
                name: self.cleaned_data.get(value_name(measure, name)) for name in measure.fields()
            }
            try:
                self.values += measure.values(given)
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self.add_error(value_name(measure, name), messages)

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
    url = forms.URLField(
        label=gettext_lazy("o enlace"),
        max_length=500,
        required=False,
        assume_scheme="https",
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
        self.fields["file"].error_messages["empty"] = gettext_lazy("El archivo está vacío.")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return file
        if file.size > settings.EVIDENCE_MAX_BYTES:
            raise ValidationError(
                _(
                    "El archivo pesa %(size)s y el máximo es %(limit)s. Redúzcalo o póngalo en un"
                    " enlace."
                )
                % {
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(settings.EVIDENCE_MAX_BYTES),
                }
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
