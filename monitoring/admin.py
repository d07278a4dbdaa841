from django.contrib import admin

from corett.accounts.admin_site import SecretariatAdmin
from monitoring.models import ReportingPeriod


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(SecretariatAdmin):
    """Only its dates change here: a semester is opened on its page, and stays open or closed."""

    list_display = ["semester", "edition", "opens_on", "due_on", "closes_on"]
    list_select_related = ["semester", "edition"]
    permanent_fields = ("semester", "edition")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
