import datetime

import pytest
from django.urls import reverse

from monitoring.models import ReportingPeriod
from tests.factories import MembershipFactory, PeriodFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


def change_page(period) -> str:
    return reverse("admin:monitoring_reportingperiod_change", args=[period.pk])


def test_the_secretariat_gives_more_time_and_the_history_says_who(client):
    period = PeriodFactory()
    member = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    client.force_login(member.user)
    later = period.closes_on + datetime.timedelta(days=30)
    form = client.get(change_page(period)).context["adminform"].form

    client.post(
        change_page(period),
        {
            "seen": form["seen"].value(),
            "opens_on": period.opens_on,
            "due_on": period.due_on,
            "closes_on": later,
        },
    )

    assert ReportingPeriod.objects.get().closes_on == later
    assert period.history.first().history_user == member.user


def test_a_period_is_neither_made_nor_removed_in_the_admin(client):
    period = PeriodFactory()
    member = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    client.force_login(member.user)

    pages = [
        reverse("admin:monitoring_reportingperiod_add"),
        reverse("admin:monitoring_reportingperiod_delete", args=[period.pk]),
    ]

    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_a_focal_point_does_not_enter(client):
    client.force_login(MembershipFactory().user)

    assert client.get(change_page(PeriodFactory()), follow=True).status_code == 403
