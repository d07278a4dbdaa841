"""Each constraint is broken once through the database, not through a form."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from corett.accounts.models import User
from monitoring.changes import note
from monitoring.models import (
    Amount,
    AnnualReport,
    AnnualState,
    ChangeAction,
    EntryChange,
    Evidence,
    Figure,
    Milestone,
    ProgressEntry,
    ProgressReport,
    Receipt,
    Record,
    RegistryCheck,
    ReportAction,
    ReportEvent,
    ReportingPeriod,
    ReportState,
    WorkbookUpload,
)
from monitoring.workflow import perform
from plan.models import Kind
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    MeasureFactory,
    MembershipFactory,
    PeriodFactory,
    PlanFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refuses(constraint: str, write) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_report_state", {"state": "lost"}),
        ("monitoring_report_submitted", {"submitted_at": timezone.now()}),
        ("monitoring_report_validated", {"validated_at": timezone.now()}),
        ("monitoring_report_submitted_when", {"state": ReportState.SUBMITTED}),
    ],
)
def test_a_draft_report_refuses(constraint, changes):
    ReportFactory()

    refuses(constraint, lambda: ProgressReport.objects.update(**changes))


def test_a_validated_report_says_when_and_by_whom():
    ReportFactory(submitted=True)

    refuses(
        "monitoring_report_validated_when",
        lambda: ProgressReport.objects.update(state=ReportState.VALIDATED),
    )


def test_a_stakeholder_has_one_report_of_a_semester():
    report = ReportFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportFactory(period=report.period, stakeholder=report.stakeholder)


def test_a_period_keeps_its_dates_in_order():
    period = PeriodFactory()
    before = period.opens_on - datetime.timedelta(days=1)

    refuses(
        "monitoring_period_due_after_opening",
        lambda: ReportingPeriod.objects.update(due_on=before),
    )
    refuses(
        "monitoring_period_closes_after_due",
        lambda: ReportingPeriod.objects.update(closes_on=before),
    )


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_entry_status", {"status": "lost"}),
        ("monitoring_entry_saved", {"saved_at": timezone.now()}),
        ("monitoring_entry_reason", {"status": "rescheduled"}),
        ("monitoring_no_activity_without_progress", {"no_activity": True}),
        (
            "monitoring_one_way_to_say_zero",
            {"no_activity": True, "no_records": True, "progress": ""},
        ),
    ],
)
def test_an_entry_refuses(constraint, changes):
    EntryFactory()

    refuses(constraint, lambda: ProgressEntry.objects.update(**changes))


def test_a_review_says_when_it_began_and_by_whom():
    ReportFactory(submitted=True)

    refuses(
        "monitoring_review_began",
        lambda: ProgressReport.objects.update(review_began_at=timezone.now()),
    )


@pytest.mark.usefixtures("unguarded")
def test_a_change_is_of_a_known_kind():
    entry = EntryFactory()
    member = MembershipFactory(stakeholder=entry.report.stakeholder)
    note(entry, ChangeAction.SAVED, by=member)

    refuses("monitoring_change_action", lambda: EntryChange.objects.update(action="lost"))


def test_each_receipt_of_a_report_has_a_number_of_its_own():
    report = EntryFactory().report
    member = MembershipFactory(stakeholder=report.stakeholder)
    for action in (ReportAction.SUBMIT, ReportAction.WITHDRAW, ReportAction.SUBMIT):
        report = perform(action, report, by=member, key=uuid.uuid4())

    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.update(number=1)


def test_a_workbook_says_when_it_was_applied_and_by_whom():
    WorkbookUpload.objects.create(
        report=ReportFactory(), name="libro.xlsx", content=b"x", uploaded_by=UserFactory()
    )

    refuses(
        "monitoring_workbook_applied",
        lambda: WorkbookUpload.objects.update(applied_at=timezone.now()),
    )


def test_an_activity_has_one_entry_in_a_report():
    entry = EntryFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(report=entry.report, activity=entry.activity)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_record_in_order", {"started_on": datetime.date(2099, 1, 1)}),
        ("monitoring_record_quantity", {"quantity": 0}),
        ("monitoring_record_resources", {"resources_usd": -1}),
        ("monitoring_record_modality", {"modality": "by post"}),
    ],
)
def test_a_record_refuses(constraint, changes):
    RecordFactory()

    refuses(constraint, lambda: Record.objects.update(**changes))


def test_a_record_is_sent_once():
    record = RecordFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        RecordFactory(key=record.key)


def value_of(model, **fields):
    record = RecordFactory()
    measure = MeasureFactory(activity=record.entry.activity, kind=Kind.PEOPLE)
    return model.objects.create(record=record, measure=measure, **fields)


def test_a_figure_has_a_known_category():
    value_of(Figure, number=1)

    refuses("monitoring_figure_category", lambda: Figure.objects.update(category="lost"))


def test_a_figure_is_not_negative():
    value_of(Figure, number=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.update(number=-1)


def test_a_milestone_has_a_known_stage():
    value_of(Milestone, stage="draft")

    refuses("monitoring_milestone_stage", lambda: Milestone.objects.update(stage="lost"))


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Figure, {"number": 1}),
        (Milestone, {"stage": "draft"}),
        (RegistryCheck, {"is_current": True}),
        (Amount, {"amount": 1, "usd": 1, "source": "x", "status": "managed"}),
    ],
)
def test_a_record_says_a_measure_once(model, fields):
    value = value_of(model, **fields)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(record=value.record, measure=value.measure, **fields)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_amount_not_negative", {"usd": -1}),
        ("monitoring_amount_status", {"status": "lost"}),
    ],
)
def test_an_amount_refuses(constraint, changes):
    value_of(Amount, amount=1, usd=1, source="x", status="managed")

    refuses(constraint, lambda: Amount.objects.update(**changes))


@pytest.mark.parametrize("changes", [{"url": ""}, {"file": "evidence/x.pdf"}])
def test_evidence_is_a_file_or_a_link(changes):
    EvidenceFactory()

    refuses("monitoring_evidence_file_or_link", lambda: Evidence.objects.update(**changes))


def test_a_return_without_a_comment_is_refused():
    report = ReportFactory(submitted=True)

    refuses(
        "monitoring_return_needs_comment",
        lambda: ReportEvent.objects.create(
            report=report,
            action="return",
            by=report.submitted_by,
            stakeholder=report.stakeholder,
            key=uuid.uuid4(),
        ),
    )


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("monitoring_annual_(state|frozen)", {"state": "lost"}),
        ("monitoring_annual_audience", {"audience": "nobody"}),
        ("monitoring_annual_(published|frozen)", {"published_at": timezone.now()}),
        ("monitoring_annual_frozen_when_published", {"state": AnnualState.PUBLISHED}),
    ],
)
def test_an_annual_report_in_preparation_refuses(constraint, changes):
    AnnualReport.objects.create(plan=PlanFactory(), year=2025)

    refuses(constraint, lambda: AnnualReport.objects.update(**changes))


def test_a_second_edition_says_what_it_corrects():
    report = AnnualReport.objects.create(plan=PlanFactory(), year=2025, edition=2)

    refuses(
        "monitoring_annual_erratum",
        lambda: AnnualReport.objects.filter(pk=report.pk).update(
            state=AnnualState.PUBLISHED,
            content={},
            data_sha256="x",
            published_at=timezone.now(),
            published_by=UserFactory(),
        ),
    )


def test_a_year_has_one_report_in_preparation():
    AnnualReport.objects.create(plan=PlanFactory(), year=2025)

    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.create(plan=PlanFactory(), year=2025, edition=2)


def seen_by(user: User) -> set[str]:
    return {report.state for report in ProgressReport.objects.visible_to(user)}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ({"secretariat": True}, {"draft", "submitted", "validated"}),
        ({"presidency": True}, {"draft", "submitted", "validated"}),
        ({"evaluator": True}, {"draft", "submitted", "validated"}),
        ({"observer": True}, {"validated"}),
        ({"donor": True}, {"validated"}),
        ({}, set()),
    ],
)
def test_a_report_is_visible_by_the_kind_of_the_stakeholder(who, sees):
    ReportFactory()
    ReportFactory(submitted=True)
    ReportFactory(validated=True)

    assert seen_by(MembershipFactory(stakeholder=StakeholderFactory(**who)).user) == sees


def test_a_country_sees_its_own_report_in_any_state_and_no_other():
    report = ReportFactory()
    ReportFactory(validated=True)
    user = MembershipFactory(stakeholder=report.stakeholder).user

    assert list(ProgressReport.objects.visible_to(user)) == [report]


def test_a_membership_that_ended_shows_nothing():
    report = ReportFactory()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    user = MembershipFactory(stakeholder=report.stakeholder, until=yesterday).user

    assert not ProgressReport.objects.visible_to(user).exists()


def test_evidence_that_is_not_to_be_published_stays_with_its_people():
    report = ReportFactory(validated=True)
    evidence = EvidenceFactory(entry__report=report, is_public=False)
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user
    own = MembershipFactory(stakeholder=report.stakeholder).user

    assert list(Evidence.objects.visible_to(observer)) == []
    assert list(Evidence.objects.visible_to(own)) == [evidence]
