import pytest
from django.contrib.auth.models import AnonymousUser

from corett.accounts.middleware import chosen_membership
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_chosen_hat_is_worn_while_it_is_current():
    first = MembershipFactory(stakeholder=StakeholderFactory(order=1))
    second = MembershipFactory(user=first.user, stakeholder=StakeholderFactory(order=2))

    assert chosen_membership(first.user, second.pk) == second


def test_without_a_choice_the_first_hat_is_worn():
    second = MembershipFactory(stakeholder=StakeholderFactory(order=2))
    first = MembershipFactory(user=second.user, stakeholder=StakeholderFactory(order=1))

    assert chosen_membership(first.user, None) == first


def test_a_hat_that_ended_or_is_somebody_elses_is_not_worn():
    current = MembershipFactory()
    ended = MembershipFactory(user=current.user, until="2024-12-31")
    strangers = MembershipFactory()

    assert chosen_membership(current.user, ended.pk) == current
    assert chosen_membership(current.user, strangers.pk) == current


def test_nobody_without_membership_wears_a_hat():
    assert chosen_membership(UserFactory(), None) is None
    assert chosen_membership(AnonymousUser(), 1) is None
