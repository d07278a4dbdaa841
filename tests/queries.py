"""What a page asks the database: its questions, without the marks where transactions begin."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

MARKS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "SET TRANSACTION")
ONCE_A_MINUTE = 'UPDATE "ACCOUNTS_SESSION" SET "SEEN_AT"'
"""That the session is in use: it falls on some page or other."""

MOST = 15
"""No list and no dashboard asks more often, whatever it holds."""


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that run inside, in their order; filled when the block ends."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [
        query["sql"]
        for query in captured
        if not query["sql"].upper().startswith((*MARKS, ONCE_A_MINUTE))
    ]
