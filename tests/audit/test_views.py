import json

import pytest
from django.urls import reverse

from corett.audit import chain, triggers
from corett.audit.models import AuditRecord
from corett.directory.models import Institution
from tests.factories import InstitutionFactory, MembershipFactory, StakeholderFactory, UserFactory
from tests.queries import MOST, asked
from tests.read_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def page(enter, secretariat):
    def open_page(**query) -> str:
        triggers.settle(triggers.default_connection)
        return words(enter(secretariat).get(reverse("audit:trail"), query).content.decode())

    return open_page


def test_a_change_is_read_with_its_fields_by_their_names(page):
    institution = InstitutionFactory(name="Fiscalía")
    Institution.objects.filter(pk=institution.pk).update(name="Fiscalía General")

    said = page(table="directory_institution")

    assert "2 registros" in said
    assert f"cambio Instituciones {institution.pk} 1 campo nombre Fiscalía Fiscalía General" in said
    assert "el sistema" in said


def test_it_is_read_by_who_spoke_for_whom(page, enter):
    person = MembershipFactory(stakeholder=StakeholderFactory(code="HN"))
    enter(person).post(reverse("accounts:language"), {"language": "en"})

    assert " 1 registro " in page(stakeholder="HN", table="accounts_user")
    assert "Ningún registro" in page(stakeholder="ST", table="accounts_user")


def test_a_table_that_a_later_version_no_longer_has_is_read_by_its_columns(page):
    AuditRecord.objects.create(table="old_table", row="7", action="insert", after='{"code": "x"}')

    assert "creación old_table 7 1 campo code x" in page()


@pytest.mark.parametrize("after", ['{"name": ', "[1, 2]", "otra cosa"])
def test_a_record_that_somebody_altered_is_read_all_the_same(page, after):
    """Its page is where that is looked into."""
    said = {"table": "plan_plan", "row": "7", "at": "ayer", "before": "", "after": after}
    AuditRecord.objects.create(action="update", position=99, **said)

    shown = page()

    assert "ayer" in shown
    assert after in shown


def test_what_is_not_understood_limits_nothing(page):
    InstitutionFactory()

    assert "Ningún registro" not in page(table="nada", stakeholder="XX", page="ñ")


def test_the_page_tells_the_last_record_with_its_hash(page):
    InstitutionFactory()
    triggers.settle(triggers.default_connection)
    position, sha256 = chain.head()

    assert f"Último registro {position} SHA-256 {sha256}" in page()


def test_a_change_through_a_form_says_whose_it_is(enter):
    person = MembershipFactory(stakeholder=StakeholderFactory(code="HN"))

    enter(person).post(reverse("accounts:language"), {"language": "en"})
    triggers.settle(triggers.default_connection)

    last = AuditRecord.objects.filter(table="accounts_user", action="update").in_order().last()
    assert (last.actor, last.stakeholder) == (str(person.user.pk), "HN")
    assert json.loads(last.after) == {"language": "en"}


def test_the_whole_trail_goes_out_with_what_its_hashes_are_made_of(enter, secretariat):
    InstitutionFactory()
    triggers.settle(triggers.default_connection)

    response = enter(secretariat).get(reverse("audit:trail_file"))

    rows = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
    assert [row["position"] for row in rows] == list(range(1, chain.head()[0] + 1))
    assert all(chain.link_of(AuditRecord(**row)) == row["sha256"] for row in rows)
    assert response["Content-Disposition"] == 'attachment; filename="rastro.jsonl"'


@pytest.mark.parametrize("name", ["trail", "trail_file"])
@pytest.mark.parametrize("kind", ["country", "observer", "presidency"])
def test_only_who_keeps_or_evaluates_the_plan_reads_it(enter, name, kind):
    hat = MembershipFactory(
        stakeholder=StakeholderFactory(**({kind: True} if kind != "country" else {}))
    )

    assert enter(hat).get(reverse(f"audit:{name}")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_for_any_number_of_records(client, count):
    client.force_login(UserFactory(is_superuser=True))
    InstitutionFactory.create_batch(count)
    triggers.settle(triggers.default_connection)

    with asked() as questions:
        client.get(reverse("audit:trail"))

    assert len(questions) <= MOST
