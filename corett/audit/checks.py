"""`check --database default` says so where the database does not guard itself."""

from django.core import checks
from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.audit import triggers


def register() -> None:
    checks.register(guards_are_there, checks.Tags.database)


def guards_are_there(databases=None, **_kwargs) -> list:
    return [
        checks.Error(
            sentence(len(absent)),
            hint=_("Ejecute «python manage.py migrate», que las pone de nuevo."),
            id="audit.E001",
        )
        for alias in databases or []
        if is_migrated(connections[alias]) and (absent := triggers.missing(connections[alias]))
    ]


def sentence(count: int) -> str:
    return ngettext(
        "A la base de datos le falta %(count)d de sus guardas.",
        "A la base de datos le faltan %(count)d de sus guardas.",
        count,
    ) % {"count": count}


def is_migrated(connection) -> bool:
    return set(triggers.needed_tables()) <= set(connection.introspection.table_names())
