"""What became of one cell of the cronograma, by what is known of it alone."""

import pytest

from monitoring.models import EntryStatus
from monitoring.region.schedule import CellState, Facts, cell_state, together


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, CellState.NOTHING),
        ({"is_marked": True}, CellState.PROGRAMMED),
        ({"is_marked": True, "is_past_due": True}, CellState.OVERDUE),
        ({"is_past_due": True}, CellState.NOTHING),
        ({"is_marked": True, "is_executed": True}, CellState.DONE),
        ({"is_marked": True, "is_executed": True, "is_past_due": True}, CellState.DONE),
        ({"is_executed": True}, CellState.UNPLANNED),
        ({"is_marked": True, "declared": EntryStatus.RESCHEDULED}, CellState.RESCHEDULED),
        (
            {"is_marked": True, "declared": EntryStatus.RESCHEDULED, "is_past_due": True},
            CellState.RESCHEDULED,
        ),
        (
            {"is_marked": True, "declared": EntryStatus.RESCHEDULED, "is_executed": True},
            CellState.PARTLY,
        ),
        ({"is_marked": True, "declared": EntryStatus.NOT_APPLICABLE}, CellState.NOT_APPLICABLE),
        (
            {"is_marked": True, "declared": EntryStatus.NOT_STARTED, "is_past_due": True},
            CellState.OVERDUE,
        ),
    ],
)
def test_the_state_of_a_captured_cell(facts, state):
    assert cell_state(Facts(**facts)) == state


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, CellState.UNCAPTURED),
        ({"is_past_due": True}, CellState.UNCAPTURED),
        ({"is_executed": True}, CellState.EXECUTED),
        ({"declared": EntryStatus.RESCHEDULED}, CellState.RESCHEDULED),
        ({"declared": EntryStatus.DONE, "is_past_due": True}, CellState.UNCAPTURED),
    ],
)
def test_what_is_not_captured_is_never_overdue_and_shows_what_was_done(facts, state):
    assert cell_state(Facts(is_captured=False, **facts)) == state


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([], CellState.NOTHING),
        ([CellState.NOTHING, CellState.NOTHING], CellState.NOTHING),
        ([CellState.OVERDUE, CellState.DONE], CellState.DONE),
        ([CellState.PARTLY, CellState.DONE], CellState.DONE),
        ([CellState.OVERDUE, CellState.PROGRAMMED], CellState.OVERDUE),
        ([CellState.RESCHEDULED, CellState.PROGRAMMED], CellState.PROGRAMMED),
        ([CellState.RESCHEDULED, CellState.NOT_APPLICABLE], CellState.RESCHEDULED),
        ([CellState.NOT_APPLICABLE, CellState.NOT_APPLICABLE], CellState.NOT_APPLICABLE),
        ([CellState.UNCAPTURED, CellState.NOT_APPLICABLE], CellState.UNCAPTURED),
        ([CellState.EXECUTED, CellState.UNCAPTURED], CellState.EXECUTED),
    ],
)
def test_the_state_of_the_region_is_made_of_those_of_all_who_answer(states, state):
    assert together(states) == state
