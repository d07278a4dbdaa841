"""The pages of who reviews, and what they send."""

import uuid

import pytest
from django.urls import reverse

from monitoring.models import Comment, Evidence, ProgressReport, ReportEvent
from tests.factories import (
    ActivityFactory,
    CommentFactory,
    EntryFactory,
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)
from tests.monitoring.views.pages import address
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

REASON = "No se ve la fecha."


@pytest.fixture
def entry():
    return EntryFactory(report__submitted=True, activity__code="2.3")


@pytest.fixture
def evidence(entry):
    return EvidenceFactory(entry=entry)


@pytest.fixture
def comment(entry):
    return CommentFactory(entry=entry)


def of_report(entry, name="review_list"):
    return reverse(f"monitoring:{name}", args=[entry.report_id])


def of_piece(name, piece):
    return reverse(f"monitoring:{name}", args=[piece.pk])


def writes(entry, evidence, comment) -> list[tuple[str, dict]]:
    return [
        (of_piece("evidence_accept", evidence), {}),
        (of_piece("evidence_reject", evidence), {"reason": REASON}),
        (of_report(entry, "evidence_accept_all"), {}),
        (of_piece("comment_answer", comment), {"text": "Va adjunta."}),
        (of_piece("comment_settle", comment), {}),
        (of_piece("comment_reopen", comment), {}),
    ]


def nothing_written() -> bool:
    return (
        not Evidence.objects.exclude(verdict="").exists()
        and Comment.objects.count() == 1
        and Comment.objects.unsettled().count() == 1
    )


def test_the_neighbour_finds_none_of_it(entry, evidence, comment, enter):
    client = enter(MembershipFactory())

    for page in (of_report(entry), address("review_activity", entry)):
        assert client.get(page).status_code == 404
    for page, typed in writes(entry, evidence, comment):
        assert client.get(page).status_code == 404, page
        assert client.post(page, typed).status_code == 404, page
    assert nothing_written()


def test_who_reports_reads_the_talk_and_neither_reviews_nor_judges(
    entry, evidence, comment, focal_point, enter
):
    client = enter(focal_point)
    pages = [of_report(entry), address("review_activity", entry)]

    answers = [client.get(page).status_code for page in pages]
    for page, typed in writes(entry, evidence, comment):
        if "responder" not in page:
            assert client.post(page, typed).status_code in (302, 403), page

    assert answers == [403, 403]
    assert nothing_written()


def test_an_observer_is_told_of_no_verdict_of_a_validated_report(enter):
    entry = EntryFactory(report__validated=True)
    row = EvidenceFactory(entry=entry, accepted=True)
    CommentFactory(entry=entry, text="Charla interna")
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(observer=True)))

    shown = client.get(address("entry_detail", entry)).content.decode()
    codes = [
        client.get(page).status_code
        for page in (of_report(entry), address("review_activity", entry))
    ]

    assert codes == [403, 403]
    assert row.title in shown
    assert "aceptado" not in shown
    assert "Charla interna" not in shown


def test_the_reviewer_of_its_own_report_is_another(enter):
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    entry = EntryFactory(report=ReportFactory(stakeholder=secretariat.stakeholder, submitted=True))

    assert enter(secretariat).get(of_report(entry)).status_code == 403
    presidency = MembershipFactory(stakeholder=StakeholderFactory(presidency=True))
    assert enter(presidency).get(of_report(entry)).status_code == 200


def test_a_comment_on_a_row_brings_the_reviewer_back_to_it(entry, secretariat, enter):
    row = RecordFactory(entry=entry, title="Taller")
    typed = {"text": "¿Y la lista?", "about": str(row.key), "from": "revision"}

    response = enter(secretariat).post(address("comment_add", entry), typed)

    comment = Comment.objects.get()
    assert response.url == f"{address('review_activity', entry)}#comentario-{comment.pk}"
    assert (comment.record, comment.about) == (row, "Taller")
    shown = enter(secretariat).get(response.url).content.decode()
    assert "De la acción «Taller»" in shown


def test_a_row_of_another_activity_is_no_choice_and_nothing_typed_is_lost(
    entry, secretariat, enter
):
    stranger = RecordFactory()
    typed = {"text": "¿Y la lista?", "about": str(stranger.key), "from": "revision"}

    response = enter(secretariat).post(address("comment_add", entry), typed)

    assert response.status_code == 422
    assert response.templates[0].name == "monitoring/review_activity.html"
    shown = response.content.decode()
    assert "Esa acción ya no está" in shown
    assert "¿Y la lista?" in shown
    assert not Comment.objects.exists()


def test_an_answer_is_given_from_the_page_of_the_activity(entry, comment, focal_point, enter):
    client = enter(focal_point)
    empty = client.post(of_piece("comment_answer", comment), {"text": " "})
    given = client.post(of_piece("comment_answer", comment), {"text": "Va adjunta."})

    assert empty.status_code == 422
    assert given.url == f"{address('entry_detail', entry)}#comentario-{comment.pk}"
    assert list(comment.answers.values_list("text", "by")) == [("Va adjunta.", focal_point.user.pk)]


def test_settling_and_opening_again(entry, comment, secretariat, enter):
    client, back = enter(secretariat), {"from": "revision"}

    settled = client.post(of_piece("comment_settle", comment), back)
    comment.refresh_from_db()
    was_settled = comment.is_settled
    client.post(of_piece("comment_reopen", comment), back)
    comment.refresh_from_db()

    assert settled.url == f"{address('review_activity', entry)}#comentario-{comment.pk}"
    assert (was_settled, comment.is_settled) == (True, False)


def test_a_verdict_brings_the_reviewer_back_to_the_piece(entry, evidence, secretariat, enter):
    client, back = enter(secretariat), {"from": "revision"}

    accepted = client.post(of_piece("evidence_accept", evidence), back)
    refused = client.post(of_piece("evidence_reject", evidence), {"reason": " ", **back})
    unchanged = Evidence.objects.get().verdict
    rejected = client.post(of_piece("evidence_reject", evidence), {"reason": REASON, **back})

    here = f"{address('review_activity', entry)}#evidencia-{evidence.pk}"
    assert (accepted.url, rejected.url) == (here, here)
    assert (refused.status_code, unchanged) == (422, "accepted")
    assert "Escriba por qué no se acepta." in refused.content.decode()
    assert Evidence.objects.values_list("verdict", "verdict_reason").get() == (
        "rejected",
        REASON,
    )


def test_who_reports_reads_why_a_piece_is_not_accepted(entry, evidence, secretariat, enter):
    enter(secretariat).post(of_piece("evidence_reject", evidence), {"reason": REASON})

    shown = enter(MembershipFactory(stakeholder=entry.report.stakeholder)).get(
        address("entry_detail", entry)
    )

    assert REASON in shown.content.decode()


def test_the_report_says_what_is_not_judged_and_accepts_all_in_one_press(
    entry, evidence, secretariat, enter
):
    EvidenceFactory(entry=entry)
    client, page = enter(secretariat), entry.report.get_absolute_url()

    before = client.get(page).content.decode()
    client.post(of_report(entry, "evidence_accept_all"))
    after = client.get(page).content.decode()

    assert "Quedan 2 medios de verificación sin revisar: lo que respaldan no cuenta" in before
    assert before.index("Aceptar todos los pendientes") < before.index(">Validar<")
    assert "sin revisar" not in after
    assert list(Evidence.objects.values_list("verdict", flat=True)) == ["accepted", "accepted"]


def test_those_of_one_activity_are_accepted_from_its_page(entry, evidence, secretariat, enter):
    other = EvidenceFactory(entry=EntryFactory(report=entry.report, activity__code="9.9"))
    page = of_report(entry, "evidence_accept_all")

    response = enter(secretariat).post(page, {"code": "2.3"})

    assert response.url == f"{address('review_activity', entry)}#evidencia"
    other.refresh_from_db()
    assert other.verdict == ""


@pytest.mark.parametrize("code", ["", "9.9", "nul\0o"])
def test_a_code_that_the_report_does_not_have_accepts_nothing(
    code, entry, evidence, secretariat, enter
):
    response = enter(secretariat).post(of_report(entry, "evidence_accept_all"), {"code": code})

    assert response.status_code == 404
    assert Evidence.objects.get().verdict == ""


def test_a_report_with_an_open_comment_is_returned_without_a_message(
    entry, comment, secretariat, enter
):
    client = enter(secretariat)
    page = client.get(entry.report.get_absolute_url()).content.decode()

    client.post(of_report(entry, "report_return"), {"key": str(uuid.uuid4())})

    assert "Hay 1 comentario sin resolver" in page
    assert "el mensaje es opcional" in page
    assert ProgressReport.objects.get().state == "returned"
    assert ReportEvent.objects.filter(action="return").values_list(
        "comment", "open_comments"
    ).get() == ("", 1)


def test_a_validated_report_is_reopened_with_a_reason_and_not_without(secretariat, enter):
    report = EntryFactory(report__validated=True).report
    client, page = enter(secretariat), reverse("monitoring:report_reopen", args=[report.pk])

    shown = client.get(report.get_absolute_url()).content.decode()
    refused = client.post(page, {"key": str(uuid.uuid4()), "comment": " "})
    unchanged = ProgressReport.objects.get().state
    client.post(page, {"key": str(uuid.uuid4()), "comment": "Una fecha equivocada."})

    assert "Reabrir este informe para corregirlo" in shown
    assert (refused.status_code, unchanged) == (422, "validated")
    assert "Para reabrir un informe, escriba el motivo." in refused.content.decode()
    assert ProgressReport.objects.get().state == "returned"


def test_who_reports_is_not_offered_to_reopen(enter):
    report = EntryFactory(report__validated=True).report
    member = MembershipFactory(stakeholder=report.stakeholder)

    assert "Reabrir" not in enter(member).get(report.get_absolute_url()).content.decode()


def test_the_first_links_of_an_activity_are_the_next_and_the_one_before(entry, secretariat, enter):
    place = entry.activity.order
    for code, order in (("9.8", place + 1), ("9.9", place + 2)):
        EntryFactory(report=entry.report, activity=ActivityFactory(code=code, order=order))
    client = enter(secretariat)

    page = client.get(reverse("monitoring:review_activity", args=[entry.report_id, "9.8"]))

    main = page.content.decode().partition("<main")[2]
    links = [part.partition('"')[0] for part in main.split('<a class="button')[1:3]]
    nav = main.partition("</nav>")[0]
    assert links
    assert nav.index('rel="next"') < nav.index('rel="prev"')
    assert (page.context["previous"], page.context["next"]) == ("2.3", "9.9")
    assert f"{reverse('monitoring:review_activity', args=[entry.report_id, '9.9'])}#revision" in nav


def test_an_activity_that_the_report_does_not_have_is_not_found(entry, secretariat, enter):
    page = reverse("monitoring:review_activity", args=[entry.report_id, "9.9"])

    assert enter(secretariat).get(page).status_code == 404


def test_home_leads_the_reviewer_to_the_review_and_to_what_was_answered(
    entry, comment, secretariat, focal_point, enter
):
    enter(focal_point).post(of_piece("comment_answer", comment), {"text": "Va adjunta."})

    desk = enter(secretariat).get("/")

    shown = desk.content.decode()
    assert of_report(entry) in shown
    assert desk.context["answered"] == [entry]
    assert desk.context["waiting"] == []


def grow(report, count) -> None:
    for number in range(count):
        entry = EntryFactory(report=report, activity__code=f"1.{number}")
        MeasureFactory(activity=entry.activity, kind="people")
        for _row in range(count):
            house = InstitutionFactory(country=report.stakeholder)
            row = RecordFactory(entry=entry, institutions=[house])
            EvidenceFactory(entry=entry, record=row)
            CommentFactory(entry=entry, record=row, about=row.title)
        other = ReportFactory(period=report.period, submitted=True)
        RecordFactory(entry=EntryFactory(report=other, activity=entry.activity), scope="regional")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "code", "number"),
    [
        ("report_detail", "", 14),
        ("report_reading", "", 13),
        ("review_list", "", 12),
        ("review_activity", "1.0", 13),
    ],
)
def test_no_page_of_a_review_asks_more_for_more(count, name, code, number, secretariat, enter):
    report = ReportFactory(submitted=True)
    grow(report, count)
    client = enter(secretariat)
    page = reverse(f"monitoring:{name}", args=[report.pk, code] if code else [report.pk])

    with asked() as statements:
        response = client.get(page)

    assert response.status_code == 200
    assert len(statements) == number
    assert number <= MOST
