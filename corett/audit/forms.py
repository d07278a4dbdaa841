from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import Stakeholder
from corett.audit import reading


class TrailFilter(forms.Form):
    """Which records to show, sent with GET; what cannot be understood limits nothing."""

    table = forms.ChoiceField(label=_("Tabla"), required=False)
    row = forms.CharField(label=_("Fila (su número)"), required=False, max_length=100)
    stakeholder = forms.ModelChoiceField(
        Stakeholder.objects.all(),
        to_field_name="code",
        label=_("Parte interesada"),
        required=False,
        empty_label=_("Cualquiera"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", _("Todas")), *reading.table_choices()]

    def filter(self, records: QuerySet) -> QuerySet:
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if "stakeholder" in asked:
            asked["stakeholder"] = asked["stakeholder"].code
        return records.filter(**asked)
