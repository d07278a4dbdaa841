"""What the log tells of the door and of refusals: who, from where, what, and how it ended.

Each is one line of JSON, so that nothing that was sent can pass for another line. Of an address
that was typed it holds a keyed digest, and of a link only its route: the log opens no account.
"""

import json
import logging

from corett.accounts.devices import account_of
from corett.accounts.throttling import place_of

DOOR = {
    *(
        f"accounts:{name}"
        for name in (
            "login",
            "code",
            "logout",
            "password_change",
            "reset",
            "reset_confirm",
            "invitation",
            "second_factor_set_up",
            "second_factor_codes",
            "second_factor_off",
            "session_end",
        )
    ),
    "admin:accounts_user_change",
    "admin:close_sessions",
    "admin:invite",
    "admin:reset_second_factor",
}
SENT_BACK = (409, 422)
"""A form that was not taken: mostly a slip, and of interest when one account has many."""
REFUSED = (400, 403, 405, *SENT_BACK, 413, 429)
NOT_FOUND = 404
LONGEST = 200

logger = logging.getLogger("corett.security")


def door_log(get_response):
    """It stands after the middleware that knows who asks."""

    def middleware(request):
        before = request.user.pk
        response = get_response(request)
        if is_told(request, response.status_code, before):
            note(request, response.status_code, before)
        return response

    return middleware


def is_told(request, status: int, before: int | None) -> bool:
    """What somebody inside did not find is told as well: it may be another's."""
    if status in REFUSED or (status == NOT_FOUND and before is not None):
        return True
    return is_at_the_door(request)


def is_at_the_door(request) -> bool:
    found = request.resolver_match
    return request.method == "POST" and found is not None and found.view_name in DOOR


def note(request, status: int, before: int | None) -> None:
    found = request.resolver_match
    typed = request.POST.get("username") or request.POST.get("email") if status != 400 else None
    line = {
        "event": found.view_name if found else "",
        "status": status,
        "method": request.method,
        "path": path_of(request)[:LONGEST],
        "account": before or request.user.pk,
        "typed": account_of(typed) if typed else None,
        "place": place_of(request),
    }
    is_ordinary = status < 400 or (status in SENT_BACK and not is_at_the_door(request))
    logger.log(logging.INFO if is_ordinary else logging.WARNING, "%s", json.dumps(line))


def path_of(request) -> str:
    """Links of mails keep what opens an account to themselves."""
    found = request.resolver_match
    return found.route if found and "token" in found.kwargs else request.path
