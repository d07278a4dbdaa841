"""Two people at the same moment, on connections of their own: the locks are what is tested."""

import datetime

import pytest

from risks import actions, reviews
from risks.models import MitigationAction, RiskReview
from risks.reviews import Change, Said
from tests.factories import MembershipFactory, RiskFactory
from tests.monitoring.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def colleagues(transactional_db, office):
    return [office, MembershipFactory(stakeholder=office.stakeholder)]


def test_of_two_first_reviews_at_once_one_is_kept_and_the_other_is_told(semester, colleagues):
    RiskFactory(code="R1", plan=semester.plan)

    def review(level, by):
        change = Change(read=Said(), said=Said(level=level))
        return lambda: reviews.save_reviews(semester, of="ST", changes={"R1": change}, by=by)

    outcomes = at_once(review("low", colleagues[0]), review("high", colleagues[1]))

    assert kinds(outcomes) == ["Stale", "list"]
    assert RiskReview.objects.get().history.count() == 1


def test_two_actions_at_once_get_two_numbers(semester, colleagues):
    risk = RiskFactory(code="R1", plan=semester.plan)

    def add(statement, by):
        values = {"owner": by.stakeholder, "due_on": datetime.date(2027, 3, 31)}
        return lambda: actions.add_action(risk, statement=statement, **values, by=by)

    at_once(add("Una.", colleagues[0]), add("Otra.", colleagues[1]))

    assert sorted(MitigationAction.objects.values_list("order", flat=True)) == [1, 2]
