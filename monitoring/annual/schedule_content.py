"""The cronograma beside what validated reports say was done, from the plan's start to the year."""

from collections import Counter
from collections.abc import Iterable

from corett.accounts.models import Stakeholder
from monitoring.reading import Reading, choice, code_and_name
from monitoring.region.schedule import CellState
from monitoring.region.schedule_progress import (
    Axis,
    Cell,
    Row,
    ScheduleProgress,
    done_in,
    extensions_of,
)


def schedule_data(reading: Reading) -> dict:
    """The region's cell of each activity and semester, and the state of each who answers for it.

    What is late is so on the day of the figures; semesters after the year are not told.
    """
    found = progress_of(reading)
    axes = [axis_data(found, axis, reading.year) for axis in found.axes()]
    semesters = [one for one in found.semesters if one.year <= reading.year]
    of_year = {one.code for one in semesters if one.year == reading.year}
    cells = [cell for axis in axes for row in axis["activities"] for cell in row["cells"]]
    return {
        "semesters": [{"code": one.code, "label": str(one.label)} for one in semesters],
        "uncaptured": sum(not row["is_captured"] for axis in axes for row in axis["activities"]),
        "axes": axes,
        "counts": counts(cells, of_year),
    }


def progress_of(reading: Reading) -> ScheduleProgress:
    """Of what is read for the year already; one question more, for who was given more time."""
    answers = [answer for of_activity in reading.answers.values() for answer in of_activity]
    return ScheduleProgress(
        plan=reading.plan,
        as_of=reading.as_of,
        parties=reading.stakeholders,
        calendar=reading.calendar,
        activities=reading.activities,
        done=done_in(answers),
        extended=extensions_of(reading.plan),
    )


def axis_data(found: ScheduleProgress, axis: Axis, year: int) -> dict:
    return {
        "number": axis.number,
        "activities": [row_data(found, row, year) for row in axis.rows],
    }


def row_data(found: ScheduleProgress, row: Row, year: int) -> dict:
    parties = found.asked_of(row.activity)
    return {
        "code": row.activity.code,
        "statement": row.activity.schedule_statement,
        "is_captured": row.is_captured,
        "cells": [cell_data(cell) for cell in until(row.cells, year)],
        "parties": [party_data(found, row, party, year) for party in parties],
    }


def party_data(found: ScheduleProgress, row: Row, party: Stakeholder, year: int) -> dict:
    own = found.row(row.activity, [party], is_region=False)
    states = [choice(cell.state) for cell in until(own.cells, year)]
    return {**code_and_name(party), "states": states}


def cell_data(cell: Cell) -> dict:
    return {
        "semester": cell.semester.code,
        "state": choice(cell.state),
        "executed": cell.executed,
        "of": cell.of,
        "overdue": cell.overdue,
    }


def until(cells: Iterable[Cell], year: int) -> list[Cell]:
    return [cell for cell in cells if cell.semester.year <= year]


def counts(cells: list[dict], of_year: set[str]) -> list[dict]:
    """How many of the region's cells are in each state that any has, the furthest first."""
    to_date = Counter(cell["state"]["value"] for cell in cells)
    in_year = Counter(cell["state"]["value"] for cell in cells if cell["semester"] in of_year)
    return [
        {**choice(state), "year": in_year[state], "to_date": to_date[state]}
        for state in CellState
        if to_date[state]
    ]
