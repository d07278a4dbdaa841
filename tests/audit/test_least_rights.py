"""On PostgreSQL the site runs with an account that owns no table, as the README tells how."""

import re

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from corett.audit import chain, triggers
from tests.factories import MembershipFactory, StakeholderFactory
from tests.trust.occasions import OCCASIONS, post

pytestmark = pytest.mark.django_db

OF_THE_OWNER = [
    "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
    "DROP TABLE audit_auditrecord CASCADE",
    "TRUNCATE audit_auditrecord",
    "SET session_replication_role = replica",
    "CREATE TABLE otra (id int)",
]


def recipe() -> str:
    """The block of SQL of the README."""
    text = (settings.BASE_DIR / "README.md").read_text()
    return re.search(r"```sql\n(.*?)```", text, re.S)[1]


@pytest.fixture
def _as_the_site(_on_postgresql):
    with connection.cursor() as cursor:
        cursor.execute(recipe())
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def _on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no accounts; whoever reads the file owns it.")


def become_the_site() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE corett_sitio")


@pytest.mark.usefixtures("_as_the_site")
@pytest.mark.parametrize("kind", OCCASIONS, ids=lambda kind: kind.__name__)
def test_people_do_all_their_work(kind):
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    told = kind(secretariat)
    client = Client()
    client.force_login(told.who.user)
    before = told.rows()
    become_the_site()

    response = post(client, told, told.fields(client))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert response.status_code == 302
    assert told.rows() == [count + 1 for count in before]


@pytest.mark.usefixtures("_as_the_site")
@pytest.mark.parametrize("statement", OF_THE_OWNER)
def test_it_can_lift_no_guard(statement):
    become_the_site()

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert triggers.missing() == []
    assert list(chain.faults()) == []
