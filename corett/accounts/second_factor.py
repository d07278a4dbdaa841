"""The second factor: a code of the telephone (TOTP), or one of the recovery codes, once each.

What is known of it is kept in the session, so that no page asks the database for it. Whoever
changes it ends the person's other sessions, and with them what they knew.
"""

import base64
import hashlib
import re
import secrets
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from corett.accounts import letters
from corett.accounts.models import LetterKind, RecoveryCode, User
from corett.accounts.permissions import can_reset_second_factor, must_have_second_factor
from corett.accounts.sessions import end_sessions

STATE, NEW_KEY = "second_factor", "second_factor_key"
NONE, WAITING, CONFIRMED = "none", "waiting", "confirmed"
RECOVERY_CODES = 10
LETTERS = 24
"""120 bits in base 32: with so many, a plain hash of a code keeps it secret."""


class Refused(Exception):
    """The message is for the person."""


def wrong_code() -> Refused:
    return Refused(
        _(
            "El código no es válido o ya se usó. Escriba el que muestra ahora su teléfono; si no"
            " coincide, revise que la hora del teléfono sea automática."
        )
    )


def has_device(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def state_in(request) -> str:
    """Asked once a session."""
    if STATE not in request.session:
        request.session[STATE] = WAITING if has_device(request.user) else NONE
    return request.session[STATE]


def is_missing(request) -> bool:
    """Whether the person must give the second factor, or choose one, before anything else."""
    if not settings.SECOND_FACTOR or not request.user.is_authenticated:
        return False
    state = state_in(request)
    return state == WAITING or (state == NONE and must_have_second_factor(request.user))


def new_key(request) -> str:
    """The key that the page of this session offers, until it is confirmed."""
    return request.session.setdefault(NEW_KEY, random_hex(20))


def as_text(key: str) -> str:
    """For who types it: base 32, in groups."""
    plain = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(re.findall("....", plain))


def qr_of(key: str, user: User) -> str:
    """The image that a telephone reads, as an address that holds it."""
    secret = base64.b32encode(bytes.fromhex(key)).decode()
    said = urlencode({"secret": secret, "issuer": "CORETT"})
    return segno.make(
        f"otpauth://totp/{quote(f'CORETT:{user.email}')}?{said}", error="m"
    ).svg_data_uri(scale=5, border=4, light="#fff")


@transaction.atomic
def set_up(key: str, code: str, *, user: User, session_key: str) -> list[str]:
    """Take this telephone, and give the recovery codes; the person's other sessions end."""
    User.objects.select_for_update().get(pk=user.pk)
    if has_device(user):
        raise Refused(_("Su cuenta ya tiene un segundo factor. Para cambiarlo, quítelo antes."))
    step = step_of(key, code)
    if step is None:
        raise wrong_code()
    TOTPDevice.objects.filter(user=user).delete()
    TOTPDevice.objects.create(user=user, name="teléfono", key=key, confirmed=True, last_t=step)
    end_sessions(user, but=session_key)
    letters.write(LetterKind.FACTOR_ON, user=user, by=user)
    return new_codes(user)


def step_of(key: str, code: str) -> int | None:
    """Which half minute this code is of; None if it is of none near now."""
    totp = TOTP(bytes.fromhex(key), drift=0)
    return totp.t() if is_number(code) and totp.verify(int(plain(code)), 1) else None


def is_number(code: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", plain(code)) is not None


def plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


@transaction.atomic
def confirm(code: str, *, user: User) -> None:
    """Accept a code of the telephone, or a recovery code, each once; Refused otherwise."""
    User.objects.select_for_update().get(pk=user.pk)
    if is_number(code):
        is_right = fits_device(plain(code), user)
    else:
        is_right = spend_recovery_code(plain(code), user)
    if not is_right:
        raise wrong_code()


def fits_device(code: str, user: User) -> bool:
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return device is not None and device.verify_token(code)


def spend_recovery_code(code: str, user: User) -> bool:
    unused = RecoveryCode.objects.filter(user=user, used_at=None, digest=hash_of(code))
    return unused.update(used_at=timezone.now()) == 1


def hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


@transaction.atomic
def renew_codes(code: str, *, user: User) -> list[str]:
    confirm(code, user=user)
    return new_codes(user)


def new_codes(user: User) -> list[str]:
    """Shown this once; those of before open nothing any more."""
    RecoveryCode.objects.filter(user=user).delete()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    codes = [
        "".join(secrets.choice(alphabet) for _i in range(LETTERS)) for _n in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=hash_of(one)) for one in codes)
    return ["-".join(re.findall("....", one)) for one in codes]


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def switch_off(code: str, *, user: User, session_key: str) -> None:
    """Only with a fresh code, and only where nobody demands it."""
    if must_have_second_factor(user):
        raise Refused(_("Por lo que representa, su cuenta no puede quedar sin segundo factor."))
    confirm(code, user=user)
    remove(user)
    end_sessions(user, but=session_key)
    letters.write(LetterKind.FACTOR_OFF, user=user, by=user)


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """Of somebody who lost telephone and codes: the password enters, and chooses another."""
    if not can_reset_second_factor(by, user):
        raise Refused(_("El segundo factor de esta cuenta no lo puede quitar usted."))
    remove(user)
    end_sessions(user)
    letters.write(LetterKind.FACTOR_RESET, user=user, by=by)


def remove(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
