from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext_lazy as _

from corett.accounts.permissions import can_edit_plan


class SecretariatAdminSite(AdminSite):
    """Opens for the Secretaría Técnica only; people log in where everybody does."""

    site_header = _("CORETT · Edición del plan")
    site_title = _("CORETT")
    index_title = _("Tablas del plan")

    def has_permission(self, request):
        return request.user.is_authenticated and can_edit_plan(request.user)

    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", "/"))
