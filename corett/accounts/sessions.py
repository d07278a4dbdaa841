"""The session engine: a session ends when it is idle, and when it is old, whatever it does.

Both ends are in the one date that the database compares on reading, so that no check is forgotten.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import salted_hmac

from corett.accounts.models import Session, User

OPENED = "opened_at"
AGENT = "agent"
NOTED_EVERY = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        self.seen_at = row.seen_at if row else None
        return row

    def create_model_instance(self, data):
        """Its age counts from when somebody entered; before, from each change."""
        if USER_KEY in data:
            data.setdefault(OPENED, timezone.now().isoformat())
        row = super().create_model_instance(data)
        row.public_id = public_id(row.session_key)
        row.user_id, row.agent = data.get(USER_KEY), data.get(AGENT, "")
        row.opened_at, row.seen_at = opened_at(data), timezone.now()
        return row

    def get_expiry_date(self, **kwargs):
        """The nearer of both ends."""
        now, opened = timezone.now(), opened_at(self._get_session())
        return min(now + settings.SESSION_IDLE, opened + settings.SESSION_OLDEST)

    def get_expiry_age(self, **kwargs):
        return max(0, int((self.get_expiry_date() - timezone.now()).total_seconds()))

    def get_expire_at_browser_close(self):
        """The browser is told no date: the end moves with each use, and the server knows it."""
        return True

    def note_use(self) -> None:
        """Puts the idle end off, at most once a minute, and changes nothing else of the row."""
        now = timezone.now()
        if self.seen_at is None or now - self.seen_at < NOTED_EVERY:
            return
        rows = Session.objects.filter(session_key=self.session_key)
        rows.update(seen_at=now, expire_date=self.get_expiry_date())


def opened_at(data: dict) -> datetime:
    return datetime.fromisoformat(data[OPENED]) if OPENED in data else timezone.now()


def public_id(session_key: str) -> UUID:
    """The name of a session in addresses; it opens nothing."""
    digest = salted_hmac("corett.accounts.sessions", session_key, algorithm="sha256")
    return UUID(digest.hexdigest()[:32])


def end_sessions(user: User, *, but: str | None = None, named: str | None = None) -> int:
    """End every session of the person, or every other one than that key, or of these the one of
    that public name; says how many.
    """
    sessions = Session.objects.filter(user=user).exclude(session_key=but or "")
    if named:
        sessions = sessions.filter(public_id=named)
    return sessions.delete()[0]
