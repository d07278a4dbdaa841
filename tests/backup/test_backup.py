"""The drill: what was copied comes back whole, elsewhere as well, and nothing altered does."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from corett import backup
from corett.accounts.models import User
from corett.audit import chain, triggers
from corett.backup import manifest
from corett.directory.models import Institution
from monitoring.models import AnnualReport, Evidence
from tests.annual import quick_files, quick_pdf
from tests.factories import EvidenceFactory, InstitutionFactory
from tests.full_world import make_full_world
from tests.scale import times

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _world(loaded_plan, settings, monkeypatch):
    quick_pdf(monkeypatch)
    quick_files(monkeypatch)
    make_full_world(loaded_plan)


def empty_place(settings, tmp_path, number=1) -> None:
    settings.MEDIA_ROOT = tmp_path / f"media-{number}"
    call_command("flush", interactive=False, verbosity=0)


@pytest.mark.usefixtures("_world")
def test_what_was_copied_comes_back_with_the_same_hash(settings, tmp_path, figure):
    first = backup.make(tmp_path / "copy-0")
    head = chain.head()
    assert User.objects.exists()
    assert AnnualReport.objects.published().exists()
    assert first.files
    rounds = times(20, ci=2)

    for number in range(rounds):
        empty_place(settings, tmp_path, number)
        backup.restore(tmp_path / f"copy-{number}")
        again = backup.make(tmp_path / f"copy-{number + 1}")
        assert again.content_sha256 == first.content_sha256
        assert chain.head() == head

    assert list(chain.faults()) == []
    assert triggers.missing() == []
    figure("copias restauradas con la misma suma", f"{rounds} de {rounds}")


@pytest.mark.usefixtures("_world")
def test_after_a_restoration_people_go_on_working(settings, tmp_path):
    backup.make(tmp_path / "copy")
    empty_place(settings, tmp_path)
    backup.restore(tmp_path / "copy")

    last = Institution.objects.order_by("-pk").first()
    assert InstitutionFactory().pk > last.pk
    assert list(chain.faults()) == []
    assert call_command("verify_report") is None


@pytest.mark.usefixtures("_world")
def test_through_the_other_database_and_back_it_says_the_same(settings, tmp_path):
    here = backup.make(tmp_path / "here")
    if here.database == "sqlite":
        pytest.skip("Se prueba donde hay PostgreSQL, de él a SQLite y de vuelta.")
    other = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3",
        "DATA_DIR": str(tmp_path / "data"),
        "MEDIA_ROOT": str(tmp_path / "other-media"),
    }
    for words in (["migrate"], ["restore", tmp_path / "here"], ["backup", tmp_path / "there"]):
        subprocess.run([sys.executable, "manage.py", *words], env=other, check=True)
    there = manifest.read(tmp_path / "there")
    empty_place(settings, tmp_path)
    backup.restore(tmp_path / "there")

    assert here.database == "postgresql"
    assert there.database == "sqlite"
    assert there.content_sha256 == here.content_sha256
    assert backup.make(tmp_path / "again").content_sha256 == here.content_sha256


def evidence_with_file() -> Evidence:
    return EvidenceFactory(url="", file=ContentFile(b"Una lista.", "lista.txt"))


@pytest.fixture
def small(tmp_path) -> Path:
    """A copy with few rows and one file."""
    InstitutionFactory.create_batch(3)
    evidence_with_file()
    backup.make(tmp_path / "copy")
    return tmp_path / "copy"


def test_one_flipped_bit_anywhere_is_refused(small, settings, tmp_path, figure):
    empty_place(settings, tmp_path)
    dice, rounds = random.Random(7), times(1000, ci=100)
    paths = sorted(path for path in small.rglob("*") if path.is_file() and path.stat().st_size)

    refused = sum(is_refused_when_flipped(dice.choice(paths), dice, small) for _ in range(rounds))

    assert refused == rounds
    assert not User.objects.exists()
    assert backup.verify(small)
    figure("bits cambiados en una copia y rechazados", f"{refused} de {rounds}")


def is_refused_when_flipped(path: Path, dice: random.Random, folder: Path) -> bool:
    right = path.read_bytes()
    wrong = bytearray(right)
    wrong[dice.randrange(len(wrong))] ^= 1 << dice.randrange(8)
    path.write_bytes(wrong)
    try:
        backup.restore(folder)
    except backup.BackupError:
        return True
    finally:
        path.write_bytes(right)
    return False


@pytest.mark.parametrize("change", ["missing", "strange", "cut"])
def test_a_copy_with_a_file_less_more_or_shorter_is_refused_by_name(small, change):
    table = small / "rows" / "directory.institution.jsonl"
    if change == "missing":
        table.unlink()
    elif change == "strange":
        (small / "rows" / "other.jsonl").write_bytes(b"[]\n")
    else:
        table.write_bytes(table.read_bytes()[:-1])

    with pytest.raises(backup.BackupError, match="other.jsonl|directory.institution.jsonl"):
        backup.verify(small)


def test_nothing_is_restored_over_what_is_in_use(small):
    with pytest.raises(CommandError, match="no está vacía"):
        call_command("restore", small)


def test_a_copy_of_another_version_is_refused(small, settings, tmp_path, monkeypatch):
    empty_place(settings, tmp_path)
    monkeypatch.setattr(
        "corett.backup.restoring.last_migrations", lambda: {"monitoring": "0001_initial"}
    )

    with pytest.raises(CommandError, match="otra versión"):
        call_command("restore", small)


def test_a_folder_that_exists_is_not_written_into(small):
    with pytest.raises(CommandError, match="ya existe"):
        call_command("backup", small)


def test_a_row_without_its_file_is_told_and_leaves_no_copy(tmp_path):
    evidence = evidence_with_file()
    Path(evidence.file.path).unlink()

    with pytest.raises(CommandError, match="doctor"):
        call_command("backup", tmp_path / "copies" / "one")

    assert list((tmp_path / "copies").iterdir()) == []


def test_who_was_inside_is_not_copied(client, tmp_path):
    client.force_login(EvidenceFactory().added_by)

    copied = backup.make(tmp_path / "copy")

    assert not [label for label in copied.tables if "session" in label]


def test_it_checks_without_restoring(small, capsys):
    call_command("restore", small, check=True)

    assert "La copia está entera." in capsys.readouterr().out
    assert Evidence.objects.count() == 1
