from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from plan.models import EditionReason, PlanEdition


class PublishForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("¿Qué clase de cambios son?"),
        choices=EditionReason,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Marque todas las que correspondan."),
        error_messages={"required": _("Marque al menos una clase de cambio.")},
    )
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Por qué cambia el plan: el acta, el acuerdo o el error que se corrige."),
        error_messages={"required": _("Escriba el motivo: queda en la edición.")},
    )


class CompareForm(forms.Form):
    """The numbers of two editions, sent with GET; proposed are the last and the one before."""

    old = forms.TypedChoiceField(label=_("De la"), coerce=int)
    new = forms.TypedChoiceField(label=_("a la"), coerce=int)

    def __init__(self, data=None, *, editions: Iterable[PlanEdition]):
        super().__init__(data)
        choices = [(edition.number, str(edition)) for edition in editions]
        numbers = [number for number, _name in choices[:2]]
        for name, proposed in (("old", numbers[-1:]), ("new", numbers[:1])):
            self.fields[name].choices = choices
            self.fields[name].initial = proposed[0] if proposed else None
