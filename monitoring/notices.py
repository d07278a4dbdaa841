"""Mails: written down first, then sent once.

A mail is one row of `Notice`, unique by person, occasion and thing. Whoever sends it takes it first
with a conditional UPDATE, so that of two at once one does; what does not go out keeps the reason
and is tried again. What was taken and never marked as sent was dropped by a machine that stopped:
after an hour anybody may take it again.
"""

import datetime
import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from corett.accounts.models import User
from monitoring import receipts
from monitoring.models import Notice, Occasion

CLAIM_LASTS = datetime.timedelta(hours=1)
MOST_SUBJECT = 250

logger = logging.getLogger(__name__)

Key = tuple[int, str, str]
"""A person, an occasion and a thing: what is told once."""


@dataclass(frozen=True)
class Letter:
    """A mail in the words of its person's language."""

    user: User
    occasion: Occasion
    about: str
    subject: str
    body: str

    @property
    def key(self) -> Key:
        return (self.user.pk, str(self.occasion), self.about)

    def notice(self) -> Notice:
        return Notice(
            user=self.user,
            occasion=self.occasion,
            about=self.about,
            address=self.user.email,
            subject=" ".join(self.subject.split())[:MOST_SUBJECT],
            body=self.body,
        )


@dataclass(frozen=True)
class Sent:
    sent: int = 0
    failed: int = 0


def keys_written(abouts: Collection[str]) -> dict[Key, bool]:
    """What was already written of these things, and whether it went out."""
    rows = Notice.objects.filter(about__in=abouts).values_list(
        "user_id", "occasion", "about", "sent_at"
    )
    return {(user, occasion, about): sent is not None for user, occasion, about, sent in rows}


def write(letters: Iterable[Letter]) -> None:
    """Write down what nobody has; of what waits unsent, bring the words up to date."""
    notices = {letter.key: letter.notice() for letter in letters}
    written = keys_written({about for _user, _occasion, about in notices})
    fresh = [notices[key] for key in sorted(notices.keys() - written.keys())]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    for key in sorted(key for key in notices if written.get(key) is False):
        bring_up_to_date(notices[key])


def bring_up_to_date(notice: Notice) -> None:
    """Unless somebody is sending it just now."""
    unsent = Notice.objects.unsent().filter(
        user=notice.user, occasion=notice.occasion, about=notice.about, claimed_at__isnull=True
    )
    unsent.update(address=notice.address, subject=notice.subject, body=notice.body)


def waiting(keys: Collection[Key]) -> list[Notice]:
    """Those that are written and not sent."""
    unsent = Notice.objects.unsent().filter(about__in={about for _user, _occasion, about in keys})
    return [one for one in unsent.order_by("pk") if key_of(one) in keys]


def receipts_waiting() -> set[Key]:
    """They never become needless: who sent a report is told, however late."""
    return {key_of(one) for one in Notice.objects.unsent().filter(occasion=Occasion.RECEIPT)}


def key_of(notice: Notice) -> Key:
    return (notice.user_id, notice.occasion, notice.about)


def send_after_commit(keys: Collection[Key]) -> None:
    """Once what they tell is sure; what does not go out is left for the next run."""
    transaction.on_commit(lambda: try_to_send(keys))


def try_to_send(keys: Collection[Key]) -> None:
    try:
        send(keys)
    except Exception:
        logger.exception("Los avisos no salieron por correo; se intentará en la próxima corrida.")


def send(keys: Collection[Key]) -> Sent:
    """Send each that waits, once. A server that does not answer is not asked for each of them."""
    sent = failed = 0
    connection = get_connection()
    for notice in waiting(keys):
        if not claim(notice):
            continue
        fault = fault_of_sending(notice, connection)
        if fault is None:
            mark_sent(notice)
            sent += 1
            continue
        give_back(notice, fault)
        failed += 1
        if is_of_the_server(fault):
            break
    with suppress(OSError):
        connection.close()
    return Sent(sent, failed)


def claim(notice: Notice) -> bool:
    """Whether it is now ours to send; what it says is read after that, and changes no more."""
    now = timezone.now()
    is_free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LASTS)
    unsent = Notice.objects.unsent().filter(is_free, pk=notice.pk)
    if not unsent.update(claimed_at=now):
        return False
    notice.refresh_from_db()
    return True


def fault_of_sending(notice: Notice, connection) -> Exception | None:
    message = EmailMessage(
        notice.subject,
        notice.body,
        to=[notice.address],
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        for attached in attachments(notice):
            message.attach(*attached)
        connection.open()
        message.send()
    except Exception as fault:
        logger.warning("El aviso %s no salió: %s", notice.pk, fault)
        return fault
    return None


def attachments(notice: Notice) -> list[tuple[str, bytes, str]]:
    """Made when it goes out, and not kept with it: what it is made of is frozen."""
    if notice.occasion != Occasion.RECEIPT:
        return []
    return [receipts.attachment(receipts.mailed_as(notice.about))]


def is_of_the_server(fault: Exception) -> bool:
    """Not of this one address or text: the next mail would meet it too."""
    is_of_the_mail = isinstance(fault, SMTPRecipientsRefused | SMTPDataError)
    return isinstance(fault, OSError) and not is_of_the_mail


def mark_sent(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), fault="")


def give_back(notice: Notice, fault: Exception) -> None:
    said = f"{type(fault).__name__}: {fault}"
    Notice.objects.unsent().filter(pk=notice.pk).update(claimed_at=None, fault=said)


def set_aside(keys: Collection[Key], why: str) -> None:
    """What waits and is not among these has been overtaken: it says why, and is not sent."""
    waits = Notice.objects.unsent().filter(claimed_at__isnull=True).exclude(fault=why)
    overtaken = [one.pk for one in waits.defer("body") if key_of(one) not in keys]
    Notice.objects.unsent().filter(pk__in=overtaken, claimed_at__isnull=True).update(fault=why)
