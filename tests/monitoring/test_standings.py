import datetime

import pytest

from monitoring.models import Figure, Milestone, ProgressEntry, RegistryCheck
from plan.models import Measure, ScheduleCell, Semester
from tests.factories import (
    EvidenceFactory,
    MeasureFactory,
    StakeholderFactory,
    TargetFactory,
)
from tests.monitoring.annual_world import (
    WITHIN_THE_YEAR,
    met,
    numbers,
    only_activity,
    only_measure,
    read,
    states,
)

pytestmark = pytest.mark.django_db


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
    world.entry("HN", activity, "2026-1", no_records=True)
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
    EvidenceFactory(accepted=True, entry=record.entry, record=record)

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

    EvidenceFactory(accepted=True, entry=world.entry("GT", activity))
    data = read(world)
    assert states(only_measure(data)) == {"HN": "met", "GT": "met", "region": "met"}
    assert only_activity(data)["indicator"]["verdict"]["value"] == "met"


def test_a_goal_of_the_region_is_met_by_what_has_evidence(world, activity):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 4)
    met(world, "HN", activity, 3)
    unshown = world.record("GT", activity)

    assert states(only_measure(read(world)))["region"] == "green"

    EvidenceFactory(accepted=True, entry=unshown.entry, record=unshown)
    assert states(only_measure(read(world)))["region"] == "met"


@pytest.mark.parametrize(
    ("verdict", "reason", "state"),
    [("accepted", "", "met"), ("rejected", "No es de esta acción.", "green"), ("", "", "green")],
)
def test_only_evidence_that_the_review_accepted_makes_a_goal_met(
    world, activity, verdict, reason, state
):
    measure = MeasureFactory(activity=activity)
    world.goal(measure, 1)
    record = met(world, "HN", activity)
    judged = {} if verdict else {"judged_at": None, "judged_by": None}
    record.evidence.update(verdict=verdict, verdict_reason=reason, **judged)

    assert states(only_measure(read(world)))["region"] == state


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
    EvidenceFactory(accepted=True, entry=record.entry)

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
