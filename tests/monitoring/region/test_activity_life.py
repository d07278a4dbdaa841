"""The whole life of an activity, as far as its reader may see it."""

import datetime

import pytest

from monitoring.models import EntryStatus
from monitoring.reading import read_year
from monitoring.region.activity_life import read_life
from monitoring.region.activity_sheets import life_sheets
from monitoring.region.activity_ties import Ties, ties_of
from monitoring.region.schedule import CellState
from monitoring.reporting import year_data
from plan.models import ScheduleCell
from tests.factories import (
    FindingFactory,
    MeasureFactory,
    MembershipFactory,
    MitigationFactory,
    PriorityFactory,
    RiskFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import AFTER_THE_YEAR, only_measure

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(activity):
    return MeasureFactory(activity=activity)


@pytest.fixture
def observer():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user


def life(world, user, code="1.1"):
    return read_life(world.plan, code, user, as_of=AFTER_THE_YEAR)


def told(found) -> dict[str, list[tuple]]:
    return {
        one.semester.code: [
            (who.who["code"], who.status, who.entry.progress if who.entry else None)
            for who in one.told
        ]
        for one in found.by_semester
    }


def test_it_tells_each_semester_of_who_validated_it(world, activity, measure, observer):
    world.entry("HN", activity, "2024-2", progress="Se empezó.")
    world.entry("GT", activity, "2025-1", progress="Se siguió.", status=EntryStatus.DONE)

    assert told(life(world, observer)) == {
        "2024-2": [("HN", EntryStatus.IN_PROGRESS.label, "Se empezó.")],
        "2025-1": [("GT", EntryStatus.DONE.label, "Se siguió.")],
        "2025-2": [],
        "2026-1": [],
    }


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_nobody_reads_there_what_is_not_validated(world, activity, measure, observer, state):
    world.report("HN", "2025-1", **{state: True})
    world.entry("HN", activity, progress="Todavía no.")
    world.record("HN", activity, title="Sin validar")

    for user in (observer, world.secretariat.user):
        found = life(world, user)
        assert told(found)["2025-1"] == []
        assert [line.to_date["number"] for line in found.measures[0].lines] == [None, None]


def test_a_neighbour_reads_the_figures_and_not_the_texts_nor_the_rows(world, activity, measure):
    world.entry("HN", activity, progress="Solo para quien puede.")
    world.record("HN", activity, quantity=3, title="Una mesa")
    reader = MembershipFactory(stakeholder=world.countries["GT"]).user

    [one] = life(world, reader).by_semester[1].told

    assert (one.is_seen, one.entry, one.records) == (False, None, [])
    assert [said.value["number"] for said in one.values] == [3]


def test_a_late_row_is_told_where_it_ended(world, activity, measure, observer):
    world.record(
        "HN", activity, "2025-1", is_late=True, ended_on=datetime.date(2024, 10, 1), title="Tardía"
    )

    first, second, *_rest = life(world, observer).by_semester

    assert [record.title for one in first.told for record in one.records] == ["Tardía"]
    assert [record.title for one in second.told for record in one.records] == []
    assert [one.status for one in first.told] == [""]


def test_a_measure_grows_to_what_the_year_says_of_it(world, activity, measure, observer):
    world.record("HN", activity, "2024-2", quantity=2)
    world.record("HN", activity, "2025-2", quantity=3)
    world.record("GT", activity, "2025-2", quantity=4)

    [one] = life(world, observer).measures

    assert [value["number"] for value in one.region.values] == [2, None, 7, None]
    data = year_data(read_year(world.plan, 2025, as_of=AFTER_THE_YEAR, with_risks=False))
    assert one.region.to_date == only_measure(data)["region"]["to_date"]
    assert [column["number"] for column in one.columns] == [2, None, 7, None]


def test_it_says_what_became_of_each_semester(world, activity, measure, observer):
    semester = world.plan.semesters.get(year=2025, half=1)
    ScheduleCell.objects.create(activity=activity, semester=semester)
    world.record("HN", activity)

    states = [cell.state for cell in life(world, observer).row.cells]

    assert states == [CellState.NOTHING, CellState.DONE, CellState.NOTHING, CellState.NOTHING]


def test_equal_metas_are_said_once(world, activity, measure, observer):
    for who in ("HN", "GT"):
        for year in (2025, 2026, 2027):
            world.goal(measure, 2, who, year)

    [one] = life(world, observer).measures

    assert [(line.value, line.who, line.when) for line in one.goal_lines] == [
        ("2", "cada País Miembro", "cada año, de 2025 a 2027")
    ]
    assert len(one.goals) == 6


def test_an_activity_that_was_retired_keeps_its_life(world, activity, measure, observer):
    world.record("HN", activity)
    type(activity).objects.filter(pk=activity.pk).update(retired_on=datetime.date(2025, 7, 1))

    found = life(world, observer)

    assert found.measures[0].region.to_date["number"] == 1


def test_there_is_none_of_a_code_that_the_plan_has_not(world, observer):
    assert life(world, observer, "9.9") is None


# What hangs on it


def test_priorities_and_findings_are_those_that_the_reader_may_see(world, activity, observer):
    PriorityFactory(activity=activity, year=2026, reason="Sin visto bueno.")
    endorsed = {"endorsed_at": datetime.datetime.now(datetime.UTC), "endorsed_by": UserFactory()}
    PriorityFactory(activity=activity, year=2027, reason="Con visto bueno.", **endorsed)
    FindingFactory(plan=world.plan, activity=activity, number=1, text="Público.")
    FindingFactory(plan=world.plan, activity=activity, number=2, text="Interno.", is_public=False)

    def seen(user) -> tuple:
        ties = ties_of(user, world.plan, "1.1")
        return [one.code for one in ties.priorities], [one.code for one in ties.findings]

    assert seen(observer) == (["2027"], ["H1"])
    assert seen(world.secretariat.user) == (["2026", "2027"], ["H1", "H2"])


def test_risks_are_those_that_it_mitigates(world, activity, observer):
    risk = RiskFactory(plan=world.plan, code="R4", statement="Falta de coordinación.")
    MitigationFactory(risk=risk, activity=activity, is_partial=True)
    MitigationFactory(risk=RiskFactory(plan=world.plan), activity=world.activity("1.2"))

    [one] = ties_of(observer, world.plan, "1.1").risks

    assert (one.code, one.text, one.is_marked) == ("R4", "Falta de coordinación.", True)


def test_the_file_holds_no_text_that_the_page_withholds(world, activity, measure):
    world.entry("HN", activity, progress="Solo para quien puede.")
    world.record("HN", activity, title="Una mesa")
    reader = MembershipFactory(stakeholder=world.countries["GT"]).user

    def written(user) -> str:
        return str([sheet.rows for sheet in life_sheets(life(world, user), Ties())])

    assert "Solo para quien puede." in written(world.secretariat.user)
    assert "Una mesa" in written(world.secretariat.user)
    assert "Solo para quien puede." not in written(reader)
    assert "Una mesa" not in written(reader)
