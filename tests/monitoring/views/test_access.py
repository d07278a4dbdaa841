"""Who gets which page of a report, and what of it."""

import contextlib
import datetime
import uuid

import pytest
from django.urls import reverse

from monitoring.models import (
    Comment,
    ProgressEntry,
    Record,
    ReportEvent,
    WorkbookUpload,
)
from monitoring.reports import open_semester
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    EvidenceFactory,
    InstitutionFactory,
    MembershipFactory,
    RecordFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.views.pages import address, narrative, row, stored_file

pytestmark = pytest.mark.django_db


def pages_of(entry) -> list[str]:
    record = RecordFactory(entry=entry)
    evidence = EvidenceFactory(entry=entry)
    report = entry.report_id
    return [
        reverse("monitoring:report_detail", args=[report]),
        reverse("monitoring:report_reading", args=[report]),
        reverse("monitoring:no_activity", args=[report]),
        address("entry_detail", entry),
        address("record_add", entry),
        address("evidence_add", entry),
        record.get_absolute_url(),
        record.get_removal_url(),
        reverse("monitoring:evidence_remove", args=[evidence.pk]),
        reverse("monitoring:report_pdf", args=[report]),
        reverse("monitoring:workbook_download", args=[report]),
        reverse("monitoring:workbook_upload", args=[report]),
        reverse("monitoring:report_history", args=[report]),
    ]


def review_pages_of(entry) -> list[str]:
    return [
        reverse("monitoring:review_list", args=[entry.report_id]),
        address("review_activity", entry),
    ]


def posts_of(entry) -> list[str]:
    report = entry.report_id
    return [
        *[page for page in pages_of(entry) if "completo" not in page],
        *(address(name, entry) for name in ("comment_add", "no_activity_undo")),
        *(
            reverse(f"monitoring:report_{action}", args=[report])
            for action in ("submit", "withdraw", "begin", "return", "validate", "reopen")
        ),
        reverse("monitoring:workbook_preview", args=[report, uuid.uuid4()]),
        reverse("monitoring:workbook_apply", args=[report, uuid.uuid4()]),
    ]


def test_every_page_of_a_report_is_404_for_the_neighbour(entry, enter):
    client = enter(MembershipFactory())

    for page in [*pages_of(entry), *review_pages_of(entry), stored_file(entry)]:
        assert client.get(page).status_code == 404, page


def test_every_write_to_a_report_is_404_for_the_neighbour(entry, enter):
    client = enter(MembershipFactory())

    for page in posts_of(entry):
        assert client.post(page, {"key": str(uuid.uuid4())}).status_code in (404, 405), page
    assert (Record.objects.count(), Comment.objects.count()) == (1, 0)


def test_who_has_no_hat_writes_nothing_and_gets_an_answer(entry, client):
    client.force_login(UserFactory(is_superuser=True))
    before = ProgressEntry.objects.values().get()

    codes = {
        client.post(page, {"key": str(uuid.uuid4()), "text": "x"}).status_code
        for page in posts_of(entry)
    }

    assert codes <= {200, 302, 403, 404, 405, 422}
    assert ProgressEntry.objects.values().get() == before
    assert (Record.objects.count(), Comment.objects.count()) == (1, 0)


def test_every_page_of_a_report_opens_for_its_focal_point(entry, focal_point, enter):
    client = enter(focal_point)

    for page in pages_of(entry):
        assert client.get(page).status_code == 200, page
    with contextlib.closing(client.get(stored_file(entry))) as response:
        assert b"".join(response.streaming_content) == b"acta"


def test_the_review_of_a_report_is_for_who_may_review_it(entry, focal_point, secretariat, enter):
    own = [enter(focal_point).get(page).status_code for page in review_pages_of(entry)]
    desk = [enter(secretariat).get(page).status_code for page in review_pages_of(entry)]

    assert (own, desk) == ([403, 403], [200, 200])


def test_the_secretariat_reads_a_report_and_writes_nothing_of_it(entry, secretariat, enter):
    client = enter(secretariat)
    seen = [client.get(page).status_code for page in pages_of(entry)]

    assert seen == [200, 200, 403, 200, 403, 403, 403, 403, 403, 200, 200, 403, 200]
    assert client.post(address("entry_detail", entry), narrative()).status_code == 403
    assert client.post(address("record_add", entry), row()).status_code == 403
    assert ProgressEntry.objects.get().progress == ""
    assert Record.objects.count() == 1


@pytest.fixture
def observed():
    """A validated activity with what is not for observers: a name, a comment, a message."""
    entry = EntryFactory(report__validated=True, activity__code="2.3")
    hidden = InstitutionFactory(
        country=entry.report.stakeholder, name="Albergue reservado", is_public=False
    )
    public = InstitutionFactory(country=entry.report.stakeholder, name="Ministerio público")
    RecordFactory(entry=entry, institutions=[hidden, public])
    reviewer = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    said = {"by": reviewer.user, "stakeholder": reviewer.stakeholder}
    Comment.objects.create(entry=entry, text="Charla interna", **said)
    ReportEvent.objects.create(
        report=entry.report, action="return", comment="Mensaje interno", key=uuid.uuid4(), **said
    )
    return entry


def shown_of(entry, client) -> str:
    report = entry.report_id
    pages = [
        reverse("monitoring:report_detail", args=[report]),
        reverse("monitoring:report_reading", args=[report]),
        address("entry_detail", entry),
    ]
    return "".join(client.get(page).content.decode() for page in pages)


def test_a_workbook_that_waits_is_for_who_brought_it_only(entry, focal_point, enter):
    upload = WorkbookUpload.objects.create(
        report=entry.report, name="libro.xlsx", content=b"x", uploaded_by=focal_point.user
    )
    colleague = enter(MembershipFactory(stakeholder=entry.report.stakeholder))

    for name in ("workbook_preview", "workbook_apply", "workbook_marked"):
        page = reverse(f"monitoring:{name}", args=[entry.report_id, upload.key])
        assert colleague.get(page).status_code == 404
        assert colleague.post(page).status_code in (404, 405)


@pytest.mark.parametrize("kind", ["observer", "donor"])
def test_an_observer_reads_results_and_not_the_review_nor_reserved_names(kind, observed, enter):
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})))

    shown = shown_of(observed, client)

    assert "Ministerio público" in shown
    assert "y 1 que no se nombra" in shown
    for hidden in ("Albergue reservado", "Charla interna", "Mensaje interno"):
        assert hidden not in shown
    assert client.post(address("record_add", observed), row()).status_code == 403


def test_its_own_people_read_all_of_it(observed, enter):
    client = enter(MembershipFactory(stakeholder=observed.report.stakeholder))

    shown = shown_of(observed, client)

    for said in ("Albergue reservado", "Charla interna", "Mensaje interno"):
        assert said in shown


def test_what_a_party_named_itself_it_reads_though_the_directory_closed_it_since(observed, enter):
    closed = InstitutionFactory(country=None, name="Red de albergues", is_public=False)
    observed.records.get().institutions.add(closed)
    own, neighbour = observed.report.stakeholder, StakeholderFactory(observer=True)

    shown = shown_of(observed, enter(MembershipFactory(stakeholder=own)))
    hidden = shown_of(observed, enter(MembershipFactory(stakeholder=neighbour)))

    assert shown.count("Red de albergues") == 2
    assert "no se nombra" not in shown
    assert "Red de albergues" not in hidden
    assert "y 2 que no se nombran" in hidden


@pytest.mark.parametrize(
    "page",
    [
        "/seguimiento/informes/999999999999999999999999999999/",
        "/seguimiento/informes/999999999999999999999999999999/actividad/1.1/",
        "/seguimiento/informes/1/actividad/%00/",
        "/seguimiento/informes/999999999999999999999999999999/acuse/1/",
        "/seguimiento/informes/1/acuse/999999999999999999999999999999/pdf/",
        "/seguimiento/evidencia/999999999999999999999999999999/",
        "/plan/tim-2024-2028/actividad/%00/",
    ],
)
def test_an_impossible_address_is_not_found(page, secretariat, enter):
    assert enter(secretariat).get(page).status_code == 404


def test_every_answer_carries_the_strict_policy(secretariat, enter):
    client = enter(secretariat)

    for page in ("/", "/nada/", reverse("admin:index"), reverse("accounts:login")):
        policy = client.get(page)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_an_ended_session_says_that_nothing_was_saved(entry, client):
    response = client.post(address("comment_add", entry), {"text": "Un comentario."}, follow=True)

    assert "no se guardó lo último que envió" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_stranger_is_sent_to_log_in(entry, client):
    page = reverse("monitoring:report_detail", args=[entry.report_id])

    assert client.get(page).url == f"{reverse('accounts:login')}?next={page}"


def test_a_report_keeps_the_words_of_the_edition_it_was_opened_with(enter):
    country = StakeholderFactory()
    activity = ActivityFactory(statement="Las palabras de entonces.", responsible=[country])
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    day = datetime.date(2025, 7, 1)
    period = open_semester(
        SemesterFactory(), opens_on=day, due_on=day, closes_on=day, by=secretariat
    )
    activity.statement = "Otras palabras."
    activity.save()
    entry = ProgressEntry.objects.get(report__period=period, report__stakeholder=country)

    shown = shown_of(entry, enter(MembershipFactory(stakeholder=country)))

    assert shown.count("Las palabras de entonces.") == 3
    assert "Otras palabras." not in shown
