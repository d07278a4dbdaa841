import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from corett.accounts.models import Membership
from monitoring.models import Comment
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    MembershipFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    country = StakeholderFactory(name="Honduras")
    ActivityFactory(code="1.9", responsible=[country])
    return ReportFactory(stakeholder=country)


def test_the_first_page_of_a_successor_is_the_handover(report, enter):
    client = enter(MembershipFactory(stakeholder=report.stakeholder))

    page = client.get("/").content.decode()

    assert "Bienvenida: empiece por aquí" in page
    assert report.get_absolute_url() in page
    assert reverse("monitoring:guide") in page


def test_the_access_ends_with_the_next_request_and_the_draft_stays(report, enter):
    leaving = MembershipFactory(stakeholder=report.stakeholder)
    client = enter(leaving)
    before = client.get(report.get_absolute_url()).status_code
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(pk=leaving.pk).update(until=yesterday)

    after = client.get(report.get_absolute_url()).status_code

    assert (before, after) == (200, 404)
    successor = MembershipFactory(stakeholder=report.stakeholder)
    assert enter(successor).get(report.get_absolute_url()).status_code == 200


def test_the_handover_and_the_guide_open_for_who_reports(report, enter):
    client = enter(MembershipFactory(stakeholder=report.stakeholder))

    for name in ("handover", "guide"):
        assert client.get(reverse(f"monitoring:{name}")).status_code == 200


def test_who_does_not_report_has_nothing_to_take_over(enter):
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(observer=True)))

    assert client.get(reverse("monitoring:handover")).status_code == 403


def test_what_waits_for_review_is_shown_to_a_newcomer_of_the_secretariat_too(enter):
    secretariat = StakeholderFactory(secretariat=True)
    ActivityFactory(code="1.8", responsible=[secretariat])
    sent = ReportFactory(submitted=True)

    page = enter(MembershipFactory(stakeholder=secretariat)).get("/").content.decode()

    assert "Por revisar" in page
    assert sent.get_absolute_url() in page


def test_a_comment_that_waits_is_on_the_first_page(report, enter):
    reviewer = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    entry = EntryFactory(report=report)
    Comment.objects.create(
        entry=entry, text="¿Y la lista?", by=reviewer.user, stakeholder=reviewer.stakeholder
    )

    page = enter(MembershipFactory(stakeholder=report.stakeholder)).get("/").content.decode()

    assert "Comentarios por responder" in page
    assert entry.get_absolute_url() in page
