"""Who stands before us: a session that lives, a second factor that was given, and the hat.

The hat is which of a person's current memberships this request acts through.
"""

from contextlib import suppress
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import OperationalError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from corett.accounts import second_factor
from corett.accounts.models import Membership

SESSION_KEY = "acting_membership"
BEFORE_CODE = {"accounts:logout", "accounts:code"}
BEFORE_SET_UP = {
    "accounts:logout",
    "accounts:second_factor",
    "accounts:second_factor_set_up",
}


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


def living_session(get_response):
    """Notes that a session is used; of an account that was closed, it ends."""

    def middleware(request):
        if request.user.is_authenticated:
            with suppress(OperationalError):
                request.session.note_use()
        elif USER_KEY in request.session:
            request.session.flush()
        return get_response(request)

    return middleware


class SecondFactor:
    """Whoever owes the second factor sees no page but those where it is given."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not second_factor.is_missing(request):
            return None
        is_waiting = second_factor.state_in(request) == second_factor.WAITING
        if request.resolver_match.view_name in (BEFORE_CODE if is_waiting else BEFORE_SET_UP):
            return None
        asked = {"next": request.get_full_path()} if request.method == "GET" else {}
        page = "accounts:code" if is_waiting else "accounts:second_factor"
        return redirect(f"{reverse(page)}?{urlencode(asked, safe='/')}" if asked else reverse(page))


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
