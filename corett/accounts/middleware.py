"""The hat: which of a person's current memberships this request acts through."""

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.utils.translation import gettext as _

from corett.accounts.models import Membership

SESSION_KEY = "acting_membership"


class LoginRequired(LoginRequiredMiddleware):
    """Says, where a session ended under somebody's hands, that nothing was saved."""

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            messages.warning(
                request,
                _(
                    "Su sesión había terminado y no se guardó lo último que envió. Entre aquí: la"
                    " página le ofrecerá lo que escribió. Si no lo hace, vuelva atrás con su"
                    " navegador para copiarlo."
                ),
            )
        return super().handle_no_permission(request, view_func)


def acting_membership(get_response):
    def middleware(request):
        request.membership = chosen_membership(request.user, request.session.get(SESSION_KEY))
        return get_response(request)

    return middleware


def chosen_membership(user, chosen_pk) -> Membership | None:
    """The chosen one while it is current, else the first; None for who has none."""
    if not user.is_authenticated:
        return None
    memberships = user.current_memberships
    chosen = [membership for membership in memberships if membership.pk == chosen_pk]
    return next(iter(chosen or memberships), None)
