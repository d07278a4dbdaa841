import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor

from monitoring import annual
from tests.annual import pdf_of, quick_pdf, write
from tests.monitoring.annual_world import make_reported_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    quick_pdf(monkeypatch)
    return make_reported_world()


def run(*arguments, **options) -> None:
    call_command("annual_report", *arguments, **options)


def test_it_writes_what_is_validated_now_as_provisional_with_its_data(world, tmp_path, capsys):
    pdf, data = tmp_path / "informe.pdf", tmp_path / "datos.json"

    run("2025", output=pdf, data=data)

    html, written = pdf.read_text(), data.read_bytes()
    assert html.startswith("%PDF-")
    assert "PROVISIONAL" in html
    assert hashlib.sha256(written).hexdigest() in html
    assert json.loads(written)["summary"]["actions"] == 3
    assert f"Escrito: {pdf}" in capsys.readouterr().out


def test_it_takes_the_texts_in_preparation(world, tmp_path):
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    write(report, by=world.secretariat, introduction="Escrita por la Secretaría.")

    run("2025", output=tmp_path / "informe.pdf")

    assert "Escrita por la Secretaría." in (tmp_path / "informe.pdf").read_text()


def test_an_edition_is_written_as_it_was_published(world, tmp_path):
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    published = annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )
    world.record("HN", world.plan.activities.get(), "2025-2")

    run("2025", output=tmp_path / "informe.pdf", data=tmp_path / "datos.json", edition=1)

    written = (tmp_path / "informe.pdf").read_bytes()
    assert hashlib.sha256(written).hexdigest() == pdf_of(published).sha256
    data = (tmp_path / "datos.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == published.data_sha256


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (["2031"], {}, "El plan va de 2024 a 2028; no tiene el año 2031."),
        (["2026"], {}, "No hay ningún informe semestral validado de 2026."),
        (["2025"], {"edition": 3}, "No hay una edición 3 publicada de 2025."),
        (["2025"], {"edition": 0}, "No hay una edición 0 publicada de 2025."),
        (["2025"], {"plan": "otro"}, "No hay ningún plan con el código otro."),
    ],
)
def test_what_cannot_be_written_is_said_and_exits_with_1(
    world, tmp_path, arguments, options, sentence
):
    output = tmp_path / "informe.pdf"

    with pytest.raises(CommandError) as error:
        run(*arguments, output=output, **options)

    assert sentence in str(error.value)
    assert error.value.returncode == 1
    assert not output.exists()


def test_a_published_file_that_is_missing_is_said(world, tmp_path):
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    published = annual.publish(report, version=1, by=world.secretariat, reason="Sin consulta.")
    file = pdf_of(published).file
    file.storage.delete(file.name)

    with pytest.raises(CommandError, match="falta en el servidor"):
        run("2025", output=tmp_path / "informe.pdf", edition=1)


@pytest.mark.usefixtures("unguarded")
def test_a_published_file_whose_row_is_gone_is_said(world, tmp_path):
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    published = annual.publish(report, version=1, by=world.secretariat, reason="Sin consulta.")
    published.files.filter(kind="pdf").delete()

    with pytest.raises(CommandError, match="falta en el servidor"):
        run("2025", edition=1, output=tmp_path / "informe.pdf")


def test_a_base_that_is_not_migrated_is_said(world, tmp_path, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["0001_initial"])

    with pytest.raises(CommandError, match="ejecute antes «python manage.py migrate»"):
        run("2025", output=tmp_path / "informe.pdf")


def test_a_report_without_validated_data_can_be_asked_for(world, tmp_path):
    run("2026", output=tmp_path / "informe.pdf", allow_empty=True)

    assert "Nada validado todavía" in (tmp_path / "informe.pdf").read_text()


def test_a_folder_that_does_not_exist_is_said(world, tmp_path):
    with pytest.raises(CommandError, match="No se pudo escribir"):
        run("2025", output=tmp_path / "no" / "informe.pdf")
