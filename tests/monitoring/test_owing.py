"""Quién debe qué, as data: who, of which semester or activity, how it stands, since when late."""

import datetime

import pytest
from django.utils import timezone

from monitoring.owing import Debt, Standing, read_plan, read_semester
from tests.factories import (
    ActivityFactory,
    CommentFactory,
    EntryFactory,
    ExtensionFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


@pytest.fixture
def late_period():
    return PeriodFactory(opens_on=ago(60), due_on=ago(10), closes_on=ago(-20))


def told(debt: Debt) -> tuple:
    return (
        debt.standing,
        debt.answered,
        debt.asked,
        debt.open_comments,
        debt.days_overdue,
    )


def row_of(owing, report):
    return next(row for row in owing.rows if row.stakeholder == report.stakeholder)


def report_with(period, *, answered=0, untouched=0, **state):
    report = ReportFactory(period=period, **state)
    for number in range(answered + untouched):
        progress = "Se hizo." if number < answered else ""
        EntryFactory(report=report, activity__code=f"1.{number}", progress=progress)
    return report


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({"untouched": 2}, (Standing.NOT_BEGUN, 0, 2, 0, 10)),
        ({"answered": 1, "untouched": 1}, (Standing.DRAFT, 1, 2, 0, 10)),
        ({"answered": 1, "submitted": True}, (Standing.SUBMITTED, 1, 1, 0, 0)),
        ({"answered": 1, "returned": True}, (Standing.RETURNED, 1, 1, 0, 10)),
        ({"answered": 1, "validated": True}, (Standing.VALIDATED, 1, 1, 0, 0)),
    ],
)
def test_a_report_stands_as_it_is_and_late_while_it_is_owed(
    late_period, secretariat, made, expected
):
    report = report_with(late_period, **made)

    [row] = [
        one
        for one in read_plan(late_period.semester.plan, secretariat.user).rows
        if one.stakeholder == report.stakeholder
    ]

    assert [told(debt) for debt in row.debts] == [expected]


@pytest.mark.parametrize("how", ["record", "text", "zero"])
def test_whatever_was_touched_is_begun(late_period, secretariat, how):
    entry = EntryFactory(report__period=late_period, progress="")
    if how == "record":
        RecordFactory(entry=entry)
    else:
        what = {"obstacles": "Hubo."} if how == "text" else {"no_records": True}
        type(entry).objects.filter(pk=entry.pk).update(**what)

    whole = row_of(read_plan(late_period.semester.plan, secretariat.user), entry.report)
    part = row_of(read_semester(late_period, secretariat.user), entry.report)

    assert [whole.debts[0].standing, part.debts[0].standing] == [Standing.DRAFT] * 2


def test_what_is_said_and_not_settled_is_counted_once_a_talk(late_period, secretariat):
    entry = EntryFactory(report__period=late_period, report__returned=True)
    talk = CommentFactory(entry=entry)
    CommentFactory(entry=entry, answers_to=talk)
    CommentFactory(entry=entry, settled_at=timezone.now(), settled_by=MembershipFactory().user)

    whole = row_of(read_plan(late_period.semester.plan, secretariat.user), entry.report).debts[0]
    part = row_of(read_semester(late_period, secretariat.user), entry.report)

    assert whole.words == "devuelto, 1 comentario abierto, 10 días de retraso"
    assert (part.debts[0].open_comments, part.whole.open_comments) == (1, 1)
    assert part.debts[0].standing == Standing.RETURNED


def test_an_extension_is_the_due_date_of_its_report_only(late_period, secretariat):
    given, other = report_with(late_period, untouched=1), report_with(late_period, untouched=1)
    ExtensionFactory(report=given, due_on=ago(3))

    rows = {
        row.stakeholder: row for row in read_plan(late_period.semester.plan, secretariat.user).rows
    }

    assert rows[given.stakeholder].days_overdue == 3
    assert rows[other.stakeholder].days_overdue == 10


def test_who_has_no_report_in_a_semester_owes_none_there(secretariat):
    first = PeriodFactory()
    second = PeriodFactory(semester=SemesterFactory(half=2))
    country = ReportFactory(period=first).stakeholder
    ReportFactory(period=second, stakeholder=StakeholderFactory(observer=True))

    owing = read_plan(first.semester.plan, secretariat.user)

    assert [period.semester.code for period in owing.periods] == ["2025-1", "2025-2"]
    row = next(one for one in owing.rows if one.stakeholder == country)
    assert [debt.standing for debt in row.debts] == [Standing.NOT_BEGUN, Standing.NOT_OWED]
    assert [debt.of for debt in row.debts] == ["2025-1", "2025-2"]


def test_a_country_without_a_report_is_shown_to_who_reads_the_region(late_period, secretariat):
    StakeholderFactory(name="Sin informe")

    titles = [row.title for row in read_plan(late_period.semester.plan, secretariat.user).rows]

    assert titles == ["Coordinación regional (Presidencia y Secretaría Técnica)", "Sin informe"]


@pytest.mark.parametrize("kind", ["presidency", "evaluator", "secretariat"])
def test_who_reads_the_region_sees_every_row(late_period, kind):
    parties = {report_with(late_period, untouched=1).stakeholder for _ in range(2)}
    reader = MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})).user

    assert parties <= {row.stakeholder for row in read_plan(late_period.semester.plan, reader).rows}
    assert parties <= {row.stakeholder for row in read_semester(late_period, reader).rows}


@pytest.mark.parametrize("kind", [{}, {"observer": True}])
def test_everybody_else_sees_only_the_own_row(late_period, kind):
    report_with(late_period, answered=1, validated=True)
    member = MembershipFactory(stakeholder=StakeholderFactory(**kind))
    assert read_plan(late_period.semester.plan, member.user).rows == []
    ReportFactory(period=late_period, stakeholder=member.stakeholder)

    by_plan = read_plan(late_period.semester.plan, member.user)
    by_activity = read_semester(late_period, member.user)

    assert [row.stakeholder for row in by_plan.rows] == [member.stakeholder]
    assert [row.stakeholder for row in by_activity.rows] == [member.stakeholder]


def test_each_activity_stands_for_itself(late_period, secretariat):
    report = report_with(late_period, answered=1, untouched=1)
    touched = EntryFactory(report=report, activity__code="2.1", progress="")
    type(touched).objects.filter(pk=touched.pk).update(next_steps="Seguir.")
    other = EntryFactory(report__period=late_period, activity__code="2.2", report__submitted=True)

    owing = read_semester(late_period, secretariat.user)

    rows = {row.stakeholder: row for row in owing.rows}
    assert [
        (debt.of, debt.standing, debt.days_overdue) for debt in rows[report.stakeholder].debts
    ] == [
        ("1.0", Standing.ANSWERED, 0),
        ("1.1", Standing.NOT_BEGUN, 10),
        ("2.1", Standing.DRAFT, 10),
        ("2.2", Standing.NOT_OWED, 0),
    ]
    assert [debt.standing for debt in rows[other.report.stakeholder].debts] == [
        *[Standing.NOT_OWED] * 3,
        Standing.SUBMITTED,
    ]


def test_a_returned_activity_without_a_comment_asks_for_nothing_itself(late_period, secretariat):
    entry = EntryFactory(report__period=late_period, report__returned=True)
    EntryFactory(report=entry.report, progress="")

    row = row_of(read_semester(late_period, secretariat.user), entry.report)

    assert [debt.standing for debt in row.debts] == [Standing.ANSWERED, Standing.NOT_BEGUN]
    assert row.whole.standing == Standing.RETURNED


def test_an_eje_keeps_its_own_activities_only(late_period, secretariat):
    report = ReportFactory(period=late_period)
    EntryFactory(report=report, activity=ActivityFactory(code="1.1"))
    second = ActivityFactory(code="4.1", objective__number=4, objective__axis__number=2)
    EntryFactory(report=report, activity=second)

    owing = read_semester(late_period, secretariat.user)
    part = owing.of_axis(2)

    assert [one[0] for one in owing.axes] == [1, 2]
    assert [one.activity for one in part.activities] == [second]
    assert [debt.of for debt in part.rows[-1].debts] == ["4.1"]


def test_the_words_of_a_debt_say_all_of_it():
    draft = Debt(Standing.DRAFT, asked=28, answered=3, days_overdue=1)

    assert draft.words == "borrador, 3 de 28, 1 día de retraso"
    assert Debt().words == "no debe"
    assert len({standing.mark for standing in Standing}) == len(Standing)
