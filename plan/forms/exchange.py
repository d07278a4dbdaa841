from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class TablesForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Archivo"),
        help_text=gettext_lazy(
            "Una o varias tablas en .xlsx, .ods, .csv, un .zip de .csv o .json, con los mismos"
            " títulos de hoja y de columna con que se descargan."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.zip,.json"}),
        max_length=255,
        error_messages={
            "required": gettext_lazy("Elija un archivo."),
            "empty": gettext_lazy("El archivo está vacío. Elija el que llenó."),
            "max_length": gettext_lazy("El nombre del archivo es demasiado largo; acórtelo."),
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.EVIDENCE_MAX_BYTES:
            sentence = _("El archivo pesa más de %(limit)s, que es el máximo. Quítele imágenes.")
            raise ValidationError(sentence % {"limit": filesizeformat(settings.EVIDENCE_MAX_BYTES)})
        return file
