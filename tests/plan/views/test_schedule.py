import pytest
from django.urls import reverse

from plan import schedule
from plan.models import ScheduleCell
from risks.export import export_whole_plan
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    PlanEditionFactory,
    PlanFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CODE = "tim-2024-2028"
EDIT = f"/plan/{CODE}/cronograma/editar/"


@pytest.fixture
def office(client):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user)
    return client


@pytest.fixture
def plan():
    plan = PlanFactory()
    for code in ("1.1", "1.2"):
        ActivityFactory(plan=plan, code=code)
    for year, half in ((2024, 2), (2028, 1), (2028, 2)):
        SemesterFactory(plan=plan, year=year, half=half)
    return plan


def marked() -> set:
    return {
        (cell.activity.code, cell.semester.code)
        for cell in ScheduleCell.objects.select_related("activity", "semester")
    }


def boxes(response) -> dict:
    return {
        box.label: box
        for axis in response.context["grid"].axes
        for row in axis.rows
        for box in row.boxes
    }


def sent(response) -> dict:
    """What a browser would send from the grid as it is."""
    found = boxes(response).values()
    return {
        "shown": response.context["grid"].shown,
        "cell": [box.value for box in found if box.is_marked and not box.locked],
    }


def test_the_grid_names_each_cell(office, plan):
    schedule.change(plan, mark={("1.2", "2028-1")})

    page = office.get(EDIT)

    assert [label for label, box in boxes(page).items() if box.is_marked] == [
        "1.2, primer semestre de 2028"
    ]
    assert list(boxes(page))[:3] == [
        "1.1, segundo semestre de 2024",
        "1.1, primer semestre de 2028",
        "1.1, segundo semestre de 2028",
    ]
    assert '<span class="visually-hidden">1.1, primer semestre de 2028</span>' in (
        page.content.decode()
    )


def test_the_difference_is_shown_first_and_written_when_confirmed(office, plan):
    schedule.change(plan, mark={("1.2", "2028-1")})
    data = {"shown": "1.2 2028-1", "cell": ["1.1 2028-1", "1.1 2028-2"]}

    preview = office.post(EDIT, {**data, "step": "preview"})

    assert marked() == {("1.2", "2028-1")}
    assert [(row.activity.code, row.marked, row.unmarked) for row in preview.context["rows"]] == [
        ("1.1", ["primer semestre de 2028", "segundo semestre de 2028"], []),
        ("1.2", [], ["primer semestre de 2028"]),
    ]
    hidden = preview.context["hidden"]
    assert hidden == {"shown": "1.2 2028-1", "cells": ["1.1 2028-1", "1.1 2028-2"]}

    saved = office.post(
        EDIT, {"shown": hidden["shown"], "cell": hidden["cells"], "step": "save"}, follow=True
    )

    assert saved.redirect_chain == [(reverse("plan:schedule", args=[CODE]), 302)]
    assert "Cronograma guardado. Celdas marcadas: 2; quitadas: 1." in saved.content.decode()
    assert marked() == {("1.1", "2028-1"), ("1.1", "2028-2")}


def test_the_difference_can_be_left_to_go_on_editing_and_nothing_marked_is_lost(office, plan):
    schedule.change(plan, mark={("1.2", "2028-1")})

    page = office.post(EDIT, {"shown": "1.2 2028-1", "cell": ["1.1 2028-2"], "step": "edit"})

    assert sent(page) == {"shown": "1.2 2028-1", "cell": ["1.1 2028-2"]}


def test_a_grid_that_nobody_touched_says_that_nothing_changes(office, plan):
    schedule.change(plan, mark={("1.2", "2028-1")})

    page = office.post(EDIT, {**sent(office.get(EDIT)), "step": "preview"})

    assert "No cambió ninguna celda" in page.content.decode()
    assert sent(page) == {"shown": "1.2 2028-1", "cell": ["1.2 2028-1"]}


def test_what_a_colleague_marked_meanwhile_stays(office, plan):
    mine = sent(office.get(EDIT))
    schedule.change(plan, mark={("1.1", "2028-1"), ("1.2", "2028-2")})

    office.post(EDIT, {**mine, "cell": ["1.1 2028-1", "1.1 2028-2"], "step": "save"})

    assert marked() == {("1.1", "2028-1"), ("1.1", "2028-2"), ("1.2", "2028-2")}


def test_a_difference_confirmed_twice_says_that_it_is_saved(office, plan):
    data = {"shown": "", "cell": ["1.1 2028-1"], "step": "save"}
    office.post(EDIT, data)

    page = office.post(EDIT, data, follow=True)

    assert "Estos cambios ya estaban guardados." in page.content.decode()
    assert ScheduleCell.history.count() == 1


def test_a_fixed_cell_is_shown_marked_and_locked_with_its_reason(office, plan):
    schedule.change(plan, mark={("1.1", "2024-2")})
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))

    page = office.get(EDIT)

    box = boxes(page)["1.1, segundo semestre de 2024"]
    assert (box.is_marked, box.locked) == (
        True,
        "el semestre ya terminó y la edición publicada la tiene; ya no se quita.",
    )
    assert sent(page) == {"shown": "", "cell": []}
    office.post(EDIT, {**sent(page), "cell": ["1.2 2028-1"], "step": "save"})
    assert marked() == {("1.1", "2024-2"), ("1.2", "2028-1")}


def test_unmarking_what_was_fixed_meanwhile_is_refused_and_the_rest_is_kept(office, plan):
    schedule.change(plan, mark={("1.1", "2024-2")})
    mine = sent(office.get(EDIT))
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))

    page = office.post(EDIT, {**mine, "cell": ["1.2 2028-2"], "step": "save"})

    assert page.status_code == 422
    assert "1.1, segundo semestre de 2024: el semestre ya terminó" in page.content.decode()
    assert sent(page) == {"shown": "", "cell": ["1.2 2028-2"]}
    assert marked() == {("1.1", "2024-2")}


@pytest.mark.parametrize(
    "data", [{"cell": ["1.1 2028-1"]}, {"shown": "", "cell": ["1.1"]}, {"shown": "tres"}]
)
def test_a_page_that_came_incomplete_writes_nothing(office, plan, data):
    page = office.post(EDIT, {**data, "step": "save"})

    assert page.status_code == 422
    assert "La página llegó incompleta" in page.content.decode()
    assert marked() == set()


def test_a_cell_that_the_plan_does_not_have_is_refused_with_a_sentence(office, plan):
    page = office.post(EDIT, {"shown": "", "cell": ["9.9 2028-1"], "step": "save"})

    assert page.status_code == 422
    assert "El plan no tiene la actividad 9.9." in page.content.decode()


def test_only_the_secretariat_edits_the_schedule(client, plan):
    client.force_login(UserFactory())

    assert client.get(EDIT).status_code == 403
    assert client.post(EDIT, {"shown": "", "cell": ["1.1 2028-1"], "step": "save"}).status_code == (
        403
    )
    assert marked() == set()
    assert "Editar el cronograma" not in client.get(f"/plan/{CODE}/cronograma/").content.decode()


def test_a_plan_that_does_not_exist_has_no_grid(office):
    assert office.get("/plan/otro/cronograma/editar/").status_code == 404


def test_the_reading_page_says_what_is_to_be_captured_and_what_was_captured_late(office, plan):
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))
    schedule.change(plan, mark={("1.1", "2024-2")})

    page = office.get(f"/plan/{CODE}/cronograma/").content.decode()

    day = ScheduleCell.history.get().history_date
    assert "Queda 1 actividad por capturar." in page
    assert "1.1 (2024-2)." in page
    assert f"de {day.year}:" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_costs_the_same_for_any_number_of_activities(
    office, count, django_assert_num_queries
):
    semester = SemesterFactory()
    for _ in range(count):
        ScheduleCell.objects.create(activity=ActivityFactory(), semester=semester)
    PlanEditionFactory(content=export_whole_plan(semester.plan))

    with django_assert_num_queries(13):
        page = office.get(EDIT)

    assert page.content.decode().count('type="checkbox"') == count
