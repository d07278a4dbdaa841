import datetime

import pytest
from django.utils import timezone

from corett.accounts.backends import PersonBackend
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_a_person_comes_with_every_hat_of_today_in_one_question(count):
    user = UserFactory()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    hats = [MembershipFactory(user=user) for _number in range(count)]
    MembershipFactory(user=user, until=yesterday)

    with asked() as statements:
        found = PersonBackend().get_user(user.pk)
        held = found.current_memberships
        names = [(hat.stakeholder.name, hat.user) for hat in held]

    assert found == user
    assert held == hats
    assert all(owner is found for _name, owner in names)
    assert len(statements) == 1


def test_who_has_no_hat_is_found_all_the_same():
    user = UserFactory()

    found = PersonBackend().get_user(user.pk)

    assert (found, found.current_memberships) == (user, [])
    assert PersonBackend().get_user(user.pk + 1) is None


@pytest.mark.parametrize("hats", [0, 1])
def test_a_closed_account_is_nobody(hats):
    user = UserFactory(is_active=False)
    for _number in range(hats):
        MembershipFactory(user=user)

    assert PersonBackend().get_user(user.pk) is None


def test_a_hat_that_ends_is_gone_with_the_next_request(enter):
    hat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    browser = enter(hat)
    assert browser.get("/").context["request"].membership == hat

    hat.until = timezone.localdate() - datetime.timedelta(days=1)
    hat.save()

    assert browser.get("/").context["request"].membership is None
