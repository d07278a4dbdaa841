import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from monitoring.models import ReportingPeriod
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    ExtensionFactory,
    MembershipFactory,
    PeriodFactory,
    PlanEditionFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


def said_by(*command, **options) -> str:
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def semester():
    country = StakeholderFactory(name="Honduras")
    ActivityFactory(responsible=[country])
    semester = SemesterFactory(year=2026, half=1)
    PlanEditionFactory(plan=semester.plan)
    return semester


def test_a_semester_is_opened_by_the_operator_with_its_drafts(semester):
    said = said_by("open_semester", "2026", "1")

    period = ReportingPeriod.objects.get()
    today = timezone.localdate()
    assert "2026-1 está abierto, con 1 borradores." in said
    assert (period.semester, period.opened_by, period.opens_on) == (semester, None, today)
    assert (period.due_on - today, period.closes_on - today) == (
        datetime.timedelta(days=45),
        datetime.timedelta(days=90),
    )


def test_whoever_owes_is_told_of_an_opening_by_the_operator(
    semester, django_capture_on_commit_callbacks
):
    member = MembershipFactory(stakeholder=StakeholderFactory(name="Belice"))

    with django_capture_on_commit_callbacks(execute=True):
        said_by("open_semester", "2026", "1", "--opens", str(timezone.localdate()))

    assert [one.to for one in mail.outbox] == [[member.user.email]]


def test_opening_it_again_changes_nothing(semester):
    said_by("open_semester", "2026", "1", "--due", "2027-01-15", "--closes", "2027-03-01")

    assert "ya estaba abierto" in said_by("open_semester", "2026", "1")
    assert ReportingPeriod.objects.get().due_on == datetime.date(2027, 1, 15)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["open_semester", "2031", "1"], "El plan no tiene el semestre 2031-1."),
        (["open_semester", "2026", "1", "--closes", "2020-01-01"], "no van en orden"),
        (["open_semester", "2026", "1", "--plan", "otro"], "No hay ningún plan con el código"),
        (["report_status", "2026", "1"], "2026-1 no está abierto"),
    ],
)
def test_what_cannot_be_done_is_said(semester, command, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command(*command)

    assert not ReportingPeriod.objects.exists()


def test_the_state_of_each_report_and_what_it_lacks_is_told(semester):
    said_by("open_semester", "2026", "1")

    told = said_by("report_status", "2026", "1", missing=True)

    assert "Borrador    0 de  1 actividades  Honduras" in told
    assert "Falta reportar 1 actividad" in told


def test_a_complete_report_lacks_nothing():
    report = EntryFactory(report__stakeholder__name="Panamá").report
    year, half = report.period.semester.year, report.period.semester.half

    told = said_by("report_status", str(year), str(half), missing=True)

    assert told.splitlines()[1:] == ["Borrador    1 de  1 actividades  Panamá"]


def test_what_is_late_or_was_given_more_time_is_told():
    day = timezone.localdate() - datetime.timedelta(days=2)
    report = EntryFactory(report__period=PeriodFactory(opens_on=day, due_on=day)).report
    semester = report.period.semester
    ExtensionFactory(report=report, due_on=day + datetime.timedelta(days=1))

    told = said_by("report_status", str(semester.year), str(semester.half))

    given = day + datetime.timedelta(days=1)
    assert told.splitlines()[1].endswith(f"· con prórroga hasta el {given} · 1 día de retraso")
