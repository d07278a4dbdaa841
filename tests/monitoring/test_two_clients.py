"""Two browsers on one activity: nothing that one saved disappears without the other seeing it."""

import threading

import pytest
from django.db import connection
from django.test import Client

from monitoring.models import ProgressEntry
from tests.factories import EntryFactory, MembershipFactory
from tests.monitoring.views.pages import address, narrative

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 200
SAVED, CONFLICT = 302, 409


@pytest.fixture
def entry():
    return EntryFactory(activity__code="2.3", progress="")


@pytest.fixture
def clients(entry):
    """Two colleagues of the same country, each with a browser of their own."""
    found = [Client(), Client()]
    for client in found:
        client.force_login(MembershipFactory(stakeholder=entry.report.stakeholder).user)
    return found


def save(client, entry, text, version):
    typed = narrative(progress=text, version=str(version), stay="1")
    return client.post(address("entry_detail", entry), typed)


def kept(entry) -> list[str]:
    """Every text of the history, the first one first, if each took the place of the one before."""
    texts = [""]
    for change in entry.changes.reverse():
        [progress] = [field for field in change.fields if field["label"] == "Avances"]
        assert progress["before"] == texts[-1]
        texts.append(progress["after"])
    return texts[1:]


def test_saving_in_turn_keeps_every_text_in_its_place(entry, clients):
    for turn in range(ROUNDS):
        response = save(clients[turn % 2], entry, f"Texto {turn}", turn + 1)
        assert response.status_code == SAVED

    assert kept(entry) == [f"Texto {turn}" for turn in range(ROUNDS)]
    assert ProgressEntry.objects.get().version == ROUNDS + 1


def at_once(clients, entry, number, version):
    """Both save on the same version; their answers by who they are."""
    answers = {}
    start = threading.Barrier(len(clients))

    def run(who, client):
        start.wait()
        try:
            answers[who] = save(client, entry, f"Ronda {number} de {who}", version)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_saving_at_once_has_one_winner_and_shows_both_to_the_other(entry, clients):
    version, acknowledged = 1, []
    for number in range(ROUNDS):
        answers = at_once(clients, entry, number, version)
        assert sorted(answer.status_code for answer in answers.values()) == [SAVED, CONFLICT]
        winner, loser = sorted(answers, key=lambda who: answers[who].status_code)
        page = answers[loser].content.decode()
        assert f"Ronda {number} de {winner}" in page
        assert f"Ronda {number} de {loser}" in page
        chosen = f"Ronda {number}, lo elegido por {loser}"
        newer = answers[loser].context["form"]["version"].value()
        assert save(clients[loser], entry, chosen, newer).status_code == SAVED
        acknowledged += [f"Ronda {number} de {winner}", chosen]
        version += 2

    assert kept(entry) == acknowledged
