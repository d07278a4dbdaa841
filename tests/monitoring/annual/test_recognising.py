"""Whether a file that somebody holds is the published one: real files, as they are downloaded."""

import io
import json
import zipfile

import pikepdf
import pytest

from corett.lib.canonical import sha256
from monitoring import annual
from monitoring.annual import Found
from monitoring.models import AnnualReport, PastReport
from tests.annual import quick_files, read, write
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    del world.countries["GT"]
    return world


def publish(world, **texts) -> AnnualReport:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    report = write(report, by=world.secretariat, **texts)
    return annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )


@pytest.fixture
def report(world) -> AnnualReport:
    return publish(world)


def file_of(report, kind, language="es") -> bytes:
    return read(report.files.get(kind=kind, language=language, country=""))


def told(data: bytes) -> tuple[Found, str]:
    recognition = annual.recognise(data)
    return recognition.found, " ".join(recognition.sentences)


def test_every_published_file_is_known_again_and_what_altered_it_too(report):
    """One publication of real files, since they take long."""
    found = {(one.kind, one.language, one.country): told(read(one)) for one in report.files.all()}
    assert {answer for answer, _said in found.values()} == {Found.PUBLISHED}
    assert found["pdf", "en", ""][1].startswith(
        "Es el archivo publicado: Informe anual 2025, edición 1. PDF, en inglés. Publicado el "
    )
    assert "PDF, en español, HN." in found["pdf", "es", "HN"][1]
    assert found["data", "es", ""][1].endswith("para cualquier persona.")

    altered = {
        "pdf": with_another_page(file_of(report, "pdf")),
        "archive": with_another_page(file_of(report, "archive")),
        "workbook": packed_again(file_of(report, "workbook")),
        "tables": packed_again(file_of(report, "tables")),
        "document": packed_again(file_of(report, "document")),
    }
    for name, data in altered.items():
        answer, said = told(data)
        assert answer == Found.ALTERED, name
        assert said.startswith("Dice ser del Informe anual 2025, edición 1, pero no es")


def with_another_page(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.add_blank_page()
        opened.save(out)
    return out.getvalue()


def packed_again(archive: bytes) -> bytes:
    """The same members and one more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            new.writestr(one, old.read(one))
        new.writestr("otro.txt", "otro")
    return out.getvalue()


@pytest.fixture
def quick_report(world, monkeypatch) -> AnnualReport:
    quick_files(monkeypatch)
    return publish(world)


def test_data_that_were_altered_are_told_number_by_number(quick_report):
    content = json.loads(file_of(quick_report, "data"))
    content["summary"]["actions"] = 30

    answer, said = told(json.dumps(content).encode())

    assert answer == Found.ALTERED
    assert "El año en cifras · acciones realizadas dice «30» y debería decir «3»." in said


def test_the_same_data_written_otherwise_are_not_the_file_but_nothing_changed(quick_report):
    content = json.loads(file_of(quick_report, "data"))

    answer, said = told(json.dumps(content, indent=2).encode())

    assert answer == Found.ALTERED
    assert said == (
        "Son los datos del Informe anual 2025, edición 1 escritos de otra manera: nada cambió."
    )


def test_an_edition_that_was_corrected_says_that_there_is_a_later_one(quick_report, world):
    data = file_of(quick_report, "data")
    publish(world, erratum="Un dato.")

    assert told(data)[1].endswith("Hay una edición más reciente: Informe anual 2025, edición 2.")


def test_a_report_made_outside_is_known_too(quick_report, world):
    PastReport.objects.create(
        plan=world.plan,
        year=2024,
        title="El de 2024",
        file="annual/x/past/y/informe.pdf",
        size=4,
        sha256=sha256(b"acta"),
        original_name="informe.pdf",
        added_by=world.secretariat.user,
    )

    assert told(b"acta") == (
        Found.PUBLISHED,
        "Es el informe anterior «El de 2024», de 2024, tal como se añadió.",
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"cualquier cosa",
        b"%PDF-1.7\nroto",
        b"PK\x03\x04roto",
        b"[" * 100_000,
        b"[1, 2]",
        b'{"report": 3}',
        b'{"report": {"plan": "otro", "year": 2025, "edition": 1}}',
        b'{"report": {"plan": "tim-2024-2028", "year": "dos mil", "edition": 1}}',
        b'{"report": {"plan": "tim-2024-2028", "year": 2025, "edition": [1]}}',
        b'{"report": {"plan": {"a": 1}, "year": 2025, "edition": 99999999999999999999999999}}',
        b"\xff\xfe\x00",
        ("a" * 64).encode(),
    ],
)
def test_what_is_none_of_ours_is_said_to_be_unknown(quick_report, data):
    assert told(data) == (Found.UNKNOWN, "No es ningún archivo publicado por este sistema.")


def test_a_pdf_without_any_word_of_itself_is_unknown(quick_report):
    bare = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(bare, fix_metadata_version=False)

    assert told(bare.getvalue())[0] == Found.UNKNOWN


def test_data_that_only_claim_to_be_an_edition_are_told_apart(quick_report):
    """Nothing of what a file says is taken for granted."""
    answer, said = told(b'{"report": {"plan": "tim-2024-2028", "year": 2025, "edition": 1}}')

    assert answer == Found.ALTERED
    assert "se alteró o se rehízo" in said


def test_a_zip_that_unpacks_into_too_much_is_not_unpacked(quick_report, monkeypatch):
    monkeypatch.setattr("monitoring.annual.recognising.MOST_UNPACKED", 10)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datos.txt", quick_report.data_sha256)

    assert told(out.getvalue())[0] == Found.UNKNOWN
