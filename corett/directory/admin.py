from django.contrib import admin

from corett.accounts.admin_site import SecretariatAdmin
from corett.accounts.spreadsheets import SpreadsheetExport
from corett.directory.models import Institution
from corett.directory.resources import InstitutionResource


@admin.register(Institution)
class InstitutionAdmin(SpreadsheetExport, SecretariatAdmin):
    resource_classes = [InstitutionResource]
    list_display = ["name", "country", "type", "sector", "is_public"]
    list_filter = ["country", "type", "sector", "is_public"]
    list_select_related = ["country"]
    search_fields = ["name"]

    def has_delete_permission(self, request, obj=None):
        """One that a report names stays; its name can be corrected or marked not to publish."""
        is_named = obj is not None and obj.is_named
        return super().has_delete_permission(request, obj) and not is_named
