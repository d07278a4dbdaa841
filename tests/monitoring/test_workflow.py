import datetime
import uuid

import pytest
from django.utils import timezone

from monitoring import workflow
from monitoring.models import ProgressReport, ReportAction, ReportingPeriod, ReportState
from monitoring.workflow import TransitionDenied
from tests.factories import (
    EntryFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db

SUBMIT, RETURN, VALIDATE = ReportAction.SUBMIT, ReportAction.RETURN, ReportAction.VALIDATE


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
        ("submitted", [], [RETURN, VALIDATE]),
        ("returned", [SUBMIT], []),
        ("validated", [], []),
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

    assert workflow.available_actions(report, secretariat) == []
    assert workflow.available_actions(report, presidency) == [RETURN, VALIDATE]


def test_nobody_reviews_the_report_of_a_stakeholder_one_belongs_to(secretariat):
    report = ReportFactory(submitted=True)
    MembershipFactory(user=secretariat.user, stakeholder=report.stakeholder)

    assert workflow.available_actions(report, secretariat) == []


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

    assert [reason[:14] for reason in workflow.blockers(SUBMIT, report)] == [
        f"{report.period.semester.code} termina"
    ]


def test_a_period_that_is_not_open_yet_says_when_it_opens():
    report = EntryFactory().report
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    ReportingPeriod.objects.update(opens_on=tomorrow)
    report.period.refresh_from_db()

    assert "abre el" in workflow.blockers(SUBMIT, report)[0]


def test_a_row_without_its_narrative_is_told_apart_from_nothing_at_all():
    report = RecordFactory(entry__activity__code="1.1", entry__progress="").entry.report
    EntryFactory(report=report, activity__code="1.2", progress="")

    assert workflow.blockers(SUBMIT, report) == [
        "Faltan los avances de 1 actividad: 1.1. Escríbalos.",
        "Falta reportar 1 actividad: 1.2. Escriba sus avances o diga que no hubo actividad.",
    ]


def test_a_validated_report_has_no_way_on(secretariat):
    report = ReportFactory(validated=True)
    focal_point = MembershipFactory(stakeholder=report.stakeholder)

    for action, by in [(SUBMIT, focal_point), (RETURN, secretariat), (VALIDATE, secretariat)]:
        with pytest.raises(TransitionDenied):
            perform(action, report, by, comment="x")
