"""What readers of the annual report send: answers, and reports of before the system."""

import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.lib.filetypes import ending
from monitoring.forms.annual import YearForm
from monitoring.forms.evidence import fault_of
from monitoring.forms.owing import EVERY, FilterForm
from monitoring.forms.versions import KeyField
from monitoring.models import AnnualReport, PastReport
from risks.forms.texts import LongText

PAST_KINDS = ("pdf", "docx", "doc", "odt")


class ReplyForm(forms.Form):
    """An answer; its key tells a page that is sent twice from two answers."""

    key = KeyField(initial=uuid.uuid4)
    text = LongText(label=gettext_lazy("Su respuesta"), rows=5)


class ReplyFilter(FilterForm):
    edition = forms.ChoiceField(label=gettext_lazy("Informe"), required=False)
    read = forms.ChoiceField(
        label=gettext_lazy("Leídas"),
        required=False,
        choices=[EVERY, ("no", gettext_lazy("sin leer")), ("yes", gettext_lazy("leídas"))],
    )

    def __init__(self, *args, reports: list[AnnualReport], **kwargs):
        super().__init__(*args, **kwargs)
        years = sorted({report.year for report in reports}, reverse=True)
        self.fields["edition"].choices = [
            EVERY,
            *((str(year), _("Todo %(year)s") % {"year": year}) for year in years),
            *((f"{report.pk}/", str(report)) for report in reports),
        ]

    def filter(self, replies: QuerySet) -> QuerySet:
        """A choice that ends in a stroke is one edition; without it, a year."""
        if chosen := self.given("edition"):
            number, stroke, _rest = chosen.partition("/")
            replies = replies.filter(**{"report" if stroke else "report__year": int(number)})
        if state := self.given("read"):
            replies = replies.filter(read_at__isnull=state == "no")
        return replies


class PastReportForm(forms.ModelForm):
    """Of which year, what it is, and the file as it is."""

    year = forms.ChoiceField(
        label=gettext_lazy("Año"),
        error_messages={"invalid_choice": gettext_lazy("Elija un año del plan.")},
    )
    upload = forms.FileField(
        label=gettext_lazy("Archivo"),
        max_length=100,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in PAST_KINDS)}),
        error_messages={
            "required": gettext_lazy("Elija el archivo."),
            "empty": gettext_lazy("El archivo está vacío."),
            "max_length": gettext_lazy("El nombre del archivo es demasiado largo; acórtelo."),
        },
    )
    note = LongText(
        label=gettext_lazy("Nota"),
        help_text=gettext_lazy("Qué es y de dónde viene, si hace falta decirlo."),
        rows=2,
        required=False,
    )
    field_order = ["year", "title", "upload", "language", "audience", "note"]

    class Meta:
        model = PastReport
        fields = ["title", "language", "note", "audience"]
        widgets = {
            "language": forms.RadioSelect,
            "audience": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = YearForm()
        self.plans = years.plans
        self.fields["year"].choices = years.fields["year"].choices
        self.fields["year"].initial = years.fields["year"].initial
        self.fields["upload"].help_text = _(
            "PDF o documento de texto (%(kinds)s), hasta %(size)s. Se guarda como es."
        ) % {
            "kinds": ", ".join(PAST_KINDS[1:]),
            "size": filesizeformat(settings.EVIDENCE_MAX_BYTES),
        }

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if ending(file.name) not in PAST_KINDS:
            raise ValidationError(
                _("Este tipo de archivo no se admite: use %(kinds)s.")
                % {"kinds": ", ".join(PAST_KINDS)}
            )
        if fault := fault_of(file):
            raise ValidationError(fault[:1].upper() + fault[1:])
        return file

    def _post_clean(self):
        """The year of the form names its plan, too."""
        if "year" in self.cleaned_data:
            code, year = self.cleaned_data["year"].split("/")
            self.instance.plan, self.instance.year = self.plans[code], int(year)
        super()._post_clean()
