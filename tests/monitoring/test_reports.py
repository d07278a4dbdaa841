import datetime

import pytest

from monitoring.models import ProgressEntry, ProgressReport, ReportingPeriod
from monitoring.reports import (
    AlreadyStarted,
    WritingDenied,
    lock_for_writing,
    open_semester,
    start_report,
)
from plan.models import ScheduleCell
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    PeriodFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

DATES = {
    "opens_on": datetime.date(2025, 7, 1),
    "due_on": datetime.date(2025, 8, 31),
    "closes_on": datetime.date(2025, 9, 30),
}


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def test_opening_gives_every_country_and_the_coordination_a_draft(secretariat):
    country = StakeholderFactory()
    StakeholderFactory(observer=True)
    own = ActivityFactory(responsible=[country, secretariat.stakeholder])
    ActivityFactory(responsible=[secretariat.stakeholder])

    period = open_semester(SemesterFactory(), **DATES, by=secretariat)

    assert {(report.stakeholder, report.entries.count()) for report in period.reports.all()} == {
        (country, 1),
        (secretariat.stakeholder, 2),
    }
    assert ProgressEntry.objects.get(report__stakeholder=country).activity == own
    assert (period.opened_by, period.edition.number) == (secretariat.user, 1)


def test_a_country_is_asked_what_is_planned_for_the_semester_or_not_captured_yet(secretariat):
    country = StakeholderFactory()
    semester, other = SemesterFactory(), SemesterFactory(half=2)
    planned, elsewhere, uncaptured = (ActivityFactory(responsible=[country]) for _ in range(3))
    ScheduleCell.objects.create(activity=planned, semester=semester)
    ScheduleCell.objects.create(activity=elsewhere, semester=other)

    report = open_semester(semester, **DATES, by=secretariat).reports.get(stakeholder=country)

    assert [entry.activity for entry in report.entries.all()] == [planned, uncaptured]


def test_a_semester_is_opened_once(secretariat):
    semester = SemesterFactory()
    open_semester(semester, **DATES, by=secretariat)

    with pytest.raises(WritingDenied, match="2025-1 ya está abierto"):
        open_semester(semester, **DATES, by=secretariat)

    assert ProgressReport.objects.count() == 1


def test_opening_keeps_the_plan_as_it_reads_that_day(secretariat):
    activity = ActivityFactory()
    semesters = [SemesterFactory(year=year) for year in (2025, 2026, 2027)]
    first = open_semester(semesters[0], **DATES, by=secretariat)
    unchanged = open_semester(semesters[1], **DATES, by=secretariat)
    activity.statement = "Otra redacción."
    activity.save()

    changed = open_semester(semesters[2], **DATES, by=secretariat)

    assert unchanged.edition == first.edition
    assert changed.edition.number == first.edition.number + 1
    assert "Otra redacción." in str(changed.edition.content)


def test_only_the_secretariat_opens_a_semester():
    with pytest.raises(WritingDenied, match="Solo la Secretaría"):
        open_semester(SemesterFactory(), **DATES, by=MembershipFactory())

    assert not ReportingPeriod.objects.exists()


def test_a_second_report_of_the_same_semester_is_refused_with_the_first():
    member = MembershipFactory()
    ActivityFactory(responsible=[member.stakeholder])
    period = PeriodFactory()
    first = start_report(period, by=member)

    with pytest.raises(AlreadyStarted, match="ya tiene un informe de 2025-1") as refused:
        start_report(period, by=member)

    assert refused.value.report == first
    assert ProgressReport.objects.count() == 1


def test_presidency_starts_no_report_beside_the_joint_one():
    presidency = MembershipFactory(stakeholder=StakeholderFactory(presidency=True))
    ActivityFactory(responsible=[presidency.stakeholder])

    with pytest.raises(WritingDenied):
        start_report(PeriodFactory(), by=presidency)

    assert not ProgressReport.objects.exists()


def test_who_is_responsible_for_nothing_starts_no_report():
    with pytest.raises(WritingDenied):
        start_report(PeriodFactory(), by=MembershipFactory())


@pytest.mark.parametrize("state", ["submitted", "validated"])
def test_a_sent_report_is_not_written_any_more(state):
    report = ReportFactory(**{state: True})

    with pytest.raises(WritingDenied, match="ya no se puede cambiar"):
        lock_for_writing(report, by=MembershipFactory(stakeholder=report.stakeholder))


def test_nobody_writes_the_report_of_another(secretariat):
    for stranger in (MembershipFactory(), secretariat):
        with pytest.raises(WritingDenied, match="ya no informa"):
            lock_for_writing(ReportFactory(), by=stranger)
