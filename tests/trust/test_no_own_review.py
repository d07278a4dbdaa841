"""No stakeholder validates its own report: proven through the pages, whatever hat is worn."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corett.accounts.models import Stakeholder
from monitoring.models import ProgressReport, ReportState
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

JUDGING = ("report_begin", "report_return", "report_validate")
HATS = {
    "secretaría": ["ST"],
    "presidencia": ["PRES"],
    "Honduras": ["HN"],
    "secretaría y presidencia": ["ST", "PRES"],
    "presidencia y Honduras": ["PRES", "HN"],
    "secretaría y Honduras": ["ST", "HN"],
    "las tres": ["ST", "PRES", "HN"],
    "superusuario sin representación": [],
    "superusuario de la secretaría": ["ST"],
}
MAY = {
    ("secretaría", "HN"),
    ("secretaría y presidencia", "HN"),
    ("presidencia", "ST"),
    ("presidencia y Honduras", "ST"),
    ("superusuario de la secretaría", "HN"),
}
"""Who judges whose report; everybody else is refused, in each of the hats that they hold."""


@pytest.fixture(autouse=True)
def parties() -> dict[str, Stakeholder]:
    return {
        "ST": StakeholderFactory(secretariat=True),
        "PRES": StakeholderFactory(presidency=True),
        "HN": StakeholderFactory(code="HN", name="Honduras"),
    }


def person(who: str, parties):
    user = UserFactory(is_superuser=who.startswith("superusuario"))
    return user, [MembershipFactory(user=user, stakeholder=parties[hat]) for hat in HATS[who]]


def wearing(user, membership) -> Client:
    client = Client()
    client.force_login(user)
    if membership:
        client.post(reverse("accounts:membership_choose"), {"membership": membership.pk})
    return client


def state_of(report) -> str:
    return ProgressReport.objects.get(pk=report.pk).state


def press(client, report, name: str) -> None:
    sent = {"comment": "Conforme.", "key": uuid.uuid4()}
    client.post(address_of(report, name), sent)


@pytest.mark.parametrize("owner", ["HN", "ST"])
@pytest.mark.parametrize("who", HATS)
def test_a_report_is_validated_by_another_stakeholder_or_not_at_all(who, owner, parties):
    user, hats = person(who, parties)
    report = EntryFactory(report__submitted=True, report__stakeholder=parties[owner]).report

    for hat in hats or [None]:
        press(wearing(user, hat), report, "report_validate")

    assert (state_of(report) == ReportState.VALIDATED) is ((who, owner) in MAY)


@pytest.mark.parametrize("owner", ["HN", "ST"])
@pytest.mark.parametrize("who", HATS)
def test_nothing_of_a_review_is_done_by_its_owner(who, owner, parties):
    """Begin, return, accept and reject evidence; and none of it is offered."""
    if (who, owner) in MAY:
        return
    user, hats = person(who, parties)
    sent = ReportFactory(submitted=True, stakeholder=parties[owner])
    evidence = evidence_of(sent)
    for hat in hats or [None]:
        client = wearing(user, hat)
        for name in JUDGING:
            press(client, sent, name)
        for verdict in ("accept", "reject"):
            address = reverse(f"monitoring:evidence_{verdict}", args=[evidence.pk])
            client.post(address, {"comment": "Conforme.", "key": uuid.uuid4()})
        shown = client.get(reverse("monitoring:report_detail", args=[sent.pk])).content.decode()
        assert [name for name in JUDGING if address_of(sent, name) in shown] == []

    sent.refresh_from_db()
    evidence.refresh_from_db()
    assert (sent.state, sent.review_began_at, evidence.verdict) == ("submitted", None, "")


@pytest.mark.parametrize("owner", ["HN", "ST"])
@pytest.mark.parametrize("who", HATS)
def test_what_was_validated_is_not_reopened_by_its_owner(who, owner, parties):
    user, hats = person(who, parties)
    done = ReportFactory(validated=True, stakeholder=parties[owner])

    for hat in hats or [None]:
        press(wearing(user, hat), done, "report_reopen")

    assert (state_of(done) == ReportState.RETURNED) is ((who, owner) in MAY)


def test_who_sent_a_report_does_not_judge_it_after_going_over_to_the_secretariat(parties):
    sender, colleague = UserFactory(), UserFactory()
    left = timezone.localdate() - timedelta(days=1)
    MembershipFactory(user=sender, stakeholder=parties["HN"], until=left)
    MembershipFactory(user=colleague, stakeholder=parties["HN"], until=left)
    hats = [MembershipFactory(user=one, stakeholder=parties["ST"]) for one in (sender, colleague)]
    report = EntryFactory(
        report__submitted=True, report__stakeholder=parties["HN"], report__submitted_by=sender
    ).report

    press(wearing(sender, hats[0]), report, "report_validate")
    assert state_of(report) == ReportState.SUBMITTED

    press(wearing(colleague, hats[1]), report, "report_validate")
    assert state_of(report) == ReportState.VALIDATED


def evidence_of(report):
    record = RecordFactory(entry=EntryFactory(report=report))
    return EvidenceFactory(entry=record.entry, record=record)


def address_of(report, name: str) -> str:
    return reverse(f"monitoring:{name}", args=[report.pk])


def test_nobody_gives_oneself_the_hat_that_would_judge(parties):
    """In the admin, where hats are given: neither on the person nor on the membership."""
    user, _hats = person("secretaría", parties)
    client = wearing(user, None)
    add = reverse("admin:accounts_membership_add")
    own = reverse("admin:accounts_user_change", args=[user.pk])
    row = {"stakeholder": parties["PRES"].pk, "since": "2026-01-01", "position": "titular"}

    client.post(add, {"user": user.pk, **row})
    inline = {f"memberships-1-{name}": value for name, value in row.items()}
    totals = {"memberships-TOTAL_FORMS": 2, "memberships-INITIAL_FORMS": 1}
    client.post(own, {"email": user.email, "name": user.name, **totals, **inline})

    assert [one.stakeholder.code for one in user.memberships.all()] == ["ST"]
