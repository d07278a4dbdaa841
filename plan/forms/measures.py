from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from plan.models import Axis, Kind, Measure, Plan, Target, TargetState


class MeasureFilter(forms.Form):
    """The filter of the list of measures, sent with GET."""

    axis = forms.ModelChoiceField(
        Axis.objects.none(), label=_("Eje"), required=False, to_field_name="number"
    )
    kind = forms.ChoiceField(label=_("Clase"), required=False)
    target = forms.ChoiceField(
        label=_("Meta"),
        required=False,
        choices=[("", _("Todas")), ("with", _("Con meta")), ("without", _("Sin meta"))],
    )

    def __init__(self, data, *, plan: Plan):
        super().__init__(data)
        self.fields["axis"].queryset = plan.axes.all()
        self.fields["axis"].empty_label = _("Todos")
        self.fields["kind"].choices = [("", _("Todas")), *Kind.choices]

    def filter(self, measures: QuerySet[Measure]) -> QuerySet[Measure]:
        """Those that match; what cannot be understood filters nothing."""
        self.is_valid()
        if axis := self.cleaned_data.get("axis"):
            measures = measures.filter(indicator__activity__objective__axis=axis)
        if kind := self.cleaned_data.get("kind"):
            measures = measures.filter(kind=kind)
        if target := self.cleaned_data.get("target"):
            live = Target.objects.filter(measure=OuterRef("pk")).exclude(
                state=TargetState.DISCARDED
            )
            measures = measures.filter(Exists(live) if target == "with" else ~Exists(live))
        return measures
