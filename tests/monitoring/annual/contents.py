"""A small content with something of everything that a data file tells, hostile words among it."""

import datetime

from monitoring import annual
from monitoring.annual.content import summarise
from monitoring.models import ProgressEntry
from tests.annual import write
from tests.factories import FindingFactory, InstitutionFactory, MeasureFactory, RiskFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR, World, met

FORMULA = "=1+1"
BELL = "Campana\x07 y fin."


def make_content(world: World) -> dict:
    """Of 2025: two countries, a count with a goal and people by sex."""
    activity = world.activity("1.1")
    count = MeasureFactory(activity=activity, name="Mesas", unit="mesas")
    people = MeasureFactory(activity=activity, kind="people", breakdown="sex", unit="personas")
    world.goal(count, 4, "HN")
    record = met(world, "HN", activity, quantity=3)
    record.figures.create(measure=people, category="women", number=5)
    record.figures.create(measure=people, category="men", number=2)
    record.institutions.add(
        InstitutionFactory(country=world.countries["HN"], name="Ministerio Público"),
        InstitutionFactory(country=world.countries["HN"], name="Albergue", is_public=False),
    )
    type(record).objects.filter(pk=record.pk).update(resources_usd="1250.50")
    world.record("GT", activity, "2025-2", quantity=1)
    entries = ProgressEntry.objects.filter(activity=activity)
    entries.filter(report__stakeholder__code="HN").update(progress=FORMULA, obstacles=BELL)
    entries.filter(report__stakeholder__code="GT").update(progress="Two meetings.", language="en")
    RiskFactory(plan=world.plan, code="R1")
    FindingFactory(plan=world.plan, text="Faltan datos.", found_on=datetime.date(2025, 11, 3))
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    report = write(report, by=world.secretariat, introduction="Primera línea.\nSegunda línea.")
    return summarise(world.plan, 2025, report=report, status="published", as_of=AFTER_THE_YEAR)


def of_schema_1(content: dict) -> dict:
    """What was frozen before priorities, findings, the cronograma and languages were told."""
    later = ("schedule", "approaches", "priorities", "findings", "glossary", "plan_editions")
    kept = {name: value for name, value in content.items() if name not in (*later, "corrects")}
    report = {name: value for name, value in content["report"].items() if name != "is_final"}
    texts = {name: one["text"] for name, one in content["texts"].items()}
    return {**kept, "schema": 1, "report": report, "texts": texts}
