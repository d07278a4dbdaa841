from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from corett.accounts.admin_site import SecretariatAdmin, SecretariatInline
from risks.models import Mitigation, Risk, RiskType


@admin.register(RiskType)
class RiskTypeAdmin(SecretariatAdmin):
    list_display = ["order", "name", "plan"]
    list_display_links = ["order", "name"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["name"]


class MitigationInline(SecretariatInline):
    model = Mitigation


@admin.register(Risk)
class RiskAdmin(SecretariatAdmin):
    list_display = ["code", "short_statement", "level", "type"]
    list_display_links = ["code", "short_statement"]
    list_filter = ["plan", "level", "type"]
    list_select_related = ["type"]
    search_fields = ["code", "statement", "mitigation"]
    permanent_fields = ("plan", "code")
    inlines = [MitigationInline]

    @admin.display(description=_("riesgo"), ordering="order")
    def short_statement(self, risk):
        return Truncator(risk.statement).words(16)
