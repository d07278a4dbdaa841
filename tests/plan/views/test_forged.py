"""What no page sends gets a sentence, or is not found, and writes nothing."""

import pytest

from plan.decisions import seen_as
from plan.models import ScheduleCell, Target
from risks.export import export_whole_plan
from tests.factories import (
    ActivityFactory,
    MeasureFactory,
    MembershipFactory,
    PlanEditionFactory,
    PlanFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)
from tests.forged import ODD_TEXTS, post, short

pytestmark = pytest.mark.django_db

PLAN = "/plan/tim-2024-2028"
GRID = f"{PLAN}/metas/1.1.a/"
DECIDE = f"{PLAN}/metas/visto-bueno/"
SCHEDULE = f"{PLAN}/cronograma/editar/"
CELL = "1.1.a-region-2027"
METAS = {
    "step": "save",
    "source": "minutes",
    "source_note": "Acta 3",
    "dated": "2026-03-01",
    "again": "",
    CELL: "3",
    f"seen-{CELL}": "",
    "fill_value": "1",
    "fill_holders": "all",
    "fill_years": "each",
}


@pytest.fixture
def plan():
    measure = MeasureFactory(activity=ActivityFactory(code="1.1"))
    plan = measure.indicator.activity.plan
    SemesterFactory(plan=plan, year=2027, half=1)
    PlanEditionFactory(plan=plan, content=export_whole_plan(plan))
    return plan


@pytest.fixture
def other():
    """Another plan, with a proposal of its own."""
    plan = PlanFactory(code="otro")
    SemesterFactory(plan=plan, year=2028, half=2)
    return TargetFactory(measure=MeasureFactory(activity=ActivityFactory(plan=plan, code="9.9")))


@pytest.fixture
def office(client, plan):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user)
    return client


@pytest.fixture
def presidency(client, plan):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(presidency=True)).user)
    return client


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=short)
@pytest.mark.parametrize("step", ["preview", "fill"])
def test_no_field_of_a_grid_breaks_it(office, odd, step):
    for name in METAS:
        answer = post(office, GRID, {**METAS, "step": step, name: odd}.items())
        assert answer.status_code in (200, 422), name
    assert not Target.objects.exists()


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=short)
def test_no_field_of_a_grid_breaks_its_saving(office, odd):
    for name in METAS:
        answer = post(office, GRID, {**METAS, name: odd}.items())
        assert answer.status_code in (200, 302, 422), name
    assert set(Target.objects.values_list("source", flat=True)) <= {"minutes"}


def test_the_cells_of_another_plan_are_no_cells_of_a_grid(office, other):
    field = "9.9.a-region-2027"

    answer = post(office, GRID, {**METAS, field: "5", f"seen-{field}": ""}.items())

    assert answer.status_code == 302
    assert Target.objects.exclude(pk=other.pk).get().measure.code == "1.1.a"
    for address in ("9.9.a/", "%00/", "de/OTRA/", "de/PRES/"):
        assert post(office, f"{PLAN}/metas/{address}", METAS.items()).status_code == 404


def test_of_a_cell_that_comes_twice_the_last_one_counts(office):
    twice = [*METAS.items(), (CELL, "8"), (f"seen-{CELL}", ""), ("step", "save")]

    assert post(office, GRID, twice).status_code == 302
    assert Target.objects.get().value == 8


@pytest.mark.parametrize("odd", [*ODD_TEXTS, "1.1 ", " 2027-1", "1.1 2027-1 2", ";;;"], ids=short)
@pytest.mark.parametrize("step", ["preview", "save", "edit", "\0"])
def test_no_field_of_the_schedule_breaks_it(office, odd, step):
    for pairs in ([("shown", odd)], [("shown", ""), ("cell", odd)], [("shown", ""), (odd, odd)]):
        answer = post(office, SCHEDULE, [*pairs, ("step", step)])
        assert answer.status_code in (200, 302, 422)
    assert not ScheduleCell.objects.exists()


@pytest.mark.parametrize("cell", ["9.9 2027-1", "1.1 2028-2", "9.9 2028-2", "1.1\0 2027-1"])
def test_a_cell_of_another_plan_is_refused_with_a_sentence(office, other, cell):
    answer = post(office, SCHEDULE, [("shown", ""), ("cell", cell), ("step", "save")])

    assert answer.status_code == 422
    assert "El plan no tiene" in answer.text
    assert not ScheduleCell.objects.exists()


def test_a_cell_that_comes_twice_is_marked_once(office):
    pairs = [("shown", ""), ("cell", "1.1 2027-1"), ("cell", "1.1 2027-1"), ("step", "save")]

    assert post(office, SCHEDULE, pairs).status_code == 302
    assert ScheduleCell.objects.count() == 1


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=short)
def test_no_field_of_the_visto_bueno_breaks_it(presidency, plan, odd):
    waiting = TargetFactory(measure=MeasureFactory(activity=ActivityFactory(code="1.1")))
    right = f"{waiting.pk}:{seen_as(waiting)}"
    for chosen in (odd, f"{odd}:x", f"{waiting.pk}:{odd}", f"{right},{odd}:x"):
        for step in ("confirm", "discard"):
            pairs = [("chosen", chosen), ("step", step), ("reason", "Otra")]
            assert post(presidency, DECIDE, pairs).status_code == 422
    for reason in (odd, ""):
        pairs = [("chosen", right), ("step", "discard"), ("reason", reason * 101)]
        assert post(presidency, DECIDE, pairs).status_code == 422
    assert presidency.get(DECIDE, {"medida": odd.replace("\ud800", "")}).status_code == 200
    waiting.refresh_from_db()
    assert waiting.state == "proposed"


def test_a_meta_of_another_plan_is_not_decided(presidency, other):
    pairs = [("chosen", f"{other.pk}:{seen_as(other)}"), ("step", "confirm")]

    answer = post(presidency, DECIDE, pairs)

    assert answer.status_code == 422
    assert "cambió o ya se decidió" in answer.text
    other.refresh_from_db()
    assert other.state == "proposed"


def test_more_metas_than_a_database_takes_in_one_question_are_refused(presidency):
    chosen = ",".join(f"{pk}:x" for pk in range(270_000))

    assert post(presidency, DECIDE, [("chosen", chosen), ("step", "confirm")]).status_code == 422
