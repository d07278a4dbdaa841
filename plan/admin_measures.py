"""Measures edited on the page of their activity, under its indicator as the document shows them."""

from django.contrib.admin.checks import InlineModelAdminChecks
from django.forms.models import ModelForm

from corett.accounts.admin_site import SecretariatStackedInline
from corett.accounts.rows import CountedRows
from plan.models import Indicator, Measure


class OfIndicator(InlineModelAdminChecks):
    def _check_exclude_of_parent_model(self, inline, parent_model):
        return super()._check_exclude_of_parent_model(inline, Indicator)

    def _check_relation(self, inline, parent_model):
        return super()._check_relation(inline, Indicator)


class MeasureForm(ModelForm):
    """The letter is permanent: reports and metas name the measure by it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letter"].disabled = self.instance.pk is not None


class MeasureFormSet(CountedRows):
    """The page is the activity's, the rows are its indicator's."""

    def __init__(self, *args, instance=None, **kwargs):
        super().__init__(*args, instance=getattr(instance, "indicator", None), **kwargs)


class MeasureInline(SecretariatStackedInline):
    """Deleting one is for its own page, which knows whether anything hangs on it."""

    model = Measure
    form = MeasureForm
    formset = MeasureFormSet
    checks_class = OfIndicator
    can_delete = False
    fields = [
        ("letter", "name"),
        ("kind", "unit"),
        ("scope", "breakdown", "counted_from"),
        ("reported_by", "is_proposed", "retired_on"),
    ]

    def __init__(self, parent_model, admin_site):
        super().__init__(Indicator, admin_site)

    @classmethod
    def history_of(cls, parent, pk):
        return Measure.history.filter(indicator__activity=pk)
