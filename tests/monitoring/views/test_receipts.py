import hashlib
import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader

from corett.lib.canonical import canonical
from monitoring import receipts, workflow
from monitoring.models import Comment, EntryChange, ProgressReport, Receipt, ReportAction
from tests.factories import EntryFactory, MembershipFactory, RecordFactory, StakeholderFactory

pytestmark = pytest.mark.django_db

PAGES = ["receipt_detail", "receipt_pdf", "receipt_data"]


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    """The slow library stays out where its pages are not what is tested."""
    monkeypatch.setattr(receipts, "render_pdf", lambda html, names: b"%PDF- " + html.encode())


@pytest.fixture
def report():
    country = StakeholderFactory(code="HN", name="Honduras")
    return EntryFactory(activity__code="1.1", report__stakeholder=country).report


@pytest.fixture
def focal_point(report):
    return MembershipFactory(stakeholder=report.stakeholder, user__name="Ana <b>Punto</b>")


@pytest.fixture
def receipt(report, focal_point):
    return submit(report, focal_point)


def submit(report, by) -> Receipt:
    workflow.perform(ReportAction.SUBMIT, report, by=by, key=uuid.uuid4())
    return report.receipts.first()


def address(name, receipt):
    return reverse(f"monitoring:{name}", args=[receipt.report_id, receipt.number])


def draft_address(report):
    return reverse("monitoring:report_pdf", args=[report.pk])


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({"country": True}, 404),
        ({"observer": True}, 404),
        ({"donor": True}, 404),
        ({"secretariat": True}, 200),
        ({"presidency": True}, 200),
        ({"evaluator": True}, 200),
    ],
)
def test_a_receipt_is_for_who_reports_and_who_reads_the_region(page, who, status, receipt, enter):
    kind = {} if "country" in who else who
    member = MembershipFactory(stakeholder=StakeholderFactory(**kind))

    assert enter(member).get(address(page, receipt)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("observer", 403), ("donor", 403), (None, 404)])
def test_neighbours_and_observers_get_no_pdf_even_of_what_is_validated(
    who, status, receipt, secretariat, enter
):
    """Observers read the page of it; for a neighbour it does not exist."""
    workflow.perform(ReportAction.VALIDATE, receipt.report, by=secretariat, key=uuid.uuid4())
    member = MembershipFactory(stakeholder=StakeholderFactory(**({who: True} if who else {})))

    assert enter(member).get(draft_address(receipt.report)).status_code == status


def test_who_left_the_country_reads_its_receipts_no_more(receipt, focal_point, enter):
    focal_point.until = focal_point.since
    focal_point.save()

    for page in PAGES:
        assert enter(focal_point).get(address(page, receipt)).status_code in (403, 404)


def test_nobody_reads_a_receipt_without_entering(receipt, client):
    response = client.get(address("receipt_detail", receipt))

    assert response.url.startswith(reverse("accounts:login"))


def test_a_receipt_of_another_number_or_report_is_not_there(receipt, focal_point, enter):
    client = enter(focal_point)
    other = EntryFactory(activity__code="1.2").report

    for pk, number in [(receipt.report_id, 2), (other.pk, 1)]:
        assert (
            client.get(reverse("monitoring:receipt_detail", args=[pk, number])).status_code == 404
        )


def test_the_page_says_when_who_and_the_hash(receipt, focal_point, enter):
    page = enter(focal_point).get(receipt.get_absolute_url()).content.decode()

    assert receipt.data_sha256 in page
    assert "Ana &lt;b&gt;Punto&lt;/b&gt;" in page
    assert focal_point.user.email in page
    assert "1 de 1 actividades informadas, 0 acciones, 0 medios de verificación" in page
    assert "Ahora lo revisa la Secretaría Técnica." in page
    assert address("receipt_pdf", receipt) in page
    assert address("receipt_data", receipt) in page


def test_an_earlier_receipt_points_to_the_later_and_says_nothing_of_what_follows(
    receipt, focal_point, secretariat, enter
):
    report = receipt.report
    workflow.perform(
        ReportAction.RETURN, report, by=secretariat, comment="Falta el acta.", key=uuid.uuid4()
    )
    later = submit(report, focal_point)
    client = enter(focal_point)

    first = client.get(receipt.get_absolute_url()).content.decode()
    second = client.get(later.get_absolute_url()).content.decode()

    assert "acuse del envío 2" in first
    assert "Qué sigue" not in first
    assert "Qué sigue" in second
    assert receipt.get_absolute_url() in second


def test_a_demonstration_does_not_promise_a_mail(report, focal_point, enter):
    type(report.period.semester.plan).objects.update(is_demonstration=True)
    receipt = submit(report, focal_point)

    page = enter(focal_point).get(receipt.get_absolute_url()).content.decode()

    assert "se envía a" not in page


def test_the_pdf_is_a_private_download_of_what_was_received(receipt, focal_point, enter):
    response = enter(focal_point).get(address("receipt_pdf", receipt))

    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == (
        'attachment; filename="informe-semestral-hn-2025-1-envio-1.pdf"'
    )
    assert body(response) == receipts.render(receipt.content)


def test_the_data_are_the_very_bytes_of_the_hash(receipt, focal_point, enter):
    response = enter(focal_point).get(address("receipt_data", receipt))

    data = body(response)
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == (
        'attachment; filename="informe-semestral-hn-2025-1-envio-1.json"'
    )
    assert data == canonical(receipt.content)
    assert hashlib.sha256(data).hexdigest() == receipt.data_sha256


def test_a_draft_is_printed_as_a_draft(report, focal_point, enter):
    response = enter(focal_point).get(draft_address(report))

    assert response["Content-Disposition"] == 'attachment; filename="borrador-hn-2025-1.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert "BORRADOR" in body(response).decode()


def test_what_was_sent_is_printed_without_that_word(receipt, focal_point, enter):
    response = enter(focal_point).get(draft_address(receipt.report))

    assert "informe-semestral-hn-2025-1.pdf" in response["Content-Disposition"]
    assert body(response) == receipts.render(receipt.content)


def test_a_real_draft_is_a_pdf(report, focal_point, enter, monkeypatch):
    monkeypatch.undo()

    response = enter(focal_point).get(draft_address(report))

    pages = PdfReader(io.BytesIO(body(response))).pages
    assert all("BORRADOR" in page.extract_text() for page in pages)


@pytest.mark.parametrize("page", [*PAGES, "report_pdf"])
def test_reading_changes_no_row_and_other_verbs_are_refused(page, receipt, focal_point, enter):
    client = enter(focal_point)
    args = [receipt.report_id] if page == "report_pdf" else [receipt.report_id, receipt.number]
    url = reverse(f"monitoring:{page}", args=args)
    before = rows()

    assert client.get(url).status_code == 200
    assert [client.post(url).status_code, client.delete(url).status_code] == [405, 405]
    assert rows() == before


def rows() -> list:
    models = (ProgressReport, Receipt, EntryChange, Comment)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("count", [1, 3])
def test_a_receipt_page_costs_the_same_for_any_number_of_submissions(
    count, report, focal_point, secretariat, enter, django_assert_num_queries
):
    receipt = submit(report, focal_point)
    for _ in range(count):
        workflow.perform(
            ReportAction.RETURN, report, by=secretariat, comment="Falta.", key=uuid.uuid4()
        )
        submit(report, focal_point)
    client = enter(focal_point)

    with django_assert_num_queries(5):
        response = client.get(receipt.get_absolute_url())

    assert response.content.decode().count("<li><a href") >= count


@pytest.mark.parametrize("count", [1, 3])
def test_a_draft_costs_the_same_for_any_number_of_activities(
    count, report, focal_point, enter, django_assert_num_queries
):
    for number in range(count):
        RecordFactory(entry=EntryFactory(report=report, activity__code=f"2.{number}"))
    client = enter(focal_point)

    with django_assert_num_queries(16):
        response = client.get(draft_address(report))

    assert body(response).decode().count('<section class="activity"') == count + 1
