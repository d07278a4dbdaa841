"""What an answer means for the person who asked, in the words of the table of permissions."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url
from django.urls import reverse

from corett.accounts.models import User

SEES, LEADS, DOES, NOT_NOW = "ve", "pasa", "hace", "ahora no"
LOG_IN, SECOND_FACTOR = "entrar", "segundo factor"

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OF_THE_VISIT = (
    "django_session",
    "accounts_session",
    "accounts_attempts",
    "lib_submission",
    'SET "last_login"',
)
"""Who is here and since when: the only thing that looking at a page may write."""


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def written() -> Iterator[list[tuple[str, tuple]]]:
    """The statements that change rows, with their values, but for those of the visit itself."""
    found: list[tuple[str, tuple]] = []

    def keep(execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES) and not any(one in sql for one in OF_THE_VISIT):
            found.extend((sql, tuple(one or ())) for one in (params if many else [params]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield found


def content_hash() -> str:
    """Of every row of every table but those of the visit."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in OF_THE_VISIT:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = sorted(repr(row) for row in cursor.fetchall())
            digest.update(f"{table}\n{rows}".encode())
    return digest.hexdigest()


def enter(client, user: User | None) -> None:
    """As somebody whose session began before this moment, whatever became of the account."""
    client.logout()
    if user is not None:
        entered = User.objects.values_list("last_login", flat=True).get(pk=user.pk)
        client.force_login(user)
        User.objects.filter(pk=user.pk).update(last_login=entered)


def ask(client, method: str, url: str, data=None) -> tuple[str, bool]:
    """What one gets, and whether any row was written, even if taken back afterwards."""
    with written() as statements:
        response = client.generic(method, url) if data is None else client.post(url, data)
        if response.streaming:
            b"".join(response.streaming_content)
    return meaning(response, wrote=bool(statements)), bool(statements)


def meaning(response, *, wrote: bool) -> str:
    status = response.status_code
    if status in (301, 302):
        return destination(response.url, wrote=wrote)
    if response.request["REQUEST_METHOD"] == "POST" and status < 400:
        return DOES if wrote else SEES
    return {200: SEES, 304: SEES, 409: NOT_NOW, 422: NOT_NOW}.get(status, str(status))


def destination(url: str, *, wrote: bool) -> str:
    path = url.partition("?")[0]
    if path in (resolve_url(settings.LOGIN_URL), reverse("admin:login")):
        return LOG_IN
    if path in ("/cuenta/segundo-factor/", "/cuenta/codigo/"):
        return SECOND_FACTOR
    return DOES if wrote else LEADS
