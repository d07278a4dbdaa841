import logging

import pytest
from django.db import DatabaseError, connection

from corett.lib import sqlite
from corett.lib.sqlite import Keeping

WAL, ROLLBACK = Keeping("WAL", "FULL"), Keeping("DELETE", "EXTRA")


@pytest.mark.parametrize(
    ("version", "keeping", "reason"),
    [
        (
            (3, 40, 1),
            ROLLBACK,
            "SQLite 3.40.1: journal_mode=DELETE, synchronous=EXTRA. Antes de 3.51.3 el registro"
            " WAL puede dañarse cuando se reinicia mientras otros escriben, y por eso no se usa.",
        ),
        (
            (3, 51, 2),
            ROLLBACK,
            "SQLite 3.51.2: journal_mode=DELETE, synchronous=EXTRA. Antes de 3.51.3 el registro"
            " WAL puede dañarse cuando se reinicia mientras otros escriben, y por eso no se usa.",
        ),
        (
            (3, 51, 3),
            WAL,
            "SQLite 3.51.3: journal_mode=WAL, synchronous=FULL. Desde 3.51.3 el registro WAL es"
            " seguro con varios escritores a la vez.",
        ),
        (
            (4, 0, 0),
            WAL,
            "SQLite 4.0.0: journal_mode=WAL, synchronous=FULL. Desde 3.51.3 el registro WAL es"
            " seguro con varios escritores a la vez.",
        ),
    ],
)
def test_the_write_ahead_log_is_for_libraries_that_keep_it_whole(version, keeping, reason):
    assert sqlite.chosen(version) == keeping
    assert sqlite.why(version) == reason
    assert sqlite.options(version) == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={keeping.journal};"
        f" PRAGMA synchronous={keeping.synchronous};",
    }


@pytest.fixture
def on_sqlite(db):
    if connection.vendor != "sqlite":
        pytest.skip("It is about SQLite.")


@pytest.mark.usefixtures("on_sqlite")
def test_the_database_is_as_it_was_chosen_and_the_check_says_so():
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    assert sqlite.found(connection) == sqlite.chosen()
    assert (connection.transaction_mode, patience) == ("IMMEDIATE", 20_000)
    assert [(one.id, one.msg) for one in sqlite.keeps_what_it_is_told(["default"])] == [
        ("lib.I001", sqlite.why())
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_sqlite")
def test_a_database_that_does_not_wait_for_the_disk_is_an_error():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        [said] = sqlite.keeps_what_it_is_told(["default"])
        cursor.execute(f"PRAGMA synchronous={sqlite.chosen().synchronous}")

    chosen = sqlite.chosen()
    assert (said.id, said.level) == ("lib.E001", logging.ERROR)
    assert said.msg == (
        f"La base de datos está con journal_mode={chosen.journal}, synchronous=NORMAL y debe estar"
        f" con {chosen}."
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_sqlite")
def test_a_server_says_it_when_it_starts(caplog):
    caplog.set_level(logging.INFO, logger="corett.start")

    sqlite.say_at_start()

    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [("INFO", sqlite.why())]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_sqlite")
def test_a_database_that_is_away_does_not_keep_the_server_from_starting(caplog, monkeypatch):
    def is_away(connection):
        raise DatabaseError("unable to open database file")

    monkeypatch.setattr(sqlite, "found", is_away)

    sqlite.say_at_start()

    assert caplog.messages == ["unable to open database file"]


def test_another_database_has_its_own_ways(monkeypatch):
    class Other:
        vendor = "postgresql"

    monkeypatch.setattr(sqlite, "connections", {"default": Other()})

    assert sqlite.keeps_what_it_is_told(["default"]) == []
    assert sqlite.say_at_start() is None
