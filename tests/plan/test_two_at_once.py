"""Two people who keep the plan at the same moment, on connections of their own."""

import datetime
from decimal import Decimal
from functools import partial

import pytest

from plan import schedule, targets
from plan.models import ScheduleCell, Target
from plan.targets import Key, Proposal, TargetsRefused
from tests.factories import MeasureFactory, SemesterFactory
from tests.monitoring.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan():
    measure = MeasureFactory(activity__code="1.1")
    plan = measure.indicator.activity.plan
    SemesterFactory(plan=plan, year=2027, half=1)
    return plan


def test_the_same_cell_marked_at_once_is_marked_once(plan):
    mark = partial(schedule.change, plan, mark={("1.1", "2027-1")})

    outcomes = at_once(mark, mark, mark)

    assert sorted(map(len, outcomes)) == [0, 0, 1]
    assert ScheduleCell.objects.count() == 1


def test_two_values_for_one_cell_at_once_leave_one_and_tell_the_other(plan):
    key = Key("1.1.a", None, 2027)

    def propose(value):
        proposal = Proposal(Decimal(value), "minutes", "", datetime.date(2026, 1, 1))
        return targets.propose(plan, values={key: proposal}, seen={key: ""})

    outcomes = at_once(partial(propose, 3), partial(propose, 4))

    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [
        TargetsRefused
    ]
    ((change,),) = [outcome for outcome in outcomes if isinstance(outcome, list)]
    assert Target.objects.get().value == change.new.value
