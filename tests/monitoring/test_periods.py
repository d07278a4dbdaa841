"""The dates of a period are moved with a reason, and its state follows from them alone."""

import datetime

import pytest
from django.utils import timezone

from monitoring.models import DateChange, Extension, PeriodState, ReportingPeriod
from monitoring.periods import DatesRefused, change_dates, extend
from tests.factories import (
    ExtensionFactory,
    MembershipFactory,
    PeriodFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def day(number: int) -> datetime.date:
    """So many days from today."""
    return timezone.localdate() + datetime.timedelta(days=number)


def period_with(opens=-30, due=30, closes=60) -> ReportingPeriod:
    return PeriodFactory(opens_on=day(opens), due_on=day(due), closes_on=day(closes))


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ((1, 2, 3), PeriodState.UPCOMING),
        ((0, 0, 0), PeriodState.OPEN),
        ((-2, -1, 0), PeriodState.OVERDUE),
        ((-3, -2, -1), PeriodState.CLOSED),
    ],
)
def test_a_state_is_told_by_the_dates(dates, state):
    assert period_with(*dates).state == state


def test_a_state_changes_with_the_day_and_never_needs_a_job_to_have_run(monkeypatch):
    report = ReportFactory(period=period_with(opens=0, due=10, closes=20))
    seen = []
    for passed in (0, 10, 11, 20, 21):
        today = day(passed)
        monkeypatch.setattr(timezone, "localdate", lambda value=None, today=today: today)
        period = ReportingPeriod.objects.get()
        seen.append((period.state, report.days_overdue))
        monkeypatch.undo()

    assert seen == [
        (PeriodState.OPEN, 0),
        (PeriodState.OPEN, 0),
        (PeriodState.OVERDUE, 1),
        (PeriodState.OVERDUE, 10),
        (PeriodState.CLOSED, 11),
    ]


def test_dates_are_moved_and_what_they_were_is_kept_with_the_reason(secretariat):
    period = period_with()
    before = (period.due_on, period.closes_on)

    change = change_dates(
        period, due_on=day(40), closes_on=day(70), reason="Feriados.", by=secretariat
    )

    period.refresh_from_db()
    assert (period.due_on, period.closes_on) == (day(40), day(70))
    assert (change.due_before, change.closes_before) == before
    assert (change.due_on, change.closes_on, change.reopens) == (day(40), day(70), False)
    assert (change.reason, change.by, change.stakeholder) == (
        "Feriados.",
        secretariat.user,
        secretariat.stakeholder,
    )


@pytest.mark.parametrize(("closes", "reopens"), [(-1, False), (0, True), (9, True)])
def test_only_a_closing_date_still_to_come_reopens_what_was_closed(secretariat, closes, reopens):
    period = period_with(opens=-90, due=-60, closes=-30)

    change = change_dates(
        period, due_on=day(-50), closes_on=day(closes), reason="Faltaban países.", by=secretariat
    )

    assert change.reopens is reopens
    assert (ReportingPeriod.objects.get().state == PeriodState.OVERDUE) is reopens


@pytest.mark.parametrize(
    ("due", "closes", "reason", "field"),
    [
        (30, 60, "Las mismas.", "due_on"),
        (-31, 60, "Antes de abrir.", "due_on"),
        (50, 49, "Al revés.", "closes_on"),
        (50, 50_000, "Otro siglo.", "closes_on"),
        (40, 70, "  ", "reason"),
    ],
)
def test_dates_that_make_no_sense_are_refused_beside_their_field(
    secretariat, due, closes, reason, field
):
    period = period_with()

    with pytest.raises(DatesRefused) as refused:
        change_dates(period, due_on=day(due), closes_on=day(closes), reason=reason, by=secretariat)

    assert refused.value.field == field
    assert not DateChange.objects.exists()


@pytest.mark.parametrize("kind", [{}, {"presidency": True}, {"observer": True}])
def test_only_the_secretariat_moves_a_date(kind):
    stranger = MembershipFactory(stakeholder=StakeholderFactory(**kind))
    report = ReportFactory(period=period_with())

    for refused in (
        lambda: change_dates(
            report.period, due_on=day(40), closes_on=day(70), reason="Sí.", by=stranger
        ),
        lambda: extend(report, due_on=day(40), reason="Sí.", by=stranger),
    ):
        with pytest.raises(DatesRefused, match="Solo la Secretaría Técnica"):
            refused()

    assert not DateChange.objects.exists()
    assert not Extension.objects.exists()


def test_a_hat_that_ended_moves_nothing(secretariat):
    secretariat.until = day(-1)
    secretariat.save()

    with pytest.raises(DatesRefused):
        extend(ReportFactory(), due_on=day(40), reason="Sí.", by=secretariat)


def test_one_report_gets_more_time_and_its_neighbour_does_not(secretariat):
    period = period_with(opens=-60, due=-10, closes=-5)
    late, other = ReportFactory(period=period), ReportFactory(period=period)

    extension = extend(late, due_on=day(5), reason="Cambio de punto focal.", by=secretariat)

    assert (extension.due_on, extension.reason) == (day(5), "Cambio de punto focal.")
    assert (late.due_on, late.days_overdue, late.closes_on) == (day(5), 0, day(5))
    assert (other.due_on, other.days_overdue, other.closes_on) == (day(-10), 10, day(-5))


@pytest.mark.parametrize(
    ("state", "due", "reason", "field"),
    [
        ({}, 30, "No es más tarde.", "due_on"),
        ({}, 45, "Ya la tenía.", "due_on"),
        ({}, 50_000, "Otro siglo.", "due_on"),
        ({}, 50, "", "reason"),
        ({"validated": True}, 50, "Ya está.", "report"),
    ],
)
def test_an_extension_that_makes_no_sense_is_refused(secretariat, state, due, reason, field):
    report = ReportFactory(period=period_with(), **state)
    ExtensionFactory(report=report, due_on=day(45))

    with pytest.raises(DatesRefused) as refused:
        extend(report, due_on=day(due), reason=reason, by=secretariat)

    assert refused.value.field == field
    assert Extension.objects.count() == 1


def test_an_extension_into_the_past_gives_no_time_and_is_refused(secretariat):
    report = ReportFactory(period=period_with(opens=-60, due=-20, closes=-10))

    with pytest.raises(DatesRefused, match="Ese día ya pasó"):
        extend(report, due_on=day(-1), reason="Tarde.", by=secretariat)
