import datetime

import pytest
from django.utils import timezone

from corett.accounts.models import Membership, Stakeholder, StakeholderKind, User
from tests.database import refused
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 15)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def test_a_stakeholder_is_of_a_known_kind_and_has_its_own_code():
    StakeholderFactory(code="HN")
    other = Stakeholder.objects.filter(pk=StakeholderFactory(code="GT").pk)

    assert refused(other, kind="otra")
    assert refused(other, code="HN")
    assert not refused(other, kind="observer", code="OIM")


def test_two_accounts_cannot_share_an_email_in_whatever_case():
    UserFactory(email="enlace@prueba.example")
    other = UserFactory(email="otra@prueba.example")

    assert refused(User.objects.filter(pk=other.pk), email="Enlace@prueba.example")


def test_an_email_is_kept_in_small_letters():
    user = User(email="Enlace@Prueba.example", name="enlace")
    user.clean()

    created = User.objects.create_user("Otra@Prueba.example", "una contraseña de prueba")

    assert [user.email, created.email] == ["enlace@prueba.example", "otra@prueba.example"]
    assert User.objects.get_by_natural_key("OTRA@prueba.example") == created


def test_a_membership_does_not_end_before_it_begins():
    membership = Membership.objects.filter(pk=MembershipFactory(since="2026-01-01").pk)

    assert refused(membership, until="2025-12-31")
    assert not refused(membership, until="2026-01-01")


def test_a_person_has_one_open_membership_in_a_stakeholder():
    closed = MembershipFactory(until="2025-12-31")
    MembershipFactory(user=closed.user, stakeholder=closed.stakeholder, since="2026-01-01")

    assert refused(Membership.objects.filter(pk=closed.pk), until=None)


@pytest.mark.parametrize(
    ("since", "until", "is_current"),
    [
        ("2026-03-15", None, True),
        ("2026-03-16", None, False),
        ("2025-01-01", "2026-03-15", True),
        ("2025-01-01", "2026-03-14", False),
    ],
)
def test_a_membership_counts_from_its_first_to_its_last_day(since, until, is_current):
    membership = MembershipFactory(since=since, until=until)
    membership.refresh_from_db()

    assert membership.is_current == is_current
    assert Membership.objects.current().exists() == is_current
    assert membership.user.serves(StakeholderKind.COUNTRY) == is_current


def test_a_person_speaks_for_the_stakeholders_of_today():
    membership = MembershipFactory()
    MembershipFactory(user=membership.user, until="2025-12-31")
    MembershipFactory()

    assert list(Stakeholder.objects.held_by(membership.user)) == [membership.stakeholder]
    assert membership.user.belongs_to(membership.stakeholder)


def test_the_history_of_an_account_keeps_no_password():
    user = UserFactory()

    assert "password" not in {field.name for field in user.history.model._meta.fields}
