from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside stands as it did at one moment, whatever others save meanwhile.

    SQLite gives that to any transaction; PostgreSQL is asked for it, where a transaction begins.
    """
    must_ask = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic():
        if must_ask:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
