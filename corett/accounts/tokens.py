"""Links that open an account once: to choose a new password, or the first one."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from corett.accounts.models import User


class Tokens:
    """A token holds while nothing of the account changed, and no longer than it lasts.

    Choosing the password changes the account: so it serves once, and those sent before end too.
    """

    def __init__(self, purpose: str, lasts: timedelta):
        self.signer = signing.TimestampSigner(salt=f"corett.accounts.tokens.{purpose}")
        self.purpose, self.lasts = purpose, lasts

    def make_token(self, user: User) -> str:
        return self.signer.sign(self.state_of(user))

    def check_token(self, user: User | None, token: str | None) -> bool:
        if user is None or not token or not user.is_active:
            return False
        try:
            state = self.signer.unsign(token, max_age=self.lasts)
        except signing.BadSignature:
            return False
        return constant_time_compare(state, self.state_of(user))

    def state_of(self, user: User) -> str:
        entered = user.last_login.isoformat() if user.last_login else ""
        said = f"{user.pk}|{user.password}|{user.email}|{entered}"
        salt = f"corett.accounts.tokens.{self.purpose}"
        return salted_hmac(salt, said, algorithm="sha256").hexdigest()


RESET = Tokens("reset", settings.RESET_LASTS)
INVITATION = Tokens("invitation", settings.INVITATION_LASTS)
