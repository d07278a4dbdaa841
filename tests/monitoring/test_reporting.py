import datetime
import threading
from decimal import Decimal

import pytest
from django.db import connection

from monitoring import reading
from monitoring.models import Amount, Figure, Milestone, ProgressEntry, RegistryCheck
from monitoring.reading import read_year
from monitoring.reporting import year_data
from plan.models import Measure, ScheduleCell, Semester
from risks.models import Risk
from tests.factories import (
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MitigationFactory,
    RiskFactory,
    StakeholderFactory,
    TargetFactory,
)
from tests.monitoring.annual_world import AFTER_THE_YEAR, WITHIN_THE_YEAR, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def activity(world):
    return world.activity("1.1")


def read(world, year=2025, as_of=AFTER_THE_YEAR) -> dict:
    return year_data(read_year(world.plan, year, as_of=as_of))


def only_activity(data: dict) -> dict:
    [axis] = data["axes"]
    [objective] = axis["objectives"]
    [activity] = objective["activities"]
    return activity


def only_measure(data: dict) -> dict:
    [measure] = only_activity(data)["measures"]
    return measure


def numbers(measure: dict) -> dict:
    """By who informs: each semester and the year."""
    rows = {**{row["code"]: row for row in measure["rows"]}, "region": measure["region"]}
    return {
        code: [value["number"] for value in [*row["semesters"], row["year"]]]
        for code, row in rows.items()
    }


def states(measure: dict) -> dict:
    rows = {**{row["code"]: row for row in measure["rows"]}, "region": measure["region"]}
    return {code: row["state"]["value"] for code, row in rows.items()}


def test_rows_add_up_by_country_semester_and_region(world, activity):
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    world.record("HN", activity, "2025-2")
    world.record("GT", activity, "2025-2", quantity=2)

    assert numbers(only_measure(read(world))) == {
        "HN": [3, 1, 4],
        "GT": [None, 2, 2],
        "region": [3, 3, 6],
    }


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_what_is_not_validated_is_not_read(world, activity, state):
    MeasureFactory(activity=activity)
    world.report("HN", **{state: True})
    world.record("HN", activity)

    data = read(world)

    assert numbers(only_measure(data))["region"] == [None, None, None]
    assert only_activity(data)["narratives"] == []
    assert states(only_measure(data))["HN"] == "no_data"


def test_no_activity_is_a_zero_and_silence_a_blank(world, activity):
    MeasureFactory(activity=activity)
    world.entry("HN", activity, no_activity=True, progress="")

    data = read(world)

    assert numbers(only_measure(data)) == {
        "HN": [0, None, 0],
        "GT": [None, None, None],
        "region": [0, None, 0],
    }
    assert only_activity(data)["silent"] == [
        {"code": "HN", "name": "Honduras", "semester": "2025-1"}
    ]


def test_a_row_without_the_number_leaves_a_blank(world, activity):
    MeasureFactory(activity=activity, kind="people", breakdown="sex")
    world.record("HN", activity)

    assert numbers(only_measure(read(world)))["HN"] == [None, None, None]


def test_a_late_row_counts_in_the_semester_in_which_its_action_ended(world, activity):
    MeasureFactory(activity=activity)
    world.record(
        "HN", activity, "2026-1", is_late=True, ended_on=datetime.date(2025, 11, 3), quantity=4
    )

    assert numbers(only_measure(read(world)))["HN"] == [None, 4, 4]


def test_who_answered_with_only_a_late_row_says_zero_of_its_own_semester(world, activity):
    MeasureFactory(activity=activity)
    world.record("HN", activity, "2026-1", is_late=True, ended_on=datetime.date(2025, 11, 3))

    assert numbers(only_measure(read(world, 2026, datetime.date(2027, 1, 1))))["HN"] == [0, 0]


def test_people_come_with_their_breakdown(world, activity):
    measure = MeasureFactory(activity=activity, kind="people", breakdown="sex")
    record = world.record("HN", activity)
    for category, number in [("women", 12), ("men", 8), ("under_18", 5)]:
        Figure.objects.create(record=record, measure=measure, category=category, number=number)

    data = read(world)

    assert only_measure(data)["region"]["year"] == {
        "number": 20,
        "parts": [
            {"value": "women", "label": "mujeres", "number": 12},
            {"value": "men", "label": "hombres", "number": 8},
            {"value": "under_18", "label": "de ellas, menores de 18 años", "number": 5},
        ],
        "text": "",
        "adds_up": True,
    }
    assert data["summary"]["participations"] == 20


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


def test_only_confirmed_goals_count(world, activity):
    measure = MeasureFactory(activity=activity)
    TargetFactory(measure=measure, year=2025, value=1, stakeholder=world.countries["HN"])
    world.record("HN", activity)

    found = only_measure(read(world))

    assert states(found) == {"HN": "no_target", "GT": "no_data", "region": "no_target"}
    assert found["rows"][0]["goal"] is None


def test_the_year_is_held_against_its_goals(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4, "HN")
    world.goal(measure, 2, "GT")
    world.record("HN", activity)
    record = world.record("GT", activity, quantity=2)
    EvidenceFactory(entry=record.entry, record=record)

    found = only_measure(read(world))

    assert states(found) == {"HN": "red", "GT": "met", "region": "yellow"}
    assert [row["compliance"] for row in found["rows"]] == [25, 100]
    assert (found["region"]["goal"], found["region"]["compliance"]) == (6, 50)
    assert found["average"] == {
        "reported": 63,
        "reported_n": 2,
        "programmed": 63,
        "programmed_n": 2,
    }


def met(world, who, activity, quantity=1, semester="2025-1", **values):
    """A row, shown with evidence of its own."""
    record = world.record(who, activity, semester, quantity=quantity, **values)
    EvidenceFactory(entry=record.entry, record=record)
    return record


def test_the_sum_of_the_countries_goals_is_met_once_each_country_meets_its_own(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 1, "HN")
    world.goal(measure, 1, "GT")
    met(world, "HN", activity, 5)

    assert states(only_measure(read(world))) == {"HN": "met", "GT": "no_data", "region": "green"}

    world.record("GT", activity)
    data = read(world)
    assert states(only_measure(data)) == {"HN": "met", "GT": "green", "region": "green"}
    assert only_activity(data)["indicator"]["verdict"]["value"] == "not_met"

    EvidenceFactory(entry=world.entry("GT", activity))
    data = read(world)
    assert states(only_measure(data)) == {"HN": "met", "GT": "met", "region": "met"}
    assert only_activity(data)["indicator"]["verdict"]["value"] == "met"


def test_a_goal_of_the_region_is_met_by_what_has_evidence(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4)
    met(world, "HN", activity, 3)
    unshown = world.record("GT", activity)

    assert states(only_measure(read(world)))["region"] == "green"

    EvidenceFactory(entry=unshown.entry, record=unshown)
    assert states(only_measure(read(world)))["region"] == "met"


def test_the_evidence_of_a_deliverable_travels_with_its_value(world, activity):
    measure = MeasureFactory(
        activity=activity,
        kind="deliverable",
        scope="regional",
        reported_by=Measure.ReportedBy.COORDINATION,
    )
    world.goal(measure, 1)
    record = met(world, "ST", activity, semester="2024-2")
    Milestone.objects.create(record=record, measure=measure, stage="approved")

    assert states(only_measure(read(world))) == {"ST": "met", "region": "met"}


def test_rows_of_who_is_not_asked_for_a_measure_do_not_count_in_it(world, activity):
    measure = MeasureFactory(activity=activity, reported_by=Measure.ReportedBy.COUNTRIES)
    world.goal(measure, 4)
    world.record("HN", activity)
    met(world, "ST", activity, 3)

    data = read(world)

    assert numbers(only_measure(data)) == {
        "HN": [1, None, 1],
        "GT": [None, None, None],
        "region": [1, None, 1],
    }
    assert states(only_measure(data))["region"] == "red"
    assert only_activity(data)["actions"] == 4


@pytest.mark.parametrize("status", ["not_applicable", "rescheduled"])
def test_who_is_excused_leaves_the_sum_of_the_goals_and_the_average(world, activity, status):
    measure = MeasureFactory(activity=activity)
    world.countries["NI"] = StakeholderFactory(code="NI", name="Nicaragua", order=22)
    for who in ("HN", "GT", "NI"):
        world.goal(measure, 2, who)
    met(world, "HN", activity, 2)
    met(world, "GT", activity, 2)
    world.entry("NI", activity, status=status, reason="No tiene frontera.")

    found = only_measure(read(world))

    assert states(found) == {"HN": "met", "GT": "met", "NI": status, "region": "met"}
    assert found["region"]["goal"] == 4
    assert found["average"] == {
        "reported": 100,
        "reported_n": 2,
        "programmed": 100,
        "programmed_n": 2,
    }


def test_what_was_rescheduled_still_counts_in_the_goal_of_the_whole_plan(world, activity):
    measure = MeasureFactory(activity=activity)
    for who in ("HN", "GT"):
        world.goal(measure, 2, who, year=None)
    world.record("HN", activity, quantity=2)
    entry = world.entry("GT", activity, status="rescheduled", reason="Faltan fondos.")

    assert only_measure(read(world))["region"]["progress"] == 50

    ProgressEntry.objects.filter(pk=entry.pk).update(status="not_applicable")
    assert only_measure(read(world))["region"]["progress"] == 100


def test_until_a_goal_falls_due_nothing_is_said_against_it(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4, "HN")
    world.record("HN", activity)

    row = only_measure(read(world, as_of=WITHIN_THE_YEAR))["rows"][0]

    assert (row["state"]["value"], row["compliance"]) == ("on_time", None)


def test_a_goal_falls_due_at_the_end_of_its_last_planned_semester(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4, "HN")
    world.record("HN", activity)
    semester = Semester.objects.get(plan=world.plan, year=2025, half=1)
    ScheduleCell.objects.create(activity=activity, semester=semester)

    assert states(only_measure(read(world, as_of=WITHIN_THE_YEAR)))["HN"] == "red"


def test_a_goal_of_the_whole_plan_has_only_progress(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4, "HN", year=None)
    world.record("HN", activity, "2024-2")
    world.record("HN", activity)

    row = only_measure(read(world))["rows"][0]

    assert (row["compliance"], row["progress"], row["state"]["value"]) == (None, 50, "on_time")
    assert row["goal_is_annual"] is False


def test_what_the_schedule_puts_in_another_year_is_not_programmed(world, activity):
    MeasureFactory(activity=activity)
    ScheduleCell.objects.create(
        activity=activity, semester=Semester.objects.get(plan=world.plan, year=2026, half=1)
    )

    assert set(states(only_measure(read(world))).values()) == {"not_programmed"}


def test_a_deliverable_of_both_scopes_is_one_for_each_country_and_one_of_the_region(
    world, activity
):
    measure = MeasureFactory(
        activity=activity, kind="deliverable", scope="both", reported_by=Measure.ReportedBy.BOTH
    )
    for who in ("HN", "GT"):
        world.goal(measure, 1, who, year=None)
    world.goal(measure, 1, year=None)
    for who, stage in [("HN", "approved"), ("ST", "approved"), ("GT", "draft")]:
        Milestone.objects.create(record=world.record(who, activity), measure=measure, stage=stage)

    found = only_measure(read(world))

    assert {row["code"]: row["year"]["text"] for row in found["rows"]} == {
        "ST": "aprobado y difundido",
        "HN": "aprobado y difundido",
        "GT": "borrador",
    }
    assert found["region"]["year"]["text"] == "1 de 2 países"
    assert (found["region"]["goal"], found["region"]["progress"]) == (2, 50)
    assert {row["code"]: row["progress"] for row in found["rows"]} == {
        "ST": 100,
        "HN": 100,
        "GT": 0,
    }


def test_what_exists_once_for_the_region_is_reported_by_the_coordination(world, activity):
    measure = MeasureFactory(
        activity=activity,
        kind="deliverable",
        scope="regional",
        reported_by=Measure.ReportedBy.COORDINATION,
    )
    world.goal(measure, 1, year=None)
    record = world.record("ST", activity)
    Milestone.objects.create(record=record, measure=measure, stage="approved")
    EvidenceFactory(entry=record.entry)

    found = only_activity(read(world))

    assert states(found["measures"][0]) == {"ST": "met", "region": "met"}
    assert found["indicator"]["verdict"]["value"] == "met"
    assert found["declared"] == {
        "is_regional": True,
        "done": 0,
        "of": 1,
        "by": [
            {
                "code": "ST",
                "name": "Coordinación regional",
                "value": "in_progress",
                "label": "en proceso",
            }
        ],
    }


def test_a_registry_counts_the_countries_that_are_up_to_date_this_year(world, activity):
    measure = MeasureFactory(activity=activity, kind="registry")
    for who, semester in [("HN", "2024-2"), ("GT", "2025-1")]:
        record = world.record(who, activity, semester)
        RegistryCheck.objects.create(record=record, measure=measure, is_current=True)

    found = only_measure(read(world))

    assert found["region"]["year"]["text"] == "1 de 2 países"
    assert [row["year"]["text"] for row in found["rows"]] == ["", "al día"]


@pytest.mark.parametrize("kind", ["registry", "deliverable"])
def test_a_country_without_activity_does_not_say_that_its_registry_is_out_of_date(
    world, activity, kind
):
    MeasureFactory(activity=activity, kind=kind)
    world.entry("HN", activity, no_activity=True, progress="")

    found = only_measure(read(world))

    assert [row["year"]["text"] for row in found["rows"]] == ["", ""]
    assert states(found)["HN"] == "no_data"


def test_reach_is_listed_by_country_and_never_added_over_them(world, activity):
    measure = MeasureFactory(activity=activity, kind="reach", breakdown="channel")
    for who in ("HN", "GT"):
        record = world.record(who, activity)
        Figure.objects.create(record=record, measure=measure, category="social", number=500)

    found = only_measure(read(world))

    assert [row["year"]["parts"][0]["number"] for row in found["rows"]] == [500, 500]
    assert found["region"]["year"] == {"number": None, "parts": [], "text": "", "adds_up": False}
    assert found["region"]["semesters"][0]["adds_up"] is False


def test_reach_is_never_added_over_semesters(world, activity):
    measure = MeasureFactory(activity=activity, kind="reach", breakdown="channel")
    for semester in ("2025-1", "2025-2"):
        record = world.record("HN", activity, semester)
        Figure.objects.create(record=record, measure=measure, category="social", number=500)

    row = only_measure(read(world))["rows"][0]

    assert row["semesters"][0]["parts"] == [
        {"value": "social", "label": "redes sociales", "number": 500}
    ]
    assert (row["year"]["number"], row["year"]["adds_up"]) == (None, False)


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

    def somebody_saves_meanwhile(plan):
        saving.start()
        saving.join(timeout=1)
        return find_activities(plan)

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

    with django_assert_num_queries(23):
        read(world)
