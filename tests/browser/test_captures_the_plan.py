"""The Secretaría captures the cronograma and metas without touching the mouse."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from plan.models import Measure, ScheduleCell, Target
from tests.factories import MembershipFactory, StakeholderFactory, TargetFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = "tim-2024-2028"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FOCUSED = """() => {
  const it = document.activeElement;
  const text = (it.labels?.[0] ?? it).textContent.replace(/\\s+/g, " ").trim();
  return {id: it.id, name: it.name || "", text};
}"""
TEN = ["1.1.a", "1.1.b", "1.1.c", "1.2.a", "2.1.a", "2.2.a", "2.3.a", "2.3.b", "3.1.a", "3.2.a"]


@pytest.fixture
def editor(loaded_plan):
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user


@pytest.fixture
def president(loaded_plan):
    return MembershipFactory(stakeholder=StakeholderFactory(presidency=True)).user


def press(page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def tab_to(page, **wanted: str) -> None:
    """Press Tab until the element in focus is the wanted one."""
    for _ in range(700):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if all(focused[name] == value for name, value in wanted.items()):
            return
    pytest.fail(f"Tab never reached {wanted}")


def enter(page, button: str, then: str) -> None:
    tab_to(page, text=button)
    page.keyboard.press("Enter")
    page.get_by_text(then).first.wait_for()


def in_pattern(row: int, column: int) -> bool:
    return (row + column) % 3 == 0


def wanted_cells(plan) -> set:
    activities = plan.activities.values_list("code", flat=True)
    semesters = [semester.code for semester in plan.semesters.all()]
    return {
        (activity, semester)
        for row, activity in enumerate(activities)
        for column, semester in enumerate(semesters)
        if in_pattern(row, column)
    }


def marked_cells() -> set:
    cells = ScheduleCell.objects.select_related("activity", "semester")
    return {(cell.activity.code, cell.semester.code) for cell in cells}


def test_the_secretariat_captures_the_whole_schedule_by_keyboard(page, log_in, editor, loaded_plan):
    wanted = wanted_cells(loaded_plan)
    log_in(page, editor)
    page.goto(reverse("plan:schedule_edit", args=[CODE]))

    tab_to(page, name="cell", text="1.1, segundo semestre de 2024")
    for row in range(30):
        press(page, "Home")
        for column in range(9):
            if in_pattern(row, column):
                press(page, "Space")
            press(page, "ArrowRight")
        press(page, "ArrowDown")
    enter(page, "Ver qué cambia", f"Cambian {len(wanted)} celdas.")
    assert marked_cells() == set()
    enter(page, "Guardar estos cambios", f"Celdas marcadas: {len(wanted)}; quitadas: 0.")

    assert marked_cells() == wanted
    assert len(wanted) == 90
    assert page.url.endswith(reverse("plan:schedule", args=[CODE]))
    assert page.get_by_text("planificada", exact=True).count() == len(wanted)
    assert page.get_by_text("por capturar", exact=True).count() == 0


def test_ten_metas_are_captured_by_keyboard_and_get_their_visto_bueno(
    visit, log_in, editor, president, loaded_plan
):
    with visit() as page:
        log_in(page, editor)
        page.goto(reverse("plan:target_holder", args=[CODE, "region"]))
        tab_to(page, id="id_1.1.a-region-plan")
        for number in range(10):
            page.keyboard.type(str(10 + number))
            press(page, "ArrowDown")
        tab_to(page, id="id_source")
        page.keyboard.type("acta")
        tab_to(page, id="id_source_note")
        page.keyboard.type("Acta 3")
        enter(page, "Ver qué cambia", "Cambian 10 metas.")
        assert not Target.objects.filter(source="minutes").exists()
        enter(page, "Guardar estos cambios", "Se guardaron 10 cambios.")

    wanted = {(code, Decimal(10 + number)) for number, code in enumerate(TEN)}
    assert captured("proposed") == wanted

    with visit() as page:
        log_in(page, president)
        page.goto(reverse("plan:target_decisions", args=[CODE]))
        for code, value in sorted(wanted, key=lambda pair: pair[1]):
            tab_to(page, name="chosen", text=f"{code}: {value}, la región · todo el plan")
            press(page, "Space")
        enter(page, "Dar el visto bueno a las elegidas", "Metas con visto bueno: 10.")

    assert captured("confirmed") == wanted
    assert captured("proposed") == set()
    assert {target.decided_by for target in Target.objects.confirmed()} == {president}


def captured(state: str) -> set:
    found = Target.objects.filter(state=state, source="minutes", source_note="Acta 3")
    return {
        (target.measure.code, target.value)
        for target in found.filter(stakeholder=None, year=None).select_related(
            "measure__indicator__activity"
        )
    }


def test_a_wrong_meta_on_a_phone_is_told_at_its_cell_and_nothing_is_lost(visit, log_in, editor):
    with visit(360) as page:
        log_in(page, editor)
        page.goto(reverse("plan:target_measure", args=[CODE, "1.1.a"]))
        page.get_by_label("1.1.a · Honduras · 2027").fill("-3")
        page.get_by_label("1.1.a · Honduras · 2028").fill("muchas")
        page.get_by_label("1.1.a · la región · todo el plan").fill("1500")
        page.get_by_label("Detalle de la fuente").fill("Acta 3")
        page.get_by_role("button", name="Ver qué cambia", exact=True).click()

        page.get_by_text("Hay algo que corregir").wait_for()
        assert not page.evaluate(WIDER)
        page.get_by_role("link", name=re.compile("2027: Una meta no puede ser negativa")).click()
        assert page.evaluate(FOCUSED)["id"] == "id_1.1.a-HN-2027"
        assert page.get_by_label("1.1.a · Honduras · 2028").input_value() == "muchas"
        assert page.get_by_label("Detalle de la fuente").input_value() == "Acta 3"

        page.get_by_label("1.1.a · Honduras · 2027").fill("3")
        page.get_by_label("1.1.a · Honduras · 2028").fill("")
        page.get_by_role("combobox", name="Fuente", exact=True).select_option(
            label="Plan Operativo"
        )
        page.get_by_role("button", name="Ver qué cambia", exact=True).click()
        page.get_by_text("Cambian 2 metas.").wait_for()
        assert not page.evaluate(WIDER)
        page.get_by_role("button", name="Guardar estos cambios").click()
        page.get_by_text("Se guardaron 2 cambios.").wait_for()

    measure = Measure.objects.get_by_natural_key(CODE, "1.1", "a")
    assert set(measure.targets.values_list("stakeholder__code", "year", "value")) == {
        ("HN", 2027, Decimal(3)),
        (None, None, Decimal(1500)),
    }


def test_one_by_country_and_year_is_filled_at_once(page, log_in, editor):
    log_in(page, editor)
    page.goto(reverse("plan:target_measure", args=[CODE, "1.1.a"]))
    page.get_by_role("combobox", name="Fuente", exact=True).select_option(label="Plan Operativo")
    page.get_by_text("Llenar muchas celdas de una vez").click()
    page.get_by_role("textbox", name="Valor", exact=True).fill("1")
    page.get_by_role("combobox", name="Para", exact=True).select_option(label="cada país")
    page.get_by_role("combobox", name="En", exact=True).select_option(label="cada año")
    page.get_by_role("button", name="Llenar y ver qué cambia").click()
    page.get_by_text("Cambian 45 metas.").wait_for()
    page.get_by_role("button", name="Guardar estos cambios").click()
    page.get_by_text("Se guardaron 45 cambios.").wait_for()

    measure = Measure.objects.get_by_natural_key(CODE, "1.1", "a")
    assert measure.targets.filter(state="proposed", value=1).count() == 45


def test_metas_that_were_not_sent_are_offered_again_and_meet_what_a_colleague_saved(
    page, log_in, editor
):
    measure = Measure.objects.get_by_natural_key(CODE, "1.1", "a")
    log_in(page, editor)
    page.goto(reverse("plan:target_measure", args=[CODE, "1.1.a"]))
    page.get_by_label("1.1.a · la región · 2027").fill("5")
    page.get_by_role("combobox", name="Fuente", exact=True).select_option(label="acta")
    page.get_by_text("hay copia en este navegador").first.wait_for()
    page.goto("/")
    TargetFactory(measure=measure, year=2027, value=2)

    page.goto(reverse("plan:target_measure", args=[CODE, "1.1.a"]))
    page.get_by_role("button", name="Recuperarlo").click()
    page.get_by_role("button", name="Ver qué cambia", exact=True).click()

    page.get_by_text(
        re.compile(r"otra persona guardó 2 \(.*\) y usted escribió 5")
    ).first.wait_for()
    assert page.get_by_label("1.1.a · la región · 2027").input_value() == "5"
    page.get_by_role("button", name="Ver qué cambia", exact=True).click()
    page.get_by_role("button", name="Guardar estos cambios").click()
    page.get_by_text("Se guardó 1 cambio.").wait_for()
    assert measure.targets.get().value == 5
    assert page.get_by_role("button", name="Recuperarlo").count() == 0
