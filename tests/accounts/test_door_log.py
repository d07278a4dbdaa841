"""The log of the door: each attempt and each refusal in a line of its own, without secrets."""

import json
import logging

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from corett.accounts.devices import account_of
from corett.accounts.models import Session
from corett.lib.logs import UTC
from tests.factories import EntryFactory, MembershipFactory, UserFactory
from tests.trust.codes import PASSWORD, code_of, log_in, somebody, telephone_of, wrong_code_of

pytestmark = pytest.mark.django_db

PLACE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def told(caplog):
    """What was logged since, line by line."""
    caplog.set_level(logging.INFO, logger="corett.security")

    def lines() -> list[dict]:
        found = [one for one in caplog.records if one.name == "corett.security"]
        caplog.clear()
        return [json.loads(one.getMessage()) for one in found]

    return lines


def elsewhere(user) -> str:
    """The name of a session of the person in another browser."""
    browser = Client()
    browser.force_login(user)
    return str(Session.objects.get(pk=browser.session.session_key).public_id)


def test_each_attempt_to_enter_says_who_from_where_and_how_it_ended(client, told):
    user = UserFactory(email="enlace@prueba.example")

    log_in(client, user, "no es", **PLACE)
    log_in(client, user, **PLACE)

    line = {
        "event": "accounts:login",
        "method": "POST",
        "path": "/cuenta/entrar/",
        "typed": account_of(user.email),
        "place": "203.0.113.9",
    }
    assert told() == [
        {**line, "status": 422, "account": None},
        {**line, "status": 302, "account": user.pk},
    ]


def test_the_factor_the_passwords_and_the_way_out_are_told_too(client, told, settings):
    settings.SECOND_FACTOR = True
    user = somebody(secretariat=True).user
    key = telephone_of(user)
    log_in(client, user)
    told()

    client.post(reverse("accounts:code"), {"code": wrong_code_of(key)})
    client.post(reverse("accounts:code"), {"code": code_of(key)})
    client.post(reverse("accounts:password_change"), {"old_password": "no es"})
    client.post(reverse("accounts:session_end"), {"which": "all"})
    client.post(reverse("accounts:session_end"), {"which": elsewhere(user), "password": PASSWORD})
    client.post(reverse("accounts:logout"))

    assert [(one["event"], one["status"], one["account"]) for one in told()] == [
        ("accounts:code", 422, user.pk),
        ("accounts:code", 302, user.pk),
        ("accounts:password_change", 422, user.pk),
        ("accounts:session_end", 422, user.pk),
        ("accounts:session_end", 302, user.pk),
        ("accounts:logout", 302, user.pk),
    ]


def test_a_refusal_is_told_and_so_is_what_somebody_inside_did_not_find(client, told):
    report = EntryFactory().report
    neighbour = MembershipFactory().user
    client.force_login(neighbour)
    pages = [report.get_absolute_url(), reverse("accounts:history")]

    for page in pages:
        client.get(page)
    strict = Client(enforce_csrf_checks=True)
    strict.post(reverse("accounts:login"), {"username": "x"})

    assert [(one["path"], one["status"], one["account"]) for one in told()] == [
        (pages[0], 404, neighbour.pk),
        (pages[1], 403, neighbour.pk),
        ("/cuenta/entrar/", 403, None),
    ]


def test_a_form_that_was_not_taken_is_told_without_what_it_held(client, caplog, told):
    person = somebody(secretariat=True).user
    client.force_login(person)
    page = reverse("accounts:language")

    answer = client.post(page, {"language": "x" * 50})

    assert answer.status_code == 422
    assert "x" * 20 not in caplog.text
    assert [one.levelname for one in caplog.records if one.name == "corett.security"] == ["INFO"]
    (line,) = told()
    assert (line["path"], line["status"], line["account"]) == (page, 422, person.pk)


def test_who_guesses_without_end_is_told_until_the_end(client, told):
    user = UserFactory.build(email="nadie@prueba.example")

    for _n in range(11):
        log_in(Client(), user, "no es")

    assert [one["status"] for one in told()] == [422] * 10 + [429]


def test_what_people_read_and_save_is_nobody_s_business(client, told):
    client.force_login(MembershipFactory().user)

    client.get("/")
    client.post(reverse("accounts:language"), {"language": "en"})
    Client().get("/nada/")

    assert told() == []


def test_no_line_holds_a_password_a_code_an_address_or_a_link(
    client, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.INFO, logger="corett.security")
    user = UserFactory(email="enlace@prueba.example")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:reset"), {"email": user.email})
    link = mail.outbox[0].body.partition("http://localhost:8000")[2].split()[0]
    token = link.rstrip("/").rpartition("/")[2]

    page = client.get(link).url
    client.post(page, {"new_password1": "clave nueva", "new_password2": "clave nueva"})
    client.post(link, {"new_password1": "clave nueva", "new_password2": "clave nueva"})
    log_in(client, user)

    assert "accounts:reset_confirm" in caplog.text
    secrets = [user.email, token, PASSWORD, "clave nueva", client.session.session_key]
    assert [secret for secret in secrets if secret in caplog.text] == []


def test_nothing_that_is_sent_makes_a_line_of_its_own(client, caplog):
    client.force_login(UserFactory())

    client.get("/nada/%0A2026-01-01T00:00:00Z INFO corett.security %E2%80%A8{}/")

    (line,) = [one.getMessage() for one in caplog.records if one.name == "corett.security"]
    assert len(line.splitlines()) == 1
    assert "\\n2026-01-01" in line


def test_a_line_begins_with_its_time_in_utc():
    record = logging.makeLogRecord({"msg": "x", "created": 0.25, "msecs": 250.0})

    assert UTC("%(asctime)s %(message)s").format(record) == "1970-01-01T00:00:00.250Z x"
