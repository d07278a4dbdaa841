"""A job that handles foreign content can neither take the house's means nor do anything else."""

import os
import socket
import threading
import time

import pytest
from django.utils import translation

from corett.lib.apart import Exhausted, Failed, Limits, Server
from tests.lib.apart import jobs

LITTLE = Limits(seconds=2, memory=100)
ENOUGH = Limits(seconds=30, memory=100)


@pytest.fixture(scope="module")
def server():
    server = Server("tests.lib.apart.jobs")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _apart(settings):
    settings.LIMITED_PROCESSES = True


def run(server, function, *args, limits=ENOUGH):
    return server.run(function, *args, limits=limits, raises=(jobs.Told,))


def test_plain_values_come_back_as_they_were_made(server):
    assert run(server, jobs.plain_values) == jobs.plain_values()
    assert run(server, jobs.give_back, b"x" * 5_000_000) == b"x" * 5_000_000


def test_what_it_may_say_is_raised_here_and_a_fault_of_ours_with_its_traceback(server):
    with pytest.raises(jobs.Told, match="así no"):
        run(server, jobs.tell)
    with pytest.raises(Failed, match="ZeroDivisionError"):
        run(server, jobs.break_down)


@pytest.mark.parametrize("job", [jobs.sleep, jobs.go_round, jobs.take_memory, jobs.die])
def test_who_takes_too_much_is_ended_and_the_next_job_is_done(server, job):
    begun = time.monotonic()
    with pytest.raises(Exhausted):
        run(server, job, limits=LITTLE)

    assert time.monotonic() - begun < LITTLE.seconds + 5
    assert run(server, jobs.give_back, 7) == 7


def test_an_answer_that_breaks_off_is_none(server):
    with pytest.raises(Exhausted):
        run(server, jobs.pretend)


def test_what_comes_back_cannot_do_anything_here(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception, match="posix.mkdir"):
        run(server, jobs.sly)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("job", [jobs.connect, jobs.fetch])
def test_no_connection_leaves_it(server, job):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)
        with pytest.raises(Failed):
            run(server, job, listening.getsockname()[1])
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize("job", [jobs.run_command, jobs.fork, jobs.system, jobs.stop_parent])
def test_it_starts_and_ends_no_process(server, job):
    with pytest.raises(Failed, match="PermissionError"):
        run(server, job)


@pytest.mark.parametrize("job", [jobs.write, jobs.append, jobs.remove])
def test_it_changes_no_file(server, job, tmp_path):
    path = tmp_path / "algo.txt"
    path.write_text("antes")
    with pytest.raises(Failed, match="PermissionError"):
        run(server, job, str(path))

    assert path.read_text() == "antes"


def test_below_the_temporary_folder_it_writes_where_it_is_let(server, tmp_path, monkeypatch):
    path = tmp_path / "algo.txt"
    run(server, jobs.write, str(path), limits=Limits(seconds=30, memory=100, scratch=True))

    assert path.read_text() == "dentro"


def test_it_knows_no_secret_and_no_database(server, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secreta")
    fresh = Server("tests.lib.apart.jobs")
    has_key, databases, environment = run(fresh, jobs.secrets)
    fresh.stop()

    assert (has_key, databases) == (False, [])
    assert [name for name in environment if "SECRET" in name or "DATABASE" in name] == []


def test_it_speaks_the_language_of_who_asks(server):
    with translation.override("en"):
        assert run(server, jobs.language_and_modules) == ("en", False)


def test_a_server_that_was_ended_is_started_anew(server):
    run(server, jobs.give_back, 1)
    server.process.kill()
    server.process.wait()

    assert run(server, jobs.give_back, 2) == 2


def test_many_ask_at_once_and_each_gets_its_own_answer(server):
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        answers[number] = run(server, jobs.give_back, number)

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()

    assert answers == {number: number for number in range(20)}


def test_it_ends_with_who_started_it(server):
    fresh = Server("tests.lib.apart.jobs")
    run(fresh, jobs.give_back, 1)
    pid = fresh.process.pid
    fresh.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
