from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.region.asked import Asked, is_detailed
from monitoring.region.matrix import parties_of

VIEWS = [
    ("", gettext_lazy("cumplimiento del año")),
    ("plan", gettext_lazy("avance de todo el plan, a la fecha")),
]


class DashboardForm(forms.Form):
    """A GET form over the year's data; what it does not understand it leaves out, and says so.

    Of an edition whose figures cannot be narrowed down, only the year is chosen.
    """

    anio = forms.ChoiceField(label=gettext_lazy("Año"), required=False)
    vista = forms.ChoiceField(label=gettext_lazy("Qué se mide"), choices=VIEWS, required=False)
    eje = forms.ChoiceField(label=gettext_lazy("Eje"), required=False)
    quien = forms.ChoiceField(label=gettext_lazy("País o parte interesada"), required=False)
    semestre = forms.ChoiceField(label=gettext_lazy("Semestre"), required=False)

    def __init__(self, *args, data_of_year: dict, years, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.year, self.found = year, data_of_year
        if not is_detailed(data_of_year):
            self.fields = {"anio": self.fields["anio"]}
        self.fields["anio"].choices = [(str(one), str(one)) for one in years]
        self.fields["anio"].initial = str(year)
        choices = {
            "eje": [("", _("todos")), *axes_in(data_of_year)],
            "quien": [("", _("la región")), *parties_in(data_of_year)],
            "semestre": [("", _("todo el año")), *halves_in(data_of_year)],
        }
        for name in choices.keys() & self.fields.keys():
            self.fields[name].choices = choices[name]

    def asked(self) -> Asked:
        self.is_valid()
        chosen = self.cleaned_data
        half = chosen.get("semestre", "")
        return Asked(
            to_date=chosen.get("vista") == "plan",
            party=chosen.get("quien", ""),
            axis=chosen.get("eje", ""),
            semester=f"{self.year}-{half}" if half else "",
        )

    def in_words(self) -> list[tuple[str, str]]:
        """Each filter by its label, and what was chosen, for who reads the file later."""
        return [
            (str(field.label), str(flat(field.choices).get(self.value_of(name), "")))
            for name, field in self.fields.items()
            if name != "anio"
        ]

    def value_of(self, name: str) -> str:
        return self.cleaned_data.get(name, "") if self.is_bound else ""


def flat(choices) -> dict[str, str]:
    """Choices by their value, those of groups included."""
    pairs: dict[str, str] = {}
    for value, label in choices:
        pairs.update(label if isinstance(label, list) else [(value, label)])
    return pairs


def axes_in(data: dict) -> list[tuple[str, str]]:
    return [(str(one["number"]), f"{one['number']}. {one['name']}") for one in data["axes"]]


def parties_in(data: dict) -> list:
    """Countries and the rest apart."""
    countries = {one["code"] for one in data["countries"]}
    pairs = [(one["code"], one["name"]) for one in parties_of(data)]
    others = [pair for pair in pairs if pair[0] not in countries]
    groups = [(_("Países"), [pair for pair in pairs if pair[0] in countries])]
    return groups + ([(_("Otras partes interesadas"), others)] if others else [])


def halves_in(data: dict) -> list[tuple[str, str]]:
    return [(one["code"].rpartition("-")[2], one["label"]) for one in data["semesters"]]
