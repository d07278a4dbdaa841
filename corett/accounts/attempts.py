"""Which counts one attempt at the door adds to, and what its success takes back."""

from dataclasses import dataclass

from corett.accounts import devices, throttling
from corett.accounts.models import User
from corett.accounts.throttling import Count, place_of


@dataclass(frozen=True)
class Attempt:
    """`own` counts begin anew on success; from the `shared` ones only this attempt is taken."""

    own: tuple[Count, ...]
    shared: tuple[Count, ...] = ()

    def begin(self) -> None:
        """Raises TooMany."""
        throttling.count(*self.own, *self.shared)

    def succeed(self) -> None:
        throttling.forget(*self.own)
        throttling.give_back(*self.shared)


def entry(request, email: str) -> Attempt:
    """In a browser where the person entered before, nothing that others do counts."""
    account, place = devices.account_of(email), place_of(request)
    if known := devices.known_as(request, email):
        return Attempt((throttling.ENTRY_OF_BROWSER.of(account, known.name),))
    return Attempt(
        (throttling.ENTRY_FROM_PLACE.of(account, place),),
        (throttling.ENTRY_OF_ACCOUNT.of(account), throttling.ENTRIES_FROM_PLACE.of(place)),
    )


def code(request, user: User) -> Attempt:
    """A browser known through the mail alone is none here: each link would give new attempts."""
    account, known = devices.account_of(user.email), devices.known_as(request, user.email)
    if known and known.is_whole:
        return Attempt((throttling.CODE_OF_BROWSER.of(account, known.name),))
    return Attempt(
        (throttling.CODE_FROM_PLACE.of(account, place_of(request)),),
        (throttling.CODE_OF_ACCOUNT.of(account),),
    )


def secret(request) -> Attempt:
    """A password or a code that an open session asks for again."""
    return Attempt((throttling.SECRET_OF_ACCOUNT.of(request.user.pk),))


def reset(request, email: str) -> Attempt:
    account, place = devices.account_of(email), place_of(request)
    return Attempt(
        (
            throttling.RESET_FROM_PLACE.of(account, place),
            throttling.RESETS_FROM_PLACE.of(place),
        )
    )
