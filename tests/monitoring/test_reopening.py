"""A validated report is corrected by opening it again; what was validated and published stays."""

import uuid

import pytest
from django.urls import reverse

from corett.lib.canonical import canonical, sha256
from monitoring import annual, workflow
from monitoring.entries import save_entry
from monitoring.models import ProgressEntry, ProgressReport, ReportAction, ReportState
from monitoring.report_history import happenings
from monitoring.workflow import TransitionDenied
from tests.annual import quick_pdf
from tests.factories import MeasureFactory, MembershipFactory, ReportFactory
from tests.monitoring.annual_world import met, numbers, only_measure, read

pytestmark = pytest.mark.django_db

SUBMIT, RETURN, VALIDATE = ReportAction.SUBMIT, ReportAction.RETURN, ReportAction.VALIDATE
REOPEN = ReportAction.REOPEN


@pytest.fixture
def reviewer(world):
    return world.secretariat


@pytest.fixture
def reporter(world):
    return MembershipFactory(stakeholder=world.countries["HN"])


@pytest.fixture
def report(world, activity, reporter, reviewer):
    """Honduras in 2025-1: three actions, sent and validated."""
    MeasureFactory(activity=activity)
    report = world.report("HN", state="draft")
    met(world, "HN", activity, quantity=3)
    report = perform(SUBMIT, report, reporter)
    return perform(VALIDATE, report, reviewer)


def perform(action, report, by, comment="", key=None):
    return workflow.perform(action, report, by=by, comment=comment, key=key or uuid.uuid4())


def correct(report, reporter, reviewer) -> ProgressReport:
    """Opened again, said otherwise, sent and validated anew."""
    report = perform(REOPEN, report, reviewer, "Faltó una acción.")
    entry = report.entries.get()
    entry.progress = "Lo que se corrigió."
    save_entry(entry, version=entry.version, by=reporter)
    report.entries.get().records.update(quantity=5)
    report = perform(SUBMIT, report, reporter)
    return perform(VALIDATE, report, reviewer)


def test_who_reviews_opens_it_again_for_a_reason_and_who_reports_corrects_it(
    report, reporter, reviewer
):
    reopened = perform(REOPEN, report, reviewer, " Faltó una acción. ")

    assert (reopened.state, reopened.validated_at, reopened.validated_by) == (
        ReportState.RETURNED,
        None,
        None,
    )
    event = report.events.last()
    assert (event.action, event.comment, event.by, event.stakeholder) == (
        "reopen",
        "Faltó una acción.",
        reviewer.user,
        reviewer.stakeholder,
    )
    assert workflow.available_actions(reopened, reporter) == [SUBMIT]
    entry = ProgressEntry.objects.get()
    entry.progress = "Lo que se corrigió."
    assert save_entry(entry, version=entry.version, by=reporter).progress == "Lo que se corrigió."


@pytest.mark.parametrize("reason", ["", " \n "])
def test_it_is_not_opened_again_without_a_reason(reason, report, reviewer):
    with pytest.raises(TransitionDenied, match="Para reabrir un informe, escriba el motivo"):
        perform(REOPEN, report, reviewer, reason)

    assert ProgressReport.objects.get().state == ReportState.VALIDATED


def test_an_open_comment_is_no_reason_to_open_it_again(report, reviewer):
    report.entries.get().comments.create(
        text="¿Y esto?", by=reviewer.user, stakeholder=reviewer.stakeholder
    )

    with pytest.raises(TransitionDenied, match="escriba el motivo"):
        perform(REOPEN, report, reviewer)


def test_only_who_reviews_opens_it_again(world, report, reporter, reviewer):
    MembershipFactory(user=reviewer.user, stakeholder=report.stakeholder)

    for by in (reporter, world.presidency, MembershipFactory(), reviewer, None):
        with pytest.raises(TransitionDenied):
            perform(REOPEN, report, by, "Porque sí.")

    assert ProgressReport.objects.get().state == ReportState.VALIDATED


@pytest.mark.parametrize("state", [{}, {"submitted": True}, {"returned": True}])
def test_only_what_is_validated_is_opened_again(state, reviewer):
    report = ReportFactory(**state)

    with pytest.raises(TransitionDenied, match="ya no está disponible"):
        perform(REOPEN, report, reviewer, "Porque sí.")

    assert not report.events.exists()


def test_the_same_request_twice_opens_it_once(report, reviewer):
    key = uuid.uuid4()
    perform(REOPEN, report, reviewer, "Faltó.", key)
    perform(REOPEN, report, reviewer, "Faltó.", key)

    assert report.events.filter(action="reopen").count() == 1


def test_what_was_validated_first_is_kept_and_downloaded_as_it_was(
    report, reporter, reviewer, enter
):
    first = report.receipts.get()
    data = reverse("monitoring:receipt_data", args=[report.pk, first.number])
    browser = enter(reporter)
    before = b"".join(browser.get(data).streaming_content)

    correct(report, reporter, reviewer)

    assert b"".join(browser.get(data).streaming_content) == before == canonical(first.content)
    assert [one.number for one in report.receipts.order_by("number")] == [1, 2]
    assert report.receipts.get(number=2).data_sha256 != first.data_sha256


def test_the_history_says_which_receipt_each_validation_was_of(report, reporter, reviewer):
    correct(report, reporter, reviewer)

    told = happenings(report, reviewer.user, matter="step")

    assert [(one.what, one.why, one.receipt and one.receipt.number) for one in told] == [
        ("Validar", "", 2),
        ("Enviar", "", 2),
        ("Reabrir", "Faltó una acción.", None),
        ("Validar", "", 1),
        ("Enviar", "", 1),
    ]


def test_a_published_annual_report_stays_to_the_last_byte(
    world, report, reporter, reviewer, enter, monkeypatch
):
    quick_pdf(monkeypatch)
    yearly = annual.start_annual(world.plan, 2025, by=reviewer)
    yearly = annual.publish(yearly, version=yearly.version, by=reviewer, reason="Sin consulta.")
    browser = enter(reviewer)
    files = [
        reverse(f"monitoring:annual_{name}", args=yearly.address) for name in ("download", "data")
    ]

    def said() -> list[bytes]:
        answers = [browser.get(file) for file in files]
        return [
            b"".join(one.streaming_content) if one.streaming else one.content for one in answers
        ]

    before = said()
    reopened = perform(REOPEN, report, reviewer, "Faltó una acción.")
    while_open = said()
    perform(SUBMIT, reopened, reporter)
    perform(VALIDATE, ProgressReport.objects.get(), reviewer)
    report.entries.get().records.update(quantity=5)

    assert while_open == before
    assert said() == before
    yearly.refresh_from_db()
    assert yearly.data_sha256 == sha256(canonical(yearly.content))
    assert numbers(only_measure(read(world)))["HN"][0] == 5


def test_while_it_is_open_again_the_year_counts_nothing_of_it(world, report, reviewer):
    counted = only_measure(read(world))["region"]["year"]["number"]

    perform(REOPEN, report, reviewer, "Faltó una acción.")

    assert counted == 3
    assert read(world)["summary"]["reports_validated"] == 0
