"""A publication is killed at random moments, as by a power cut: real processes, a real database."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from monitoring import annual
from monitoring.annual import launching
from monitoring.models import AnnualReport, Publication
from tests.factories import MeasureFactory
from tests.monitoring.annual.runs_left import (
    a_minute_passes,
    is_whole,
    named,
    next_publication,
    stored,
)
from tests.monitoring.annual_world import World, make_world
from tests.scale import times

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = times(50, ci=15)
SEED = 2028
PATIENCE = 300


class Publisher:
    """The process that forks one for each publication."""

    def __init__(self, folder: Path, how: str):
        self.log = (folder.parent / "publisher.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.monitoring.annual.publisher", how],
            cwd=settings.BASE_DIR,
            env=os.environ | surroundings(folder) | {"DJANGO_SETTINGS_MODULE": "corett.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        assert self.hear() == "ready"

    def hear(self) -> str:
        return self.process.stdout.readline().strip()

    def start(self, publication: Publication) -> int:
        self.process.stdin.write(f"{publication.pk}\n")
        self.process.stdin.flush()
        return int(self.hear())

    def run(self, publication: Publication, *, killed_after: float = PATIENCE) -> tuple[int, float]:
        """How the process ended, and how long it lived."""
        began = time.monotonic()
        pid = self.start(publication)
        kill_after(pid, killed_after)
        return int(self.hear()), time.monotonic() - began

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()


def surroundings(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DATA_DIR": str(folder),
    }


def kill_after(pid: int, seconds: float) -> None:
    """Unless it ended before."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and is_running(pid):
        time.sleep(min(0.005, max(0, until - time.monotonic())))
    if is_running(pid):
        os.kill(pid, signal.SIGKILL)


def is_running(pid: int) -> bool:
    try:
        return state_of(pid) != "Z"
    except OSError:
        return False


def state_of(pid: int) -> str:
    """Raises OSError."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def session_of(pid: int) -> set[int]:
    """The processes that it started, which go with it."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid and fields[0] != "Z":
            found.add(int(path.name))
    return found


def database_url() -> str:
    """Of the database of the tests, which is one of its own."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    host, user = quote(said["HOST"], safe=""), said["USER"]
    port = f":{said['PORT']}" if said["PORT"] else ""
    password = f":{quote(said['PASSWORD'])}" if said["PASSWORD"] else ""
    return f"postgres://{user}{password}@{host}{port}/{said['NAME']}"


@pytest.fixture
def publisher(tmp_path, request):
    publisher = Publisher(tmp_path / "data", getattr(request, "param", "fork"))
    yield publisher
    publisher.end()


@pytest.fixture
def world() -> World:
    world = make_world()
    world.countries.pop("GT").delete()
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    return world


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_edition_and_no_orphan(
    world, publisher, figure
):
    assert [publisher.run(next_publication(world))[0] for _edition in range(2)] == [0, 0]
    code, duration = publisher.run(next_publication(world))
    assert code == 0
    random, kills, published, left = Random(SEED), 0, 0, 0

    for _run in range(3 * KILLS):
        publication = next_publication(world)
        code, lived = publisher.run(publication, killed_after=random.random() * duration)

        report = AnnualReport.objects.get(pk=publication.report_id)
        assert is_whole(report)
        assert annual.verify().faults == []
        published, left = published + report.is_published, left + (stored() > named())
        a_minute_passes()
        annual.recover()
        assert stored() == named()
        if code == -signal.SIGKILL:
            kills += 1
        else:
            assert (code, report.is_published) == (0, True)
            duration = min(duration, lived)
        if kills == KILLS:
            break

    assert kills == KILLS
    assert left > KILLS / 4, "It was hardly ever killed while it wrote."
    assert publisher.run(next_publication(world))[0] == 0
    assert annual.verify().faults == []
    assert stored() == named()
    figure("matado al publicar un informe", f"{kills} veces, a medias 0, archivos sin fila 0")


@pytest.mark.parametrize("publisher", ["spawn"], indirect=True)
def test_what_a_publication_started_ends_with_it(world, publisher):
    pid = publisher.start(next_publication(world))
    until = time.monotonic() + PATIENCE
    while len(session_of(pid)) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(session_of(pid)) >= 2

    os.kill(pid, signal.SIGKILL)
    publisher.hear()

    while session_of(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert session_of(pid) == set()


def test_a_process_of_its_own_publishes_while_the_request_has_long_been_answered(
    world, tmp_path, monkeypatch
):
    for name, value in surroundings(tmp_path / "data").items():
        monkeypatch.setenv(name, value)
    publication = next_publication(world)

    launching.detached(publication)

    publication.refresh_from_db()
    assert publication.is_open
    until = time.monotonic() + PATIENCE
    while publication.is_open and time.monotonic() < until:
        time.sleep(0.1)
        publication.refresh_from_db()
    assert (publication.state, publication.fault) == ("done", "")
    assert is_whole(AnnualReport.objects.get())
    assert annual.verify().faults == []
