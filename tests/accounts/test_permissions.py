import pytest

from corett.accounts.models import StakeholderKind
from corett.accounts.permissions import (
    acts_for_presidency,
    acts_for_secretariat,
    can_edit_plan,
    reads_whole_region,
)
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db


def somebody_of(kind):
    return MembershipFactory(stakeholder=StakeholderFactory(kind=kind))


@pytest.mark.parametrize("kind", StakeholderKind.values)
def test_only_the_secretariat_edits_the_plan(kind):
    assert can_edit_plan(somebody_of(kind).user) == (kind == "secretariat")


@pytest.mark.parametrize("kind", StakeholderKind.values)
def test_secretariat_presidency_and_evaluators_read_the_whole_region(kind):
    expected = kind in ("secretariat", "presidency", "evaluator")

    assert reads_whole_region(somebody_of(kind).user) == expected


@pytest.mark.parametrize("kind", StakeholderKind.values)
def test_a_hat_speaks_for_its_own_stakeholder(kind):
    hat = somebody_of(kind)

    assert acts_for_secretariat(hat) == (kind == "secretariat")
    assert acts_for_presidency(hat) == (kind == "presidency")


def test_nobody_speaks_without_a_hat():
    assert not acts_for_secretariat(None)
    assert not acts_for_presidency(None)


def test_a_person_without_membership_may_nothing():
    user = UserFactory()

    assert not can_edit_plan(user)
    assert not reads_whole_region(user)


def test_who_left_the_secretariat_edits_no_more():
    left = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True), until="2024-12-31")

    assert not can_edit_plan(left.user)


def test_a_closed_account_edits_nothing():
    closed = MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__is_active=False
    )

    assert not can_edit_plan(closed.user)


def test_a_superuser_edits_and_reads_all():
    user = UserFactory(is_superuser=True)

    assert can_edit_plan(user)
    assert reads_whole_region(user)
