"""Sixteen people save the same thing at once: one does, and fifteen are told what stands now."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import unescape
from itertools import count

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from corett.accounts.admin_site import UnseenChangeForm
from monitoring import annual, entries
from monitoring.models import ProgressEntry
from monitoring.reports import Stale
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    MembershipFactory,
    MitigationActionFactory,
    PeriodFactory,
    RecordFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import make_world
from tests.scale import times
from tests.trust.crowd import at_once, browser, form_on

CLIENTS = 16
ROUNDS = 1000
ROUNDS_THROUGH_PAGES = 25
SAVED, CONFLICT = 302, 409
numbers = count(1)


@dataclass
class Contest:
    """A page that several have open, the field in which each writes, and what stands saved."""

    members: list
    page: str
    action: str
    field: str
    saved: Callable[[], str]
    kept: Callable[[], int]
    """How many versions the history has."""
    also: dict


def several(stakeholder) -> list:
    return MembershipFactory.create_batch(CLIENTS, stakeholder=stakeholder)


@pytest.fixture
def secretariats(db):
    return several(StakeholderFactory(secretariat=True))


def entry(_secretariats) -> Contest:
    row = EntryFactory(progress="")
    return Contest(
        several(row.report.stakeholder),
        row.get_absolute_url(),
        "",
        "progress",
        lambda: type(row).objects.get().progress,
        row.changes.count,
        {"status": "in_progress", "stay": "1"},
    )


def record(_secretariats) -> Contest:
    row = RecordFactory()
    address = reverse(
        "monitoring:record_edit", args=[row.entry.report_id, row.entry.activity.code, row.key]
    )
    return Contest(
        several(row.entry.report.stakeholder),
        address,
        "",
        "title",
        lambda: type(row).objects.get().title,
        row.entry.changes.count,
        {},
    )


def finding(secretariats) -> Contest:
    row = FindingFactory()
    return Contest(
        secretariats,
        reverse("monitoring:finding_change", args=[row.pk]),
        "",
        "text",
        lambda: type(row).objects.get().text,
        lambda: row.history.count() - 1,
        {},
    )


def institution(secretariats) -> Contest:
    row = InstitutionFactory()
    return Contest(
        secretariats,
        reverse("admin:directory_institution_change", args=[row.pk]),
        "",
        "name",
        lambda: type(row).objects.get().name,
        lambda: row.history.count() - 1,
        {},
    )


def action(secretariats) -> Contest:
    row = MitigationActionFactory()
    return Contest(
        secretariats,
        reverse("risks:action_change", args=[row.risk.plan.code, row.risk.code, row.order]),
        "",
        "statement",
        lambda: type(row).objects.get().statement,
        lambda: row.history.count() - 1,
        {},
    )


def section(_secretariats) -> Contest:
    world = make_world()
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    address = reverse("monitoring:annual_section", args=[*report.address, "introduction"])
    return Contest(
        several(world.secretariat.stakeholder),
        address,
        "",
        "text",
        lambda: report.texts.get().text,
        lambda: report.texts.get().version - 1,
        {"stay": "1"},
    )


def dates(secretariats) -> Contest:
    period = PeriodFactory()
    address = reverse(
        "monitoring:period_dates", args=[period.semester.plan.code, period.semester.code]
    )
    return Contest(
        secretariats,
        period.get_absolute_url(),
        address,
        "fechas-reason",
        lambda: period.date_changes.order_by("-pk").first().reason,
        period.date_changes.count,
        {},
    )


def verdict(secretariats) -> Contest:
    row = EvidenceFactory(entry__report__submitted=True)
    report = row.entry.report
    return Contest(
        secretariats,
        reverse("monitoring:review_activity", args=[report.pk, row.entry.activity.code]),
        reverse("monitoring:evidence_reject", args=[row.pk]),
        "reason",
        lambda: type(row).objects.get().verdict_reason,
        lambda: row.entry.changes.count(),
        {},
    )


CONTESTS = [entry, record, finding, institution, action, section, dates, verdict]


def open_page(contest: Contest, client: Client) -> dict:
    fields = {**form_on(client, contest.page, contest.action), **contest.also}
    if contest.field == "fechas-reason":
        day = 1 + next(numbers) % 27
        fields["fechas-closes_on"] = f"2027-{1 + next(numbers) // 27 % 12:02}-{day:02}"
    return fields


def play(contest: Contest, clients: list[Client]) -> tuple[str, list]:
    """One round: all have read the same, and all save at once. The winner's words, the answers."""
    read = open_page(contest, clients[0])
    words = [f"Texto {next(numbers)}." for _client in clients]
    target = contest.action or contest.page

    def save(client, said):
        return client.post(target, {**read, "once": said, contest.field: said})

    answers = at_once([lambda pair=pair: save(*pair) for pair in zip(clients, words, strict=True)])
    assert [one for one in answers if isinstance(one, Exception)] == []
    statuses = [one.status_code for one in answers]
    assert sorted(statuses) == [SAVED] + [CONFLICT] * (len(clients) - 1), statuses
    winner = words[statuses.index(SAVED)]
    for said, answer in zip(words, answers, strict=True):
        if answer.status_code == CONFLICT:
            page = unescape(answer.content.decode())
            assert said in page, "What the loser wrote is gone."
            assert winner in page or contest.field == "fechas-reason", "What stands is not shown."
    return winner, answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", CONTESTS)
def test_of_sixteen_who_save_at_once_one_does_and_no_word_is_lost(
    make, secretariats, figure, caplog
):
    contest = make(secretariats)
    clients = [browser(member) for member in contest.members]
    rounds = times(ROUNDS_THROUGH_PAGES, ci=3 if make is entry else 1)

    for number in range(1, rounds + 1):
        winner, _answers = play(contest, clients)
        assert contest.saved() == winner
        assert contest.kept() == number

    assert "database is locked" not in caplog.text
    figure(
        f"{make.__name__}: {CLIENTS} clientes a la vez",
        f"{rounds} vueltas, {rounds} ganadores, 0 cambios perdidos, 0 «database is locked»",
    )


def rounds_of(row, member, barrier, rounds: int) -> list[tuple[str, str]]:
    """What one person saved, or what was told to stand instead, round by round."""
    outcomes = []
    for number in range(1, rounds + 1):
        barrier.wait()
        mine = ProgressEntry.objects.select_related("report").get(pk=row.pk)
        barrier.wait()
        mine.progress = f"Vuelta {number}, persona {member.pk}"
        try:
            entries.save_entry(mine, version=mine.version, by=member)
        except Stale as stale:
            outcomes.append(("lost", stale.saved.progress))
        else:
            outcomes.append(("won", mine.progress))
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_a_thousand_rounds_of_sixteen_have_one_winner_each(figure):
    row, rounds = EntryFactory(progress=""), times(ROUNDS, ci=20)
    members, barrier = several(row.report.stakeholder), threading.Barrier(CLIENTS)

    told = at_once([partial(rounds_of, row, one, barrier, rounds) for one in members])

    assert [one for one in told if isinstance(one, Exception)] == []
    turns = list(zip(*told, strict=True))
    winners = [[said for how, said in turn if how == "won"] for turn in turns]
    assert {len(one) for one in winners} == {1}
    assert all(
        {said for _how, said in turn} == set(won) for turn, won in zip(turns, winners, strict=True)
    )
    kept = [after_of(change) for change in row.changes.reverse()]
    assert kept == [said for [said] in winners]
    figure(
        f"{CLIENTS} clientes, el mismo texto",
        f"{rounds} vueltas, {len(kept)} ganadores, 0 cambios perdidos, 0 «database is locked»",
    )


def after_of(change) -> str:
    [progress] = [field for field in change.fields if field["label"] == "Avances"]
    return progress["after"]


@pytest.mark.django_db
def test_every_table_that_is_edited_in_the_admin_knows_what_was_seen(rf):
    request = rf.get("/")
    request.user = UserFactory(is_superuser=True)

    loose = [
        model._meta.label
        for model, page in admin.site._registry.items()
        if page.has_change_permission(request) and not issubclass(page.form, UnseenChangeForm)
    ]

    assert loose == []
