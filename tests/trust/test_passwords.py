"""Passwords, links and invitations: each opens one account, once, for a while."""

import re
import time
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from corett.accounts import letters
from corett.accounts.models import Letter, Session, User
from tests.admin_pages import filled
from tests.factories import StakeholderFactory, UserFactory
from tests.trust.codes import PASSWORD, log_in, somebody, telephone_of

pytestmark = pytest.mark.django_db

RESET = reverse("accounts:reset")
NEW = "otra contraseña larga"
LINK = re.compile(r"https?://\S+/cuenta/\S+")


@pytest.fixture
def go(django_capture_on_commit_callbacks):
    """Does something and lets the mails go out."""

    def act(client, address, data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data)

    return act


@pytest.fixture
def later(monkeypatch):
    def go_by(seconds: float):
        real = time.time
        monkeypatch.setattr(signing.time, "time", lambda: real() + seconds)

    return go_by


def link_in(message) -> str:
    (link,) = LINK.findall(message.body)
    return link.replace("http://localhost:8000", "")


def choose(client, link: str, password: str = NEW, again: str | None = None):
    """As a browser does it: the link leads on to a page without the token."""
    page = client.get(link, follow=True)
    typed = {"new_password1": password, "new_password2": again or password}
    return client.post(page.redirect_chain[-1][0] if page.redirect_chain else link, typed)


def is_right(user, password: str) -> bool:
    return User.objects.get(pk=user.pk).check_password(password)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("once letras", "demasiado corta"),
        ("enlace.de.honduras", "demasiado similar"),
        ("administrator", "demasiado común"),
        ("contraseña corta otra vez", None),
    ],
)
@pytest.mark.parametrize("where", ["change", "link"])
def test_a_weak_password_is_refused_wherever_it_is_chosen(client, where, password, told):
    user = UserFactory(email="enlace.de.honduras@prueba.example")
    if where == "change":
        client.force_login(user)
        typed = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        response = client.post(reverse("accounts:password_change"), typed)
    else:
        link = letters.link_of(Letter(kind="reset", user=user)).replace("http://localhost:8000", "")
        response = choose(client, link, password)

    assert response.status_code == (422 if told else 302)
    assert told is None or told in response.content.decode()
    assert is_right(user, password) is (told is None)


def test_who_forgot_the_password_gets_a_link_and_chooses_another(client, go):
    user = UserFactory()

    response = go(client, RESET, {"email": user.email.upper()})
    (message,) = mail.outbox
    done = choose(client, link_in(message))

    assert response.url == reverse("accounts:reset_asked")
    assert message.to == [user.email]
    assert done.url == reverse("accounts:login")
    assert is_right(user, NEW)
    assert "_auth_user_id" not in client.session


def test_the_answer_is_the_same_for_an_address_of_nobody_and_no_mail_tells(client, go):
    closed, invited = UserFactory(is_active=False), UserFactory()
    invited.set_unusable_password()
    invited.save()
    emails = ["nadie@prueba.example", closed.email, invited.email, UserFactory().email]
    answers = []

    for email in emails:
        response = go(Client(), RESET, {"email": email})
        page = Client().get(response.url).content.decode()
        answers.append((response.status_code, response.url, page, sorted(response.headers)))

    assert [answer == answers[0] for answer in answers] == [True] * 4
    assert [message.to for message in mail.outbox] == [[emails[-1]]]


def test_no_header_and_no_address_keeps_the_token(client, go):
    go(client, RESET, {"email": UserFactory().email})
    link = link_in(mail.outbox[0])
    token = link.rstrip("/").rpartition("/")[2]

    led = client.get(link)
    page = client.get(led.url)

    assert (led.status_code, token in led.url, token in page.content.decode()) == (
        302,
        False,
        False,
    )
    assert page["Referrer-Policy"] == led["Referrer-Policy"] == "same-origin"
    assert ["no-store" in one["Cache-Control"] for one in (led, page)] == [True, True]


def test_a_link_serves_once_and_ends_those_that_were_sent_before(client, go):
    user = UserFactory()
    for _n in range(2):
        go(client, RESET, {"email": user.email})
    first, second = (link_in(message) for message in mail.outbox)

    choose(client, second)
    used = [Client().get(link, follow=True) for link in (first, second)]

    assert [page.status_code for page in used] == [410, 410]
    assert ["Este enlace ya no sirve" in page.content.decode() for page in used] == [True, True]
    assert "Pedir otro enlace" in used[0].content.decode()


def test_of_two_browsers_that_opened_the_link_one_chooses(client, go):
    user, other = UserFactory(), Client()
    go(client, RESET, {"email": user.email})
    link = link_in(mail.outbox[0])
    pages = [one.get(link).url for one in (client, other)]

    answers = [
        one.post(page, {"new_password1": word, "new_password2": word}).status_code
        for one, page, word in zip(
            (client, other), pages, (NEW, "una tercera muy larga"), strict=True
        )
    ]

    assert answers == [302, 410]
    assert is_right(user, NEW)


def test_entering_with_the_old_password_ends_the_link(client, go):
    user = UserFactory()
    go(client, RESET, {"email": user.email})
    log_in(Client(), user)

    assert client.get(link_in(mail.outbox[0]), follow=True).status_code == 410


@pytest.mark.parametrize(("seconds", "status"), [(59 * 60, 200), (61 * 60, 410)])
def test_a_link_for_a_new_password_lasts_an_hour(client, go, later, seconds, status):
    go(client, RESET, {"email": UserFactory().email})

    later(seconds)

    assert client.get(link_in(mail.outbox[0]), follow=True).status_code == status


@pytest.mark.parametrize("wrong", ["MQ/x:y:z", "OTk5OTk/x:y:z", "%00/x", "a/b"])
def test_a_link_that_somebody_made_up_opens_nothing(client, wrong):
    UserFactory(pk=1)

    for page in ("contrasena/nueva", "invitacion"):
        assert client.get(f"/cuenta/{page}/{wrong}/", follow=True).status_code == 410


def test_the_link_of_one_account_does_not_open_another(client, go):
    owner, other = UserFactory(), UserFactory()
    go(client, RESET, {"email": owner.email})
    go(client, RESET, {"email": other.email})
    first, second = (link_in(message).split("/") for message in mail.outbox)
    mixed = "/".join([*first[:-3], first[-3], second[-2], ""])

    assert client.get(mixed, follow=True).status_code == 410


def test_a_new_password_ends_every_session_and_does_not_pass_the_second_factor(
    client, go, settings
):
    settings.SECOND_FACTOR = True
    user, inside = somebody(secretariat=True).user, Client()
    telephone_of(user)
    inside.force_login(user)
    go(client, RESET, {"email": user.email})

    choose(client, link_in(mail.outbox[0]))
    log_in(client, user, NEW)

    assert client.get("/").url.startswith(reverse("accounts:code"))
    assert Session.objects.filter(user=user).count() == 1
    assert inside.get("/seguimiento/informes/").url.startswith(reverse("accounts:login"))


def test_its_owner_is_told_by_mail_of_every_new_password(client, go, settings):
    user = UserFactory(language="en")
    client.force_login(user)
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}

    go(client, reverse("accounts:password_change"), typed)

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([user.email], "The password of your account changed")


@pytest.fixture
def office(client):
    client.force_login(somebody(secretariat=True).user)
    return client


def invite(office, go, email="enlace@prueba.example", **more) -> User:
    address = reverse("admin:accounts_user_add")
    country = StakeholderFactory(code="HN")
    row = {"memberships-0-stakeholder": country.pk, "memberships-0-since": "2026-01-01"}
    typed = {**filled(office.get(address)), "email": email, "name": "punto focal", **row, **more}
    assert go(office, address, typed).status_code == 302
    return User.objects.get(email=email)


def test_who_is_invited_chooses_a_password_and_enters(office, go):
    user, guest = invite(office, go), Client()
    (message,) = mail.outbox

    choose(guest, link_in(message))
    response = log_in(guest, user, NEW)

    assert message.to == [user.email]
    assert response.url == "/"
    assert guest.get("/").wsgi_request.membership.stakeholder.code == "HN"


def test_nobody_of_the_secretariat_learns_or_sets_the_password(office, go):
    user = invite(office, go, password1=NEW, password2=NEW, password="x")

    page = office.get(reverse("admin:accounts_user_add")).content.decode()

    assert not user.has_usable_password()
    assert 'type="password"' not in page


def test_an_invitation_serves_once(office, go):
    invite(office, go)
    link = link_in(mail.outbox[0])

    choose(Client(), link)

    page = Client().get(link, follow=True)
    assert page.status_code == 410
    assert "pida a la Secretaría Técnica que la invite de nuevo" in page.content.decode()


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 410)])
def test_an_invitation_lasts_a_week(office, go, later, days, status):
    invite(office, go)

    later(days * 24 * 60 * 60)

    assert Client().get(link_in(mail.outbox[0]), follow=True).status_code == status


def test_an_invitation_that_got_lost_is_sent_again(office, go):
    user = invite(office, go)
    button = reverse("admin:invite", args=[user.pk])
    page = office.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()

    response = go(office, button, {})

    assert button in page
    assert "Enviar la invitación de nuevo" in page
    assert response.url == reverse("admin:accounts_user_change", args=[user.pk])
    assert [message.to for message in mail.outbox] == [[user.email]] * 2
    choose(Client(), link_in(mail.outbox[1]))
    assert is_right(user, NEW)


def test_a_closed_account_is_not_invited_and_its_link_opens_nothing(office, go):
    user = invite(office, go)
    link = link_in(mail.outbox[0])
    User.objects.filter(pk=user.pk).update(is_active=False)

    page = office.post(reverse("admin:invite", args=[user.pk]), follow=True)

    assert "La cuenta está cerrada." in page.content.decode()
    assert Client().get(link, follow=True).status_code == 410


def test_nobody_else_invites(client, mailoutbox):
    client.force_login(somebody(presidency=True).user)
    user = UserFactory()

    response = client.post(reverse("admin:invite", args=[user.pk]))

    assert response.status_code in (302, 403)
    assert not Letter.objects.exists()


def test_who_is_invited_to_the_secretariat_is_led_to_the_second_factor(office, go, settings):
    settings.SECOND_FACTOR = False
    secretariat = StakeholderFactory(secretariat=True)
    user = invite(office, go, **{"memberships-0-stakeholder": secretariat.pk})
    guest, settings.SECOND_FACTOR = Client(), True
    choose(guest, link_in(mail.outbox[0]))

    log_in(guest, user, NEW)

    assert guest.get("/").url.startswith(reverse("accounts:second_factor"))


def test_a_mail_that_fails_undoes_nothing_and_goes_out_later(client, go, monkeypatch, clock_back):
    user = UserFactory()

    def fails(message, **given):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fails)
        assert go(client, RESET, {"email": user.email}).status_code == 302
    assert (letters.deliver(), mail.outbox) == (0, [])
    clock_back(minutes=6)

    assert letters.deliver() == 1
    assert letters.deliver() == 0
    assert [message.to for message in mail.outbox] == [[user.email]]


@pytest.fixture
def clock_back():
    """As if the mails had been tried so long ago."""

    def back(**how_long):
        for letter in Letter.objects.all():
            letter.tried_at -= timedelta(**how_long)
            letter.save()

    return back


def test_no_row_keeps_what_opens_an_account(client, go):
    go(client, RESET, {"email": UserFactory().email})
    link = link_in(mail.outbox[0])

    kept = [str(value) for row in Letter.objects.values() for value in row.values()]

    assert [value for value in kept if value in link and len(value) > 4] == []


def test_the_same_mail_is_taken_by_one_of_those_who_send(client):
    letter = Letter.objects.create(user=UserFactory(), kind="reset")

    assert [letters.claim(letter), letters.claim(letter)] == [True, False]


def test_every_mail_of_an_account_speaks_both_languages(settings):
    said = {}
    for language in ("es", "en"):
        user = UserFactory(language=language, name="Ana")
        for kind in letters.LetterKind.values:
            message = letters.message_of(Letter(kind=kind, user=user, asked_by=user))
            said[language, kind] = (message.subject, message.body.replace(user.email, "…"))

    for kind in letters.LetterKind.values:
        (subject, body), (in_english, english) = said["es", kind], said["en", kind]
        assert subject != in_english
        same = set(filter(None, body.splitlines())) & set(filter(None, english.splitlines()))
        assert [line for line in same if not line.startswith("http")] == [], kind
