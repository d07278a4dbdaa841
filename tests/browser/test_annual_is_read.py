"""The public journey of an annual report on a telephone, without an account and with one."""

import hashlib
from pathlib import Path

import pytest

from monitoring.models import AnnualReply
from tests.factories import MeasureFactory, MembershipFactory, StakeholderFactory
from tests.monitoring.annual.published import make_published
from tests.monitoring.annual_world import make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unguarded"),
]

TELEPHONE = 360
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def report(transactional_db):
    world = make_world()
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    make_published(world)
    return make_published(world, edition=2, erratum="Corrige el dato de Honduras.", is_final=False)


def fits(page) -> bool:
    return page.evaluate(OVERFLOW) == 0


def test_anybody_finds_an_edition_reads_its_figures_and_downloads_its_files(visit, report):
    with visit(width=TELEPHONE) as page:
        page.goto("/")
        page.get_by_role("link", name="Ver los informes anuales, sin cuenta").click()
        assert fits(page)
        page.get_by_role("link", name="Informe anual 2025, edición 2", exact=True).click()
        assert page.get_by_text("Corrige el dato de Honduras.").is_visible()
        assert page.get_by_text("acciones realizadas").is_visible()
        assert page.get_by_text("provisional", exact=True).is_visible()
        page.get_by_text("Ediciones por país: 1 archivo").click()
        assert fits(page)
        for link in ("PDF en español", "Libro de datos", "PDF: Honduras"):
            with page.expect_download() as started:
                page.get_by_role("link", name=link).click()
            data = Path(started.value.path()).read_bytes()
            assert page.get_by_text(hashlib.sha256(data).hexdigest()).first.is_visible()


def test_a_parte_interesada_answers_once_and_the_secretariat_reads_it(visit, report, log_in):
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    with visit(width=TELEPHONE) as page:
        page.goto(report.get_absolute_url())
        page.get_by_role("main").get_by_role("link", name="Entrar").click()
        log_in(page, observer.user)
        page.goto(report.get_absolute_url())
        page.get_by_role("button", name="Enviar la respuesta").click()
        assert page.get_by_text("Hay algo que corregir").is_visible()
        page.get_by_label("Su respuesta").fill("Sería útil por sexo.")
        page.get_by_role("button", name="Enviar la respuesta").dblclick()
        page.get_by_text("Su respuesta llegó a la Secretaría Técnica.").wait_for()
        assert fits(page)
    assert AnnualReply.objects.get().text == "Sería útil por sexo."

    with visit(width=TELEPHONE) as page:
        log_in(page, report.published_by)
        page.get_by_role("link", name="1 respuesta sin leer").click()
        assert page.get_by_text("Sería útil por sexo.", exact=True).is_visible()
        page.get_by_role("button", name="Marcar como leída").click()
        page.get_by_text("Ninguna respuesta cumple").or_(page.get_by_text("la leyó")).wait_for()
        assert fits(page)
    assert AnnualReply.objects.get().read_by == report.published_by
