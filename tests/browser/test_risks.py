"""A semester's review of the risks: on a phone, by keyboard, and with what was typed wrong."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from corett.accounts.models import Stakeholder
from risks.models import MitigationAction, RiskReview
from tests.factories import (
    MembershipFactory,
    MitigationActionFactory,
    PlanFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 360


@pytest.fixture
def semester(transactional_db):
    today = timezone.localdate()
    plan = PlanFactory(end=datetime.date(today.year + 2, 12, 31))
    for code in ("R1", "R2", "R3"):
        RiskFactory(plan=plan, code=code, order=int(code[1:]))
    return SemesterFactory(plan=plan, year=today.year, half=1 if today.month <= 6 else 2)


@pytest.fixture
def country(transactional_db):
    return MembershipFactory(stakeholder=StakeholderFactory(code="HN", name="Honduras"))


def sheet_of(semester) -> str:
    return reverse("risks:review", args=[semester.plan.code, semester.code])


def focus_is(page, name: str) -> bool:
    return page.evaluate("document.activeElement.name") == name


def tab_to(page, name: str) -> None:
    for _ in range(60):
        if focus_is(page, name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never reaches {name}")


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_country_reviews_a_semester_on_a_phone_by_keyboard_alone(
    visit, semester, country, log_in
):
    with visit(PHONE) as page:
        log_in(page, country.user)
        page.goto(sheet_of(semester))
        assert fits(page)

        tab_to(page, "R1-level")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        tab_to(page, "R1-happened")
        page.keyboard.press("Space")
        tab_to(page, "R3-level")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        tab_to(page, "R3-response")
        page.keyboard.type("Se dio seguimiento.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.get_by_role("heading", name="Hay algo que corregir").wait_for()
        assert fits(page)
        assert page.locator('[name="R3-response"]').input_value() == "Se dio seguimiento."
        page.get_by_role("link", name="R1: Si el riesgo se presentó").focus()
        page.keyboard.press("Enter")
        assert focus_is(page, "R1-response")
        page.keyboard.type("Se acordó un enlace suplente.")
        tab_to(page, "R3-response")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        page.get_by_text("Guardado: 2 riesgos revisados (R1, R3).").wait_for()
        assert page.get_by_text("2 de 3 riesgos revisados.").is_visible()
    kept = RiskReview.objects.values_list("risk__code", "level", "happened", "response")
    assert list(kept) == [
        ("R1", "medium", True, "Se acordó un enlace suplente."),
        ("R3", "high", False, "Se dio seguimiento."),
    ]


def test_the_browser_keeps_what_was_typed_until_it_is_saved(page, semester, country, log_in):
    log_in(page, country.user)
    page.goto(sheet_of(semester))
    page.locator('[name="R2-response"]').fill("Escrito antes del corte.")
    page.get_by_text("hay copia en este navegador").first.wait_for()
    page.goto("/")

    page.goto(sheet_of(semester))
    page.get_by_role("button", name="Recuperarlo").click()

    assert page.locator('[name="R2-response"]').input_value() == "Escrito antes del corte."
    page.locator('[name="R2-level"][value="low"]').check()
    page.get_by_role("button", name="Guardar la revisión").click()
    page.get_by_text("Guardado: 1 riesgo revisado (R2).").wait_for()
    page.goto(sheet_of(semester))
    assert page.locator("[data-draft-offer]:visible").count() == 0


def test_its_owner_says_on_a_phone_that_an_action_is_done(visit, semester, country, log_in):
    risk = semester.plan.risks.get(code="R1")
    MitigationActionFactory(risk=risk, owner=country.stakeholder)
    with visit(PHONE) as page:
        log_in(page, country.user)
        page.goto(risk.get_absolute_url())
        assert fits(page)
        page.get_by_role("link", name="Está hecha R1.1").click()
        page.get_by_label("Qué se logró").fill("Ficha acordada.")
        assert fits(page)
        page.get_by_role("button", name="Está hecha").click()

        page.get_by_text("Hecha: acción R1.1.").wait_for()
        assert page.get_by_text("Ficha acordada.").is_visible()
    assert MitigationAction.objects.get().done_on == timezone.localdate()


def test_the_pages_of_the_risks_fit_a_phone(visit, loaded_plan, log_in):
    member = MembershipFactory(stakeholder=Stakeholder.objects.get(code="HN"))
    with visit(PHONE) as page:
        log_in(page, member.user)
        for address in (
            reverse("risks:matrix", args=[loaded_plan.code]),
            reverse("risks:risk", args=[loaded_plan.code, "R5"]),
            reverse("risks:review_list", args=[loaded_plan.code]),
            reverse("monitoring:risks"),
        ):
            page.goto(address)
            assert fits(page), address
