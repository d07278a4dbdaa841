"""Django's admin as the Secretaría Técnica sees it: who may enter, with history and spreadsheets."""

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, ODS, XLSX
from import_export.forms import ExportForm
from simple_history.admin import SimpleHistoryAdmin

from corett.accounts.permissions import can_edit_plan

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SecretariatAdminSite(AdminSite):
    """Opens for the Secretaría Técnica only; people log in where everybody does."""

    site_header = _("CORETT · Edición del plan")
    site_title = _("CORETT")
    index_title = _("Tablas del plan")

    def has_permission(self, request):
        return request.user.is_authenticated and can_edit_plan(request.user)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/"))


class ForSecretariat:
    """Every permission of the admin follows from the one rule that opens the site."""

    def has_module_permission(self, request):
        return can_edit_plan(request.user)

    def has_view_permission(self, request, obj=None):
        return can_edit_plan(request.user)

    def has_add_permission(self, request, obj=None):
        return can_edit_plan(request.user)

    def has_change_permission(self, request, obj=None):
        return can_edit_plan(request.user)

    def has_delete_permission(self, request, obj=None):
        return can_edit_plan(request.user)


class SecretariatAdmin(ForSecretariat, SimpleHistoryAdmin):
    """A table with its history; what is permanent is written once, on adding."""

    permanent_fields: tuple[str, ...] = ()

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return (*readonly, *self.permanent_fields) if obj else readonly

    def history_view_title(self, request, obj):
        return _g("Historial: %(object)s") % {"object": obj}

    def history_form_view_title(self, request, obj):
        return _g("Versión anterior: %(object)s") % {"object": obj}


class SecretariatInline(ForSecretariat, admin.TabularInline):
    extra = 0


def as_plain_text(cell):
    """A text that a spreadsheet would calculate gets the apostrophe that one would type by hand."""
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


class NoFormulae:
    """The library's own escape removes one sign only and turns numbers into text."""

    def _escape_formulae(self, dataset):
        for _row in range(dataset.height):
            dataset.append([as_plain_text(cell) for cell in dataset.lpop()])


class SafeXLSX(NoFormulae, XLSX):
    pass


class SafeODS(NoFormulae, ODS):
    pass


class SafeCSV(NoFormulae, CSV):
    pass


class SpreadsheetExport(ExportMixin):
    """A table that can be taken away as xlsx, ods or csv."""

    formats = [SafeXLSX, SafeODS, SafeCSV]
    export_form_class = ExportForm
    to_encoding = "utf-8-sig"
