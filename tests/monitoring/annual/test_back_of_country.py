"""What is left of the last chapters in a country's own edition."""

import pytest

from monitoring import annual
from monitoring.annual.back_of_country import back_of_country
from plan.models import GuidingApproach
from tests.factories import MeasureFactory, RiskFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(world) -> dict:
    """Honduras and Guatemala each said something of the same activity."""
    GuidingApproach.objects.create(plan=world.plan, order=1, name="Derechos humanos", text="…")
    risk = RiskFactory(code="R1", plan=world.plan)
    activity = world.activity("1.1", schedule_statement="Mesas.")
    MeasureFactory(activity=activity)
    for who, semester in (("HN", "2025-1"), ("GT", "2025-2")):
        entry = world.entry(who, activity, semester, approaches_how=f"Cómo lo hizo {who}.")
        entry.approaches.set(GuidingApproach.objects.all())
        entry.risks_met.add(risk)
    return annual.summarise(world.plan, 2025, as_of=AFTER_THE_YEAR)


def test_nothing_of_another_country_is_left(content):
    own = back_of_country(content, "HN")

    assert own["approaches"] == {
        "told": 1,
        "marked": 1,
        "parties": [{"code": "HN", "name": "Honduras", "told": 1, "marked": 1}],
        "rows": [
            {
                "order": 1,
                "name": "Derechos humanos",
                "activities": ["1.1"],
                "by": [{"code": "HN", "name": "Honduras", "activities": ["1.1"]}],
            }
        ],
        "how": [one for one in content["approaches"]["how"] if one["code"] == "HN"],
    }
    [risk] = own["risks"]
    assert [one["code"] for one in risk["met"]] == ["HN"]
    assert "Guatemala" not in str(own)
    assert "Cómo lo hizo GT." not in str(own)


def test_what_an_older_content_lacks_is_not_in_it(content):
    older = {key: value for key, value in content.items() if key != "approaches"}

    assert back_of_country(older, "HN").keys() == {"risks"}
