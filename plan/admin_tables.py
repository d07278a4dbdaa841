"""Tables of the admin that are of a plan: taken away from their list and brought back on a page."""

from django.forms import Field
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corett.accounts.spreadsheets import SpreadsheetExport
from plan.difference import Part
from plan.editions import is_published
from plan.models import Plan


class PlanTable(SpreadsheetExport):
    """Its rows hang on rows of their own plan, and what an edition printed is not deleted."""

    part: Part | None = None

    def changelist_view(self, request, extra_context=None):
        plan = Plan.objects.current()
        bring = plan and reverse("whole_plan:exchange", args=[plan.code])
        return super().changelist_view(request, {**(extra_context or {}), "bring": bring})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Where there are several plans, each choice says of which it is."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if hasattr(db_field.related_model, "plan") and Plan.objects.count() > 1:
            field.queryset = field.queryset.select_related("plan")
            field.label_from_instance = lambda row: f"{row} · {row.plan.code}"
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and hasattr(obj, "plan"):
            limit_to_plan(form.base_fields.values(), obj.plan)
        return form

    def is_printed(self, row) -> bool:
        if self.part is None:
            return False
        return is_published(self.plan_of(row), self.part, self.code_of(row))

    def plan_of(self, row) -> Plan:
        return row.plan

    def code_of(self, row) -> str:
        return row.code

    def kept_by(self, row):
        editions = [str(_("ediciones publicadas del plan"))] if self.is_printed(row) else []
        return [*super().kept_by(row), *editions]


class NumberedTable(PlanTable):
    def code_of(self, row):
        return str(row.number)


class OrderedTable(PlanTable):
    def code_of(self, row):
        return str(row.order)


def limit_to_plan(fields: "list[Field]", plan: Plan) -> None:
    """Offer only what is of the plan."""
    for field in fields:
        choices = getattr(field, "queryset", None)
        if choices is not None and hasattr(choices.model, "plan"):
            field.queryset = choices.filter(plan=plan)
