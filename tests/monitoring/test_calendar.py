import uuid

import pytest

from monitoring.calendar import read_calendar
from monitoring.models import ProgressReport, ReportAction, ReportEvent, ReportingPeriod
from monitoring.planned import activities_of, put_measures
from monitoring.reading import read_year
from plan.models import Measure, ScheduleCell, Semester
from tests.factories import MeasureFactory, PeriodFactory, UserFactory
from tests.queries import asked

pytestmark = pytest.mark.django_db


def calendar_of(world):
    parties = [*world.countries.values(), world.secretariat.stakeholder]
    return read_calendar(world.plan, {party.pk: party for party in parties})


def reopened(report: ProgressReport) -> ProgressReport:
    ReportEvent.objects.create(
        report=report,
        action=ReportAction.REOPEN,
        comment="Falta una acción.",
        by=UserFactory(),
        stakeholder=report.stakeholder,
        key=uuid.uuid4(),
    )
    ProgressReport.objects.filter(pk=report.pk).update(
        state="returned", validated_at=None, validated_by=None
    )
    return report


def test_it_holds_every_semester_with_its_period_and_its_reports(world):
    PeriodFactory(semester=Semester.objects.get(plan=world.plan, year=2025, half=2))
    world.report("GT", submitted=True)
    world.report("HN")

    with asked() as statements:
        found = calendar_of(world)
        told = [(report.stakeholder.name, report.state) for report in found.reports_in(2025)]

    assert len(statements) == 1
    assert told == [("Honduras", "validated"), ("Guatemala", "submitted")]
    assert [one.code for one in found.semesters] == ["2024-2", "2025-1", "2025-2", "2026-1"]
    assert [one.code for one, period in found.periods.items() if period] == ["2025-1", "2025-2"]
    assert found.reports == list(ProgressReport.objects.order_by("stakeholder__order"))
    kept = ReportingPeriod.objects.get(semester__half=1)
    assert found.reports[0].period.due_on == kept.due_on


def test_a_report_that_was_reopened_and_not_validated_again_is_told(world):
    being_corrected = reopened(world.report("HN"))
    corrected = reopened(world.report("GT", semester="2025-2"))
    ProgressReport.objects.filter(pk=corrected.pk).update(
        state="validated", validated_at="2026-01-02T00:00Z", validated_by=UserFactory()
    )

    assert calendar_of(world).reopened == {being_corrected.pk}


def test_a_year_reads_what_its_figures_come_from_once_and_a_later_one_for_nothing(world, activity):
    MeasureFactory(activity=activity)
    world.record("HN", activity, "2026-1")
    reading = read_year(world.plan, 2024)

    with asked() as statements:
        later = reading.in_year(2026)
        codes = [one.code for one in later.semesters]
        [report] = later.reports

    assert statements == []
    assert (later.year, codes, report.stakeholder.code) == (2026, ["2026-1"], "HN")
    with pytest.raises(ValueError, match="retired"):
        later.in_year(2025)


def test_a_later_year_leaves_out_what_was_retired_before_it_began(world, activity):
    type(activity).objects.filter(pk=activity.pk).update(retired_on="2025-06-01")

    reading = read_year(world.plan, 2024)

    assert [one.code for one in reading.activities] == ["1.1"]
    assert [one.code for one in reading.in_year(2025).activities] == ["1.1"]
    assert reading.in_year(2026).activities == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_the_plan_asks_costs_three_questions_for_any_number_of_activities(world, count):
    for number in range(count):
        activity = world.activity(f"2.{number + 1}")
        measure = MeasureFactory(activity=activity)
        world.goal(measure, "2.50", "HN")
        world.goal(measure, 9, year=None)
        for semester in Semester.objects.filter(plan=world.plan, year=2025).order_by("-half"):
            ScheduleCell.objects.create(activity=activity, semester=semester)
    semesters = list(world.plan.semesters.all())

    with asked() as statements:
        activities = list(activities_of(world.plan, 2025))
        put_measures(activities, 2025, semesters=semesters, parties=world.countries.values())
        found = [told(one) for one in activities]

    assert len(statements) == 3
    assert (
        found
        == [
            (
                {("Honduras", 2025, "2.50", "confirmed"), (None, None, "9.00", "confirmed")},
                ["2025-1", "2025-2"],
            )
        ]
        * count
    )


def told(activity) -> tuple:
    [measure] = activity.indicator.measures.all()
    assert isinstance(measure, Measure)
    assert measure.code.startswith(activity.code)
    targets = {
        (one.stakeholder and one.stakeholder.name, one.year, f"{one.value:.2f}", one.state)
        for one in measure.targets.all()
    }
    return targets, [cell.semester.code for cell in activity.cells.all()]
