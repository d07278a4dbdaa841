"""Write down what is due and send what waits; harmless however often, and by however many."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring import notices
from monitoring.annual.announcing import recent_letters
from monitoring.notices import Letter, Sent
from monitoring.reminders.digest import due_digests
from monitoring.reminders.due import Due, due_of_reports, owed_reports


@dataclass(frozen=True)
class Outcome:
    sent: Sent
    waiting: int
    """Written and not sent: the next run tries again."""


def due_today() -> list[Due]:
    return [*due_of_reports(owed_reports()), *due_digests()]


def letters_to_send(due: list[Due]) -> list[Letter]:
    """Those of which no mail has gone out yet."""
    written = notices.keys_written({one.about for one in due})
    return [one.letter() for one in due if not written.get(one.key)]


def run() -> Outcome:
    due = due_today()
    published = recent_letters()
    letters = [*letters_to_send(due), *published]
    keys = {one.key for one in due} | {one.key for one in published} | notices.receipts_waiting()
    notices.write(letters)
    notices.set_aside(keys, _("Ya no hacía falta cuando se iba a enviar."))
    sent = notices.send(keys)
    return Outcome(sent, waiting=len(notices.waiting(keys)))
