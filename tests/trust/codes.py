"""Telephones of the tests: they show the code of a key at a time."""

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from corett.accounts.models import Membership, User
from tests.factories import MembershipFactory, StakeholderFactory

PASSWORD = "una contraseña de prueba"


def somebody(**kind) -> Membership:
    return MembershipFactory(stakeholder=StakeholderFactory(**kind))


def telephone_of(user: User) -> str:
    """Gives the person a second factor; its key."""
    key = random_hex(20)
    TOTPDevice.objects.create(user=user, name="teléfono", key=key, confirmed=True)
    return key


def code_of(key: str, *, later: int = 0) -> str:
    """What the telephone shows now, or so many half minutes later."""
    totp = TOTP(bytes.fromhex(key), drift=later)
    return f"{totp.token():06d}"


def wrong_code_of(key: str) -> str:
    """One that is right at none of the times near now."""
    right = {code_of(key, later=step) for step in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in right)


def log_in(client, user: User, password: str = PASSWORD, **more):
    typed = {"username": user.email, "password": password}
    return client.post("/cuenta/entrar/", typed, **more)
