import datetime

import pytest

from monitoring.annual.risks_content import risks_data
from monitoring.models import EntryStatus
from monitoring.reading import read_year
from monitoring.reporting import year_data
from risks.models import Level
from tests.factories import (
    MeasureFactory,
    MitigationActionFactory,
    MitigationFactory,
    RiskFactory,
    RiskReviewFactory,
    StakeholderFactory,
)
from tests.monitoring.annual_world import AFTER_THE_YEAR
from tests.queries import asked

pytestmark = pytest.mark.django_db

ANNEX = {"value": "high", "label": "Alto", "semester": ""}


@pytest.fixture
def risk(world):
    return RiskFactory(code="R1", plan=world.plan, level=Level.HIGH)


def review(world, risk, semester: str, level: Level, **values) -> None:
    year, half = semester.split("-")
    values.setdefault("stakeholder", world.secretariat.stakeholder)
    RiskReviewFactory(
        risk=risk, semester__year=int(year), semester__half=int(half), level=level, **values
    )


def risks(world, year: int = 2025) -> list[dict]:
    reading = read_year(world.plan, year, as_of=AFTER_THE_YEAR)
    return risks_data(reading, year_data(reading)["risks"])


def test_a_risk_tells_its_level_what_happened_and_how_far_its_mitigation_came(world, risk):
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    MitigationFactory(risk=risk, activity=activity, is_partial=True)
    entry = world.entry(
        "HN",
        activity,
        status=EntryStatus.DONE,
        risks_response="The border was closed.",
        language="en",
    )
    entry.risks_met.add(risk)
    MitigationActionFactory(
        risk=risk,
        owner=world.countries["GT"],
        statement="Una acción propia.",
        due_on=datetime.date(2026, 1, 31),
    )
    review(world, risk, "2024-2", Level.MEDIUM)
    review(world, risk, "2025-1", Level.LOW, happened=True, response="Se acordó un suplente.")

    assert risks(world) == [
        {
            "code": "R1",
            "type": "Tipo de riesgo",
            "statement": "Enunciado de R1.",
            "level": {"value": "high", "label": "Alto"},
            "mitigation": "Mitigación.",
            "coverage": {"value": "partly", "label": "cubierto en parte"},
            "before": {"value": "medium", "label": "Medio", "semester": "2024-2"},
            "now": {"value": "low", "label": "Bajo", "semester": "2025-1"},
            "trend": {"value": "fell", "label": "bajó"},
            "happened": [{"semester": "2025-1", "response": "Se acordó un suplente."}],
            "met": [
                {
                    "code": "HN",
                    "name": "Honduras",
                    "activity": "1.1",
                    "semester": "2025-1",
                    "text": "The border was closed.",
                    "language": "en",
                }
            ],
            "actions": [
                {
                    "code": "R1.1",
                    "statement": "Una acción propia.",
                    "owner": "Guatemala",
                    "due_on": "2026-01-31",
                    "done_on": None,
                    "is_overdue": True,
                    "result": "",
                }
            ],
            "activities": [
                {
                    "code": "1.1",
                    "is_partial": True,
                    "has_progress": True,
                    "is_regional": False,
                    "asked": 2,
                    "telling": 1,
                    "done": 1,
                    "is_idle": False,
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("reviews", "before", "now", "trend"),
    [
        ([], "high", "high", "unreviewed"),
        ([("2024-2", Level.LOW)], "low", "low", "unreviewed"),
        ([("2025-1", Level.HIGH)], "high", "high", "same"),
        ([("2024-2", Level.LOW), ("2025-2", Level.MEDIUM)], "low", "medium", "rose"),
        ([("2025-1", Level.LOW), ("2025-2", Level.MEDIUM)], "high", "medium", "fell"),
        ([("2026-1", Level.LOW)], "high", "high", "unreviewed"),
    ],
)
def test_now_is_the_end_of_the_year_and_before_is_its_beginning(
    world, risk, reviews, before, now, trend
):
    for semester, level in reviews:
        review(world, risk, semester, level)

    [found] = risks(world)

    levels = found["before"]["value"], found["now"]["value"], found["trend"]["value"]
    assert levels == (before, now, trend)


def test_a_country_s_own_review_is_its_own_and_anexo_1_stands(world, risk):
    country = StakeholderFactory(code="PA", name="Panamá")
    review(
        world, risk, "2025-1", Level.LOW, happened=True, response="Lo suyo.", stakeholder=country
    )

    [found] = risks(world)

    assert (found["before"], found["now"], found["happened"]) == (ANNEX, ANNEX, [])


def test_what_is_not_validated_or_of_a_later_year_is_not_told(world, risk):
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    MitigationFactory(risk=risk, activity=activity)
    world.report("GT", submitted=True)
    for who, semester in (("GT", "2025-1"), ("HN", "2026-1")):
        world.entry(who, activity, semester, status=EntryStatus.DONE).risks_met.add(risk)

    [found] = risks(world)

    [progress] = found["activities"]
    assert (progress["telling"], progress["done"], found["met"]) == (0, 0, [])


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_the_same_for_any_number_of_risks(world, number):
    for place in range(number):
        risk = RiskFactory(plan=world.plan)
        MitigationActionFactory(risk=risk)
        activity = world.activity(f"1.{place}")
        MitigationFactory(risk=risk, activity=activity)
        MeasureFactory(activity=activity)
        world.entry("HN", activity).risks_met.add(risk)
    reading = read_year(world.plan, 2025, as_of=AFTER_THE_YEAR)
    of_year = year_data(reading)["risks"]

    with asked() as questions:
        risks_data(reading, of_year)

    assert len(questions) == 3
