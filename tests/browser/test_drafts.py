"""What a browser keeps of what is typed: offered until it is taken or thrown away, never lost."""

import pytest

from tests.factories import EntryFactory, MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "hay copia en este navegador"
OFFER = "[data-draft-offer]:visible"


@pytest.fixture
def entry(transactional_db):
    return EntryFactory(activity__code="2.3", progress="")


def member_of(entry):
    return MembershipFactory(stakeholder=entry.report.stakeholder).user


def type_and_leave(page, entry, text: str) -> None:
    page.goto(entry.get_absolute_url())
    page.get_by_label("Avances").fill(text)
    page.get_by_text(KEPT).first.wait_for()
    page.goto("/")


def test_typing_something_else_does_not_lose_the_copy_that_is_offered(page, entry, log_in):
    log_in(page, member_of(entry))
    type_and_leave(page, entry, "Tres párrafos escritos antes del corte.")
    page.goto(entry.get_absolute_url())
    assert page.locator(OFFER).count() == 1
    page.get_by_label("Próximos pasos").fill("x")
    page.get_by_text(KEPT).first.wait_for()

    page.get_by_role("button", name="Recuperarlo").click()

    assert page.get_by_label("Avances").input_value() == "Tres párrafos escritos antes del corte."


def test_a_copy_is_not_offered_once_it_was_saved_nor_after_it_was_thrown_away(page, entry, log_in):
    log_in(page, member_of(entry))
    page.goto(entry.get_absolute_url())
    page.get_by_label("Avances").fill("Guardado de verdad.")
    page.get_by_role("button", name="Guardar y seguir aquí").click()
    page.get_by_text("Guardado: actividad 2.3.").wait_for()
    page.go_back()
    page.goto(entry.get_absolute_url())
    assert page.locator(OFFER).count() == 0

    type_and_leave(page, entry, "Una idea que no sirve.")
    page.goto(entry.get_absolute_url())
    page.get_by_role("button", name="Descartarlo").click()
    page.goto(entry.get_absolute_url())
    assert page.locator(OFFER).count() == 0


def test_another_person_at_the_same_browser_neither_gets_nor_deletes_it(page, entry, log_in):
    first, second = member_of(entry), member_of(entry)
    log_in(page, first)
    type_and_leave(page, entry, "Lo de la primera persona.")
    page.get_by_role("button", name="Salir").click()

    log_in(page, second)
    page.goto(entry.get_absolute_url())
    assert page.locator(OFFER).count() == 0
    page.get_by_label("Obstáculos").fill("Lo de la segunda.")
    page.get_by_role("button", name="Guardar y volver al informe").click()
    page.get_by_role("button", name="Salir").click()

    log_in(page, first)
    page.goto(entry.get_absolute_url())
    page.get_by_role("button", name="Recuperarlo").click()
    assert page.get_by_label("Avances").input_value() == "Lo de la primera persona."


def test_without_javascript_the_save_button_saves(browser, live_server, entry):
    user = member_of(entry)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/cuenta/entrar/")
    page.get_by_label("Correo electrónico").fill(user.email)
    page.get_by_label("Contraseña").fill("una contraseña de prueba")
    page.get_by_role("button", name="Entrar").click()
    page.goto(entry.get_absolute_url())
    page.get_by_label("Avances").fill("Sin guion.")
    page.get_by_role("button", name="Guardar y seguir aquí").click()

    assert page.get_by_text("Guardado: actividad 2.3.").is_visible()
    assert page.get_by_label("Avances").input_value() == "Sin guion."
    context.close()
