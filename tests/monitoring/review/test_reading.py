"""What a reviewer is shown of a report, activity by activity."""

import datetime

import pytest
from django.utils import timezone

from monitoring.doubts import Matter
from monitoring.models import EntryChange, ProgressEntry, ProgressReport, Record
from monitoring.review.reading import read_review, with_last_return
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    RecordFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.queries import asked

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - datetime.timedelta(days=30)


@pytest.fixture
def reviewer():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def entry():
    return EntryFactory(report__submitted=True, activity__code="1.1")


def review(entry, reviewer, **given):
    report = with_last_return(ProgressReport.objects.select_related()).get(pk=entry.report_id)
    return read_review(report, reviewer.user, since=report.last_back_at, **given)


def earlier(entry, year, half, **given):
    """What the same stakeholder sent of the same activity in another semester."""
    period = PeriodFactory(semester=SemesterFactory(year=year, half=half))
    report = ReportFactory(stakeholder=entry.report.stakeholder, period=period, validated=True)
    return EntryFactory(report=report, activity=entry.activity, **given)


def people(record, measure, **numbers):
    for category, number in numbers.items():
        record.figures.create(measure=measure, category=category, number=number)


def send_back(report, at) -> None:
    by = UserFactory()
    report.events.create(
        action="return",
        comment="Falta.",
        at=at,
        by=by,
        stakeholder=StakeholderFactory(secretariat=True),
        key="00000000-0000-4000-8000-000000000001",
    )


def test_beside_each_activity_stands_what_its_stakeholder_sent_last(entry, reviewer):
    earlier(entry, 2024, 1, progress="El primero.")
    last = earlier(entry, 2024, 2, progress="El último.")
    RecordFactory(entry=last, title="La de antes")
    EntryFactory(activity=entry.activity, report__submitted=True, progress="Del vecino.")

    [one] = review(entry, reviewer).activities

    assert (one.before.progress, [row.title for row in one.before.records.all()]) == (
        "El último.",
        ["La de antes"],
    )


def test_an_unsent_semester_is_not_what_was_reported_last(entry, reviewer):
    draft = ReportFactory(
        stakeholder=entry.report.stakeholder,
        period=PeriodFactory(semester=SemesterFactory(year=2024, half=2)),
    )
    EntryFactory(report=draft, activity=entry.activity)

    [one] = review(entry, reviewer).activities

    assert one.before is None


def test_ten_times_the_people_of_last_year_is_doubted(entry, reviewer):
    measure = MeasureFactory(activity=entry.activity, kind="people", name="Personas")
    house = InstitutionFactory(country=entry.report.stakeholder)
    before = earlier(entry, 2024, 2)
    people(RecordFactory(entry=before, institutions=[house]), measure, women=6, men=4)
    now = RecordFactory(entry=entry, institutions=[house])
    people(now, measure, women=60, men=39)
    under = [doubt.matter for doubt in review(entry, reviewer).activities[0].doubts]

    now.figures.filter(category="men").update(number=40)

    assert under == []
    [doubt] = review(entry, reviewer).activities[0].doubts
    assert (doubt.matter, doubt.sentence) == (
        Matter.TENFOLD,
        "Personas: dice 100, y el semestre más alto del año anterior fue 10",
    )


def test_a_regional_event_of_another_is_doubted_until_they_are_linked(entry, reviewer):
    house = InstitutionFactory(country=entry.report.stakeholder)
    own = RecordFactory(entry=entry, scope="regional", institutions=[house])
    neighbour = ReportFactory(period=entry.report.period, submitted=True)
    theirs = RecordFactory(
        entry=EntryFactory(report=neighbour, activity=entry.activity), scope="regional"
    )
    [doubt] = review(entry, reviewer).activities[0].doubts
    assert (doubt.matter, doubt.row) == (Matter.SHARED, str(own.key))
    assert doubt.sentence.endswith(f"también informa uno: {neighbour.stakeholder.name}")

    Record.objects.filter(pk__in=[own.pk, theirs.pk]).update(
        event="00000000-0000-4000-8000-000000000002"
    )

    assert review(entry, reviewer).activities[0].doubts == []


@pytest.mark.parametrize("hidden", [{"scope": "national"}, {"state": "draft"}])
def test_neither_a_national_row_nor_a_draft_of_another_is_the_same_event(entry, reviewer, hidden):
    house = InstitutionFactory(country=entry.report.stakeholder)
    RecordFactory(entry=entry, scope="regional", institutions=[house])
    sent = {} if hidden.get("state") else {"submitted": True}
    neighbour = ReportFactory(period=entry.report.period, **sent)
    theirs = EntryFactory(report=neighbour, activity=entry.activity)
    RecordFactory(entry=theirs, scope=hidden.get("scope", "regional"))

    assert review(entry, reviewer).activities[0].doubts == []


def test_rows_without_institutions_and_people_without_breakdown_are_named(entry, reviewer):
    measure = MeasureFactory(activity=entry.activity, kind="people", name="Personas")
    row = RecordFactory(entry=entry, title="Taller")
    people(row, measure, unspecified=20)

    doubts = review(entry, reviewer).activities[0].doubts

    assert [(doubt.sentence, doubt.row) for doubt in doubts] == [
        ("«Taller» no dice qué instituciones participaron", str(row.key)),
        ("«Taller» da Personas sin separar mujeres y hombres", str(row.key)),
    ]


def test_concluded_with_nothing_counted_is_doubted_unless_it_counted_before(entry, reviewer):
    MeasureFactory(activity=entry.activity)
    ProgressEntry.objects.update(status="done")
    now = [doubt.matter for doubt in review(entry, reviewer).activities[0].doubts]
    RecordFactory(entry=earlier(entry, 2023, 2))

    assert now == [Matter.EMPTY]
    assert review(entry, reviewer).activities[0].doubts == []


def test_the_first_round_marks_nothing(entry, reviewer):
    RecordFactory(entry=entry)
    EvidenceFactory(entry=entry)

    whole = review(entry, reviewer)

    assert (whole.since, whole.changed_codes) == (None, [])


def change(entry, action, *, at=None, subject="", fields=()):
    by = MembershipFactory(stakeholder=entry.report.stakeholder)
    return EntryChange.objects.create(
        entry=entry,
        action=action,
        subject=subject,
        fields=list(fields),
        at=at or timezone.now(),
        by=by.user,
        stakeholder=by.stakeholder,
    )


def field(label, before, after):
    return {"label": label, "before": before, "after": after}


def test_the_second_round_marks_only_what_changed_since_the_return(entry, reviewer):
    kept = RecordFactory(entry=entry, saved_at=LONG_AGO)
    changed = RecordFactory(entry=entry, version=2)
    new = RecordFactory(entry=entry)
    old_piece = EvidenceFactory(entry=entry, added_at=LONG_AGO)
    new_piece = EvidenceFactory(entry=entry)
    still = EntryFactory(
        report=entry.report, activity=ActivityFactory(code="9.9", order=entry.activity.order + 1)
    )
    RecordFactory(entry=still, saved_at=LONG_AGO)
    back = LONG_AGO + datetime.timedelta(days=5)
    send_back(entry.report, back)
    change(entry, "saved", at=LONG_AGO, fields=[field("Avances", "", "Uno.")])
    change(entry, "saved", fields=[field("Avances", "Uno.", "Dos."), field("Motivo", "", "x")])
    change(entry, "saved", fields=[field("Avances", "Dos.", "Tres."), field("Motivo", "x", "")])
    gone = change(entry, "record_removed", subject="La quitada")
    change(entry, "evidence_accepted", subject="Un veredicto no es un cambio")

    whole = review(entry, reviewer)

    assert (whole.since, whole.changed_codes) == (back, ["1.1"])
    marked = whole.activities[0].changed
    assert marked.texts == [field("Avances", "Uno.", "Tres.")]
    assert (marked.new_rows, marked.rows) == ({new.pk}, {changed.pk})
    assert (marked.evidence, marked.gone) == ({new_piece.pk}, [gone])
    assert kept.pk not in marked.rows | marked.new_rows
    assert old_piece.pk not in marked.evidence


def test_a_reopening_begins_a_round_too(entry, reviewer):
    entry.report.events.create(
        action="reopen",
        comment="Una fecha.",
        at=LONG_AGO,
        by=UserFactory(),
        stakeholder=StakeholderFactory(secretariat=True),
        key="00000000-0000-4000-8000-000000000003",
    )

    assert review(entry, reviewer).since == LONG_AGO


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_the_same_for_any_number_of_activities_rows_and_countries(count, reviewer):
    report = ReportFactory(submitted=True)
    send_back(report, LONG_AGO)
    for number in range(count):
        entry = EntryFactory(report=report, activity__code=f"1.{number}")
        measure = MeasureFactory(activity=entry.activity, kind="people")
        past = earlier(entry, 2024, 2) if number == 0 else None
        for one in filter(None, (entry, past)):
            house = InstitutionFactory(country=report.stakeholder)
            people(RecordFactory(entry=one, institutions=[house]), measure, women=3)
            EvidenceFactory(entry=one)
        other = EntryFactory(
            report=ReportFactory(period=report.period, submitted=True), activity=entry.activity
        )
        RecordFactory(entry=other, scope="regional")
    user = reviewer.user
    assert user.current_memberships
    report = with_last_return(
        ProgressReport.objects.select_related("stakeholder", "period__semester", "period__edition")
    ).get(pk=report.pk)

    with asked() as statements:
        whole = read_review(report, user, since=report.last_back_at)
        said = [row.stated_values() for one in whole.activities for row in one.rows]

    assert (len(statements), len(said)) == (8, count)
