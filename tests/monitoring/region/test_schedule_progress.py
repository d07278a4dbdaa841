"""The cronograma beside what was done, from validated reports alone."""

import datetime

import pytest
from django.utils import timezone

from monitoring.models import EntryStatus, ReportingPeriod
from monitoring.region.schedule import CellState
from monitoring.region.schedule_progress import read_schedule
from monitoring.region.schedule_sheets import schedule_sheets
from plan.models import Measure, ScheduleCell
from tests.factories import ExtensionFactory, MeasureFactory, ReportFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


@pytest.fixture
def measure(activity):
    return MeasureFactory(activity=activity)


def mark(world, activity, *codes: str) -> None:
    for semester in world.plan.semesters.all():
        if semester.code in codes:
            ScheduleCell.objects.create(activity=activity, semester=semester)


def overdue(world, semester: str = "2025-1") -> None:
    """The semester was opened, and the day to send its reports went by."""
    world.report("GT", semester)
    year, half = semester.split("-")
    ReportingPeriod.objects.filter(semester__year=year, semester__half=half).update(
        opens_on=TODAY() - 60 * DAY, due_on=TODAY() - DAY, closes_on=TODAY() + DAY
    )


def states(world, party: str = "") -> dict[str, CellState]:
    [axis] = read_schedule(world.plan).axes(party=party)
    [row] = axis.rows
    return {cell.semester.code: cell.state for cell in row.cells}


def region(world, semester: str = "2025-1"):
    [axis] = read_schedule(world.plan).axes()
    [row] = axis.rows
    return next(cell for cell in row.cells if cell.semester.code == semester)


def test_a_cell_is_executed_where_its_action_ended_also_when_told_late(world, activity, measure):
    mark(world, activity, "2024-2", "2025-1")
    world.record(
        "HN", activity, "2025-1", is_late=True, ended_on=datetime.date(2024, 11, 3)
    ).entry.__class__.objects.update(progress="")

    assert states(world, "HN") == {
        "2024-2": CellState.DONE,
        "2025-1": CellState.PROGRAMMED,
        "2025-2": CellState.NOTHING,
        "2026-1": CellState.NOTHING,
    }


def test_progress_told_without_any_row_is_executed_too(world, activity, measure):
    mark(world, activity, "2025-1")
    world.entry("HN", activity, progress="Se avanzó en la mesa.")

    assert states(world, "HN")["2025-1"] == CellState.DONE


def test_what_is_past_its_date_and_of_which_nothing_validated_tells_is_overdue(
    world, activity, measure
):
    mark(world, activity, "2025-1", "2025-2")
    overdue(world)

    assert states(world, "HN") == {
        "2024-2": CellState.NOTHING,
        "2025-1": CellState.OVERDUE,
        "2025-2": CellState.PROGRAMMED,
        "2026-1": CellState.NOTHING,
    }


def test_who_was_given_more_time_is_not_late_until_then(world, activity, measure):
    mark(world, activity, "2025-1")
    overdue(world)
    report = world.report("HN", submitted=True)
    ExtensionFactory(report=report, due_on=TODAY() + DAY)

    assert states(world, "HN")["2025-1"] == CellState.PROGRAMMED
    assert states(world, "GT")["2025-1"] == CellState.OVERDUE
    assert (region(world).state, region(world).overdue) == (CellState.OVERDUE, 1)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_not_validated_says_nothing(world, activity, measure, state):
    mark(world, activity, "2025-1")
    told = {} if state == "draft" else {state: True}
    world.reports["HN", "2025-1"] = ReportFactory(
        period=world.report("GT").period, stakeholder=world.countries["HN"], **told
    )
    world.record("HN", activity)
    world.entry("HN", activity).__class__.objects.update(
        status=EntryStatus.RESCHEDULED, reason="Motivo."
    )

    assert states(world, "HN")["2025-1"] == CellState.PROGRAMMED
    assert region(world).executed == 0


def test_what_is_not_captured_shows_what_was_done_and_is_never_late(world, activity, measure):
    overdue(world)
    world.record("HN", activity)

    assert states(world, "HN")["2025-1"] == CellState.EXECUTED
    assert states(world, "GT")["2025-1"] == CellState.UNCAPTURED


def test_the_region_says_how_many_did_it_and_how_many_are_late(world, activity, measure):
    mark(world, activity, "2025-1")
    overdue(world)
    world.record("HN", activity)

    cell = region(world)

    assert (cell.state, cell.executed, cell.of, cell.overdue) == (CellState.DONE, 1, 2, 1)
    assert cell.who == ("Honduras",)


def test_whom_it_does_not_concern_is_not_one_of_those_who_are_counted(world, activity, measure):
    mark(world, activity, "2025-1")
    world.record("HN", activity)
    world.entry(
        "GT", activity, progress="", status=EntryStatus.NOT_APPLICABLE, reason="No tiene costa."
    )

    assert (region(world).executed, region(world).of) == (1, 1)


def test_what_was_put_off_with_a_reason_is_told_apart_from_what_is_late(world, activity, measure):
    mark(world, activity, "2025-1")
    overdue(world)
    world.entry("HN", activity, progress="", status=EntryStatus.RESCHEDULED, reason="Huracán.")

    assert states(world, "HN")["2025-1"] == CellState.RESCHEDULED


def test_a_semester_that_was_never_opened_makes_nobody_late(world, activity, measure):
    mark(world, activity, "2024-2")

    assert states(world, "HN")["2024-2"] == CellState.PROGRAMMED


def test_what_was_retired_is_no_longer_asked(world, activity, measure):
    mark(world, activity, "2025-1", "2025-2")
    overdue(world)
    type(activity).objects.filter(pk=activity.pk).update(retired_on=datetime.date(2024, 12, 1))

    assert states(world, "HN")["2025-1"] == CellState.NOTHING


def test_of_what_one_host_does_nobody_in_particular_is_late(world, activity):
    MeasureFactory(activity=activity, reported_by=Measure.ReportedBy.HOST)
    mark(world, activity, "2025-1")
    overdue(world)

    assert (region(world).state, region(world).of) == (CellState.PROGRAMMED, 0)
    world.record("HN", activity)
    assert (region(world).state, region(world).of) == (CellState.DONE, 0)


def test_of_one_party_only_what_it_answers_for_is_shown(world, activity):
    MeasureFactory(activity=activity, reported_by=Measure.ReportedBy.COORDINATION)

    assert read_schedule(world.plan).axes(party="HN") == []
    assert [one["code"] for one in read_schedule(world.plan).reporters] == ["ST"]


def test_the_file_has_the_table_of_the_page_and_a_line_for_each_party(world, activity, measure):
    mark(world, activity, "2025-1")
    overdue(world)
    world.record("HN", activity)

    table, lines = schedule_sheets(read_schedule(world.plan), party="", axis="")

    assert table.rows == [
        [
            "1.1",
            activity.schedule_statement,
            "sí",
            "sin programar",
            "programado y ejecutado; 1 de 2; vencidos: 1 de 2",
            "sin programar",
            "sin programar",
        ]
    ]
    assert ["Guatemala", "1.1", "2025-1", "vencido"] in lines.rows
    assert ["Honduras", "1.1", "2025-1", "programado y ejecutado"] in lines.rows
    assert len(lines.rows) == 8
