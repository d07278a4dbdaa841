"""The fields that a row's form gets for each measure, by the measure's kind (DESIGN §4).

A kind says which fields it asks, what they hold for a stored row, and which unsaved values they
make. Counts of rows, institutions and countries ask nothing: the row itself is what is counted.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from monitoring.models import (
    Amount,
    AmountStatus,
    Category,
    Channel,
    Figure,
    Milestone,
    People,
    Record,
    RegistryCheck,
    Stage,
)
from monitoring.records import Value
from plan.models import CountedFrom, Kind, Measure

MOST = 10_000_000
MOST_REACHED = 10_000_000_000


class NumberField(forms.IntegerField):
    """A whole number ≥ 0; `1.000` is refused, because it may mean one or a thousand."""

    re_decimal = re.compile(r"(?!)")
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {
        "invalid": _("Escriba un número entero, sin puntos ni comas: por ejemplo 1000."),
        "min_value": _("Escriba %(limit_value)s o más."),
        "max_value": _("Este número es demasiado grande; revíselo."),
    }

    def __init__(self, label: str | Promise, **kwargs):
        super().__init__(
            label=label, **{"required": False, "min_value": 0, "max_value": MOST, **kwargs}
        )


class MoneyField(forms.DecimalField):
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {
        "invalid": _("Escriba un monto sin separador de miles: por ejemplo 1500.50."),
        "max_decimal_places": _("Escriba un monto sin separador de miles: por ejemplo 1500.50."),
        "min_value": _("Escriba 0 o más."),
    }

    def __init__(self, label: str | Promise):
        super().__init__(label=label, required=False, min_value=0, max_digits=16, decimal_places=2)


class MeasureFields:
    """What a form asks of a row for one measure; this base asks nothing."""

    hint: str | Promise = ""

    def __init__(self, measure: Measure):
        self.measure = measure

    def fields(self) -> dict[str, forms.Field]:
        """Fields by short name."""
        return {}

    def initial(self, record: Record) -> dict:
        return {}

    def completed(self, given: dict) -> dict:
        """What was given, with what follows from it."""
        return given

    def values(self, given: dict) -> list[Value]:
        """Unsaved rows of what was given; ValidationError by short name."""
        return []


class CountedByRow(MeasureFields):
    hint = _("Se cuenta sola: cada acción que usted añade suma una, o las que diga su cantidad.")


class CountedByCountry(MeasureFields):
    hint = _("Se cuenta sola: los países de las instituciones que usted nombre abajo.")


class CountedByInstitution(MeasureFields):
    hint = _("Se cuenta sola: las instituciones que usted nombre abajo, cada una una vez.")


class Numbers(MeasureFields):
    """Numbers by category; a blank one is not stored, so it is never taken for a zero."""

    most = MOST

    def categories(self) -> list:
        return [Category.TOTAL]

    def label(self, category) -> str | Promise:
        return self.measure.name if category == Category.TOTAL else category.label

    def fields(self):
        return {
            category.value: NumberField(self.label(category), max_value=self.most)
            for category in self.categories()
        }

    def initial(self, record):
        return dict(record.figures.filter(measure=self.measure).values_list("category", "number"))

    def values(self, given):
        return [
            Figure(measure=self.measure, category=category, number=number)
            for category, number in given.items()
            if number is not None
        ]


class PeopleNumbers(Numbers):
    hint = _(
        "Participaciones, por sexo; el total se calcula. Deje vacío lo que no sabe y escriba 0"
        " donde no hubo nadie."
    )

    def categories(self):
        return [*(Category(person.value) for person in People), Category.UNDER_18]

    def values(self, given):
        people = sum(given.get(person.value) or 0 for person in People)
        if (given.get(Category.UNDER_18) or 0) > people:
            raise ValidationError(
                {Category.UNDER_18.value: _("Hay más menores de 18 años que personas en total.")}
            )
        return super().values(given)


class ReachNumbers(Numbers):
    hint = _("Por canal, como lo informa cada uno; los canales no se suman entre sí.")
    most = MOST_REACHED

    def categories(self):
        return [Category(channel.value) for channel in Channel]


class DeliverableStage(MeasureFields):
    hint = _("La etapa a la que llegó el producto con esta acción, en la fecha en que terminó.")

    def fields(self):
        choices = [("", _("sin cambio de etapa")), *Stage.choices]
        return {"stage": forms.ChoiceField(label=_("Etapa"), choices=choices, required=False)}

    def initial(self, record):
        milestone = record.milestones.filter(measure=self.measure).first()
        return {"stage": milestone.stage} if milestone else {}

    def values(self, given):
        stage = given.get("stage")
        return [Milestone(measure=self.measure, stage=stage)] if stage else []


class RegistryState(MeasureFields):
    hint = _("Si el registro quedó actualizado este año, en la fecha en que terminó la acción.")

    def fields(self):
        choices = [("", _("no lo dice esta acción")), ("yes", _("sí")), ("no", _("no"))]
        return {
            "current": forms.ChoiceField(label=_("¿Está al día?"), choices=choices, required=False)
        }

    def initial(self, record):
        check = record.registry_checks.filter(measure=self.measure).first()
        return {"current": "yes" if check.is_current else "no"} if check else {}

    def values(self, given):
        current = given.get("current")
        return [RegistryCheck(measure=self.measure, is_current=current == "yes")] if current else []


class Money(MeasureFields):
    hint = _("El monto en su moneda y en dólares, con su fuente.")

    def fields(self):
        return {
            "amount": MoneyField(_("Monto")),
            "currency": forms.RegexField(
                "^[A-Z]{3}$",
                label=_("Moneda"),
                required=False,
                initial="USD",
                error_messages={"invalid": _("Tres letras mayúsculas, por ejemplo USD o HNL.")},
            ),
            "usd": MoneyField(_("En dólares (USD)")),
            "source": forms.CharField(label=_("Fuente"), required=False, max_length=200),
            "status": forms.ChoiceField(
                label=_("Situación"), choices=[("", "—"), *AmountStatus.choices], required=False
            ),
        }

    def initial(self, record):
        amount = record.amounts.filter(measure=self.measure).first()
        return {name: getattr(amount, name) for name in self.fields()} if amount else {}

    def completed(self, given):
        """In dollars, one of the two numbers gives the other."""
        if given["currency"] != "USD":
            return given
        numbers = [given[name] for name in ("amount", "usd") if given[name] is not None]
        return {**given, "amount": numbers[0], "usd": numbers[-1]} if numbers else given

    def values(self, given):
        if given["amount"] is None and given["usd"] is None:
            return []
        missing = [name for name, value in given.items() if value in (None, "")]
        if missing:
            sentence = _("Complételo: un monto lleva moneda, su valor en dólares y su fuente.")
            raise ValidationError(dict.fromkeys(missing, sentence))
        if given["currency"] == "USD" and given["amount"] != given["usd"]:
            raise ValidationError({"usd": _("La moneda es USD; los dos montos deben ser iguales.")})
        return [Amount(measure=self.measure, **given)]


COUNTS: dict[str, type[MeasureFields]] = {
    CountedFrom.RECORDS: CountedByRow,
    CountedFrom.FIGURES: Numbers,
    CountedFrom.COUNTRIES: CountedByCountry,
}
KINDS: dict[str, type[MeasureFields]] = {
    Kind.PEOPLE: PeopleNumbers,
    Kind.INSTITUTIONS: CountedByInstitution,
    Kind.DELIVERABLE: DeliverableStage,
    Kind.REGISTRY: RegistryState,
    Kind.AMOUNT: Money,
    Kind.REACH: ReachNumbers,
}


def fields_for(measure: Measure) -> MeasureFields:
    if measure.kind == Kind.COUNT:
        return COUNTS[measure.counted_from](measure)
    return KINDS[measure.kind](measure)
