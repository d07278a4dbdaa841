"""How SQLite keeps what it was told to keep, and why so.

The write-ahead log is faster, and before 3.51.3 the library may damage it when it starts the log
anew while others write; an older library gets a rollback journal. Either way a transaction that
was acknowledged is on the disk (`EXTRA` and `FULL` wait for it), and writers wait for each other
from their first statement on (`IMMEDIATE`).
"""

import logging
import sqlite3
from dataclasses import dataclass

from django.core import checks
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

SAFE_LOG = (3, 51, 3)
PATIENCE = 20
"""Seconds that a writer waits for the one before."""
SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")

logger = logging.getLogger("corett.start")


@dataclass(frozen=True)
class Keeping:
    journal: str
    synchronous: str

    def __str__(self):
        return f"journal_mode={self.journal}, synchronous={self.synchronous}"


def chosen(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Keeping:
    return Keeping("WAL", "FULL") if version >= SAFE_LOG else Keeping("DELETE", "EXTRA")


def options(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> dict:
    """For the `OPTIONS` of the database in the settings."""
    keeping = chosen(version)
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": PATIENCE,
        "init_command": (
            f"PRAGMA journal_mode={keeping.journal}; PRAGMA synchronous={keeping.synchronous};"
        ),
    }


def why(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    said = {"version": spelled(version), "safe": spelled(SAFE_LOG), "keeping": chosen(version)}
    if version >= SAFE_LOG:
        sentence = _(
            "SQLite %(version)s: %(keeping)s. Desde %(safe)s el registro WAL es seguro con varios"
            " escritores a la vez."
        )
    else:
        sentence = _(
            "SQLite %(version)s: %(keeping)s. Antes de %(safe)s el registro WAL puede dañarse"
            " cuando se reinicia mientras otros escriben, y por eso no se usa."
        )
    return sentence % said


def spelled(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version[:3]))


def found(connection: BaseDatabaseWrapper) -> Keeping:
    """What the database says of itself. Raises DatabaseError."""
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0].upper()
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    return Keeping(journal, SYNCHRONOUS[synchronous])


def register() -> None:
    checks.register(keeps_what_it_is_told, checks.Tags.database)


def keeps_what_it_is_told(databases=None, **_kwargs) -> list[checks.CheckMessage]:
    """Said at each `migrate` and `check --database default`."""
    return [
        message_of(connections[alias])
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
    ]


def message_of(connection: BaseDatabaseWrapper) -> checks.CheckMessage:
    said = found(connection)
    if said == chosen():
        return checks.Info(why(), id="lib.I001")
    return checks.Error(
        _("La base de datos está con %(found)s y debe estar con %(chosen)s.")
        % {"found": said, "chosen": chosen()},
        hint=_("Detenga todos los procesos que la usan y arranque de nuevo. %(why)s")
        % {"why": why()},
        id="lib.E001",
    )


def say_at_start(alias: str = "default") -> None:
    """What a server writes into its log when it starts; a database that is away is told later."""
    connection = connections[alias]
    if connection.vendor != "sqlite":
        return
    try:
        message = message_of(connection)
    except DatabaseError as error:
        logger.error("%s", error)
    else:
        logger.log(message.level, "%s", message.msg)
    finally:
        connection.close()
