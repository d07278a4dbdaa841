"""«Diálogo continuo»: who answers to an edition, and the one page on which it is read."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from corett.lib.tablefiles import files
from monitoring import annual
from monitoring.annual import AnnualError, replies
from monitoring.models import AnnualReply
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.monitoring.annual.published import make_published
from tests.monitoring.annual_world import make_world
from tests.queries import MOST, asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

PAGE = "/seguimiento/informes-anuales/respuestas/"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def report(world):
    return make_published(world)


@pytest.fixture
def observer():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True))


@pytest.fixture
def desk(client, world):
    client.force_login(world.secretariat.user)
    return client


def url(report) -> str:
    return reverse("monitoring:annual_reply", args=report.address)


def answer(text="Gracias.", key=None) -> dict:
    return {"key": str(key or uuid.uuid4()), "text": text}


def given(report, by, text="Gracias.") -> AnnualReply:
    return replies.reply(report, text=text, key=uuid.uuid4(), by=by)


# Answering


def test_a_parte_interesada_answers_on_the_page_of_the_edition(report, observer, enter):
    client = enter(observer)
    form = client.get(report.get_absolute_url()).content.decode()

    response = client.post(url(report), answer("  Muy útil.\nGracias. "), follow=True)

    reply = AnnualReply.objects.get()
    assert f'action="{url(report)}"' in form
    assert (reply.text, reply.by, reply.stakeholder) == (
        "Muy útil.\nGracias.",
        observer.user,
        observer.stakeholder,
    )
    assert (reply.report, reply.read_at) == (report, None)
    assert "Su respuesta llegó a la Secretaría Técnica." in response.content.decode()
    assert "Muy útil." in response.content.decode()


def test_the_same_page_sent_twice_answers_once(report, observer, enter):
    client, typed = enter(observer), answer()

    codes = [client.post(url(report), typed).status_code for _time in range(2)]
    client.post(url(report), answer())

    assert codes == [302, 302]
    assert AnnualReply.objects.count() == 2


def test_the_page_of_somebody_else_does_not_answer_for_me(report, observer, enter, world):
    theirs = given(report, world.presidency)

    response = enter(observer).post(url(report), answer("Otra cosa.", theirs.key))

    assert response.status_code == 422
    assert "Otra cosa." in response.content.decode()
    assert AnnualReply.objects.get().text == "Gracias."


@pytest.mark.parametrize("typed", [{}, answer(""), answer(" "), {"text": "Sin clave."}])
def test_what_is_not_whole_is_said_and_nothing_typed_is_lost(report, observer, enter, typed):
    response = enter(observer).post(url(report), typed)

    assert response.status_code == 422
    assert "Hay algo que corregir" in response.content.decode()
    assert typed.get("text", "") in response.content.decode()
    assert not AnnualReply.objects.exists()


def test_who_has_no_membership_or_no_account_does_not_answer(report, client):
    assert client.post(url(report), answer()).status_code == 302
    assert 'action="/seguimiento' not in client.get(report.get_absolute_url()).content.decode()

    client.force_login(UserFactory())

    assert client.post(url(report), answer()).status_code == 403
    assert not AnnualReply.objects.exists()


def test_what_one_may_not_read_one_does_not_answer(world, observer, enter, client):
    draft = annual.start_annual(world.plan, 2026, by=world.secretariat)
    hidden = make_published(world, audience="stakeholders")

    assert enter(observer).post(url(draft), answer()).status_code == 404
    client.force_login(UserFactory())
    assert client.post(url(hidden), answer()).status_code == 404
    client.force_login(world.secretariat.user)
    assert client.post(url(draft), answer()).status_code == 403
    assert not AnnualReply.objects.exists()


def test_a_membership_that_ended_meanwhile_answers_nothing(report, observer):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    type(observer).objects.filter(pk=observer.pk).update(until=yesterday)

    with pytest.raises(annual.AnnualError):
        given(report, observer)


def test_an_answer_without_a_word_is_none(report, observer):
    with pytest.raises(AnnualError, match="Escriba su respuesta"):
        given(report, observer, " \n ")

    assert not AnnualReply.objects.exists()


def test_who_speaks_for_nobody_neither_answers_nor_reads_answers(report, observer):
    reply = given(report, observer)

    with pytest.raises(AnnualError, match="Solo las partes interesadas responden"):
        given(report, None)
    for act in (replies.mark_read, replies.mark_unread):
        with pytest.raises(AnnualError, match="Solo la Secretaría Técnica lee"):
            act(reply, by=observer)


def test_others_do_not_see_what_a_party_answered(report, observer, enter, world):
    given(report, observer, "Palabras reservadas.")

    neighbour = enter(MembershipFactory(stakeholder=world.countries["HN"]))

    assert "Palabras reservadas." not in neighbour.get(report.get_absolute_url()).content.decode()
    assert "Palabras reservadas." in enter(observer).get(report.get_absolute_url()).content.decode()


# The Secretaría's page


@pytest.mark.parametrize("who", ["observer", "country", "evaluator", "presidency"])
def test_only_the_secretariat_reads_all_answers(report, world, client, who):
    kinds = {"observer": True} if who == "observer" else {"evaluator": True}
    others = {"country": world.countries["HN"], "presidency": world.presidency.stakeholder}
    party = others.get(who) or StakeholderFactory(**kinds)
    reply = given(report, world.presidency)
    client.force_login(MembershipFactory(stakeholder=party).user)

    pages = [
        PAGE,
        f"{PAGE}archivo/xlsx/",
        f"{PAGE}{reply.pk}/leida/",
        f"{PAGE}{reply.pk}/sin-leer/",
    ]

    assert [client.get(one).status_code for one in pages] == [403] * 4
    assert [client.post(one).status_code for one in pages] == [405, 405, 403, 403]
    assert AnnualReply.objects.get().read_at is None


def test_what_is_unread_stands_first_and_the_last_before_the_others(desk, report, observer):
    first, second, third = (given(report, observer, text) for text in ("Uno", "Dos", "Tres"))
    desk.post(f"{PAGE}{third.pk}/leida/")

    assert list(desk.get(PAGE).context["page"]) == [second, first, third]


def test_an_answer_is_marked_as_read_once_and_may_be_left_unread(desk, report, observer, world):
    reply = given(report, observer)

    desk.post(f"{PAGE}{reply.pk}/leida/")
    read = AnnualReply.objects.get()
    desk.post(f"{PAGE}{reply.pk}/leida/")
    again = AnnualReply.objects.get()
    desk.post(f"{PAGE}{reply.pk}/sin-leer/")

    assert (read.read_by, again.read_at) == (world.secretariat.user, read.read_at)
    assert read.read_at is not None
    assert AnnualReply.objects.get().read_at is None
    assert desk.get(f"{PAGE}{reply.pk}/leida/").url == PAGE
    assert desk.post(f"{PAGE}999/leida/").status_code == 404


def test_answers_are_filtered_by_year_by_edition_and_by_whether_they_were_read(
    desk, report, observer, world
):
    second = make_published(world, edition=2, erratum="Corrige.")
    later = make_published(world, year=2026)
    one, two, three = (given(of, observer) for of in (report, second, later))
    desk.post(f"{PAGE}{one.pk}/leida/")

    def found(**asked_for):
        return {reply.pk for reply in desk.get(PAGE, asked_for).context["page"]}

    assert found() == {one.pk, two.pk, three.pk}
    assert found(edition="2025") == {one.pk, two.pk}
    assert found(edition=f"{second.pk}/") == {two.pk}
    assert found(read="no") == {two.pk, three.pk}
    assert found(edition="2025", read="yes") == {one.pk}
    assert found(edition="nada", read="quizás") == {one.pk, two.pk, three.pk}


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_answers_leave_as_a_file_with_the_filter_that_was_asked(
    desk, report, observer, world, ending
):
    given(report, observer, "=1+1")
    given(make_published(world, year=2026), observer, "De otro año.")

    response = desk.get(f"{PAGE}archivo/{ending}/", {"edition": "2025"})
    [sheet] = [one for one in files.read("x", response.content) if one.title == "Respuestas"]
    rows = [line.values for line in sheet.lines]

    assert [(row["Informe"], row["Parte interesada"], row["Respuesta"]) for row in rows] == [
        ("Informe anual 2025, edición 1", "Organismo observador", "=1+1")
    ]
    assert desk.get(f"{PAGE}archivo/pdf/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_any_number_of_answers(desk, report, observer, count):
    for _time in range(count):
        given(report, observer)

    with asked() as statements:
        desk.get(PAGE)

    assert len(statements) <= MOST
    assert len([one for one in statements if "monitoring_annualreply" in one]) == 3


def test_home_says_that_answers_wait_and_leads_to_them(desk, report, observer, enter):
    given(report, observer)

    assert "1 respuesta sin leer" in desk.get(reverse("home")).content.decode()
    assert "respuesta sin leer" not in enter(observer).get(reverse("home")).content.decode()
