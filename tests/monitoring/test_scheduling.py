"""What a decision with visto bueno does to the cronograma, and what it never touches."""

import datetime

import pytest
from django.utils import timezone

from monitoring import priorities, scheduling
from monitoring.models import Priority
from monitoring.priorities import Change, PriorityDenied, Said
from plan import schedule
from plan.models import ScheduleCell
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    PlanEditionFactory,
    PlanFactory,
    PriorityFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1


@pytest.fixture
def plan():
    start, end = datetime.date(YEAR - 2, 1, 1), datetime.date(YEAR + 1, 12, 31)
    plan = PlanFactory(start=start, end=end)
    for year in range(YEAR - 2, YEAR + 2):
        for half in (1, 2):
            SemesterFactory(plan=plan, year=year, half=half)
    return plan


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def activity(plan, code="1.1", cells=()):
    made = ActivityFactory(plan=plan, code=code)
    for cell in cells:
        year, half = cell.split("-")
        ScheduleCell.objects.create(
            activity=made, semester=plan.semesters.get(year=int(year), half=int(half))
        )
    return made


def decided(activity, decision, *halves, year=YEAR, is_endorsed=True):
    priority = PriorityFactory(activity=activity, year=year, decision=decision)
    priority.semesters.set(activity.plan.semesters.filter(year=year, half__in=halves))
    if is_endorsed:
        priority.endorsed_at, priority.endorsed_by = timezone.now(), priority.decided_by
        priority.save()
    return priority


def take(plan, by, year=YEAR):
    seen = scheduling.preview(plan, year).seen
    return scheduling.take_to_schedule(plan, year, seen=seen, by=by)


def cells(code="1.1") -> list[str]:
    found = ScheduleCell.objects.filter(activity__code=code)
    return [cell.semester.code for cell in found.select_related("semester")]


@pytest.mark.parametrize(
    ("decision", "halves", "after"),
    [
        ("keep", [2], [f"{YEAR - 1}-2", f"{YEAR}-1", f"{YEAR}-2", f"{YEAR + 1}-1"]),
        ("accelerate", [2], [f"{YEAR - 1}-2", f"{YEAR}-1", f"{YEAR}-2", f"{YEAR + 1}-1"]),
        ("reschedule", [2], [f"{YEAR - 1}-2", f"{YEAR}-2", f"{YEAR + 1}-1"]),
        ("reschedule", [], [f"{YEAR - 1}-2", f"{YEAR + 1}-1"]),
        ("close", [], [f"{YEAR - 1}-2", f"{YEAR + 1}-1"]),
    ],
)
def test_each_decision_moves_the_cells_of_its_year_and_of_no_other(
    plan, secretariat, decision, halves, after
):
    one = activity(plan, cells=[f"{YEAR - 1}-2", f"{YEAR}-1", f"{YEAR + 1}-1"])
    priority = decided(one, decision, *halves)

    taken = take(plan, secretariat)

    priority.refresh_from_db()
    assert cells() == after
    assert [move.priority for move in taken.taken] == [priority]
    assert (priority.is_scheduled, priority.scheduled_by) == (True, secretariat.user)


def test_what_is_not_endorsed_or_says_nothing_of_the_cronograma_is_not_taken(plan, secretariat):
    decided(activity(plan, "1.1", [f"{YEAR}-1"]), "close", is_endorsed=False)
    decided(activity(plan, "1.2", [f"{YEAR}-1"]), "keep")

    assert scheduling.preview(plan, YEAR).moves == []
    with pytest.raises(PriorityDenied, match="No hay ninguna decisión"):
        take(plan, secretariat)
    assert cells("1.1") == [f"{YEAR}-1"]


def test_it_is_shown_first_and_written_nowhere(plan):
    one = activity(plan, cells=[f"{YEAR}-1", f"{YEAR + 1}-1"])
    decided(one, "reschedule", 2)

    preview = scheduling.preview(plan, YEAR)

    assert [(each.semester, each.is_marked) for each in preview.changes] == [
        (f"{YEAR}-1", False),
        (f"{YEAR}-2", True),
    ]
    assert cells() == [f"{YEAR}-1", f"{YEAR + 1}-1"]


def test_only_the_secretariat_takes_them_and_only_as_they_were_shown(plan, secretariat):
    one = activity(plan, cells=[f"{YEAR}-1", f"{YEAR + 1}-1"])
    decided(one, "reschedule", 2)
    seen = scheduling.preview(plan, YEAR).seen
    presidency = MembershipFactory(stakeholder=StakeholderFactory(presidency=True))

    with pytest.raises(PriorityDenied, match="Solo la Secretaría Técnica lleva"):
        scheduling.take_to_schedule(plan, YEAR, seen=seen, by=presidency)
    schedule.change(plan, unmark={("1.1", f"{YEAR}-1")})
    with pytest.raises(PriorityDenied, match="cambió entretanto"):
        scheduling.take_to_schedule(plan, YEAR, seen=seen, by=secretariat)

    assert cells() == [f"{YEAR + 1}-1"]
    assert not Priority.objects.get().is_scheduled


def test_it_is_taken_once_and_again_after_it_changed(plan, secretariat):
    one = activity(plan, cells=[f"{YEAR}-1", f"{YEAR + 1}-1"])
    priority = decided(one, "accelerate", 2)
    take(plan, secretariat)
    with pytest.raises(PriorityDenied, match="No hay ninguna decisión"):
        take(plan, secretariat)

    changed = Change(1, Said("reschedule", "Otra fecha.", (f"{YEAR}-2",)))
    priorities.decide(plan, YEAR, changes={"1.1": changed}, by=secretariat)
    presidency = MembershipFactory(stakeholder=StakeholderFactory(presidency=True))
    priorities.endorse(plan, YEAR, seen={priority.pk: 2}, by=presidency)
    take(plan, secretariat)

    assert cells() == [f"{YEAR}-2", f"{YEAR + 1}-1"]


def edition_with(plan, code, *semesters):
    activities = [{"code": code, "semesters": list(semesters)}]
    axes = [{"objectives": [{"activities": activities}]}]
    PlanEditionFactory(plan=plan, content={"axes": axes})


def test_a_cell_of_the_past_that_the_edition_prints_stays(plan, secretariat, monkeypatch):
    today = datetime.date(YEAR, 8, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    one = activity(plan, cells=[f"{YEAR}-1", f"{YEAR}-2", f"{YEAR + 1}-1"])
    edition_with(plan, "1.1", f"{YEAR}-1", f"{YEAR}-2")
    decided(one, "close")

    take(plan, secretariat)

    assert cells() == [f"{YEAR}-1", f"{YEAR + 1}-1"]


def test_nothing_is_programmed_backwards(plan, secretariat, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: datetime.date(YEAR, 8, 1))
    decided(activity(plan, cells=[f"{YEAR + 1}-1"]), "accelerate", 1)

    [move] = scheduling.preview(plan, YEAR).refused

    assert move.refusal == (
        f"1.1: 1.1, primer semestre de {YEAR} ya terminó: no se programa hacia atrás."
    )


def test_no_activity_is_left_without_cells_and_so_asked_in_every_semester(plan, secretariat):
    decided(activity(plan, "1.1", [f"{YEAR}-1"]), "close")
    decided(activity(plan, "1.2"), "close")
    decided(activity(plan, "1.3", [f"{YEAR}-1", f"{YEAR + 1}-1"]), "close")

    preview = scheduling.preview(plan, YEAR)

    assert [move.priority.activity.code for move in preview.taken] == ["1.3"]
    only, uncaptured = [move.refusal for move in preview.refused]
    assert only.startswith("1.1: se quedaría sin ninguna celda")
    assert uncaptured.startswith("1.2: su cronograma está por capturar")
    take(plan, secretariat)
    assert (cells("1.1"), cells("1.3")) == ([f"{YEAR}-1"], [f"{YEAR + 1}-1"])


def test_the_first_cells_of_an_activity_come_with_a_warning(plan, secretariat):
    decided(activity(plan), "accelerate", 1)

    [warning] = scheduling.preview(plan, YEAR).warnings

    assert warning.startswith("1.1 está por capturar y se pide en todos los semestres.")
    assert f"Con solo {YEAR}-1 marcado dejará de pedirse en los demás" in warning


def test_a_retired_activity_is_left_as_it_is(plan, secretariat):
    one = activity(plan, cells=[f"{YEAR}-1", f"{YEAR + 1}-1"])
    edition_with(plan, "1.1", f"{YEAR}-1")
    decided(one, "close")
    plan.activities.update(retired_on=timezone.localdate())

    [move] = scheduling.preview(plan, YEAR).refused

    assert move.refusal.endswith("la actividad está retirada; sus celdas ya no cambian.")


def test_what_the_cronograma_says_already_is_taken_without_a_change(plan, secretariat):
    priority = decided(activity(plan, cells=[f"{YEAR}-1", f"{YEAR + 1}-1"]), "keep", 1)

    taken = take(plan, secretariat)

    priority.refresh_from_db()
    assert (taken.changes, priority.is_scheduled) == ([], True)
