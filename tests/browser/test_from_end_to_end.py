"""A semester from the empty draft to the published PDF, as the four people live it."""

import datetime
import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from corett.accounts.models import Stakeholder
from corett.directory.models import Institution
from monitoring.models import AnnualReport, ProgressReport, ReportState
from tests.annual import pdf_of
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WOMEN, MEN, MORE_MEN = 1317, 1123, 1129
TOTAL = WOMEN + MORE_MEN
PATIENCE = 600_000
"""Milliseconds: in tests the request itself makes every file of the report."""


def member_of(code: str, name: str):
    stakeholder = Stakeholder.objects.get(code=code)
    return MembershipFactory(stakeholder=stakeholder, user__name=name).user


def open_semester(page) -> None:
    page.get_by_role("link", name="Abrir un semestre").first.click()
    page.get_by_label("Semestre").select_option(label="2025-1")
    page.get_by_label("Cierra el").fill(
        (datetime.date.today() + datetime.timedelta(days=90)).isoformat()
    )
    page.get_by_role("button", name="Ver qué va a pasar").click()
    page.get_by_text("Se crean 10 borradores").wait_for()
    page.get_by_role("button", name="Abrir 2025-1").click()
    page.get_by_text("2025-1 está abierto").wait_for()


def read_the_plan(page) -> None:
    page.get_by_role("link", name="Plan", exact=True).click()
    page.goto("/plan/tim-2024-2028/actividad/2.3/")
    assert page.get_by_text("Capacitar a periodistas en materia de tráfico").first.is_visible()
    page.goto("/plan/tim-2024-2028/riesgos/")
    assert page.get_by_text("Rotación del personal que funge como punto focal").is_visible()


def open_own_report(page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Primer semestre de 2025").click()


def report_an_action(page) -> None:
    page.get_by_role("link", name="2.3 Capacitar a periodistas").click()
    page.get_by_role("link", name="Añadir una acción").click()
    page.get_by_label("¿Qué se hizo?").fill("Taller nacional para periodistas")
    page.get_by_label("Terminó el").fill("2026-01-15")
    page.get_by_label("Mujeres").fill(str(WOMEN))
    page.get_by_label("Hombres").fill(str(MEN))
    for place, name in enumerate(["Colegio de Periodistas", "Dirección de Migración"]):
        page.locator("[name=institutions]").nth(place).fill(name)
    page.get_by_role("button", name="Guardar la acción").click()
    assert page.get_by_text("Terminó después de 2025-1").first.is_visible()
    assert page.get_by_label("Mujeres").input_value() == str(WOMEN)
    page.get_by_label("Terminó el").fill("2025-04-15")
    for place, (type, sector) in enumerate([("press", "communication"), ("public", "migration")]):
        page.get_by_label("Tipo").nth(place).select_option(type)
        page.get_by_label("Sector").nth(place).select_option(sector)
    page.get_by_role("button", name="Guardar la acción").click()
    page.get_by_text("Acción guardada.").wait_for()


def add_evidence(page, file: Path) -> None:
    page.get_by_role("link", name="Añadir un archivo o un enlace").click()
    page.get_by_label("¿Qué es?").fill("Lista de asistencia sin nombres")
    page.get_by_label("Archivos").set_input_files(file)
    page.get_by_role("button", name="Guardar").click()
    page.get_by_text("1 medio de verificación guardado.").wait_for()


def write_the_narrative(page) -> None:
    page.get_by_label("Avances").fill("Se formó a periodistas de todo el país.")
    page.get_by_role("button", name="Guardar y volver al informe").click()
    page.get_by_text("Guardado: actividad 2.3.").wait_for()


def say_where_nothing_happened(page) -> None:
    page.get_by_role("link", name="Decir dónde no hubo actividad").click()
    page.get_by_role("link", name="Marcar todas").click()
    page.get_by_role("button", name="No hubo actividad en las marcadas").click()
    page.get_by_text("Dijo que no hubo actividad en 27 actividades.").wait_for()


def download(page, link: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=link).first.click()
    return Path(started.value.path()).read_bytes()


def text_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_semester_goes_from_draft_to_the_published_pdf(loaded_plan, visit, log_in, tmp_path):
    focal_point = member_of("HN", "Punto focal de Honduras")
    secretariat = member_of("ST", "Secretaría Técnica")
    observer = member_of("OIM", "Observador")
    list_file = tmp_path / "lista.pdf"
    list_file.write_bytes(b"%PDF-1.4 lista de prueba")

    with visit() as desk, visit(width=360) as country:
        log_in(desk, secretariat)
        open_semester(desk)

        log_in(country, focal_point)
        read_the_plan(country)
        open_own_report(country)
        country.get_by_role("button", name="Enviar").click()
        assert country.get_by_text("Falta reportar 28 actividades").first.is_visible()
        report_an_action(country)
        add_evidence(country, list_file)
        write_the_narrative(country)
        say_where_nothing_happened(country)
        country.get_by_role("button", name="Enviar").click()
        country.get_by_role("heading", name="Acuse de recibo").wait_for()
        report = ProgressReport.objects.get(stakeholder__code="HN")
        assert report.state == ReportState.SUBMITTED

        desk.goto("/")
        desk.get_by_role("link", name="Honduras · 2025-1").click()
        desk.get_by_role("link", name="Devolver o validar").click()
        desk.get_by_role("link", name="Leer el informe completo").click()
        assert desk.get_by_text("Taller nacional para periodistas").is_visible()
        desk.get_by_role("link", name="Ir a los botones del informe").click()
        desk.get_by_role("button", name="Devolver").click()
        assert desk.get_by_text("escriba qué falta").first.is_visible()
        desk.get_by_label("Mensaje").fill("Faltan seis hombres en la lista de 2.3.")
        desk.get_by_role("button", name="Devolver").click()
        desk.get_by_text("Devuelto, con su mensaje").wait_for()

        open_own_report(country)
        assert country.get_by_text("Faltan seis hombres en la lista de 2.3.").first.is_visible()
        country.get_by_role("link", name="2.3 Capacitar a periodistas").click()
        country.get_by_role("link", name="Cambiar Taller nacional para periodistas").click()
        country.get_by_label("Hombres").fill(str(MORE_MEN))
        country.get_by_role("button", name="Guardar la acción").click()
        open_own_report(country)
        country.get_by_role("button", name="Enviar").click()
        country.get_by_role("heading", name="Acuse de recibo").wait_for()

        desk.goto(f"/seguimiento/informes/{report.pk}/")
        desk.get_by_role("button", name="Validar").click()
        desk.get_by_text("Validado. Desde ahora cuenta").wait_for()

        desk.goto("/seguimiento/informes-anuales/")
        desk.get_by_label("Año").select_option("2025")
        desk.get_by_role("button", name="Preparar").click()
        desk.get_by_role("link", name="Presentación").first.click()
        text = desk.get_by_role("textbox", name="Texto", exact=True)
        text.fill("Honduras fue el primer país en informar.")
        desk.get_by_role("button", name="Guardar y seguir aquí").click()
        desk.get_by_role("link", name="Todas las partes").click()
        desk.get_by_role("link", name="Revisar para publicar").first.click()
        desk.get_by_label("Por qué se publica sin el visto bueno").fill("Es la primera edición.")
        desk.get_by_role("button", name="Publicar ahora").click(timeout=PATIENCE)
        desk.get_by_role("link", name="Ver lo publicado").wait_for(timeout=PATIENCE)

    with visit() as page:
        log_in(page, observer)
        page.get_by_role("link", name="Informe anual 2025, edición 1").click()
        observers_pdf = download(page, "PDF en español")

    with visit(width=360) as page:
        page.goto("/")
        page.get_by_role("link", name="Informe anual 2025, edición 1").click()
        anyones_pdf = download(page, "PDF en español")

    published = AnnualReport.objects.get()
    assert hashlib.sha256(observers_pdf).hexdigest() == pdf_of(published).sha256
    assert anyones_pdf == observers_pdf
    text = text_of(observers_pdf)
    assert "Honduras fue el primer país en informar." in text
    assert "Colegio de Periodistas" in text
    assert str(TOTAL) in text
    assert str(WOMEN + MEN) not in text
    assert Institution.objects.filter(country__code="HN").count() == 2
