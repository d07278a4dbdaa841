"""Putting the triggers in, taking them out, and seeing that they are there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection as default_connection
from django.db import connections, transaction

from corett.audit import postgresql, sqlite
from corett.audit.tables import watched

PREFIX = "corett_"


def before_migrating(using: str, **_kwargs) -> None:
    drop(connections[using])


def after_migrating(using: str, **_kwargs) -> None:
    if set(needed_tables()) <= set(connections[using].introspection.table_names()):
        install(connections[using])


def needed_tables() -> list[str]:
    return [sqlite.RECORD, sqlite.HEAD, *(table.name for table in watched())]


def expected(connection) -> dict[str, str]:
    """The statement of each trigger by its name."""
    words = postgresql if connection.vendor == "postgresql" else sqlite
    return dict(words.statements(list(watched())))


def install(connection=default_connection) -> None:
    """All of them anew, in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        take_out(cursor, connection)
        if connection.vendor == "postgresql":
            cursor.execute(postgresql.FUNCTIONS)
        for statement in expected(connection).values():
            cursor.execute(statement)


def drop(connection=default_connection) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        take_out(cursor, connection)


def take_out(cursor, connection, part: str = "") -> None:
    """Those whose names have that part."""
    for name, table in present(connection):
        if part in name:
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


def present(connection=default_connection) -> list[tuple[str, str]]:
    """The names of those that are there and at work, each with its table."""
    asks = {
        "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
        " WHERE tgname LIKE 'corett\\_%' AND tgenabled <> 'D' AND NOT tgisinternal"
        " AND c.relnamespace = current_schema()::regnamespace",
        "sqlite": "SELECT name, tbl_name FROM sqlite_master"
        " WHERE type = 'trigger' AND name LIKE 'corett\\_%' ESCAPE '\\'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asks[connection.vendor])
        return cursor.fetchall()


def missing(connection=default_connection) -> list[str]:
    return sorted(set(expected(connection)) - {name for name, _table in present(connection)})


@contextmanager
def lifted(connection=default_connection, *, part: str = "") -> Iterator[None]:
    """Without any of them, for whoever restores a backup or, in tests, alters what may not be."""
    settle(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        take_out(cursor, connection, part)
    try:
        yield
    finally:
        settle(connection)
        install(connection)


def thawed(connection=default_connection):
    """Published rows can change inside, and the trail tells of it: the demonstration dates its
    invented reports so.
    """
    return lifted(connection, part="_frozen")


def settle(connection) -> None:
    """What waits for the end of the transaction is done now: else no trigger can be taken out."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
