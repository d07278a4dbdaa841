import pytest

from monitoring.models import Milestone
from monitoring.reading import read_year
from monitoring.region.asked import Asked
from monitoring.region.drill import Shown, drill_entries, drill_rows
from plan.models import Measure
from tests.factories import EvidenceFactory, InstitutionFactory, MeasureFactory
from tests.monitoring.annual_world import AFTER_THE_YEAR

pytestmark = pytest.mark.django_db

NOTHING = Shown((), ())


def reading_of(world, year=2025):
    return read_year(world.plan, year, as_of=AFTER_THE_YEAR, with_risks=False)


def rows(world, *, seen=NOTHING, **asked):
    reading = reading_of(world)
    return drill_rows(reading, reading.activities[0], Asked(**asked), seen)


def titles(found) -> list[str]:
    return [row.record.title for row in found]


@pytest.fixture
def three(world, activity):
    MeasureFactory(activity=activity)
    world.record("HN", activity, "2024-2", title="Antes")
    world.record("HN", activity, "2025-1", title="Primero")
    world.record("GT", activity, "2025-2", title="Segundo")
    world.record("GT", activity, "2026-1", title="Después")
    return world


def test_the_rows_of_a_figure_are_those_of_its_year_semester_party_or_plan_to_date(three):
    assert titles(rows(three)) == ["Primero", "Segundo"]
    assert titles(rows(three, semester="2025-2")) == ["Segundo"]
    assert titles(rows(three, party="HN")) == ["Primero"]
    assert titles(rows(three, to_date=True)) == ["Antes", "Primero", "Segundo"]


def test_what_exists_since_an_earlier_year_is_among_the_rows_and_says_so(world, activity):
    measure = MeasureFactory(
        activity=activity, kind="deliverable", reported_by=Measure.ReportedBy.BOTH
    )
    record = world.record("HN", activity, "2024-2", title="Estrategia")
    world.record("HN", activity, "2024-2", title="Reunión")
    Milestone.objects.create(record=record, measure=measure, stage="approved")

    assert [(row.record.title, row.is_earlier) for row in rows(world)] == [("Estrategia", True)]


def test_each_row_says_what_it_adds_to_each_measure(world, activity):
    count = MeasureFactory(activity=activity, letter="a")
    people = MeasureFactory(activity=activity, letter="b", kind="people", breakdown="sex")
    MeasureFactory(activity=activity, letter="c", kind="registry")
    record = world.record("HN", activity, quantity=3)
    record.figures.create(measure=people, category="women", number=5)

    [row] = rows(world)

    assert [(one.measure, one.value["number"]) for one in row.added] == [(count, 3), (people, 5)]
    assert row.who == {"code": "HN", "name": "Honduras"}
    assert row.report == record.entry.get_absolute_url()


def test_what_the_reader_may_not_see_is_counted_and_not_named(world, activity):
    MeasureFactory(activity=activity)
    public, reserved = InstitutionFactory(name="Pública"), InstitutionFactory(name="Reservada")
    record = world.record("HN", activity, institutions=[public, reserved])
    acta = EvidenceFactory(entry=record.entry, record=record, title="Acta")
    EvidenceFactory(entry=record.entry, record=record, title="Acta reservada")

    [row] = rows(world, seen=Shown({public.pk}, {acta.pk}))

    assert (row.institutions, row.unnamed) == (["Pública"], 1)
    assert (row.evidence, row.withheld) == ([acta], 1)


def test_zeros_that_were_said_and_evidence_of_the_whole_stand_apart(world, activity):
    MeasureFactory(activity=activity)
    world.entry("HN", activity, no_activity=True, progress="")
    entry = world.record("GT", activity).entry
    EvidenceFactory(entry=entry, title="Memoria")
    world.entry("GT", activity, "2025-2")

    reading = reading_of(world)
    found = drill_entries(reading, reading.activities[0], Asked(), NOTHING)

    assert [(one.who["code"], one.said_zero, one.withheld) for one in found] == [
        ("HN", True, 0),
        ("GT", False, 1),
    ]
