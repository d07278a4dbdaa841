"""A session ends: idle, old, with its account, with its password, and by its owner's hand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corett.accounts.models import Session
from tests.factories import UserFactory
from tests.trust.codes import PASSWORD, log_in, somebody

pytestmark = pytest.mark.django_db

LIST, LOGIN = reverse("accounts:session_list"), reverse("accounts:login")
END = reverse("accounts:session_end")
INSIDE = reverse("accounts:language")


@pytest.fixture
def clock(monkeypatch):
    """`clock(minutes=5)` lets so long go by."""
    now, real = [timedelta()], timezone.now

    def go(**how_long):
        now[0] += timedelta(**how_long)

    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + now[0])
    return go


def is_open(client) -> bool:
    return client.get(INSIDE).status_code == 200


@pytest.fixture
def user():
    return somebody().user


def test_a_session_ends_after_two_hours_without_use(client, user, clock):
    log_in(client, user)
    clock(minutes=119)
    assert is_open(client)
    clock(minutes=119)
    assert is_open(client)

    clock(minutes=121)

    assert client.get(INSIDE).url == f"{LOGIN}?next={INSIDE}"


def test_a_session_in_use_ends_after_twelve_hours(client, user, clock):
    log_in(client, user)
    lived = 0
    while is_open(client) and lived < 20 * 60:
        clock(minutes=30)
        lived += 30

    assert lived == 12 * 60


def test_changing_what_it_holds_does_not_make_it_younger(client, user, clock):
    log_in(client, user)
    for _hour in range(11):
        clock(hours=1)
        client.post(INSIDE, {"language": "es"})
        client.get("/")
    clock(minutes=61)

    assert not is_open(client)


def test_entering_again_begins_a_new_age(client, user, clock):
    log_in(client, user)
    for _hour in range(13):
        clock(hours=1)
        client.get(INSIDE)
    log_in(client, user)
    clock(hours=1)

    assert is_open(client)


def test_both_ends_come_from_the_settings(client, user, clock, settings):
    settings.SESSION_IDLE, settings.SESSION_OLDEST = timedelta(minutes=5), timedelta(minutes=12)
    log_in(client, user)
    lived = []
    for _n in range(4):
        clock(minutes=4)
        lived.append(is_open(client))

    assert lived == [True, True, False, False]


def test_its_use_is_written_at_most_once_a_minute(client, user, clock, django_assert_num_queries):
    log_in(client, user)
    client.get(INSIDE)
    before = Session.objects.get().seen_at

    clock(seconds=59)
    with django_assert_num_queries(3):
        client.get(INSIDE)
    assert Session.objects.get().seen_at == before
    clock(seconds=2)
    with django_assert_num_queries(4):
        client.get(INSIDE)

    assert Session.objects.get().seen_at > before + timedelta(minutes=1)


def test_the_browser_is_told_no_date_and_gives_the_key_to_no_script(client, user, settings):
    cookie = log_in(client, user).cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["max-age"], cookie["expires"], cookie["httponly"]) == ("", "", True)
    assert cookie["samesite"] == "Lax"


def test_entering_gives_the_session_another_key(client, user):
    client.get(LOGIN)
    client.post(INSIDE, {})
    before = client.session.session_key

    log_in(client, user)

    assert client.session.session_key != before


def test_of_an_account_that_is_closed_it_ends_at_the_next_request_and_does_not_come_back(
    client, user
):
    log_in(client, user)
    assert is_open(client)

    user.is_active = False
    user.save()

    assert not is_open(client)
    assert not Session.objects.filter(user=user).exists()
    user.is_active = True
    user.save()
    assert not is_open(client)


def test_with_the_membership_ends_what_it_allowed_at_the_next_request(client):
    membership = somebody(secretariat=True)
    log_in(client, membership.user)
    assert client.get(reverse("admin:index")).status_code == 200

    membership.until = timezone.localdate() - timedelta(days=1)
    membership.since = membership.until
    membership.save()

    assert client.get(reverse("admin:index")).status_code in (302, 403)
    assert client.get(reverse("accounts:history")).status_code == 403
    assert client.get("/").wsgi_request.membership is None


def test_a_new_password_ends_the_sessions_elsewhere_and_not_this_one(client, user):
    other = Client()
    log_in(client, user)
    log_in(other, user)
    new = "otra contraseña larga"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    client.post(reverse("accounts:password_change"), typed)

    assert (is_open(client), is_open(other)) == (True, False)
    assert Session.objects.filter(user=user).count() == 1


def test_logging_out_leaves_nothing_that_opens(client, user, settings):
    log_in(client, user)
    key = client.session.session_key

    client.post(reverse("accounts:logout"))
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert not is_open(client)
    assert not Session.objects.filter(session_key=key).exists()


def session_of(browser: Client) -> Session:
    return Session.objects.get(session_key=browser.session.session_key)


def end(client, which, password=PASSWORD):
    return client.post(END, {"which": str(which), "password": password}, follow=True)


def test_a_person_sees_where_the_account_is_open_and_ends_one(client, user):
    other, third = Client(), Client()
    log_in(client, user, headers={"User-Agent": "Navegador de casa"})
    log_in(other, user, headers={"User-Agent": "<b>Navegador</b> de otra parte"})
    log_in(third, user)
    log_in(Client(), UserFactory(), headers={"User-Agent": "Navegador ajeno"})

    page = client.get(LIST).content.decode()

    assert "Navegador de casa" in page
    assert "&lt;b&gt;Navegador&lt;/b&gt; de otra parte" in page
    assert "Navegador ajeno" not in page
    assert [key for key in Session.objects.values_list("pk", flat=True) if key in page] == []
    assert str(session_of(client).public_id) not in page
    response = end(client, session_of(other).public_id)
    assert "Se cerró 1 sesión." in response.content.decode()
    assert [is_open(one) for one in (client, other, third)] == [True, False, True]


def test_without_the_password_none_ends(client, user):
    other = Client()
    log_in(client, user)
    log_in(other, user)
    theirs = session_of(other).public_id

    for password, said in [("", "obligatorio"), ("otra", "No es la contraseña con que entró.")]:
        response = end(client, theirs, password)
        page = response.content.decode()
        assert (response.status_code, said in page, is_open(other)) == (422, True, True)
        assert f'value="{theirs}" required id="id_which_0" checked' in page


def test_the_password_is_not_guessed_there(client, user):
    other = Client()
    log_in(client, user)
    log_in(other, user)
    theirs = session_of(other).public_id

    answers = [end(client, theirs, f"intento {n}").status_code for n in range(11)]
    late = end(client, theirs)

    assert answers == [*[422] * 10, 429]
    assert (late.status_code, is_open(other)) == (429, True)


@pytest.mark.parametrize("whose", ["own", "stranger"])
def test_this_one_and_those_of_others_are_not_ended_here(client, user, whose):
    strangers = Client()
    log_in(client, user)
    log_in(Client(), user)
    log_in(strangers, UserFactory())
    named = {"own": client, "stranger": strangers}[whose]

    response = end(client, session_of(named).public_id)

    assert (response.status_code, is_open(client), is_open(strangers)) == (422, True, True)


def test_all_others_end_at_once(client, user):
    browsers = [Client() for _n in range(3)]
    stranger = Client()
    for one in (client, *browsers):
        log_in(one, user)
    log_in(stranger, UserFactory())

    response = end(client, "all")

    assert "Se cerraron 3 sesiones." in response.content.decode()
    assert [is_open(one) for one in (client, *browsers, stranger)] == [True, *[False] * 3, True]


def test_its_name_in_addresses_stays_and_opens_nothing(client, user, settings):
    log_in(client, user)
    first = Session.objects.get()
    client.post(INSIDE, {"language": "en"})

    assert Session.objects.get().public_id == first.public_id
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = first.public_id.hex
    assert not is_open(thief)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, user, count, django_assert_num_queries):
    for _n in range(count - 1):
        log_in(Client(), user)
    log_in(client, user)

    with django_assert_num_queries(4):
        response = client.get(LIST)

    assert response.content.decode().count("Abierta el") == count


def test_old_sessions_can_go(client, user, clock):
    log_in(client, user)
    assert not Session.objects.expired().exists()

    clock(hours=3)

    assert Session.objects.expired().count() == 1


def test_a_new_key_of_the_site_ends_every_session_but_while_the_old_one_is_named(
    client, user, settings
):
    soon, late = client, Client()
    log_in(soon, user)
    log_in(late, user)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "otra clave, larga y hecha al azar para esto"

    settings.SECRET_KEY_FALLBACKS = [before]
    assert is_open(soon)

    settings.SECRET_KEY_FALLBACKS = []
    assert is_open(soon)
    assert not is_open(late)
