import datetime

import pytest
from django.utils import timezone

from corett.accounts.models import Membership
from plan.models import Semester
from tests.factories import MembershipFactory, PlanFactory, SemesterFactory, StakeholderFactory


@pytest.fixture
def semester(db) -> Semester:
    """The one of today, in a plan that has not ended."""
    today = timezone.localdate()
    plan = PlanFactory(end=datetime.date(today.year + 2, 12, 31))
    return SemesterFactory(plan=plan, year=today.year, half=1 if today.month <= 6 else 2)


@pytest.fixture
def office(db) -> Membership:
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def country(db) -> Membership:
    return MembershipFactory(stakeholder=StakeholderFactory(code="HN", name="Honduras"))
