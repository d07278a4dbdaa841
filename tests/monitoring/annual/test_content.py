import datetime
import json

import pytest

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.annual import AnnualError
from tests.factories import FindingFactory, MeasureFactory, PlanEditionFactory
from tests.monitoring.annual_world import decide, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas")
    world.record("HN", activity, quantity=3)
    return world


def content_of(world, year=2025) -> dict:
    return annual.summarise(world.plan, year, edition=1, allow_empty=True)


def test_nothing_validated_is_not_published_nor_summarised_unless_asked(world):
    report = annual.start_annual(world.plan, 2026, by=world.secretariat)

    with pytest.raises(AnnualError, match="No hay ningún informe semestral validado de 2026."):
        annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    with pytest.raises(AnnualError, match="No hay ningún informe semestral validado de 2026."):
        annual.summarise(world.plan, 2026, edition=1)
    content = annual.summarise(world.plan, 2026, edition=1, allow_empty=True)
    assert content["report"]["is_empty"] is True


def test_the_content_says_edition_date_thresholds_plan_edition_and_demonstration(world):
    PlanEditionFactory(plan=world.plan, number=4)
    world.plan.is_demonstration, world.plan.red_below = True, 40
    world.plan.save()

    content = annual.summarise(world.plan, 2025, edition=2)

    assert content["thresholds"] == {"red_below": 40, "green_from": 90}
    assert {**content["report"], "as_of": ""} == {
        "plan": "tim-2024-2028",
        "plan_title": "Plan de prueba",
        "plan_edition": 4,
        "plan_changed_since": True,
        "year": 2025,
        "edition": 2,
        "address": "http://localhost:8000/seguimiento/informes-anuales/tim-2024-2028/2025/2/",
        "status": "composing",
        "as_of": "",
        "is_demonstration": True,
        "is_empty": False,
        "is_final": False,
        "languages": ["es", "en"],
    }
    assert json.loads(canonical(content)) == content


def test_it_says_what_was_decided_for_the_next_year_and_what_was_found_until_its_end(world):
    world.activity("1.2")
    decide(world)
    decide(world, code="1.2", is_endorsed=False)
    until, after = datetime.date(2025, 12, 31), datetime.date(2026, 1, 1)
    FindingFactory(plan=world.plan, number=1, found_on=until, text="Faltan actas.")
    FindingFactory(plan=world.plan, number=2, found_on=after, text="De después.")

    content = content_of(world)

    assert content["schema"] == 3
    assert content["priorities"]["rows"] == [
        {
            "code": "1.1",
            "statement": "Mesas de priorización.",
            "decision": {"value": "accelerate", "label": "acelerar"},
            "reason": "Faltan países por informar.",
            "semesters": ["2026-1"],
        }
    ]
    assert (content["priorities"]["decided"], content["priorities"]["waiting"]) == (2, 1)
    assert [row["text"] for row in content["findings"]["rows"]] == ["Faltan actas."]
    assert content_of(world, 2028)["priorities"] is None
