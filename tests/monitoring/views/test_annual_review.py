"""The consulta on its pages: who reads, comments and agrees, and what each is told."""

import pytest
from django.urls import reverse

from corett.accounts.models import Membership
from monitoring import annual
from monitoring.models import AnnualComment, AnnualReport
from tests.annual import quick_files, quick_pdf, write
from tests.factories import MembershipFactory, PlanFactory, StakeholderFactory
from tests.monitoring.views.test_annual_compose import READ, people, statuses, typed, url

pytestmark = pytest.mark.django_db

SECTION = "activity-1.1"


@pytest.fixture
def report(world, activity, monkeypatch) -> AnnualReport:
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    world.entry("HN", activity, progress="Instalamos dos mesas.")
    world.record("HN", activity, title="Primera mesa")
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    report = write(report, by=world.secretariat, **{SECTION: "Dos mesas abiertas."})
    annual.open_review(report, by=world.secretariat)
    return AnnualReport.objects.select_related("plan").get()


@pytest.fixture
def honduras(world):
    return MembershipFactory(stakeholder=world.countries["HN"])


def standings(client) -> dict:
    found = client.get(url("compose")).context["standings"]
    return {one.stakeholder.code: (one.holds, one.is_of_earlier) for one in found}


def said(report) -> list[tuple]:
    return [(one.section, one.text, one.by) for one in report.comments.select_related("by")]


def test_in_review_presidency_and_countries_read_it_and_nobody_else_does(client, world, report):
    found = statuses(client, world, [*READ, ("download",), ("checks",), ("choices",)])

    assert found == {
        "anyone": [302, 302, 302, 404, 302, 302],
        "without_hat": [404] * 6,
        "observer": [404] * 6,
        "donor": [404] * 6,
        "country": [200] * 4 + [403] * 2,
        "evaluator": [200] * 4 + [403] * 2,
        "presidency": [200] * 4 + [403] * 2,
        "secretariat": [200] * 6,
    }


def test_the_provisional_pdf_that_they_read_is_not_kept(enter, honduras, report):
    response = enter(honduras).get(url("download"))

    assert response["Cache-Control"] == "private, no-store"
    assert b"PROVISIONAL" in b"".join(response.streaming_content)


def test_it_is_closed_to_the_countries_again(enter, world, honduras, report):
    client = enter(world.secretariat)
    assert client.post(url("review_close")).url == url("compose")

    assert enter(honduras).get(url("compose")).status_code == 404
    assert AnnualReport.objects.get().state == "composing"


def test_the_home_of_who_is_asked_leads_to_it_and_of_nobody_else(client, world, report):
    found = {}
    for who, user in people(world).items():
        client.logout()
        if user:
            client.force_login(user)
        found[who] = url("compose") in client.get("/").content.decode()

    assert {who for who, leads in found.items() if leads} == {
        "country",
        "evaluator",
        "presidency",
        "secretariat",
    }


def test_a_country_reads_the_text_and_the_words_and_neither_writes_nor_sees_rows(
    enter, honduras, report
):
    client = enter(honduras)
    page = client.get(url("section", SECTION)).content.decode()

    assert "Dos mesas abiertas." in page
    assert "Instalamos dos mesas." in page
    assert "Primera mesa" not in page
    assert "Destacar estas palabras" not in page
    assert "Guardar y seguir aquí" not in page
    assert client.post(url("section", SECTION), typed()).status_code == 403
    assert "Historia de esta edición" not in client.get(url("compose")).content.decode()


def test_a_comment_stands_with_its_section_until_it_is_settled(enter, world, honduras, report):
    client = enter(honduras)
    response = client.post(url("comment", SECTION), {"text": "Son tres mesas."})
    comment = AnnualComment.objects.get()
    assert response.url == f"{url('section', SECTION)}#comentario-{comment.pk}"
    assert said(report) == [(SECTION, "Son tres mesas.", honduras.user)]
    assert "Dar por resuelto" not in client.get(url("section", SECTION)).content.decode()
    assert client.post(url("comment_settle", comment.pk)).status_code == 403

    desk = enter(world.secretariat)
    assert "1 sin resolver" in desk.get(url("compose")).content.decode()
    desk.post(url("comment_settle", comment.pk))
    comment.refresh_from_db()
    assert comment.settled_by == world.secretariat.user
    assert "sin resolver" not in desk.get(url("compose")).content.decode()
    desk.post(url("comment_reopen", comment.pk))
    comment.refresh_from_db()
    assert comment.settled_by is None


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
def test_a_comment_that_cannot_be_saved_says_so_and_is_still_there(enter, honduras, report, text):
    response = enter(honduras).post(url("comment", SECTION), {"text": text})

    assert response.status_code == 422
    assert list(response.context["comment_form"].errors) == ["text"]
    assert text.strip() in response.content.decode()
    assert said(report) == []


def test_who_reads_the_region_and_is_not_asked_may_not_comment(enter, report):
    evaluator = MembershipFactory(stakeholder=StakeholderFactory(evaluator=True))
    client = enter(evaluator)

    response = client.post(url("comment", SECTION), {"text": "Una opinión."})

    assert response.status_code == 403
    assert client.get(url("endorse")).status_code == 403
    assert said(report) == []


def test_a_comment_of_another_edition_or_plan_is_not_settled_from_here(enter, world, report):
    other = PlanFactory(code="otro")
    foreign = AnnualReport.objects.create(plan=other, year=2025)
    comment = AnnualComment.objects.create(
        report=foreign,
        section="introduction",
        text="De otro informe.",
        by=world.presidency.user,
        stakeholder=world.presidency.stakeholder,
    )
    client = enter(world.secretariat)

    for name in ("comment_settle", "comment_reopen"):
        assert client.post(url(name, comment.pk)).status_code == 404
    comment.refresh_from_db()
    assert comment.settled_at is None


def test_the_visto_bueno_is_of_what_was_read_and_is_asked_again_after_a_change(
    enter, world, report
):
    client = enter(world.presidency)
    page = client.get(url("endorse"))
    version = page.context["form"]["version"].value()

    response = client.post(url("endorse"), {"version": version})
    assert response.url == url("compose")
    assert standings(client)["PRES"] == (True, False)

    write(report, by=world.secretariat, introduction="Hola.")
    assert standings(client)["PRES"] == (False, True)
    assert "para una versión anterior" in client.get(url("compose")).content.decode()
    late = client.post(url("endorse"), {"version": version})
    assert late.status_code == 409
    assert "cambió después de que usted abrió esta página" in late.content.decode()

    again = late.context["form"]["version"].value()
    assert client.post(url("endorse"), {"version": again}).status_code == 302
    assert standings(client)["PRES"] == (True, False)
    events = report.events.filter(action="endorsed")
    assert [one.version for one in events] == [version, again]


@pytest.mark.parametrize("version", ["", "0", "uno", "9" * 30])
def test_a_page_that_does_not_say_what_it_showed_agrees_to_nothing(enter, world, report, version):
    response = enter(world.presidency).post(url("endorse"), {"version": version})

    assert response.status_code == 409
    assert not report.events.filter(action="endorsed").exists()


def test_the_hat_of_the_request_is_the_one_that_agrees(enter, world, honduras, report):
    """Who serves the Presidencia and a country agrees for one of them at a time."""
    second = Membership.objects.create(user=honduras.user, stakeholder=world.presidency.stakeholder)
    client = enter(honduras)
    hat = client.get("/").wsgi_request.membership

    client.post(url("endorse"), {"version": report.version})

    other = {honduras.pk: second, second.pk: honduras}[hat.pk].stakeholder.code
    found = standings(client)
    assert found[hat.stakeholder.code] == (True, False)
    assert found[other] == (False, False)


def test_nobody_agrees_or_comments_while_it_is_composed(enter, world, honduras, report):
    annual.close_review(report, by=world.secretariat)

    for person, status in ((world.presidency, 403), (honduras, 404)):
        client = enter(person)
        assert client.get(url("endorse")).status_code == status
        assert client.post(url("endorse"), {"version": report.version}).status_code == status
    assert enter(honduras).post(url("comment", SECTION), {"text": "Algo."}).status_code == 404
    response = enter(world.presidency).post(url("comment", SECTION), {"text": "Algo."})
    assert response.status_code == 422
    assert said(report) == []


def test_every_address_of_the_consulta_is_404_for_who_may_not_see_it(enter, world, report):
    comment = annual.comment(report, SECTION, "Algo.", by=world.presidency)
    only_read = [url("compose"), url("section_pdf", SECTION), url("checks")]
    addresses = [
        url("section", SECTION),
        url("comment", SECTION),
        url("comment_settle", comment.pk),
        url("comment_reopen", comment.pk),
        url("endorse"),
        url("review_open"),
        url("review_close"),
        url("choices"),
        reverse("monitoring:annual_highlight", args=[*report.address, 1]),
        reverse("monitoring:annual_highlight_drop", args=[*report.address, 1]),
    ]
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(observer=True)))

    assert {client.get(one).status_code for one in [*only_read, *addresses]} == {404}
    assert {client.post(one, {"text": "x", "version": 1}).status_code for one in addresses} == {404}
    assert {client.post(one).status_code for one in only_read} == {405}
    assert report.comments.count() == 1
