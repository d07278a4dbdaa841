"""Every call fails once in turn: what a person asked for is done or not done, never by halves."""

import errno
import os
import random
import subprocess
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from django.core import mail
from django.db import OperationalError, close_old_connections, connection
from django.urls import reverse

from corett.lib import stored
from monitoring import receipts
from monitoring.models import Comment, Evidence, Notice, ProgressReport
from monitoring.reminders.run import run
from tests.factories import EntryFactory, MembershipFactory, StakeholderFactory
from tests.scale import IS_SOAK, times
from tests.trust import occasions
from tests.trust.crowd import at_once, browser, form_on, twin
from tests.trust.faults import PLACES, in_database
from tests.trust.occasions import OCCASIONS, post

pytestmark = pytest.mark.django_db(transaction=True)

DONE, AWAY = 302, 503
SHOWN_AGAIN = 200
"""Django takes a constraint that it cannot ask the database about for violated (`Q.check`)."""
SAID = "El sistema no alcanza su base de datos, o está muy ocupada."
NO_ROOM = "El servidor no tiene espacio para guardar."


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    monkeypatch.setattr(receipts, "render_pdf", lambda *_args, **_options: b"%PDF")


@pytest.fixture
def secretariat(db):
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def once_more(before: list[int]) -> list[int]:
    return [count + 1 for count in before]


def whole_files() -> bool:
    return stored.missing() == [] and stored.altered() == []


def struck(place: str, make, number: int, secretariat) -> bool:
    """One fault at that call, and what comes of it; whether there were as many calls."""
    told = make(secretariat)
    client = browser(told.who)
    fields, before = told.fields(client), told.rows()
    with PLACES[place](number) as fault:
        response = post(client, told, fields)
    connection.close()
    now = told.rows()
    assert now in (before, once_more(before)), (place, number, now)
    assert whole_files()
    if response.status_code == DONE:
        assert now == once_more(before), (place, number)
    elif response.status_code != SHOWN_AGAIN:
        assert response.status_code == AWAY, (place, number, response.status_code)
        assert SAID in response.text or NO_ROOM in response.text
    assert post(client, told, fields).status_code == DONE
    assert told.rows() == once_more(before), (place, number)
    return fault.has_struck


CALLS = {"base de datos": (1, 11), "archivos": (1, 1), "correo": (1, 1)}
"""How far from one to the next: under `make soak`, and in CI."""


WHERE = [("base de datos", make) for make in OCCASIONS] + [
    ("archivos", occasions.evidence),
    *(("correo", make) for make in (occasions.submit, occasions.give_back, occasions.invitation)),
]
"""The others write no file and no mail."""


@pytest.mark.parametrize(("place", "make"), WHERE)
def test_whatever_call_fails_it_is_done_or_not_and_the_next_try_does_it_once(
    place, make, secretariat, figure
):
    tried, step = 0, CALLS[place][0 if IS_SOAK else 1]
    first = 1 if IS_SOAK else 1 + OCCASIONS.index(make) % step

    for number in range(first, 1000, step):
        if not struck(place, make, number, secretariat):
            break
        tried += 1

    assert tried > 0
    figure(f"{make.__name__}, falla una vez cada llamada ({place})", f"{tried}, a medias 0")


def test_no_call_that_fails_opens_a_door(figure):
    """A neighbour before the report of another country, and nobody before anybody's."""
    entry = EntryFactory(report__submitted=True)
    closed = [entry.report.get_absolute_url(), entry.get_absolute_url(), "/administracion/"]
    neighbour, tried = browser(MembershipFactory()), 0
    nobody = twin(neighbour)
    nobody.cookies.clear()

    for client in (neighbour, nobody):
        for address in closed:
            for number in range(1, 100):
                with in_database(number) as fault:
                    response = client.get(address)
                connection.close()
                if not fault.has_struck:
                    break
                tried += 1
                assert response.status_code in (AWAY, 302, 403, 404)
                assert entry.progress not in response.text
    figure("puertas cerradas con cada llamada caída", f"{tried}, abiertas 0")


def test_a_mail_that_fails_undoes_nothing_and_goes_out_later(secretariat):
    told = occasions.give_back(secretariat)
    client = browser(told.who)
    with PLACES["correo"](1):
        assert post(client, told, told.fields(client)).status_code == DONE

    assert (told.rows(), len(mail.outbox)) == ([1, 1], 0)
    assert Notice.objects.get().fault.startswith("ConnectionRefusedError")
    notice = Notice.objects.get()
    sent = run()
    assert (sent.waiting, len(mail.outbox)) == (0, sent.sent.sent)
    notice.refresh_from_db()
    assert (notice.sent_at is not None, notice.fault) == (True, "")


def test_a_full_disk_is_said_in_a_sentence_and_leaves_nothing(secretariat):
    told = occasions.evidence(secretariat)
    client = browser(told.who)
    with PLACES["archivos"](1):
        response = post(client, told, told.fields(client))

    assert (response.status_code, response["Retry-After"]) == (AWAY, "30")
    assert NO_ROOM in response.text
    assert (told.rows(), Evidence.objects.count()) == ([0, 0], 0)


def test_a_full_database_is_said_in_a_sentence_and_leaves_nothing(secretariat):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit that one connection may set.")
    told = occasions.comment(secretariat)
    client = browser(told.who)
    fields = {**told.fields(client), "text": "x" * 4000}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # earlier tests leave pages that would still take texts
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    answers = [client.post(told.address, {**fields, "text": f"{n} " * 1500}) for n in range(30)]
    connection.close()

    refused = [one for one in answers if one.status_code != DONE]
    assert {one.status_code for one in refused} == {AWAY}
    assert all(NO_ROOM in one.text for one in refused)
    assert Comment.objects.count() == len(answers) - len(refused)


def test_a_database_that_is_busy_for_too_long_is_said_in_a_sentence(secretariat):
    if connection.vendor != "sqlite":
        pytest.skip("On PostgreSQL one waits.")
    told = occasions.comment(secretariat)
    client = browser(told.who)
    fields = told.fields(client)
    holder = connection.copy()
    holder.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=200")
    holder.cursor().execute("BEGIN IMMEDIATE")
    response = client.post(told.address, fields)
    holder.close()

    assert (response.status_code, SAID in response.text) == (AWAY, True)
    assert "si ya se había recibido, no se repite" in response.text
    assert Comment.objects.count() == 0
    assert client.post(told.address, fields).status_code == DONE


def test_a_page_that_cannot_be_read_now_says_when_to_come_back(client, monkeypatch):
    def is_away(*_args, **_options):
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    client.force_login(MembershipFactory().user)
    monkeypatch.setattr("monitoring.views.reports.ProgressReport.objects.visible_to", is_away)

    response = client.get(reverse("monitoring:report_list"))

    assert response.status_code == AWAY
    assert "Cargue la página otra vez dentro de medio minuto." in response.text
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(errno.ENOENT, "No such file or directory"), 500),
        (RuntimeError("boom"), 500),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), AWAY),
    ],
)
def test_only_what_passes_is_told_to_pass(client, monkeypatch, error, status):
    def fails(*_args, **_options):
        raise error

    client.raise_request_exception = False
    client.force_login(MembershipFactory().user)
    monkeypatch.setattr("monitoring.views.reports.ProgressReport.objects.visible_to", fails)

    assert client.get(reverse("monitoring:report_list")).status_code == status


def cut_connections() -> int:
    """As a server that is restarted does to everybody of this database. How many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def restart_server() -> int:
    """Without a goodbye, as after a power cut; it reads its log again. How many were connected."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        connected = cursor.fetchone()[0]
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    connection.close()
    pg_ctl = max(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    as_owner = ["runuser", "-u", data.owner(), "--"] if os.getuid() == 0 else []
    order = ["restart", "--mode=immediate", "--wait", "--silent", f"--pgdata={data}"]
    log = f"--log={data.parent / 'log'}"
    subprocess.run([*as_owner, pg_ctl, *order, log], cwd="/", check=True)
    return connected


def again_and_again(act, stop: threading.Event, done: list[int], many: int) -> None:
    moments = random.Random(many)
    while len(done) < many and not stop.wait(moments.uniform(0.3, 2)):
        done.append(act())
    connection.close()


HAS_OTHERS = "PYTEST_XDIST_WORKER" in os.environ
"""Whose tests would not outlive the server's restart."""


def keep_sending(client, page: str, address: str, texts: list[str]) -> int:
    """As a person does: the same form again until it is taken. How often it was not."""
    refused = 0
    for text in texts:
        fields = None
        for _try in range(1000):
            close_old_connections()
            fields = fields or opened(client, page, address)
            if fields and client.post(address, {**fields, "text": text}).status_code == DONE:
                break
            refused += 1
            connection.close()
            time.sleep(0.05)
        else:
            raise AssertionError(f"«{text}» was never taken.")
    return refused


def opened(client, page: str, address: str) -> dict | None:
    try:
        return form_on(client, page, address)
    except AssertionError:
        return None


@pytest.mark.parametrize("act", [cut_connections, restart_server])
def test_a_database_that_is_restarted_under_load_loses_and_doubles_nothing(
    act, secretariat, figure
):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server; its locks are tested above.")
    if act is restart_server and (HAS_OTHERS or not IS_SOAK):
        pytest.skip("The server serves other tests too; `SOAK=1` without xdist restarts it.")
    entry = EntryFactory(report__submitted=True)
    address = reverse("monitoring:comment_add", args=[entry.report_id, entry.activity.code])
    page, each, people = entry.get_absolute_url(), times(25, ci=4), 6
    client, stop, cuts = browser(secretariat), threading.Event(), []
    many = times(60, ci=4)
    wanted = [[f"Persona {one}, texto {n}" for n in range(each)] for one in range(people)]
    cutter = threading.Thread(target=again_and_again, args=(act, stop, cuts, many))

    cutter.start()
    refused = at_once(
        [partial(keep_sending, twin(client), page, address, texts) for texts in wanted]
    )
    stop.set()
    cutter.join()
    connection.close()

    assert [one for one in refused if isinstance(one, Exception)] == []
    kept = sorted(Comment.objects.values_list("text", flat=True))
    assert kept == sorted(text for texts in wanted for text in texts)
    assert ProgressReport.objects.count() == 1
    figure(
        f"base de datos bajo carga, {act.__name__}",
        f"{len(cuts)} veces, {sum(cuts)} conexiones cortadas, {sum(refused)} respuestas 503,"
        f" {len(kept)} envíos, perdidos 0, repetidos 0",
    )
