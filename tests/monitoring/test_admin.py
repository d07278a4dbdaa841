import datetime

import pytest
from django.urls import reverse

from corett.directory.models import Institution
from monitoring.models import ReportingPeriod
from plan.models import Measure
from tests.factories import (
    EntryFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


def change_page(period) -> str:
    return reverse("admin:monitoring_reportingperiod_change", args=[period.pk])


def test_the_dates_of_a_period_move_on_its_page_with_a_reason_and_never_here(client):
    period = PeriodFactory()
    member = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    client.force_login(member.user)
    later = period.closes_on + datetime.timedelta(days=30)

    read = client.get(change_page(period))
    response = client.post(
        change_page(period),
        {"opens_on": period.opens_on, "due_on": period.due_on, "closes_on": later},
    )

    assert (read.status_code, response.status_code) == (200, 403)
    assert ReportingPeriod.objects.get().closes_on == period.closes_on


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


@pytest.fixture
def office(client):
    secretariat = StakeholderFactory(secretariat=True)
    client.force_login(MembershipFactory(stakeholder=secretariat).user)
    return client


def delete(office, row) -> int:
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])
    return office.post(address, {"post": "yes"}).status_code


def test_a_measure_is_deleted_only_while_nobody_reports_its_activity(office):
    reported, free = MeasureFactory(), MeasureFactory()
    EntryFactory(activity=reported.indicator.activity)

    assert (delete(office, reported), delete(office, free)) == (409, 302)
    assert list(Measure.objects.all()) == [reported]


def test_an_institution_is_deleted_only_while_no_row_names_it(office):
    named, free = InstitutionFactory(), InstitutionFactory()
    RecordFactory(institutions=[named])

    assert (delete(office, named), delete(office, free)) == (403, 302)
    assert list(Institution.objects.all()) == [named]
