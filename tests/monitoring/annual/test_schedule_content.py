import datetime

import pytest

from monitoring.annual.schedule_content import schedule_data
from monitoring.models import EntryStatus, ReportingPeriod
from monitoring.reading import read_year
from plan.models import ScheduleCell
from tests.factories import MeasureFactory, ReportFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR
from tests.queries import asked

pytestmark = pytest.mark.django_db

DONE = {"value": "done", "label": "programado y ejecutado"}
OVERDUE = {"value": "overdue", "label": "vencido"}
NOTHING = {"value": "nothing", "label": "sin programar"}
UNPLANNED = {"value": "unplanned", "label": "ejecutado sin programar"}
PROGRAMMED = {"value": "programmed", "label": "programado"}
RESCHEDULED = {"value": "rescheduled", "label": "reprogramado"}


@pytest.fixture
def activity(world):
    activity = world.activity("1.1", schedule_statement="Mesas, en el cronograma.")
    MeasureFactory(activity=activity)
    return activity


def mark(world, activity, *codes: str) -> None:
    for semester in world.plan.semesters.all():
        if semester.code in codes:
            ScheduleCell.objects.create(activity=activity, semester=semester)


def close(semester: str) -> None:
    year, half = semester.split("-")
    day = datetime.date(2026, 1, 15)
    ReportingPeriod.objects.filter(semester__year=year, semester__half=half).update(
        opens_on=datetime.date(2025, 7, 1), due_on=day, closes_on=day
    )


def schedule(world, year: int = 2025) -> dict:
    return schedule_data(read_year(world.plan, year, as_of=AFTER_THE_YEAR))


def test_each_activity_says_what_became_of_each_semester_until_the_year(world, activity):
    mark(world, activity, "2025-1", "2025-2", "2026-1")
    world.record("HN", activity, "2025-1")
    world.entry("GT", activity, "2025-2", progress="", no_activity=True)
    close("2025-1")
    close("2025-2")

    assert schedule(world) == {
        "semesters": [
            {"code": "2024-2", "label": "segundo semestre de 2024"},
            {"code": "2025-1", "label": "primer semestre de 2025"},
            {"code": "2025-2", "label": "segundo semestre de 2025"},
        ],
        "uncaptured": 0,
        "axes": [
            {
                "number": 1,
                "activities": [
                    {
                        "code": "1.1",
                        "statement": "Mesas, en el cronograma.",
                        "is_captured": True,
                        "cells": [
                            cell("2024-2", NOTHING),
                            cell("2025-1", DONE, executed=1, overdue=1),
                            cell("2025-2", OVERDUE, overdue=2),
                        ],
                        "parties": [
                            {
                                "code": "HN",
                                "name": "Honduras",
                                "states": [NOTHING, DONE, OVERDUE],
                            },
                            {
                                "code": "GT",
                                "name": "Guatemala",
                                "states": [NOTHING, OVERDUE, OVERDUE],
                            },
                        ],
                    }
                ],
            }
        ],
        "counts": [
            {**DONE, "year": 1, "to_date": 1},
            {**OVERDUE, "year": 1, "to_date": 1},
            {**NOTHING, "year": 0, "to_date": 1},
        ],
    }


def cell(semester: str, state: dict, *, executed: int = 0, overdue: int = 0) -> dict:
    return {
        "semester": semester,
        "state": state,
        "executed": executed,
        "of": 2,
        "overdue": overdue,
    }


def states(world, year: int = 2025) -> list[str]:
    [axis] = schedule(world, year)["axes"]
    [row] = axis["activities"]
    return [one["state"]["value"] for one in row["cells"]]


def test_only_what_is_validated_is_executed(world, activity):
    mark(world, activity, "2025-1")
    report = world.report("HN", "2025-1", submitted=True)
    world.record("HN", activity, "2025-1")
    assert report.state == "submitted"

    assert states(world) == ["nothing", "programmed", "nothing"]


def test_a_declared_reason_is_told_and_what_is_not_marked_is_executed_without_plan(world, activity):
    mark(world, activity, "2025-1")
    for who in ("HN", "GT"):
        status = EntryStatus.RESCHEDULED
        world.entry(who, activity, "2025-1", status=status, reason="Cambio.", progress="")
    world.record("HN", activity, "2025-2")

    assert states(world) == ["nothing", "rescheduled", "unplanned"]
    assert states(world, 2026) == ["nothing", "rescheduled", "unplanned", "nothing"]


def test_an_activity_without_any_cell_is_counted_as_not_captured(world, activity):
    world.record("HN", activity, "2025-1")

    found = schedule(world)

    assert found["uncaptured"] == 1
    assert [(one["value"], one["to_date"]) for one in found["counts"]] == [
        ("executed", 1),
        ("uncaptured", 2),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_one_question_more_than_the_year(world, number):
    for place in range(number):
        activity = world.activity(f"1.{place + 1}")
        MeasureFactory(activity=activity)
        mark(world, activity, "2025-1")
        world.record("HN", activity)
    ReportFactory(period__semester=world.plan.semesters.first())
    reading = read_year(world.plan, 2025, as_of=AFTER_THE_YEAR)

    with asked() as questions:
        schedule_data(reading)

    assert len(questions) == 1
