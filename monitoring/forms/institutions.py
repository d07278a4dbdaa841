"""Institutions by name: those of the directory, and the way in for one that is not there yet."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.models import Stakeholder
from corett.directory.models import Institution, InstitutionType, Sector
from corett.directory.names import alike, folded
from monitoring.records import NewInstitution

LONGEST_NAME = 250
MOST_NAMES = 200
SPARE_BOXES = 3
PREFIX = "nueva"


class NamesWidget(forms.Widget):
    """A box for each name, with the directory to choose from while typing, and a few to spare."""

    template_name = "monitoring/_names_widget.html"
    use_fieldset = True
    spare = SPARE_BOXES

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        names = [one for one in value or [] if one]
        context["widget"]["names"] = [*names, *[""] * self.spare]
        context["widget"]["options"] = self.options
        return context

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data, files, name):
        return False


class InstitutionsField(forms.Field):
    """A list of names, without blanks; which of them the directory has is the form's to ask."""

    widget = NamesWidget
    hidden_widget = forms.MultipleHiddenInput

    @property
    def directory(self) -> "Directory":
        return self._directory

    @directory.setter
    def directory(self, directory: "Directory") -> None:
        self._directory = directory
        self.widget.options = directory.labels

    def to_python(self, value) -> list[str]:
        return [" ".join(str(name).split()) for name in value or [] if str(name).strip()]

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_NAMES:
            raise ValidationError(_("Son demasiadas instituciones para una sola acción."))
        if any(len(name) > LONGEST_NAME for name in value):
            raise ValidationError(_("Un nombre tiene más de 250 letras; escriba uno por casilla."))
        if any("\0" in name for name in value):
            raise ValidationError(_("Un nombre tiene un carácter que no se puede guardar."))


def with_country(institution: Institution) -> str:
    country = institution.country
    return f"{institution.name} ({country})" if country else institution.name


@dataclass
class Directory:
    """The institutions that a stakeholder may name."""

    institutions: dict[str, Institution]
    country: str = ""

    @classmethod
    def of(cls, stakeholder: Stakeholder) -> "Directory":
        """By label: who has no country reads the country of each beside its name."""
        available = Institution.objects.available_to(stakeholder).select_related("country")
        if stakeholder.is_country:
            return cls({one.name: one for one in available}, country=stakeholder.name)
        return cls({with_country(institution): institution for institution in available})

    @property
    def labels(self) -> list[str]:
        return list(self.institutions)

    @cached_property
    def by_name(self) -> dict[str, Institution]:
        return {folded(label): institution for label, institution in self.institutions.items()}

    @cached_property
    def by_number(self) -> dict[str, Institution]:
        return {str(institution.pk): institution for institution in self.institutions.values()}

    @cached_property
    def label_of(self) -> dict[int, str]:
        return {institution.pk: label for label, institution in self.institutions.items()}

    def label(self, institution: Institution | NewInstitution) -> str:
        """As it is written in a box; one that is not available any more keeps its name."""
        return self.label_of.get(getattr(institution, "pk", None), institution.name)

    def find(self, name: str) -> Institution | None:
        return self.by_name.get(folded(name))

    def proposed_for(self, name: str) -> dict[str, str]:
        """Those that it may be, by number, as this stakeholder reads them."""
        labels = alike(name, self.institutions, country=self.country)
        return {str(self.institutions[label].pk): label for label in labels}

    def newcomers(self, data, names: list[str]) -> list["NewInstitutionForm"]:
        """A form for each name that is not there, bound to what was said of it, if anything."""
        named = {n: data.get(f"{PREFIX}-{n}-name", "") for n in range(MOST_NAMES)}
        said = {folded(name): n for n, name in named.items() if name}
        unknown = [name for name in names if self.find(name) is None]
        return [
            NewInstitutionForm(
                answers_in(data, said.get(folded(name))),
                name=name,
                directory=self,
                prefix=f"{PREFIX}-{number}",
                number=number,
            )
            for number, name in enumerate(unknown)
        ]


def answers_in(data, number: int | None) -> dict:
    """What was said of a newcomer under the number that it had on the page before."""
    if number is None:
        return {}
    names = ("same", "type", "sector", "country")
    return {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in names}


def alike_pairs(newcomers: list["NewInstitutionForm"], country: str) -> list[tuple]:
    """Those whose names are like one another, the earlier one first."""
    return [
        (earlier, later)
        for place, later in enumerate(newcomers)
        for earlier in newcomers[:place]
        if alike(later.name, [earlier.name], country=country)
    ]


class NewInstitutionForm(forms.Form):
    """Whether a name is one that stands under another spelling or a new one, and then what it is.

    Its data come by short name, since its number may change from one page to the next.
    """

    same = forms.ChoiceField(
        label=gettext_lazy("¿Es alguna de estas?"), widget=forms.RadioSelect, required=False
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Tipo"), choices=[("", "—"), *InstitutionType.choices], required=False
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=[("", "—"), *Sector.choices], required=False
    )

    country = forms.ChoiceField(label=gettext_lazy("País"), required=False)

    NEW = "new"

    def __init__(self, answers: dict, *, name: str, directory: Directory, prefix, number):
        super().__init__(
            {f"{prefix}-{key}": value for key, value in answers.items()}, prefix=prefix
        )
        self.is_bound = True
        self.is_answered = bool(answers)
        self.name, self.number = name, number
        self.proposed, self.known = directory.proposed_for(name), directory.by_number
        if self.proposed:
            self.fields["same"].choices = [*self.proposed.items(), (self.NEW, _("No: es otra"))]
        else:
            del self.fields["same"]
        if directory.country:
            del self.fields["country"]
        else:
            countries = Stakeholder.objects.countries().values_list("code", "name")
            self.fields["country"].choices = [("", _("ninguno: es internacional")), *countries]

    @property
    def question(self) -> str:
        """What the person is asked, next to the field."""
        if self.proposed:
            names = " / ".join(self.proposed.values())
            sentence = _(
                "«%(name)s» no está en el directorio y se parece a «%(names)s»: diga abajo"
                " si es la misma."
            )
            return sentence % {"name": self.name, "names": names}
        return _("«%(name)s» no está en el directorio: diga abajo qué es.") % {"name": self.name}

    def clean(self):
        super().clean()
        if self.chosen is not None:
            return self.cleaned_data
        if self.proposed and self.cleaned_data.get("same") != self.NEW:
            self.add_error("same", _("Elija una, o diga que es otra."))
            return self.cleaned_data
        for name in ("type", "sector"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("Elija uno: es nueva en el directorio."))
        return self.cleaned_data

    @property
    def chosen(self) -> Institution | None:
        number = self.cleaned_data.get("same", "")
        return self.known.get(number) if number in self.proposed else None

    @cached_property
    def new(self) -> NewInstitution:
        return NewInstitution(
            name=self.name,
            type=self.cleaned_data["type"],
            sector=self.cleaned_data["sector"],
            country=self.cleaned_data.get("country", ""),
        )

    def settle(self, known: list[Institution], entered: list[NewInstitution]) -> None:
        if self.chosen is not None:
            known.append(self.chosen)
        else:
            entered.append(self.new)
