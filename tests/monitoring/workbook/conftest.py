import datetime

import pytest
from django.utils import timezone

from corett.accounts.models import Stakeholder
from monitoring.models import ProgressReport
from monitoring.reports import open_semester
from plan.models import Semester
from tests.factories import MembershipFactory

DAYS = {"opens_on": -30, "due_on": 30, "closes_on": 60}


def opened(half: int):
    """A semester of 2025 of the real plan, open today."""
    today = timezone.localdate()
    return open_semester(
        Semester.objects.get(year=2025, half=half),
        **{name: today + datetime.timedelta(days=days) for name, days in DAYS.items()},
        by=MembershipFactory(stakeholder=Stakeholder.objects.get(code="ST")),
    )


@pytest.fixture
def period(loaded_plan):
    return opened(1)


@pytest.fixture
def next_report(report) -> ProgressReport:
    """The same country's draft of the semester that follows."""
    return opened(2).reports.get(stakeholder=report.stakeholder)


@pytest.fixture
def report(period) -> ProgressReport:
    """The draft of Honduras, with everything that the plan asks of a country."""
    return ProgressReport.objects.get(period=period, stakeholder__code="HN")


@pytest.fixture
def member(report):
    return MembershipFactory(stakeholder=report.stakeholder)


@pytest.fixture
def joint_report(period) -> ProgressReport:
    """That of the coordination, which is asked deliverables and money."""
    return ProgressReport.objects.get(period=period, stakeholder__code="ST")
