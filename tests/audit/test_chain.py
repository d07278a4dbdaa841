"""Whoever alters the trail behind the system's back, with all guards away, is found out."""

import random

import pytest

from corett.audit import chain, triggers
from corett.audit.models import AuditHead, AuditRecord
from tests.factories import InstitutionFactory
from tests.scale import times

pytestmark = pytest.mark.django_db

FIELDS = ("at", "actor", "stakeholder", "table", "row", "action", "before", "after", "sha256")


@pytest.fixture
def last():
    """The number of the last record of a trail of some length, without its guards."""
    InstitutionFactory.create_batch(12)
    with triggers.lifted():
        yield AuditRecord.objects.in_order().last().position


def record(position: int) -> AuditRecord:
    return AuditRecord.objects.get(position=position)


def move(position: int, to: int | None) -> None:
    AuditRecord.objects.filter(position=position).update(position=to)


def test_an_edited_record_is_named(last):
    AuditRecord.objects.filter(position=3).update(actor="otra")

    assert list(chain.faults()) == ["El registro 3 se alteró."]


def test_a_record_that_is_made_anew_breaks_the_next(last):
    third = record(3)
    third.actor = "otra"
    third.sha256 = chain.link_of(third)
    third.save()

    assert list(chain.faults()) == ["El registro 4 no sigue al anterior."]


def test_records_left_out_are_named(last):
    AuditRecord.objects.filter(position__in=(3, 4, 6)).delete()

    assert list(chain.faults()) == ["Faltan los registros 3 a 4.", "Falta el registro 6."]


def test_the_end_cut_off_is_noticed(last):
    record(last).delete()

    assert list(chain.faults()) == [
        "El último registro no es el que la cadena dice: faltan o sobran al final."
    ]


def test_a_record_put_in_at_the_end_is_noticed(last):
    AuditRecord.objects.create(position=last + 1, previous=chain.head()[1], sha256="0" * 64)

    assert list(chain.faults()) == [
        f"El registro {last + 1} se alteró.",
        "El último registro no es el que la cadena dice: faltan o sobran al final.",
    ]


def test_a_record_put_in_without_place_is_noticed(last):
    AuditRecord.objects.create(sha256="0" * 64)

    assert list(chain.faults()) == ["1 registros no están en la cadena."]


def test_two_records_that_changed_places_are_noticed(last):
    move(3, None)
    move(4, 3)
    AuditRecord.objects.filter(position=None).update(position=4)

    assert list(chain.faults()) == [
        "El registro 3 no sigue al anterior.",
        "El registro 3 se alteró.",
        "El registro 4 no sigue al anterior.",
        "El registro 4 se alteró.",
        "El registro 5 no sigue al anterior.",
    ]


def test_a_record_put_in_before_the_first_is_noticed(last):
    AuditRecord.objects.create(position=0, sha256="0" * 64)

    told = list(chain.faults())

    assert told[0] == "El registro 0 no está en su lugar."
    assert "El registro 1 no sigue al anterior." in told


def test_a_trail_without_its_head_is_noticed(last):
    AuditHead.objects.all().delete()

    assert list(chain.faults()) == [
        "El último registro no es el que la cadena dice: faltan o sobran al final."
    ]


def test_a_trail_made_anew_from_its_beginning_does_not_know_what_was_printed(last):
    printed = chain.head()
    previous = ""
    for found in AuditRecord.objects.in_order():
        found.actor, found.previous = "otra", previous
        previous = found.sha256 = chain.link_of(found)
        found.save()
    AuditHead.objects.update(sha256=previous)

    assert list(chain.faults()) == []
    assert not chain.knows(*printed)


def test_one_flipped_bit_is_always_found(last, figure):
    dice, rounds = random.Random(3), times(1000, ci=100)

    found = sum(is_found(record(dice.randint(1, last)), dice) for _ in range(rounds))

    assert found == rounds
    assert list(chain.faults()) == []
    figure("bits cambiados en el rastro y hallados", f"{found} de {rounds}")


def is_found(victim: AuditRecord, dice: random.Random) -> bool:
    name = dice.choice([name for name in FIELDS if getattr(victim, name)])
    right = getattr(victim, name)
    AuditRecord.objects.filter(pk=victim.pk).update(**{name: flipped(right, dice)})
    is_told = bool(list(chain.faults()))
    AuditRecord.objects.filter(pk=victim.pk).update(**{name: right})
    return is_told


def flipped(text: str, dice: random.Random) -> str:
    """One of the seven lower bits of a letter; a NUL no database keeps."""
    place = dice.randrange(len(text))
    other = chr(ord(text[place]) ^ 1 << dice.randrange(7))
    return text[:place] + (other if other != "\0" else "\1") + text[place + 1 :]
