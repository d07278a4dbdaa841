import datetime

import pytest
from django.utils import timezone

from plan import schedule
from plan.models import Activity, ScheduleCell
from plan.schedule import CellChange, ScheduleRefused
from risks.export import export_whole_plan
from tests.factories import ActivityFactory, PlanEditionFactory, SemesterFactory

pytestmark = pytest.mark.django_db

ENDED, LATER = "2025-1", "2027-1"


@pytest.fixture
def plan():
    """Two activities, one semester that has ended and one that has not."""
    first = ActivityFactory(code="1.1")
    ActivityFactory(code="1.2")
    SemesterFactory(plan=first.plan, year=2025, half=1)
    SemesterFactory(plan=first.plan, year=2027, half=1)
    return first.plan


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *at: today_or_day_of(*at))


def today_or_day_of(at: datetime.datetime | None = None) -> datetime.date:
    return at.date() if at else datetime.date(2026, 11, 25)


def marked() -> set:
    return set(ScheduleCell.objects.values_list("activity__code", "semester__year"))


def publish(plan, number=1):
    return PlanEditionFactory(plan=plan, number=number, content=export_whole_plan(plan))


def test_the_whole_grid_becomes_what_is_marked(plan):
    schedule.mark(plan, marked={("1.1", ENDED), ("1.2", ENDED)})

    changes = schedule.mark(plan, marked={("1.1", ENDED), ("1.1", LATER)})

    assert marked() == {("1.1", 2025), ("1.1", 2027)}
    assert changes == [
        CellChange("1.1", LATER, "primer semestre de 2027", is_marked=True),
        CellChange("1.2", ENDED, "primer semestre de 2025", is_marked=False),
    ]
    assert schedule.mark(plan, marked={("1.1", ENDED), ("1.1", LATER)}) == []


def test_every_marked_and_unmarked_cell_leaves_its_history(plan):
    schedule.mark(plan, marked={("1.1", ENDED)})
    schedule.mark(plan, marked=set())

    assert list(ScheduleCell.history.values_list("history_type", flat=True)) == ["-", "+"]


def test_a_change_leaves_the_cells_of_a_colleague_as_they_are(plan):
    schedule.mark(plan, marked={("1.1", ENDED)})

    changes = schedule.change(plan, mark={("1.2", LATER), ("1.1", ENDED)}, unmark={("1.2", ENDED)})

    assert marked() == {("1.1", 2025), ("1.2", 2027)}
    assert [change.place for change in changes] == ["1.2, primer semestre de 2027"]


def test_without_a_published_edition_nothing_is_fixed(plan):
    schedule.mark(plan, marked={("1.1", ENDED)})

    assert schedule.state_of(plan).fixed == set()
    schedule.mark(plan, marked=set())
    assert marked() == set()


def test_what_an_edition_marks_for_an_ended_semester_is_not_unmarked_and_nothing_is_written(plan):
    schedule.mark(plan, marked={("1.1", ENDED), ("1.1", LATER)})
    publish(plan)

    assert schedule.state_of(plan).fixed == {("1.1", ENDED)}
    with pytest.raises(ScheduleRefused) as refused:
        schedule.mark(plan, marked={("1.2", LATER)})

    assert [str(refusal) for refusal in refused.value.refusals] == [
        "1.1, primer semestre de 2025: el semestre ya terminó y la edición publicada la tiene;"
        " ya no se quita."
    ]
    assert marked() == {("1.1", 2025), ("1.1", 2027)}


def test_an_empty_cell_of_the_past_may_still_be_captured_and_says_when(plan):
    publish(plan)

    schedule.change(plan, mark={("1.1", ENDED), ("1.2", LATER)})

    born = ScheduleCell.history.earliest("history_date").history_date.date()
    assert schedule.late_captures(plan) == {("1.1", ENDED): born}
    assert schedule.captured_by_day(schedule.late_captures(plan)) == [(born, ["1.1 (2025-1)"])]


def test_what_came_with_the_plan_was_not_captured_late(plan):
    schedule.change(plan, mark={("1.1", ENDED), ("1.2", ENDED)})
    assert schedule.late_captures(plan) == {}
    publish(plan)
    assert schedule.late_captures(plan) == {}

    ScheduleCell.objects.all().delete()
    schedule.change(plan, mark={("1.1", ENDED), ("1.2", ENDED)})
    publish(plan, number=2)

    assert schedule.late_captures(plan) == {}


def test_what_was_marked_before_the_first_edition_was_published_was_not_captured_late(plan):
    schedule.change(plan, mark={("1.1", ENDED)})
    PlanEditionFactory(plan=plan, content={})

    assert schedule.late_captures(plan) == {}


def test_what_is_captured_in_the_open_edition_can_be_taken_back_until_it_is_published(plan):
    publish(plan)
    schedule.change(plan, mark={("1.1", ENDED)})
    schedule.change(plan, unmark={("1.1", ENDED)})
    assert marked() == set()

    schedule.change(plan, mark={("1.1", ENDED)})
    publish(plan, number=2)
    with pytest.raises(ScheduleRefused):
        schedule.change(plan, unmark={("1.1", ENDED)})


def test_cells_that_the_plan_does_not_have_are_refused_together(plan):
    with pytest.raises(ScheduleRefused) as refused:
        schedule.mark(plan, marked={("1.1", LATER), ("9.9", LATER), ("1.1", "2031-1")})

    assert list(map(str, refused.value.refusals)) == [
        "El plan no tiene el semestre 2031-1.",
        "El plan no tiene la actividad 9.9.",
    ]
    assert marked() == set()


def test_a_retired_activity_keeps_its_cells_once_an_edition_is_published(plan):
    activity = Activity.objects.get(code="1.2")
    activity.retired_on = datetime.date(2026, 1, 1)
    activity.save()
    schedule.change(plan, mark={("1.2", LATER)})
    publish(plan)

    for change in ({"unmark": {("1.2", LATER)}}, {"mark": {("1.2", ENDED)}}):
        with pytest.raises(ScheduleRefused, match="la actividad está retirada"):
            schedule.change(plan, **change)

    assert marked() == {("1.2", 2027)}


def test_differences_are_told_and_nothing_is_written(plan):
    assert schedule.differences(plan, mark={("1.1", LATER)}) == [
        CellChange("1.1", LATER, "primer semestre de 2027", is_marked=True)
    ]
    assert marked() == set()
