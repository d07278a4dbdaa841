"""What opens an account (invitation, password, address): who is told, and what a change ends."""

from django.db import transaction
from django.utils.translation import gettext as _

from corett.accounts import devices, letters, throttling
from corett.accounts.models import LetterKind, User
from corett.accounts.permissions import can_keep_account
from corett.accounts.sessions import end_sessions


class Refused(Exception):
    """The message is for the person."""


@transaction.atomic
def ask_reset(email: str) -> None:
    """Write to the account of this address, if there is one that has entered before.

    It does the same for an address of nobody, and for one that was written to too often: the
    earlier mails serve still, so that nobody is kept out by it.
    """
    may_write = may_be_written(email)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    is_known = user is not None and user.has_usable_password()
    letters.write(LetterKind.RESET, user=user if is_known and may_write else None, by=None)


def may_be_written(email: str) -> bool:
    try:
        throttling.count(throttling.RESET_OF_ACCOUNT.of(devices.account_of(email)))
    except throttling.TooMany:
        return False
    return True


@transaction.atomic
def invite(user: User, *, by: User) -> None:
    """Again, too: the link of before serves until one of them does."""
    if not can_keep_account(by, user):
        raise Refused(_("A esta cuenta no la puede invitar usted."))
    if not user.is_active:
        raise Refused(_("La cuenta está cerrada. Márquela «activa» antes de invitar."))
    kind = LetterKind.RESET if user.has_usable_password() else LetterKind.INVITATION
    letters.write(kind, user=user, by=by)


@transaction.atomic
def note_change(user: User, *, but: str | None = None) -> None:
    """A new password ends what the old one opened, and its owner is told."""
    end_sessions(user, but=but)
    letters.write(LetterKind.PASSWORD_CHANGED, user=user, by=user)


@transaction.atomic
def note_new_address(user: User, *, old: str, by: User, but: str | None = None) -> None:
    """Whoever reads the mail of the new one can enter, so the old one is told of it too."""
    end_sessions(user, but=but)
    for address in (old, user.email):
        letters.write(LetterKind.EMAIL_CHANGED, user=user, by=by, address=address)


@transaction.atomic
def close_sessions(user: User, *, by: User) -> None:
    """Of a telephone or a computer that was lost: the person enters anew everywhere."""
    if not can_keep_account(by, user):
        raise Refused(_("Las sesiones de esta cuenta no las puede cerrar usted."))
    end_sessions(user)
