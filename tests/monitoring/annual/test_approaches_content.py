import pytest

from monitoring.annual.approaches_content import approaches_data
from monitoring.reading import read_year
from plan.models import GuidingApproach
from risks.export import export_whole_plan
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world):
    for order, name in enumerate(["Derechos humanos", "Perspectiva de género"], 1):
        GuidingApproach.objects.create(plan=world.plan, order=order, name=name, text="Texto.")
    for code in ("1.1", "1.2"):
        MeasureFactory(activity=world.activity(code))
    return world


def applied(world, who, code, *orders, semester="2025-1", **values):
    entry = world.entry(who, world.plan.activities.get(code=code), semester, **values)
    entry.approaches.set(GuidingApproach.objects.filter(order__in=orders))
    return entry


def approaches(world, year: int = 2025) -> dict:
    reading = read_year(world.plan, year, as_of=AFTER_THE_YEAR)
    return approaches_data(reading, export_whole_plan(world.plan)["approaches"])


def test_each_approach_says_who_applied_it_in_which_activities_and_how(world):
    applied(world, "HN", "1.2", 1)
    applied(world, "HN", "1.1", 2, 1, approaches_how="With women.", language="en")
    applied(world, "HN", "1.1", 1, semester="2025-2")
    applied(world, "GT", "1.1", 1, approaches_how="Con consultas previas.")
    applied(world, "GT", "1.2")

    assert approaches(world) == {
        "told": 5,
        "marked": 4,
        "parties": [
            {"code": "HN", "name": "Honduras", "told": 3, "marked": 3},
            {"code": "GT", "name": "Guatemala", "told": 2, "marked": 1},
        ],
        "rows": [
            {
                "order": 1,
                "name": "Derechos humanos",
                "activities": ["1.1", "1.2"],
                "by": [
                    {"code": "HN", "name": "Honduras", "activities": ["1.1", "1.2"]},
                    {"code": "GT", "name": "Guatemala", "activities": ["1.1"]},
                ],
            },
            {
                "order": 2,
                "name": "Perspectiva de género",
                "activities": ["1.1"],
                "by": [{"code": "HN", "name": "Honduras", "activities": ["1.1"]}],
            },
        ],
        "how": [
            {
                "code": "HN",
                "name": "Honduras",
                "activity": "1.1",
                "semester": "2025-1",
                "approaches": ["Derechos humanos", "Perspectiva de género"],
                "text": "With women.",
                "language": "en",
            },
            {
                "code": "GT",
                "name": "Guatemala",
                "activity": "1.1",
                "semester": "2025-1",
                "approaches": ["Derechos humanos"],
                "text": "Con consultas previas.",
                "language": "es",
            },
        ],
    }


def test_what_is_not_validated_or_of_another_year_is_not_told(world):
    world.report("GT", submitted=True)
    applied(world, "GT", "1.1", 1, approaches_how="Sin validar.")
    applied(world, "HN", "1.1", 1, semester="2026-1", approaches_how="Del otro año.")

    found = approaches(world)

    assert (found["told"], found["marked"], found["how"]) == (0, 0, [])
    assert [row["by"] for row in found["rows"]] == [[], []]


def test_an_approach_that_was_retired_before_the_year_is_not_in_it(world):
    GuidingApproach.objects.filter(order=2).update(retired_on="2024-12-31")

    assert [row["name"] for row in approaches(world)["rows"]] == ["Derechos humanos"]
    assert len(approaches(world, 2024)["rows"]) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_once_whatever_was_marked(world, number):
    for place in range(number):
        MeasureFactory(activity=world.activity(f"2.{place}"))
        applied(world, "HN", f"2.{place}", 1, 2)
    reading = read_year(world.plan, 2025, as_of=AFTER_THE_YEAR)
    content = export_whole_plan(world.plan)["approaches"]

    with asked() as questions:
        found = approaches_data(reading, content)

    assert (len(questions), found["marked"]) == (1, number)
