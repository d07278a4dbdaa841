"""Browsers in which a person entered before, as OWASP's device cookies tell them.

The cookie opens nothing. It only lets its browser count its attempts for itself, so that who
guesses elsewhere never locks its owner out.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "corett.accounts.devices"
LASTS = 365 * 24 * 60 * 60
MOST_PEOPLE = 5
"""Who share a browser; the one who entered longest ago is forgotten first."""


@dataclass(frozen=True)
class Known:
    """`is_whole`: entered with all that the account asks for, not only through its mail."""

    account: str
    name: str
    is_whole: bool


def known_in(request) -> list[Known]:
    """Who entered in this browser before, the latest first; a forged cookie says nobody."""
    said = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        return [Known(*one) for one in signing.loads(said, salt=SALT, max_age=LASTS)]
    except (signing.BadSignature, TypeError, ValueError):
        return []


def known_as(request, email: str) -> Known | None:
    account = account_of(email)
    return next((one for one in known_in(request) if one.account == account), None)


def account_of(email: str) -> str:
    """The cookie of a shared computer tells no address."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()


def remember(request, response, email: str, *, is_whole: bool) -> None:
    """Keep its name if the browser has one already: its attempts are not forgotten by entering."""
    before = known_as(request, email)
    name = before.name if before else secrets.token_urlsafe(12)
    whole = is_whole or (before is not None and before.is_whole)
    others = [one for one in known_in(request) if one != before]
    kept = [Known(account_of(email), name, whole), *others][:MOST_PEOPLE]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([[one.account, one.name, one.is_whole] for one in kept], salt=SALT),
        max_age=LASTS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
