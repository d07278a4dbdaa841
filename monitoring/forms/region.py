"""What a reader asks of the region's pages; what a form does not understand it leaves out."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.forms.dashboard import VIEWS

LONGEST = 100
INTERNATIONAL = "internacionales"


class AskingForm(forms.Form):
    """A GET form, of which what is wrong is said and the rest is asked."""

    def asked(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    def in_words(self) -> list[tuple[str, str]]:
        """Each filter by its label, and what was chosen, for who reads the file later."""
        return [(str(field.label), self.said(name)) for name, field in self.fields.items()]

    def said(self, name: str) -> str:
        value = self.asked(name)
        choices = getattr(self.fields[name], "choices", [])
        return str(dict(choices).get(value, value)) or _("todo")


class ScheduleProgressForm(AskingForm):
    parte = forms.ChoiceField(label=gettext_lazy("País o parte interesada"), required=False)
    eje = forms.ChoiceField(label=gettext_lazy("Eje"), required=False)

    def __init__(self, *args, parties: Iterable[dict], axes: Iterable[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        named = [(party["code"], party["name"]) for party in parties]
        self.fields["parte"].choices = [("", _("toda la región")), *named]
        self.fields["eje"].choices = [("", _("todos")), *axes]


class YearFilter(AskingForm):
    anio = forms.ChoiceField(label=gettext_lazy("Año"), required=False)

    def __init__(self, *args, years: Iterable[int], year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual = year
        self.fields["anio"].choices = [(str(one), str(one)) for one in years]

    @property
    def year(self) -> int:
        return int(self.asked("anio") or self.usual)

    def said(self, name: str) -> str:
        return str(self.year) if name == "anio" else super().said(name)


class CountriesFilter(YearFilter):
    vista = forms.ChoiceField(label=gettext_lazy("Contra qué"), choices=VIEWS, required=False)

    @property
    def is_to_date(self) -> bool:
        return self.asked("vista") == "plan"


class InstitutionFilter(AskingForm):
    texto = forms.CharField(
        label=gettext_lazy("Buscar por nombre"), required=False, max_length=LONGEST
    )
    pais = forms.ChoiceField(label=gettext_lazy("País"), required=False)

    def __init__(self, *args, countries: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        international = (INTERNATIONAL, _("internacionales, de ningún país"))
        self.fields["pais"].choices = [("", _("todos")), *countries, international]
