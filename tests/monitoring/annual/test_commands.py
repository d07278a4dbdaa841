import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from monitoring import annual
from monitoring.annual import editions
from monitoring.annual.publishing import ask
from monitoring.models import AnnualReport, Publication, PublicationState
from tests.annual import quick_files, read
from tests.monitoring.annual_world import make_reported_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    quick_files(monkeypatch)
    monkeypatch.setattr("corett.management.commands.publish_annual.require_migrated", bool)
    monkeypatch.setattr("corett.management.commands.verify_report.require_migrated", bool)
    return make_reported_world()


@pytest.fixture
def waiting(world) -> Publication:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    publication, _is_new = ask(report, version=1, by=world.secretariat, reason="Sin consulta.")
    return publication


def test_it_publishes_what_it_is_given(waiting, capsys):
    call_command("publish_annual", waiting.pk)

    assert capsys.readouterr().out == "Informe anual 2025, edición 1: terminada.\n"
    assert AnnualReport.objects.get().is_published


def test_without_a_number_it_takes_what_waits_or_was_interrupted(waiting, capsys):
    long_ago = timezone.now() - datetime.timedelta(minutes=2)
    Publication.objects.update(state="running", alive_at=long_ago)

    call_command("publish_annual")
    call_command("publish_annual")

    assert capsys.readouterr().out == "Informe anual 2025, edición 1: terminada.\n"
    assert [one.state for one in Publication.objects.order_by("pk")] == ["failed", "done"]


def test_what_is_done_by_another_process_is_left_to_it(waiting, capsys):
    Publication.objects.update(state="running", alive_at=timezone.now())

    call_command("publish_annual", waiting.pk)
    call_command("publish_annual")

    assert capsys.readouterr().out == "Informe anual 2025, edición 1: en marcha.\n"
    assert Publication.objects.get().state == PublicationState.RUNNING


def test_what_failed_is_said_and_exits_with_1(waiting, monkeypatch, capsys):
    def fails(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editions, "data", fails)

    with pytest.raises(CommandError, match="No se publicó: Informe anual 2025, edición 1.") as said:
        call_command("publish_annual", waiting.pk)

    assert said.value.returncode == 1
    assert "No space left on device" in capsys.readouterr().out


def test_a_number_of_none_is_said(world):
    with pytest.raises(CommandError, match="No hay ninguna publicación con el número 77."):
        call_command("publish_annual", 77)


# verify_report


@pytest.fixture
def report(waiting) -> AnnualReport:
    return annual.carry_out(waiting).report


def data_of(report) -> bytes:
    return read(report.files.get(kind="data"))


def test_it_says_that_all_is_as_published(report, capsys):
    call_command("verify_report")

    count = report.files.count()
    assert capsys.readouterr().out == (
        f"Todo es lo que se publicó. Ediciones: 1; archivos: {count}.\n"
    )


@pytest.mark.usefixtures("unguarded")
def test_it_names_what_was_altered_and_exits_with_1(report, capsys):
    AnnualReport.objects.update(audience="stakeholders")

    with pytest.raises(CommandError, match="1 falla en lo publicado.") as said:
        call_command("verify_report")

    assert said.value.returncode == 1
    assert capsys.readouterr().out == (
        "Informe anual 2025, edición 1: audience dice «stakeholders» y debería decir «everyone».\n"
    )


def test_with_a_published_file_it_says_which_one_it_is(report, tmp_path, capsys):
    file = tmp_path / "bajado.json"
    file.write_bytes(data_of(report))

    call_command("verify_report", file)

    assert "Es el archivo publicado: Informe anual 2025, edición 1." in capsys.readouterr().out


def test_with_an_altered_file_it_says_so_and_exits_with_1(report, tmp_path):
    content = json.loads(data_of(report))
    content["summary"]["actions"] = 30
    file = tmp_path / "alterado.json"
    file.write_text(json.dumps(content))

    with pytest.raises(CommandError, match="se alteró o se rehízo") as said:
        call_command("verify_report", file)

    assert said.value.returncode == 1
    assert "dice «30» y debería decir «3»" in str(said.value)


@pytest.mark.parametrize("content", [b"otra cosa", None])
def test_with_another_file_or_none_it_says_so_and_exits_with_2(report, tmp_path, content):
    file = tmp_path / "otro.pdf"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError) as said:
        call_command("verify_report", file)

    assert said.value.returncode == 2
