"""The annual report from its first section to the visto bueno, by those who write and agree."""

import re

import pytest
from django.urls import reverse

from corett.accounts.models import Stakeholder
from monitoring import annual
from monitoring.models import AnnualReport
from tests.factories import MeasureFactory, MembershipFactory, StakeholderFactory
from tests.monitoring.annual_world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "hay copia en este navegador"
SYNTHESIS = "Honduras abrió dos mesas; una es nueva."


@pytest.fixture
def world(transactional_db):
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas")
    world.entry("HN", activity, progress="Instalamos dos mesas.", language="es")
    world.record("HN", activity, title="Primera mesa")
    world.entry("GT", activity, progress="We set up a table.", language="en")
    return world


@pytest.fixture
def report(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def page_of(report: AnnualReport, name: str, *parts) -> str:
    return reverse(f"monitoring:annual_{name}", args=[*report.address, *parts])


def write(page, text: str, *, button="Guardar y seguir aquí") -> None:
    page.get_by_role("textbox", name="Texto", exact=True).fill(text, timeout=10_000)
    page.get_by_role("button", name=button).click()


def colleague(membership):
    return MembershipFactory(stakeholder=membership.stakeholder).user


def focal_point(code: str):
    return MembershipFactory(stakeholder=Stakeholder.objects.get(code=code)).user


def test_the_report_of_a_year_is_composed_reviewed_and_agreed_to(visit, world, log_in):
    with visit() as page:
        log_in(page, world.secretariat.user)
        page.get_by_role("link", name="Preparar y publicar informes anuales").click()
        page.get_by_label("Año").select_option("tim-2024-2028/2025")
        page.get_by_role("button", name="Preparar").click()
        compose(page)
        choose(page)
        page.get_by_role("button", name="Poner en consulta").click()
        page.get_by_text("ya pueden leerlo y comentarlo").wait_for()
    report = AnnualReport.objects.get()

    with visit() as page:
        log_in(page, focal_point("GT"))
        comment(page)
    with visit() as page:
        log_in(page, world.presidency.user)
        endorse(page)
    with visit() as page:
        log_in(page, world.secretariat.user)
        answer(page, report)
    with visit() as page:
        log_in(page, world.presidency.user)
        assert "para una versión anterior" in standing_of(page, report, "Presidencia")
        endorse(page)
        assert "✓ de acuerdo" in standing_of(page, report, "Presidencia")

    report.refresh_from_db()
    assert report.texts.get(section="activity-1.1").text == "Honduras abrió dos mesas nuevas."
    assert report.comments.unsettled().count() == 0
    assert [event.action for event in report.events.all()] == [
        "started",
        "review_opened",
        "endorsed",
        "endorsed",
    ]


def compose(page) -> None:
    row = page.get_by_role("row").filter(has_text="Actividad 1.1")
    assert "sin texto" in row.inner_text()
    row.get_by_role("link", name="Actividad 1.1", exact=True).click()
    for said in ("Instalamos dos mesas.", "We set up a table."):
        assert page.get_by_text(said).is_visible()
    page.get_by_text("1 acción realizada").click()
    assert page.get_by_text("Primera mesa").is_visible()
    write(page, SYNTHESIS)
    page.get_by_text("Texto guardado.").wait_for()
    page.get_by_role("button", name=re.compile("Destacar.*Honduras")).click()
    page.get_by_text("Queda entre lo más destacado.").wait_for()
    address = page.get_by_role("link", name="Ver el capítulo").get_attribute("href")
    pdf = page.request.get(address)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    page.get_by_role("link", name="Todas las partes").click()
    assert "✓ escrita" in page.get_by_role("row").filter(has_text="Actividad 1.1").inner_text()
    assert page.locator("#destacados").get_by_text("Instalamos dos mesas.").is_visible()


def choose(page) -> None:
    page.get_by_role("link", name="Opciones").click()
    page.get_by_label("las partes interesadas, con su cuenta").check()
    page.get_by_label("Es la edición definitiva del año").uncheck()
    page.get_by_role("button", name="Guardar las opciones").click()
    page.get_by_text("Se publicará como provisional.").wait_for()


def comment(page) -> None:
    """A country finds it at home, reads and comments; it writes no text."""
    page.goto("/")
    page.get_by_role("link", name="Informe anual 2025, edición 1").click()
    page.get_by_role("link", name="Actividad 1.1", exact=True).click()
    assert page.get_by_text(SYNTHESIS).is_visible()
    assert page.get_by_role("textbox", name="Texto", exact=True).count() == 0
    page.get_by_label("Comentario").fill("Las dos mesas son nuevas.")
    page.get_by_role("button", name="Guardar el comentario").click()
    page.get_by_text("Comentario guardado.").wait_for()


def endorse(page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Informe anual 2025, edición 1").click()
    page.get_by_role("link", name="Dar el visto bueno…").click()
    page.get_by_role("button", name="Dar el visto bueno").click()
    page.get_by_text("Su visto bueno quedó registrado.").wait_for()


def answer(page, report: AnnualReport) -> None:
    """The Secretaría changes the text and settles the comment."""
    page.goto(page_of(report, "compose"))
    page.get_by_role("link", name="1 sin resolver").click()
    write(page, "Honduras abrió dos mesas nuevas.")
    page.get_by_text("Texto guardado.").wait_for()
    page.get_by_role("button", name="Dar por resuelto").click()
    page.get_by_text("El comentario queda resuelto.").wait_for()


def standing_of(page, report: AnnualReport, name: str) -> str:
    page.goto(page_of(report, "compose"))
    return page.locator("#vistos-buenos li").filter(has_text=name).inner_text()


def test_two_people_write_two_sections_at_once_and_one_section_without_losing_either(
    visit, world, report, log_in
):
    activity, axis = (page_of(report, "section", key) for key in ("activity-1.1", "axis-1"))
    with visit() as first, visit() as second:
        log_in(first, world.secretariat.user)
        log_in(second, colleague(world.secretariat))
        first.goto(activity)
        second.goto(axis)
        write(first, "La primera persona.")
        write(second, "Todo el eje.")
        first.get_by_text("Texto guardado.").wait_for()
        second.get_by_text("Texto guardado.").wait_for()

        second.goto(activity)
        first.goto(activity)
        write(first, "La primera persona, otra vez.")
        first.get_by_text("Texto guardado.").wait_for()
        write(second, "La segunda persona.")
        second.get_by_text("Se guardó una versión más nueva").wait_for()
        both = second.locator(".error-summary").inner_text()
        assert "La primera persona, otra vez." in both
        assert "La segunda persona." in both
        assert (
            second.get_by_role("textbox", name="Texto", exact=True).input_value()
            == "La segunda persona."
        )
        second.get_by_role("button", name="Guardar y seguir aquí").click()
        second.get_by_text("Texto guardado.").wait_for()

    texts = {one.section: one.text for one in report.texts.all()}
    assert texts == {"axis-1": "Todo el eje.", "activity-1.1": "La segunda persona."}


def test_what_is_typed_survives_a_lost_connection_and_a_session_that_ended(
    visit, world, report, log_in
):
    with visit() as page:
        log_in(page, world.secretariat.user)
        page.goto(page_of(report, "section", "activity-1.1"))
        page.context.set_offline(True)
        write(page, "Escrito sin conexión.")
        page.get_by_text("No hay conexión: no se envió nada.").wait_for()
        page.context.set_offline(False)

        page.context.clear_cookies()
        page.get_by_role("button", name="Guardar y seguir aquí").click()
        log_in(page, world.secretariat.user)
        page.goto(page_of(report, "section", "activity-1.1"))
        page.get_by_role("button", name="Recuperarlo").click()
        assert (
            page.get_by_role("textbox", name="Texto", exact=True).input_value()
            == "Escrito sin conexión."
        )
        page.get_by_role("button", name="Guardar y seguir aquí").click()
        page.get_by_text("Texto guardado.").wait_for()

    assert report.texts.get().text == "Escrito sin conexión."


def test_who_is_not_asked_does_not_find_it(visit, world, report, log_in):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    annual.open_review(report, by=world.secretariat)
    pages = [page_of(report, name) for name in ("compose", "download")]
    pages.append(page_of(report, "section", "activity-1.1"))

    with visit() as page:
        log_in(page, observer.user)
        assert [page.request.get(one).status for one in pages] == [404, 404, 404]
        assert page.get_by_text("Informe anual 2025").count() == 0
