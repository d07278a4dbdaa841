from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Libro"),
        help_text=gettext_lazy("El archivo .xlsx que se descargó de este informe, ya llenado."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        max_length=255,
        error_messages={
            "required": gettext_lazy("Elija el archivo del libro."),
            "empty": gettext_lazy("El archivo está vacío. Elija el libro que llenó."),
            "max_length": gettext_lazy("El nombre del archivo es demasiado largo; acórtelo."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.EVIDENCE_MAX_BYTES:
            sentence = _("El libro pesa más de %(limit)s, que es el máximo. Quítele imágenes.")
            raise ValidationError(sentence % {"limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)})
        return file
