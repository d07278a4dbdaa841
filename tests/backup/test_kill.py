"""A backup that is killed leaves a whole copy or none."""

import os
import random
import subprocess
import sys

import pytest
from django.conf import settings

from corett import backup
from corett.directory.models import Institution
from tests.backup.test_backup import evidence_with_file
from tests.factories import InstitutionFactory
from tests.monitoring.annual.test_kill import surroundings
from tests.scale import times

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120


@pytest.fixture
def copier(tmp_path):
    """Asked with a folder and how long it may live; says how it ended and how long it lived."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.backup.copier"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | surroundings(tmp_path / "data")
        | {"DJANGO_SETTINGS_MODULE": "corett.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().strip() == "ready"

    def ask(folder, seconds: float) -> tuple[int, float]:
        process.stdin.write(f"{folder} {seconds}\n")
        process.stdin.flush()
        code, lived = process.stdout.readline().split()
        return int(code), float(lived)

    yield ask
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_killed_at_any_moment_it_leaves_a_whole_copy_or_none(copier, tmp_path, figure):
    institution = InstitutionFactory()
    for number in range(300):
        Institution.objects.create(country=institution.country, name=f"N.º {number}", type="other")
    for _number in range(5):
        evidence_with_file()
    rounds, dice, whole = times(20, ci=5), random.Random(11), 0
    timed = [copier(tmp_path / f"timed-{number}", PATIENCE) for number in range(3)]
    assert [code for code, _lived in timed] == [0, 0, 0]
    lived = min(lived for _code, lived in timed)

    for number in range(rounds):
        folder = tmp_path / f"copy-{number}"
        code, _lived = copier(folder, dice.uniform(0.2, 1.2) * lived)
        if folder.exists():
            whole += 1
            backup.verify(folder)
        assert folder.exists() >= (code == 0)

    assert whole < rounds
    figure("copias matadas", f"{rounds}; enteras {whole}, ninguna {rounds - whole}, a medias 0")
