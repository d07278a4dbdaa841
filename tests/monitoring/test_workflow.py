import datetime
import uuid

import pytest
from django.utils import timezone

from monitoring import workflow
from monitoring.comments import add_comment, leave_open, settle
from monitoring.models import (
    Milestone,
    ProgressReport,
    Record,
    ReportAction,
    ReportingPeriod,
    ReportState,
)
from monitoring.workflow import TransitionDenied
from plan.models import Kind
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    MeasureFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

SUBMIT, RETURN, VALIDATE = ReportAction.SUBMIT, ReportAction.RETURN, ReportAction.VALIDATE
WITHDRAW, BEGIN, REOPEN = ReportAction.WITHDRAW, ReportAction.BEGIN, ReportAction.REOPEN


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def presidency():
    return MembershipFactory(stakeholder=StakeholderFactory(presidency=True))


def perform(action, report, by, **given):
    return workflow.perform(action, report, by=by, **{"key": uuid.uuid4(), **given})


@pytest.mark.parametrize(
    ("state", "focal_point_may", "secretariat_may"),
    [
        ("draft", [SUBMIT], []),
        ("submitted", [WITHDRAW], [BEGIN, RETURN, VALIDATE]),
        ("returned", [SUBMIT], []),
        ("validated", [], [REOPEN]),
    ],
)
def test_each_one_sees_only_its_own_actions(
    state, focal_point_may, secretariat_may, secretariat, presidency
):
    report = ReportFactory(**({} if state == "draft" else {state: True}))
    focal_point = MembershipFactory(stakeholder=report.stakeholder)
    neighbour = MembershipFactory()

    assert workflow.available_actions(report, focal_point) == focal_point_may
    assert workflow.available_actions(report, secretariat) == secretariat_may
    assert workflow.available_actions(report, presidency) == []
    assert workflow.available_actions(report, neighbour) == []
    assert workflow.available_actions(report, None) == []


def test_the_secretariats_own_report_is_reviewed_by_the_presidency(secretariat, presidency):
    report = ReportFactory(submitted=True, stakeholder=secretariat.stakeholder)

    assert workflow.available_actions(report, secretariat) == [WITHDRAW]
    assert workflow.available_actions(report, presidency) == [BEGIN, RETURN, VALIDATE]


def test_nobody_reviews_the_report_of_a_stakeholder_one_belongs_to(secretariat):
    report = ReportFactory(submitted=True)
    MembershipFactory(user=secretariat.user, stakeholder=report.stakeholder)

    assert workflow.available_actions(report, secretariat) == []
    assert not workflow.can_review(secretariat, report)


def test_submitting_writes_who_when_and_the_history():
    report = EntryFactory().report
    focal_point = MembershipFactory(stakeholder=report.stakeholder)

    submitted = perform(SUBMIT, report, focal_point, comment="Listo")

    assert (submitted.state, submitted.submitted_by) == (ReportState.SUBMITTED, focal_point.user)
    event = report.events.get()
    assert (event.action, event.by, event.stakeholder, event.comment) == (
        "submit",
        focal_point.user,
        report.stakeholder,
        "Listo",
    )


@pytest.mark.parametrize("unanswered", [1, 3])
def test_submitting_is_refused_while_an_activity_is_unanswered(unanswered):
    report = ReportFactory()
    for number in range(unanswered):
        EntryFactory(report=report, activity__code=f"9.{number}", progress="")
    focal_point = MembershipFactory(stakeholder=report.stakeholder)

    with pytest.raises(TransitionDenied, match=f"Falta reportar {unanswered} actividad.*9.0"):
        perform(SUBMIT, report, focal_point)

    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert not report.events.exists()


def test_saying_that_there_was_no_activity_is_an_answer():
    entry = EntryFactory(progress="", no_activity=True)

    assert workflow.blockers(SUBMIT, entry.report) == []


def test_a_draft_is_not_submitted_once_the_period_closed_but_a_returned_report_is():
    draft = EntryFactory().report
    returned = EntryFactory(report__returned=True, report__period=draft.period).report
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ReportingPeriod.objects.update(due_on=yesterday, closes_on=yesterday)

    with pytest.raises(TransitionDenied, match="cerró el .* más plazo"):
        perform(SUBMIT, draft, MembershipFactory(stakeholder=draft.stakeholder))
    assert (
        perform(SUBMIT, returned, MembershipFactory(stakeholder=returned.stakeholder)).state
        == ReportState.SUBMITTED
    )


@pytest.mark.parametrize("comment", ["", "   "])
def test_returning_needs_words(comment, secretariat):
    report = ReportFactory(submitted=True)

    with pytest.raises(TransitionDenied, match="escriba qué falta"):
        perform(RETURN, report, secretariat, comment=comment)

    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_validating_writes_who_and_when(secretariat):
    report = perform(VALIDATE, ReportFactory(submitted=True), secretariat)

    assert (report.state, report.validated_by) == (ReportState.VALIDATED, secretariat.user)
    assert report.validated_at is not None


def test_the_same_request_twice_changes_nothing_more(secretariat):
    report = ReportFactory(submitted=True)
    key = uuid.uuid4()

    first = perform(VALIDATE, report, secretariat, key=key)
    second = perform(VALIDATE, report, secretariat, key=key)

    assert second.validated_at == first.validated_at
    assert report.events.count() == 1


def test_the_rights_are_read_again_under_the_lock(secretariat):
    report = ReportFactory(submitted=True)
    type(secretariat).objects.filter(pk=secretariat.pk).update(until=datetime.date(2024, 12, 31))

    with pytest.raises(TransitionDenied, match="ya no está disponible"):
        perform(VALIDATE, report, secretariat)


def test_a_closed_account_does_nothing(secretariat):
    report = ReportFactory(submitted=True)
    secretariat.user.is_active = False
    secretariat.user.save()

    with pytest.raises(TransitionDenied):
        perform(VALIDATE, report, secretariat)


def test_who_has_no_hat_has_no_action():
    report = ReportFactory(submitted=True)

    with pytest.raises(TransitionDenied, match="ya no está disponible"):
        perform(VALIDATE, report, None)


def test_the_key_of_another_step_is_an_old_page(secretariat):
    report = ReportFactory(submitted=True)
    key = uuid.uuid4()
    perform(RETURN, report, secretariat, comment="Falta algo.", key=key)
    ProgressReport.objects.update(state=ReportState.SUBMITTED)

    with pytest.raises(TransitionDenied, match="La página era vieja"):
        perform(VALIDATE, report, secretariat, key=key)

    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_a_semester_is_sent_once_it_is_over():
    report = EntryFactory(report__period__semester__year=timezone.localdate().year + 1).report

    assert [str(reason)[:14] for reason in workflow.blockers(SUBMIT, report)] == [
        f"{report.period.semester.code} termina"
    ]


def test_a_period_that_is_not_open_yet_says_when_it_opens():
    report = EntryFactory().report
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    ReportingPeriod.objects.update(opens_on=tomorrow)
    report.period.refresh_from_db()

    assert "abre el" in str(workflow.blockers(SUBMIT, report)[0])


def counted(report, code, **values):
    """An entry of an activity with something to count, of which something was told."""
    entry = EntryFactory(report=report, activity__code=code, **values)
    MeasureFactory(activity=entry.activity)
    return entry


def test_each_thing_that_is_missing_is_said_once_with_its_activities():
    report = ReportFactory()
    EntryFactory(report=report, activity__code="1.1", progress="")
    EntryFactory(report=report, activity__code="1.2", progress="")
    RecordFactory(entry=counted(report, "1.3", status="not_started", progress=""))
    RecordFactory(entry=counted(report, "1.4", progress=""))
    counted(report, "1.5")
    product = RecordFactory(entry=EntryFactory(report=report, activity__code="1.6"))
    stage = MeasureFactory(activity=product.entry.activity, kind=Kind.DELIVERABLE)
    Milestone.objects.create(record=product, measure=stage, stage="draft")

    assert [str(one) for one in workflow.blockers(SUBMIT, report)] == [
        "Falta reportar 2 actividades (escriba sus avances o diga que no hubo actividad): 1.1,"
        " 1.2.",
        "1 actividad dice «no iniciada» o «no corresponde» y tiene acciones; corrija su estado:"
        " 1.3.",
        "Faltan los avances de 1 actividad en la que algo pasó: 1.4.",
        "Falta decir si terminó alguna acción en 1 actividad (añádala o marque que ninguna): 1.5.",
        "Falta el documento de la etapa en 1 actividad (añada el archivo o el enlace a su acción):"
        " 1.6.",
    ]
    assert workflow.missing(report, report.entries.with_parts()) == workflow.blockers(
        SUBMIT, report
    )


@pytest.mark.parametrize(
    "said",
    [
        {"status": "not_applicable", "reason": "No es de este país.", "progress": ""},
        {"status": "rescheduled", "reason": "Pasa a 2026.", "progress": ""},
        {"status": "not_started", "progress": ""},
        {"no_records": True},
        {"no_activity": True, "progress": ""},
    ],
)
def test_a_narrative_is_asked_only_where_something_happened(said):
    assert workflow.blockers(SUBMIT, counted(ReportFactory(), "1.1", **said).report) == []


def test_a_row_of_the_semester_says_that_something_ended_and_a_late_one_does_not():
    told = counted(ReportFactory(), "1.1")
    row = RecordFactory(entry=told)
    with_row = workflow.blockers(SUBMIT, told.report)
    Record.objects.filter(pk=row.pk).update(is_late=True)

    assert with_row == []
    assert [one.entries for one in workflow.blockers(SUBMIT, told.report)] == [[told]]


def test_a_stage_is_documented_by_evidence_of_its_own_row():
    row = RecordFactory()
    measure = MeasureFactory(activity=row.entry.activity, kind=Kind.DELIVERABLE)
    Milestone.objects.create(record=row, measure=measure, stage="approved")
    EvidenceFactory(entry=row.entry)
    of_the_activity_only = workflow.blockers(SUBMIT, row.entry.report)
    EvidenceFactory(entry=row.entry, record=row)

    assert len(of_the_activity_only) == 1
    assert workflow.blockers(SUBMIT, row.entry.report) == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_missing_costs_the_same_for_any_number_of_activities(
    count, django_assert_num_queries
):
    report = ReportFactory()
    for number in range(count):
        RecordFactory(entry=counted(report, f"1.{number}", progress=""))

    with django_assert_num_queries(8):
        [missing] = workflow.blockers(SUBMIT, report)

    assert len(missing.entries) == count


def test_a_sent_report_is_withdrawn_until_somebody_begins_to_review_it(secretariat):
    report = EntryFactory().report
    focal_point = MembershipFactory(stakeholder=report.stakeholder)
    report = perform(SUBMIT, report, focal_point)

    withdrawn = perform(WITHDRAW, report, focal_point)
    sent_again = perform(SUBMIT, withdrawn, focal_point)
    begun = perform(BEGIN, sent_again, secretariat)

    assert withdrawn.state == ReportState.DRAFT
    assert (begun.state, begun.review_began_by) == (ReportState.SUBMITTED, secretariat.user)
    assert workflow.available_actions(begun, focal_point) == []
    assert workflow.available_actions(begun, secretariat) == [RETURN, VALIDATE]
    with pytest.raises(TransitionDenied, match="La revisión ya empezó"):
        perform(WITHDRAW, begun, focal_point)


def test_a_report_sent_in_time_and_withdrawn_is_sent_again_after_the_closing_date():
    report = EntryFactory().report
    focal_point = MembershipFactory(stakeholder=report.stakeholder)
    report = perform(WITHDRAW, perform(SUBMIT, report, focal_point), focal_point)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ReportingPeriod.objects.update(due_on=yesterday, closes_on=yesterday)

    assert perform(SUBMIT, report, focal_point).state == ReportState.SUBMITTED


def test_after_a_return_the_review_begins_anew(secretariat):
    report = EntryFactory().report
    focal_point = MembershipFactory(stakeholder=report.stakeholder)
    returned = perform(RETURN, perform(SUBMIT, report, focal_point), secretariat, comment="Falta.")

    assert WITHDRAW in workflow.available_actions(
        perform(SUBMIT, returned, focal_point), focal_point
    )


def test_a_reviewers_first_comment_begins_the_review(secretariat):
    entry = EntryFactory(report__submitted=True)
    focal_point = MembershipFactory(stakeholder=entry.report.stakeholder)

    add_comment(entry, text="Un detalle nuestro.", by=focal_point)
    before = workflow.available_actions(ProgressReport.objects.get(), focal_point)
    add_comment(entry, text="¿Y la lista?", by=secretariat)

    assert before == [WITHDRAW]
    assert workflow.available_actions(ProgressReport.objects.get(), focal_point) == []


def test_a_validated_report_has_no_way_on_but_to_be_opened_again(secretariat):
    report = ReportFactory(validated=True)
    focal_point = MembershipFactory(stakeholder=report.stakeholder)

    for action, by in [(SUBMIT, focal_point), (RETURN, secretariat), (VALIDATE, secretariat)]:
        with pytest.raises(TransitionDenied):
            perform(action, report, by, comment="x")


def test_a_validated_report_is_reopened_by_who_reviews_and_only_with_a_reason(secretariat):
    report = ReportFactory(validated=True)
    focal_point = MembershipFactory(stakeholder=report.stakeholder)

    for by, comment, why in (
        (focal_point, "Una fecha.", "ya no está disponible"),
        (secretariat, "  ", "escriba el motivo"),
    ):
        with pytest.raises(TransitionDenied, match=why):
            perform(REOPEN, report, by, comment=comment)
    reopened = perform(REOPEN, report, secretariat, comment="Una fecha.")

    assert (reopened.state, reopened.validated_at, reopened.validated_by) == (
        ReportState.RETURNED,
        None,
        None,
    )
    assert report.events.values_list("action", "comment", "by").get() == (
        "reopen",
        "Una fecha.",
        secretariat.user.pk,
    )


def test_an_open_comment_returns_a_report_without_a_message_and_a_settled_one_does_not(
    secretariat,
):
    entry = EntryFactory(report__submitted=True)
    asked = settle(add_comment(entry, text="¿Y la lista?", by=secretariat), by=secretariat)
    with pytest.raises(TransitionDenied, match="deje un comentario sin resolver"):
        perform(RETURN, entry.report, secretariat)
    leave_open(asked, by=secretariat)

    returned = perform(RETURN, entry.report, secretariat)

    assert returned.state == ReportState.RETURNED
    assert returned.events.last().open_comments == 1
