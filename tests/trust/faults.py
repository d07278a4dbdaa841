"""What always worked fails once: the n-th call to the database, to a file, to the mail."""

import builtins
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from corett.lib import durable


class Fault:
    """Counts the calls and lets one of them fail."""

    def __init__(self, number: int, error: Exception):
        self.number, self.error, self.calls = number, error, 0

    @property
    def has_struck(self) -> bool:
        return self.calls >= self.number

    def strike(self) -> None:
        self.calls += 1
        if self.calls == self.number:
            raise self.error


@contextmanager
def in_database(number: int) -> Iterator[Fault]:
    """Statements and commits alike, as where the connection is cut."""
    fault = Fault(number, OperationalError("server closed the connection unexpectedly"))
    commit = BaseDatabaseWrapper._commit

    def execute(call, sql, params, many, context):
        fault.strike()
        return call(sql, params, many, context)

    def commit_or_fail(self):
        fault.strike()
        return commit(self)

    with (
        connection.execute_wrapper(execute),
        mock.patch.object(BaseDatabaseWrapper, "_commit", commit_or_fail),
    ):
        yield fault


@contextmanager
def in_files(number: int) -> Iterator[Fault]:
    """Writing a file, and telling the disk to keep it: no room is left.

    What goes through a pipe to another process takes no room.
    """
    fault = Fault(number, OSError(errno.ENOSPC, "No space left on device"))

    def striking(real):
        def call(*args, **options):
            fault.strike()
            return real(*args, **options)

        return call

    def written(descriptor, data):
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            fault.strike()
        return real_write(descriptor, data)

    def opened(file, mode="r", *args, **options):
        if set(mode) & set("wxa+") and isinstance(file, str | os.PathLike):
            fault.strike()
        return real_open(file, mode, *args, **options)

    real_open, real_write = builtins.open, os.write
    with ExitStack() as stack:
        for module, name in ((os, "fsync"), (os, "replace"), (durable, "sync")):
            stack.enter_context(mock.patch.object(module, name, striking(getattr(module, name))))
        stack.enter_context(mock.patch.object(os, "write", written))
        stack.enter_context(mock.patch.object(builtins, "open", opened))
        yield fault


@contextmanager
def in_mail(number: int) -> Iterator[Fault]:
    fault = Fault(number, OSError(errno.ECONNREFUSED, "Connection refused"))
    send, begin = EmailBackend.send_messages, EmailBackend.open

    def sending(self, several):
        fault.strike()
        return send(self, several)

    def opening(self):
        fault.strike()
        return begin(self)

    with (
        mock.patch.object(EmailBackend, "send_messages", sending),
        mock.patch.object(EmailBackend, "open", opening),
    ):
        yield fault


PLACES = {"base de datos": in_database, "archivos": in_files, "correo": in_mail}
