"""Who acts, so that the database can write it beside each change.

SQLite asks the variable itself, through a function; PostgreSQL is told it in its session.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DatabaseError, connection


@dataclass(frozen=True)
class Actor:
    """`name` is the number of an account or, of a command, its name; `stakeholder` a code."""

    name: str = ""
    stakeholder: str = ""


NOBODY = Actor()
acting: ContextVar[Actor] = ContextVar("acting", default=NOBODY)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """What changes inside is kept under this name. It begins outside of any transaction."""
    token = acting.set(actor)
    tell(connection, actor)
    try:
        yield
    finally:
        acting.reset(token)
        with suppress(DatabaseError):
            tell(connection, acting.get())


def tell(connection, actor: Actor) -> None:
    """Tell PostgreSQL, if it is connected already; whoever connects later is told then."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('corett.actor', %s, false),"
            " set_config('corett.stakeholder', %s, false)",
            [actor.name, actor.stakeholder],
        )
