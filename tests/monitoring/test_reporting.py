import threading
from decimal import Decimal

import pytest
from django.db import connection

from monitoring import reading
from monitoring.models import Amount, Figure
from monitoring.reading import read_year
from plan.models import Measure, ScheduleCell, Semester
from risks.models import Risk
from tests.factories import (
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MitigationFactory,
    RiskFactory,
)
from tests.monitoring.annual_world import numbers, only_activity, only_measure, read, states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_what_is_not_validated_is_not_read(world, activity, state):
    MeasureFactory(activity=activity)
    world.report("HN", **{state: True})
    world.record("HN", activity)

    data = read(world)

    assert numbers(only_measure(data))["region"] == [None, None, None]
    assert only_activity(data)["narratives"] == []
    assert states(only_measure(data))["HN"] == "no_data"


def test_institutions_count_once_and_only_the_public_ones_are_named(world, activity):
    MeasureFactory(activity=activity, kind="institutions")
    honduras = world.countries["HN"]
    public = InstitutionFactory(country=honduras, name="Fiscalía")
    reserved = InstitutionFactory(country=honduras, name="Unidad reservada", is_public=False)
    international = InstitutionFactory(country=None, name="Organismo")
    world.record("HN", activity, institutions=[public, reserved, international])
    world.record("HN", activity, "2025-2", institutions=[public])
    world.record("GT", activity, institutions=[international])

    data = read(world)

    assert numbers(only_measure(data)) == {
        "HN": [3, 1, 3],
        "GT": [1, None, 1],
        "region": [3, 1, 3],
    }
    assert only_activity(data)["institutions"] == [
        {"country": "Honduras", "names": ["Fiscalía"], "unnamed": 1},
        {"country": "Internacionales", "names": ["Organismo"], "unnamed": 0},
    ]
    assert "Unidad reservada" not in str(data)


def test_evidence_that_is_not_to_be_published_is_only_counted(world, activity):
    MeasureFactory(activity=activity)
    entry = world.entry("HN", activity)
    EvidenceFactory(entry=entry, title="Acta", url="https://ejemplo.example/acta")
    EvidenceFactory(entry=entry, title="Acta reservada", is_public=False)

    found = only_activity(read(world))

    assert found["evidence"] == [
        {
            "code": "HN",
            "name": "Honduras",
            "semester": "2025-1",
            "title": "Acta",
            "url": "https://ejemplo.example/acta",
        }
    ]
    assert found["evidence_withheld"] == 1
    assert "reservada" not in str(found)


def test_resources_stand_by_source_with_managed_and_received_apart(world, activity):
    measure = MeasureFactory(
        activity=activity, kind="amount", reported_by=Measure.ReportedBy.COORDINATION
    )
    for status, usd in [("managed", 1000), ("received", 400)]:
        record = world.record(
            "ST", activity, resources_usd=Decimal("12.50"), resources_source="Fondo"
        )
        Amount.objects.create(
            record=record, measure=measure, amount=usd, usd=usd, source="Donante", status=status
        )

    assert read(world)["resources"] == {
        "managed": [{"source": "Donante", "managed": "1000.00", "received": "400.00"}],
        "managed_totals": {"managed": "1000.00", "received": "400.00"},
        "used": [{"name": "Coordinación regional", "source": "Fondo", "usd": "25.00"}],
        "used_total": "25.00",
    }


def test_it_says_who_had_not_reported_in_each_semester(world, activity):
    MeasureFactory(activity=activity)
    world.report("HN")
    world.report("GT", submitted=True)

    first, second = read(world)["reporting"]

    assert (first["validated"], first["asked"], first["is_opened"]) == (1, 3, True)
    assert {one["code"]: one["state"]["value"] for one in first["reports"]} == {
        "HN": "validated",
        "GT": "submitted",
        "ST": "none",
    }
    assert [one["code"] for one in first["missing"]] == ["GT", "ST"]
    assert (second["validated"], second["is_opened"]) == (0, False)


def test_a_risk_names_the_activities_that_mitigate_it_and_whether_they_advanced(world, activity):
    MeasureFactory(activity=activity)
    MitigationFactory(risk=RiskFactory(plan=world.plan), activity=activity, is_partial=True)
    assert read(world)["risks"][0]["activities"] == [
        {"code": "1.1", "is_partial": True, "has_progress": False}
    ]

    world.record("HN", activity)

    assert read(world)["risks"][0]["activities"][0]["has_progress"] is True


def test_declared_done_met_and_not_evaluable_stand_side_by_side(world, activity):
    MeasureFactory(activity=activity)
    for who in ("HN", "GT"):
        world.entry(who, activity, status="done")

    assert read(world)["summary"]["all"] == {
        "activities": 1,
        "with_progress": 1,
        "declared_done": 1,
        "met": 0,
        "not_met": 0,
        "not_evaluable": 1,
    }


def test_a_semester_without_activity_leaves_standing_what_was_declared_before(world, activity):
    MeasureFactory(activity=activity)
    for who in ("HN", "GT"):
        world.entry(who, activity, status="done")
        world.entry(who, activity, "2025-2", no_activity=True, progress="")

    data = read(world)

    assert only_activity(data)["declared"]["done"] == 2
    assert data["summary"]["all"]["declared_done"] == 1


def test_a_semester_without_activity_does_not_take_back_no_corresponde(world, activity):
    MeasureFactory(activity=activity)
    world.entry("HN", activity, status="not_applicable", reason="No tiene frontera.")
    world.entry("HN", activity, "2025-2", no_activity=True, progress="")

    assert states(only_measure(read(world)))["HN"] == "not_applicable"


def test_who_only_said_that_there_was_no_activity_declared_nothing(world, activity):
    MeasureFactory(activity=activity)
    world.entry("HN", activity, no_activity=True, progress="")

    by = {row["code"]: row["value"] for row in only_activity(read(world))["declared"]["by"]}

    assert by == {"HN": "no_data", "GT": "no_data"}


@pytest.mark.django_db(transaction=True)
def test_what_others_save_while_a_year_is_read_waits_for_the_next_reading(world, monkeypatch):
    def save_a_risk():
        RiskFactory(plan=world.plan)
        connection.close()

    saving = threading.Thread(target=save_a_risk)
    find_activities = reading.activities_of

    def somebody_saves_meanwhile(plan, year):
        saving.start()
        saving.join(timeout=1)
        return find_activities(plan, year)

    monkeypatch.setattr(reading, "activities_of", somebody_saves_meanwhile)
    before = read_year(world.plan, 2025)
    saving.join()
    monkeypatch.undo()

    assert before.risks == []
    assert read_year(world.plan, 2025).risks == [Risk.objects.get()]


@pytest.mark.parametrize("count", [1, 3])
def test_a_year_costs_the_same_for_any_number_of_rows(world, count, django_assert_num_queries):
    for number in range(count):
        activity = world.activity(f"1.{number + 1}")
        measure = MeasureFactory(activity=activity, kind="people", breakdown="sex")
        world.goal(measure, 1, "HN")
        MitigationFactory(risk=RiskFactory(plan=world.plan), activity=activity)
        ScheduleCell.objects.create(
            activity=activity, semester=Semester.objects.get(plan=world.plan, year=2025, half=1)
        )
        for who in ("HN", "GT"):
            record = world.record(who, activity, institutions=[InstitutionFactory()])
            Figure.objects.create(record=record, measure=measure, category="women", number=3)
            EvidenceFactory(entry=record.entry, record=record)

    with django_assert_num_queries(13):
        read(world)
