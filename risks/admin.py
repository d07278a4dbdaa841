from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from corett.accounts.admin_site import SecretariatAdmin, SecretariatInline
from corett.accounts.spreadsheets import SpreadsheetExport
from plan.admin_tables import PlanTable, limit_to_plan
from plan.difference import Part
from risks.models import Mitigation, MitigationAction, Risk, RiskReview, RiskType
from risks.resources import (
    MitigationActionResource,
    RiskResource,
    RiskReviewResource,
    RiskTypeResource,
)


@admin.register(RiskType)
class RiskTypeAdmin(PlanTable, SecretariatAdmin):
    resource_classes = [RiskTypeResource]
    list_display = ["order", "name", "plan"]
    list_display_links = ["order", "name"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name"]


class MitigationInline(SecretariatInline):
    model = Mitigation

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            limit_to_plan(formset.form.base_fields.values(), obj.plan)
        return formset


@admin.register(Risk)
class RiskAdmin(PlanTable, SecretariatAdmin):
    part = Part.RISK
    resource_classes = [RiskResource]
    list_display = ["code", "short_statement", "level", "type"]
    list_display_links = ["code", "short_statement"]
    list_filter = ["plan", "level", "type"]
    list_select_related = ["type"]
    search_fields = ["code", "statement", "mitigation"]
    permanent_fields = ("plan", "code")
    fields = ["plan", "code", "type", "order", "statement", "level", "mitigation", "retired_on"]
    inlines = [MitigationInline]

    @admin.display(description=_("riesgo"), ordering="order")
    def short_statement(self, risk):
        return Truncator(risk.statement).words(16)


@admin.register(RiskReview)
class RiskReviewAdmin(SpreadsheetExport, SecretariatAdmin):
    """What was said in a semester, to be looked up: reviews are written on their own page."""

    resource_classes = [RiskReviewResource]
    list_display = ["risk_code", "semester", "stakeholder", "level", "happened", "reviewed_at"]
    list_filter = ["semester__plan", "semester", "stakeholder", "level", "happened"]
    list_select_related = ["risk", "semester", "stakeholder"]
    search_fields = ["risk__code", "risk__statement", "response"]
    fields = [
        "risk",
        "semester",
        "stakeholder",
        "level",
        "happened",
        "response",
        "reviewed_at",
        "reviewed_by",
    ]

    @admin.display(description=_("riesgo"), ordering="risk__order")
    def risk_code(self, review):
        return review.risk.code

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(MitigationAction)
class MitigationActionAdmin(PlanTable, SecretariatAdmin):
    """Actions are added on the page of their risk, which gives each its number."""

    resource_classes = [MitigationActionResource]
    list_display = ["code", "short_statement", "owner", "due_on", "done_on"]
    list_display_links = ["code", "short_statement"]
    list_filter = ["risk__plan", "owner", ("done_on", admin.EmptyFieldListFilter)]
    list_select_related = ["risk", "owner"]
    search_fields = ["risk__code", "statement", "result"]
    permanent_fields = ("risk", "order")

    @admin.display(description=_("acción"), ordering="statement")
    def short_statement(self, action):
        return Truncator(action.statement).words(16)

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """What was done stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_done)
