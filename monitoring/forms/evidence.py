from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.lib.filetypes import CHECKS, carries_macros, ending, is_what_it_claims
from monitoring.models import Evidence, ProgressEntry

LONGEST_URL = 500
MOST_AT_ONCE = 20
check_address = URLValidator(
    schemes=["http", "https"],
    message=gettext_lazy("Escriba la dirección completa, que empieza por https://."),
)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each looked at by its content."""

    widget = FilesInput(attrs={"accept": ",".join(f".{one}" for one in CHECKS)})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_AT_ONCE:
            raise ValidationError(_("Son demasiados archivos a la vez; súbalos en dos veces."))
        faults: list[ValidationError] = []
        cleaned = []
        for file in files:
            try:
                cleaned.append(self.clean_one(file))
            except ValidationError as error:
                faults.append(error)
        if faults:
            raise ValidationError(faults)
        return cleaned

    def clean_one(self, file: UploadedFile) -> UploadedFile:
        file = super().clean(file)
        if fault := fault_of(file):
            raise ValidationError(f"{file.name}: {fault}")
        return file


def fault_of(file: UploadedFile) -> str:
    """Why a file cannot be taken, in a sentence; empty where it can."""
    if file.size > settings.EVIDENCE_MAX_BYTES:
        return _(
            "el archivo pesa más de %(limit)s, que es el máximo. Redúzcalo o póngalo en un enlace."
        ) % {"limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)}
    if ending(file.name) not in CHECKS:
        return _("este tipo de archivo no se admite. Use PDF, imagen, Office u OpenDocument.")
    if not is_what_it_claims(file.name, file.file):
        return _(
            "el contenido no es lo que dice su nombre. Ábralo con su programa y guárdelo de nuevo."
        )
    if carries_macros(file.file):
        return _("el archivo lleva macros. Guárdelo sin ellas.")
    return ""


class EvidenceForm(forms.ModelForm):
    """Several files and links at once, for the activity or one of its rows."""

    files = FilesField(
        label=gettext_lazy("Archivos"),
        required=False,
        max_length=255,
        error_messages={
            "empty": gettext_lazy("El archivo está vacío."),
            "max_length": gettext_lazy("El nombre del archivo es demasiado largo; acórtelo."),
        },
    )
    links = forms.CharField(
        label=gettext_lazy("Enlaces"),
        help_text=gettext_lazy("Uno por línea; cada uno empieza por https://."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    class Meta:
        model = Evidence
        fields = ["title", "record", "is_public"]

    def __init__(self, *args, entry: ProgressEntry, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.entry = entry
        self.fields["title"].required = False
        self.fields["title"].help_text = gettext_lazy(
            "Por ejemplo: lista de asistencia, acta, nota. Si lo deja vacío, el nombre del archivo."
        )
        self.fields["record"].queryset = entry.records.all()
        self.fields["record"].empty_label = gettext_lazy("de toda la actividad")
        self.fields["files"].help_text = gettext_lazy(
            "Uno o varios: PDF, imagen, Office u OpenDocument, hasta %(size)s cada uno."
        ) % {"size": filesizeformat(settings.EVIDENCE_MAX_BYTES)}

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("Son demasiados enlaces a la vez; escríbalos en dos veces."))
        links = [line if "://" in line else f"https://{line}" for line in lines]
        for link in links:
            if len(link) > LONGEST_URL:
                raise ValidationError(_("Este enlace es demasiado largo; use uno más corto."))
            try:
                check_address(link)
            except ValidationError as error:
                raise ValidationError(f"{link[:60]}: {error.message}") from error
        return list(dict.fromkeys(links))

    def clean(self):
        super().clean()
        if not {"files", "links"} & set(self.errors) and not self._has_any():
            self.add_error("files", _("Adjunte un archivo o escriba un enlace."))
        return self.cleaned_data

    def _has_any(self) -> bool:
        return bool(self.cleaned_data.get("files") or self.cleaned_data.get("links"))

    def validate_constraints(self):
        """File or link is for each of the several to satisfy, not for this form's own row."""

    def several(self) -> list[Evidence]:
        """Unsaved evidence, one for each file and each link."""
        of_files = [self._one(file.name, file=file) for file in self.cleaned_data["files"]]
        return of_files + [self._one(link, url=link) for link in self.cleaned_data["links"]]

    def _one(self, called: str, *, file: UploadedFile | None = None, url: str = "") -> Evidence:
        return Evidence(
            entry=self.instance.entry,
            record=self.cleaned_data["record"],
            title=(self.cleaned_data["title"] or called)[:200],
            is_public=self.cleaned_data["is_public"],
            file=file,
            original_name=file.name if file else "",
            url=url,
        )
