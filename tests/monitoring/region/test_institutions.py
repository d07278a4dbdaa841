"""In what each institution took part, and who may know of it."""

import uuid

import pytest

from corett.directory.models import Institution
from monitoring.region.institution_sheets import list_sheets, participation_sheets
from monitoring.region.institutions import (
    counted,
    institutions_for,
    named_like,
    participation,
)
from tests.factories import InstitutionFactory, MembershipFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution(world):
    return InstitutionFactory(country=world.countries["HN"], name="Ministerio Público")


@pytest.fixture
def observer():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user


def line(user, institution) -> tuple[int, int]:
    [one] = [one for one in institutions_for(user) if one == institution]
    return one.activities, one.actions


def read(user, institution):
    return participation(counted(Institution.objects).get(pk=institution.pk), user)


def test_only_validated_rows_count(world, activity, institution, observer):
    other = world.activity("1.2")
    world.record("HN", activity, institutions=[institution])
    world.record("HN", other, institutions=[institution])
    world.report("HN", "2025-2", returned=True)
    world.record("HN", activity, "2025-2", institutions=[institution], title="Devuelta")

    assert line(observer, institution) == (2, 2)
    assert [one.record.title for one in read(observer, institution).rows] == ["Una acción"] * 2


def test_rows_of_one_event_are_one_action(world, activity, institution, observer):
    event = uuid.uuid4()
    world.record("HN", activity, institutions=[institution], event=event)
    world.record("GT", activity, institutions=[institution], event=event)

    assert line(observer, institution) == (1, 1)
    assert len(read(observer, institution).rows) == 2


def test_rows_that_the_reader_may_not_open_are_counted_and_not_shown(world, activity, institution):
    world.record("HN", activity, institutions=[institution], title="De Honduras")
    world.record("GT", activity, institutions=[institution], title="De Guatemala")
    reader = MembershipFactory(stakeholder=world.countries["GT"]).user

    found = read(reader, institution)

    assert [one.record.title for one in found.rows] == ["De Guatemala"]
    assert (found.actions, found.unseen) == (2, 1)


def test_a_late_row_is_of_the_semester_in_which_it_ended(world, activity, institution, observer):
    record = world.record("HN", activity, "2025-2", institutions=[institution], is_late=True)
    type(record).objects.filter(pk=record.pk).update(ended_on="2025-02-01")

    [row] = read(observer, institution).rows

    assert row.semester == "2025-1"


def test_one_that_is_not_published_is_in_the_list_of_its_own_and_of_the_region_only(
    world, activity, institution, observer
):
    Institution.objects.update(is_public=False)
    own = MembershipFactory(stakeholder=world.countries["HN"]).user
    neighbour = MembershipFactory(stakeholder=world.countries["GT"]).user

    seen = {user: institutions_for(user) for user in (own, neighbour, observer)}

    assert seen == {own: [institution], neighbour: [], observer: []}
    assert institutions_for(world.secretariat.user) == [institution]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Ministerio Público", "Policía"]),
        ("publico", ["Ministerio Público"]),
        ("PÚBLICO minis", ["Ministerio Público"]),
        ("policia", ["Policía"]),
        ("nada", []),
    ],
)
def test_a_name_is_found_whatever_its_accents_and_order(text, names):
    found = [Institution(name="Ministerio Público"), Institution(name="Policía")]

    assert [one.name for one in named_like(found, text)] == names


def test_the_files_say_what_the_pages_say(world, activity, institution, observer):
    world.record("HN", activity, institutions=[institution])

    [listed] = list_sheets(institutions_for(observer))
    [rows] = participation_sheets(read(observer, institution))

    assert listed.rows == [["Ministerio Público", "Honduras", "Institución pública", "Otro", 1, 1]]
    [row] = rows.rows
    assert [row[1], row[2], row[3], row[5]] == ["1.1", "2025-1", "Honduras", "Una acción"]
