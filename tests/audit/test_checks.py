import pytest
from django.core.checks import run_checks
from django.db import connection

from corett.audit import triggers

pytestmark = pytest.mark.django_db


def said() -> list[str]:
    found = run_checks(databases=["default"])
    return [message.msg for message in found if message.id == "audit.E001"]


def test_a_database_that_guards_itself_is_fine():
    assert said() == []


def test_a_missing_guard_is_an_error():
    name, table = triggers.present()[0]
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')

    assert said() == ["A la base de datos le falta 1 de sus guardas."]
