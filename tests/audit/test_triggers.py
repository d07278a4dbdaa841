"""The database itself keeps the trail and refuses what may not change."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from corett.accounts.models import User
from corett.audit import chain, postgresql, sqlite, tables, triggers
from corett.audit.acting import Actor, acting_as
from corett.audit.models import AuditHead, AuditRecord
from corett.directory.models import Institution
from plan.models import Plan, PlanEdition
from tests.factories import (
    InstitutionFactory,
    PlanEditionFactory,
    PlanFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def close_chain():
    """What PostgreSQL does when a transaction ends."""
    triggers.settle(connection)


def trail(table: str) -> list[tuple]:
    close_chain()
    found = AuditRecord.objects.filter(table=table).in_order()
    return [(kept.action, read(kept.before), read(kept.after)) for kept in found]


def read(text: str) -> dict:
    return json.loads(text) if text else {}


def test_a_row_that_comes_changes_and_goes_leaves_three_records():
    institution = InstitutionFactory(name="Fiscalía")
    Institution.objects.filter(pk=institution.pk).update(name="Fiscalía General")
    Institution.objects.filter(pk=institution.pk).delete()

    (come, change, go) = trail("directory_institution")

    assert (come[0], come[1], come[2]["name"]) == ("insert", {}, "Fiscalía")
    assert change == ("update", {"name": "Fiscalía"}, {"name": "Fiscalía General"})
    assert (go[0], go[1]["name"], go[2]) == ("delete", "Fiscalía General", {})


def test_a_change_by_hand_is_kept_as_well():
    institution = InstitutionFactory(name="Fiscalía")

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_institution SET name = 'Otra' WHERE id = %s", [institution.pk]
        )

    assert trail("directory_institution")[-1] == (
        "update",
        {"name": "Fiscalía"},
        {"name": "Otra"},
    )


def test_a_save_that_changes_nothing_leaves_nothing():
    institution = InstitutionFactory()
    institution.save()

    assert [action for action, _before, _after in trail("directory_institution")] == ["insert"]


def test_entering_leaves_nothing_and_a_new_password_only_its_hash():
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(last_login="2026-01-01T00:00:00Z")
    user.set_password("una-contraseña-larga")
    user.save()

    (_come, change) = trail("accounts_user")

    assert list(change[2]) == ["password"]
    assert len(change[2]["password"]) == 64
    assert change[2]["password"] != user.password


def test_the_record_says_who_acted_for_whom_and_when():
    with acting_as(Actor("7", "HN")):
        InstitutionFactory()
    InstitutionFactory()
    close_chain()

    (of_somebody, of_nobody) = AuditRecord.objects.filter(table="directory_institution").in_order()
    assert (of_somebody.actor, of_somebody.stakeholder) == ("7", "HN")
    assert (of_nobody.actor, of_nobody.stakeholder) == ("", "")
    assert of_somebody.at.endswith("Z")
    assert of_somebody.at <= of_nobody.at


def test_what_is_taken_back_leaves_no_record():
    with transaction.atomic():
        InstitutionFactory()
        transaction.set_rollback(True)

    assert trail("directory_institution") == []
    assert list(chain.faults()) == []


def test_the_chain_of_an_untouched_trail_has_no_faults():
    InstitutionFactory.create_batch(5)
    close_chain()

    last = AuditRecord.objects.in_order().last()
    assert list(chain.faults()) == []
    assert chain.head() == (last.position, last.sha256)
    assert chain.knows(*chain.head())
    assert not chain.knows(last.position, "0" * 64)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditrecord SET actor = 'otra'",
        "UPDATE audit_auditrecord SET sha256 = ''",
        "DELETE FROM audit_auditrecord",
        "DELETE FROM audit_audithead",
        "UPDATE audit_audithead SET position = 0, sha256 = ''",
        'INSERT INTO audit_auditrecord (position, at, actor, stakeholder, "table", "row",'
        " action, before, after, previous, sha256)"
        " VALUES (99, '', '', '', '', '', '', '', '', '', 'x')",
    ],
)
def test_the_trail_only_grows(statement):
    InstitutionFactory()
    close_chain()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_published_edition_of_the_plan_is_frozen():
    edition = PlanEditionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanEdition.objects.filter(pk=edition.pk).update(reason="Otro")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanEdition.objects.filter(pk=edition.pk).delete()

    edition.refresh_from_db()
    edition.save()


def test_what_is_not_frozen_changes():
    plan = PlanFactory(title="Antes")

    assert Plan.objects.filter(pk=plan.pk).update(title="Después") == 1


def test_every_guard_is_there_and_its_absence_is_told():
    assert triggers.missing() == []

    name, table = triggers.present()[0]
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')

    assert triggers.missing() == [name]


def test_lifting_the_guards_lets_change_what_is_frozen_and_puts_them_back():
    edition = PlanEditionFactory()

    with triggers.lifted():
        PlanEdition.objects.filter(pk=edition.pk).update(reason="Otro")

    assert triggers.missing() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanEdition.objects.filter(pk=edition.pk).delete()


def test_what_is_thawed_changes_and_the_trail_tells_of_it():
    edition = PlanEditionFactory()

    with triggers.thawed():
        PlanEdition.objects.filter(pk=edition.pk).update(reason="Otro")

    triggers.settle(connection)
    last = AuditRecord.objects.in_order().last()
    assert (last.table, last.action, json.loads(last.after)) == (
        "plan_planedition",
        "update",
        {"reason": "Otro"},
    )
    assert triggers.missing() == []


def test_without_guards_nothing_is_kept():
    head = AuditHead.objects.first()
    with triggers.lifted():
        InstitutionFactory()

    assert trail("directory_institution") == []
    assert AuditHead.objects.first() == head


def test_a_database_that_is_not_migrated_yet_gets_none(monkeypatch):
    """`migrate accounts` alone makes some of the tables; the whole of it makes the triggers."""
    made = []
    monkeypatch.setattr(triggers, "install", made.append)
    triggers.after_migrating("default")
    monkeypatch.setattr(triggers, "needed_tables", lambda: ["not_there_yet"])
    triggers.after_migrating("default")

    assert made == [connection]


def test_only_tables_of_the_systems_own_making_are_watched(monkeypatch):
    elsewhere = SimpleNamespace(_meta=SimpleNamespace(managed=False, proxy=False))
    monkeypatch.setattr(tables.apps, "get_models", lambda **_all: [elsewhere])

    assert list(tables.watched()) == []


def test_a_table_may_be_frozen_without_being_audited():
    (frozen,) = [one for one in tables.watched() if one.name == "plan_planedition"]
    words = postgresql if connection.vendor == "postgresql" else sqlite

    both = [name for name, _statement in words.statements([frozen])]
    alone = [name for name, _statement in words.statements([replace(frozen, audited=None)])]

    assert set(alone) < set(both)
    assert {name for name in both if "_frozen" in name} <= set(alone)


def test_a_record_and_the_head_are_called_by_their_number():
    institution = InstitutionFactory()
    triggers.settle(connection)
    last, head = AuditRecord.objects.in_order().last(), AuditHead.objects.get()

    assert str(last) == f"{last.position} · directory_institution {institution.pk}"
    assert str(head) == f"{last.position} {last.sha256}"
