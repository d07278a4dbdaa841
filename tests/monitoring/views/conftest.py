import pytest

from tests.factories import (
    EntryFactory,
    MembershipFactory,
    StakeholderFactory,
)


@pytest.fixture
def entry():
    return EntryFactory(activity__code="2.3", progress="")


@pytest.fixture
def focal_point(entry):
    return MembershipFactory(stakeholder=entry.report.stakeholder)


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
