from django import forms
from django.utils.translation import gettext_lazy as _

from plan.models import EditionReason, Plan, PlanEdition


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
    """Two editions of a plan, sent with GET; proposed are the last and the one before."""

    old = forms.ModelChoiceField(
        PlanEdition.objects.none(), label=_("De la"), to_field_name="number", empty_label=None
    )
    new = forms.ModelChoiceField(
        PlanEdition.objects.none(), label=_("a la"), to_field_name="number", empty_label=None
    )

    def __init__(self, data=None, *, plan: Plan):
        super().__init__(data)
        editions = plan.editions.defer("content")
        latest = list(editions[:2])
        for name, proposed in (("old", latest[-1:]), ("new", latest[:1])):
            self.fields[name].queryset = editions
            self.fields[name].initial = proposed[0].number if proposed else None
