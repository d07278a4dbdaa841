import pytest

from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/plan/tim-2024-2028/actividad/1.1/"


@pytest.fixture
def at_the_activity(visit, log_in, loaded_plan):
    def enter(page):
        log_in(page, UserFactory())
        page.goto(ADDRESS)
        return page.get_by_role("dialog", name="Tráfico de migrantes")

    return enter


def test_a_click_opens_a_definition_and_another_closes_it(visit, at_the_activity):
    with visit() as page:
        note = at_the_activity(page)
        assert not note.is_visible()

        page.get_by_role("button", name="tráfico ilícito de migrantes").click()
        assert "la facilitación de la entrada ilegal" in note.inner_text()
        note.get_by_role("button", name="Cerrar").click()

        assert not note.is_visible()
        assert page.url.endswith(ADDRESS)


def test_the_keyboard_opens_reads_and_closes_a_definition(visit, at_the_activity):
    with visit() as page:
        note = at_the_activity(page)
        term = page.get_by_role("button", name="tráfico ilícito de migrantes")

        term.focus()
        page.keyboard.press("Enter")
        assert note.is_visible()
        page.keyboard.press("Tab")
        assert note.get_by_role("link", name="Ver en el plan").evaluate(
            "link => link === document.activeElement"
        )
        page.keyboard.press("Escape")

        assert not note.is_visible()
        assert term.evaluate("button => button === document.activeElement")


def test_on_a_phone_the_definition_fits_and_leads_to_the_glossary(visit, at_the_activity):
    with visit(width=360) as page:
        note = at_the_activity(page)

        page.get_by_role("button", name="tráfico ilícito de migrantes").click()
        box = note.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        note.get_by_role("link", name="Ver en el plan").click()

        page.wait_for_url("**/glosario/#termino-8")
        assert page.locator("#termino-8").inner_text() == "Tráfico de migrantes"
