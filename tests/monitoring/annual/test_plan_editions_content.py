import datetime

import pytest
from django.utils import timezone

from monitoring.annual.plan_editions_content import plan_editions_data
from monitoring.reading import read_year
from plan.editions import publish_edition
from plan.models import Activity, EditionReason, ScheduleCell
from risks.export import export_whole_plan
from tests.monitoring.annual_world import AFTER_THE_YEAR
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(world):
    return world.activity("1.1", statement="Mesas.")


def publish(world, day: str, *, reason: str, kinds=()):
    edition = publish_edition(
        world.plan,
        content=export_whole_plan(world.plan),
        kinds=kinds,
        reason=reason,
        by=world.secretariat,
    )
    moment = timezone.make_aware(datetime.datetime.fromisoformat(f"{day} 12:00"))
    edition.published_at = moment
    edition.save(update_fields=["published_at"])
    return edition


def editions(world, year: int = 2025) -> dict:
    reading = read_year(world.plan, year, as_of=AFTER_THE_YEAR)
    return plan_editions_data(reading, export_whole_plan(world.plan))


def mark(world, activity, *codes: str) -> None:
    for semester in world.plan.semesters.all():
        if semester.code in codes:
            ScheduleCell.objects.create(activity=activity, semester=semester)


@pytest.mark.usefixtures("unguarded")
def test_it_tells_each_edition_of_the_year_with_what_changed_and_what_none_has_yet(world, activity):
    publish(world, "2024-08-01", reason="Carga del plan aprobado")
    world.report("HN", "2025-1")
    type(world.report("HN").period).objects.update(edition=world.plan.editions.get(number=1))
    mark(world, activity, "2025-1", "2025-2")
    Activity.objects.update(statement="Mesas de casos.")
    world.activity("1.2", statement="Foros.")
    publish(world, "2025-03-10", reason="Acta 3.", kinds=[EditionReason.ERRATUM])
    ScheduleCell.objects.filter(semester__half=1).delete()

    assert editions(world) == {
        "semesters": [
            {"code": "2025-1", "label": "primer semestre de 2025", "edition": 1},
            {"code": "2025-2", "label": "segundo semestre de 2025", "edition": None},
        ],
        "last": {
            "number": 2,
            "published_on": "2025-03-10",
            "kinds": ["errata"],
            "reason": "Acta 3.",
        },
        "of_year": [
            {
                "number": 2,
                "published_on": "2025-03-10",
                "kinds": ["errata"],
                "reason": "Acta 3.",
                "is_first": False,
                "changes": [
                    line("activity", "Actividad", "1.1", "enunciado", "Mesas.", "Mesas de casos."),
                    line("activity", "Actividad", "1.2", "enunciado", "", "Foros."),
                    line("indicator", "Indicador", "1.2", "enunciado", "", "Número de acciones."),
                    line("cell", "Cronograma", "1.1", "semestres", "", "2025-1, 2025-2"),
                ],
            }
        ],
        "pending": [line("cell", "Cronograma", "1.1", "semestres", "2025-1", "")],
    }


def line(part: str, label: str, code: str, field: str, old: str, new: str) -> dict:
    part = {"value": part, "label": label}
    return {"part": part, "code": code, "label": field, "old": old, "new": new}


@pytest.mark.usefixtures("unguarded")
def test_the_first_edition_is_not_compared_with_anything(world, activity):
    publish(world, "2025-01-02", reason="Carga del plan aprobado")

    found = editions(world)

    [first] = found["of_year"]
    assert (first["is_first"], first["changes"], found["pending"]) == (True, [], [])


def test_a_plan_without_any_edition_says_so(world, activity):
    assert editions(world) == {
        "semesters": [
            {"code": "2025-1", "label": "primer semestre de 2025", "edition": None},
            {"code": "2025-2", "label": "segundo semestre de 2025", "edition": None},
        ],
        "last": None,
        "of_year": [],
        "pending": [],
    }


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_twice_whatever_the_editions(world, activity, number):
    for place in range(number):
        Activity.objects.update(statement=f"Enunciado {place}.")
        publish(world, f"2025-0{place + 1}-02", reason="Cambio.")
    reading = read_year(world.plan, 2025, as_of=AFTER_THE_YEAR)
    content = export_whole_plan(world.plan)

    with asked() as questions:
        found = plan_editions_data(reading, content)

    assert (len(questions), len(found["of_year"])) == (2, number)
