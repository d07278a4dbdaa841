from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from corett.accounts.admin_site import SecretariatAdmin
from monitoring.models import Finding, Priority, ReportingPeriod


class LookedUp(SecretariatAdmin):
    """Looked up here with its history; it is written on pages of its own."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(LookedUp):
    """Its dates move on its page, where that needs a reason."""

    list_display = ["semester", "edition", "opens_on", "due_on", "closes_on"]
    list_select_related = ["semester", "edition"]


@admin.register(Priority)
class PriorityAdmin(LookedUp):
    list_display = ["activity_code", "year", "decision", "decided_at", "endorsed_at"]
    list_display_links = ["activity_code", "year"]
    list_filter = ["activity__plan", "year", "decision"]
    list_select_related = ["activity"]
    search_fields = ["activity__code", "reason"]
    fields = [
        "activity",
        "year",
        "decision",
        "reason",
        "semesters",
        "decided_at",
        "decided_by",
        "endorsed_at",
        "endorsed_by",
        "scheduled_at",
        "scheduled_by",
    ]

    @admin.display(description=_("actividad"), ordering="activity__order")
    def activity_code(self, priority):
        return priority.activity.code


@admin.register(Finding)
class FindingAdmin(LookedUp):
    list_display = ["code", "short_text", "source", "owner", "due_on", "state"]
    list_display_links = ["code", "short_text"]
    list_filter = ["plan", "state", "source", "owner"]
    list_select_related = ["owner"]
    search_fields = ["text", "source_title", "action", "result"]

    @admin.display(description=_("número"), ordering="number")
    def code(self, finding):
        return finding.code

    @admin.display(description=_("hallazgo"), ordering="text")
    def short_text(self, finding):
        return Truncator(finding.text).words(16)
