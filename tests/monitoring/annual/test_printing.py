import hashlib
import io
import re

import pytest
from pypdf import PdfReader

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.models import AnnualReport, Figure
from tests.annual import write as write_texts
from tests.factories import (
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    MeasureFactory,
    MitigationFactory,
    RiskFactory,
)
from tests.monitoring.annual_world import decide, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas")
    world.record("HN", activity, quantity=3)
    return world


def start(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def write(world, report, **texts) -> AnnualReport:
    return write_texts(report, by=world.secretariat, **texts)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pdf_is_made_of_the_content_alone(world):
    content = annual.summarise(world.plan, 2025, edition=1)
    before = annual.render(content)
    world.record("HN", world.plan.activities.get(), quantity=99)

    assert annual.render(content) == before


def test_the_pdf_has_every_part_and_the_reported_numbers(world):
    activity = world.plan.activities.get()
    people = MeasureFactory(activity=activity, kind="people", breakdown="sex", name="Personas")
    fiscalia = InstitutionFactory(country=world.countries["GT"], name="Fiscalía de prueba")
    reserved = InstitutionFactory(
        country=world.countries["GT"], name="Unidad reservada", is_public=False
    )
    record = world.record("GT", activity, institutions=[fiscalia, reserved])
    Figure.objects.create(record=record, measure=people, category="women", number=12345)
    EvidenceFactory(entry=record.entry, title="Acta de la mesa")
    MitigationFactory(
        risk=RiskFactory(plan=world.plan, statement="Falta de coordinación."), activity=activity
    )
    texts = {"introduction": "Presenta la Secretaría.", "challenges": "Rotación."}
    report = write(world, start(world), **texts)
    content = annual.summarise(world.plan, 2025, report=report, status="published")

    pdf = annual.render(content)

    text = text_of(pdf)
    for expected in [
        "Informe anual",
        "Edición 1",
        "Contenido",
        "Presenta la Secretaría.",
        "Actividades declaradas",
        "No evaluables: sin meta",
        "Mesas de priorización.",
        "mujeres 12 345",
        "Fiscalía de prueba; y 1 que no se nombra.",
        "Acta de la mesa",
        "Falta de coordinación.",
        "Rotación.",
        "Coordinación regional: sin informe",
        hashlib.sha256(canonical(content)).hexdigest(),
    ]:
        assert expected in text
    assert "Unidad reservada" not in text
    assert "PROVISIONAL" not in text
    assert "DEMOSTRACIÓN" not in text


def test_the_contents_print_the_page_on_which_each_part_begins(world):
    content = annual.summarise(world.plan, 2025, edition=1)
    reader = PdfReader(io.BytesIO(annual.render(content)))
    bookmarks = {
        bookmark.title: reader.get_destination_page_number(bookmark) + 1
        for bookmark in reader.outline
        if not isinstance(bookmark, list)
    }

    printed = dict(
        re.findall(r"^(\w[^.\n]+?)[ .]+ (\d+)$", reader.pages[1].extract_text(), re.MULTILINE)
    )

    assert bookmarks["Contenido"] == 2
    for part in ("Presentación", "El año en cifras", "Recursos", "Riesgos", "Sobre esta edición"):
        assert int(printed[part]) == bookmarks[part]


@pytest.mark.parametrize(
    ("is_demonstration", "status", "notice"),
    [
        (True, "published", "DEMOSTRACIÓN — datos inventados"),
        (False, "composing", "PROVISIONAL"),
    ],
)
def test_what_is_invented_or_provisional_says_so_on_every_page(
    world, is_demonstration, status, notice
):
    world.plan.is_demonstration = is_demonstration
    world.plan.save()
    content = annual.summarise(world.plan, 2025, edition=1, status=status)

    pages = PdfReader(io.BytesIO(annual.render(content))).pages

    assert len(pages) > 5
    assert [page.page_number for page in pages if notice not in page.extract_text()] == []


def test_a_report_without_validated_data_says_so_on_its_cover(world):
    content = annual.summarise(world.plan, 2026, edition=1, allow_empty=True)

    cover = PdfReader(io.BytesIO(annual.render(content))).pages[0].extract_text()

    assert "Nada validado todavía" in cover


def test_what_people_write_is_text_and_never_markup(world):
    words = '<img src="file:///etc/hostname"> <b>fuerte</b>'
    report = write(world, start(world), introduction=words)
    content = annual.summarise(world.plan, 2025, report=report)

    assert "<b>fuerte</b>" in text_of(annual.render(content))


def test_it_prints_decisions_and_findings_and_no_word_of_what_is_not_published(world):
    decide(world)
    FindingFactory(
        plan=world.plan,
        number=1,
        found_on="2025-11-30",
        text="Faltan actas.",
        response="Se acepta.",
        due_on="2026-03-31",
    )
    FindingFactory(
        plan=world.plan, number=2, found_on="2025-11-30", is_public=False, text="Reservado."
    )
    content = annual.summarise(world.plan, 2025, edition=1)

    text = text_of(annual.render(content))

    for expected in (
        "Prioridades para 2026",
        "acelerar",
        "Faltan países por informar.",
        "Hallazgos de evaluaciones y auditorías",
        "se registraron 2 hallazgos",
        "De 1 no se publica el texto.",
        "Faltan actas.",
        "para el 31/03/2026",
    ):
        assert expected in text, expected
    assert "Reservado." not in text
    assert "Reservado." not in canonical(content).decode()
