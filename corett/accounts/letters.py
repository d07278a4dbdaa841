"""Mails about an account: invitation, new password, and what changed at its door.

A letter is a row first and goes out afterwards, away from the request: so that whoever asks waits
as long for an address that has an account as for one that has none, and a mail that fails is
tried again by `send_reminders`.
"""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from corett.accounts import tokens
from corett.accounts.models import Letter, LetterKind, User

AGAIN_AFTER = timedelta(minutes=5)
logger = logging.getLogger(__name__)


def write(kind: LetterKind, *, user: User | None, by: User | None, address: str = "") -> Letter:
    letter = Letter.objects.create(kind=kind, user=user, asked_by=by, address=address)
    transaction.on_commit(lambda: import_string(settings.ACCOUNT_LETTERS_LAUNCHER)())
    return letter


def in_background() -> None:
    threading.Thread(target=deliver_and_close, daemon=True).start()


def deliver_and_close() -> None:
    try:
        deliver()
    except Exception:
        logger.exception("Los correos de cuentas quedan para la próxima corrida.")
    finally:
        connection.close()


def deliver() -> int:
    """Send what waits; says how many went out. May run several times at once."""
    return sum(send(letter) for letter in Letter.objects.waiting().select_related("user"))


def send(letter: Letter) -> bool:
    """A letter that fails stays, and is tried again after a while."""
    if not claim(letter):
        return False
    if letter.user is not None and letter.user.is_active:
        try:
            message_of(letter).send()
        except OSError:
            logger.exception("No salió el correo %s; se intentará de nuevo.", letter.pk)
            return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
    return True


def claim(letter: Letter) -> bool:
    """Only one of those who try at once gets it."""
    now = timezone.now()
    free = Q(tried_at=None) | Q(tried_at__lt=now - AGAIN_AFTER)
    return Letter.objects.filter(free, pk=letter.pk, sent_at=None).update(tried_at=now) == 1


def message_of(letter: Letter) -> EmailMessage:
    user = letter.user
    with translation.override(user.language):
        context = {
            "user": user,
            "by": letter.asked_by,
            "link": link_of(letter),
            "site": settings.SITE_URL,
            "minutes": int(settings.RESET_LASTS.total_seconds() // 60),
            "days": settings.INVITATION_LASTS.days,
        }
        body = render_to_string(f"accounts/mails/{letter.kind}.txt", context)
        return EmailMessage(subject_of(letter.kind), body, to=[letter.address or user.email])


def subject_of(kind: str) -> str:
    return {
        LetterKind.INVITATION: _("Su cuenta en el seguimiento del plan de la CORETT"),
        LetterKind.RESET: _("Elija una contraseña nueva"),
        LetterKind.PASSWORD_CHANGED: _("La contraseña de su cuenta cambió"),
        LetterKind.EMAIL_CHANGED: _("El correo de su cuenta cambió"),
        LetterKind.FACTOR_ON: _("Su cuenta tiene ahora un segundo factor"),
        LetterKind.FACTOR_OFF: _("Su cuenta ya no tiene segundo factor"),
        LetterKind.FACTOR_RESET: _("Quitaron el segundo factor de su cuenta"),
    }[LetterKind(kind)]


def link_of(letter: Letter) -> str:
    pages = {
        LetterKind.INVITATION: ("accounts:invitation", tokens.INVITATION),
        LetterKind.RESET: ("accounts:reset_confirm", tokens.RESET),
    }
    if letter.kind not in pages:
        return ""
    page, makes = pages[LetterKind(letter.kind)]
    name = urlsafe_base64_encode(force_bytes(letter.user.pk))
    return settings.SITE_URL + reverse(page, args=[name, makes.make_token(letter.user)])
