"""The second factor: demanded of those who decide, offered to all, and no way around it."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.core.checks import run_checks
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from corett.accounts.models import RecoveryCode, Session
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.trust.codes import (
    PASSWORD,
    code_of,
    log_in,
    somebody,
    telephone_of,
    wrong_code_of,
)

pytestmark = pytest.mark.django_db

CODE, PAGE = reverse("accounts:code"), reverse("accounts:second_factor")
SET_UP = reverse("accounts:second_factor_set_up")
RENEW, OFF = reverse("accounts:second_factor_codes"), reverse("accounts:second_factor_off")
SHOWN = re.compile(r"<li><code>([A-Z2-7-]+)</code></li>")


@pytest.fixture(autouse=True)
def _is_asked(settings):
    settings.SECOND_FACTOR = True


def where(response) -> str:
    return response.headers.get("Location", "").partition("?")[0]


def set_up(client, user) -> tuple[str, list[str]]:
    """As a person does it: the key of the page, and the recovery codes that it answers."""
    log_in(client, user)
    key = shown_key(client.get(PAGE))
    response = client.post(SET_UP, {"code": code_of(key), "password": PASSWORD})
    return key, SHOWN.findall(response.content.decode())


def shown_key(response) -> str:
    return response.wsgi_request.session["second_factor_key"]


OBLIGED = [{"secretariat": True}, {"presidency": True}]
OTHERS = [{}, {"observer": True}, {"donor": True}, {"evaluator": True}]


GUESSES = ("1", "2025-2", "1.1", "1.1.a", "R1", "x", "00000000-0000-4000-8000-000000000000")


def addresses(patterns, before="/", space="") -> Iterator[tuple[str, str]]:
    """Every address of the configuration, the admin's too, with something that fits each part."""
    for one in patterns:
        inside = f"{one.namespace}:" if getattr(one, "namespace", None) else space
        here = before + filled_in(one.pattern)
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", here
        else:
            yield from addresses(one.url_patterns, here, inside)


def filled_in(pattern) -> str:
    text = str(pattern)
    for name, converter in pattern.converters.items():
        fits = next(one for one in GUESSES if re.fullmatch(converter.regex, one))
        text = re.sub(rf"<(\w+:)?{name}>", fits, text)
    return text


@pytest.mark.parametrize("kind", [*OBLIGED, "superuser"])
def test_who_decides_over_others_sees_no_page_before_setting_it_up(client, kind, figure):
    user = UserFactory(is_superuser=True) if kind == "superuser" else somebody(**kind).user
    log_in(client, user)

    seen = {
        (name, address): where(client.get(address))
        for name, address in addresses(get_resolver().url_patterns)
        if not name.endswith(":None")
    }

    free = {name for (name, _address), to in seen.items() if to != PAGE}
    assert free == {
        "accounts:logout",
        "accounts:second_factor",
        "accounts:second_factor_set_up",
    }
    figure("direcciones cerradas antes de poner el segundo factor", len(seen) - len(free))


@pytest.mark.parametrize("kind", OTHERS)
def test_nobody_else_is_asked_for_one(client, kind):
    log_in(client, somebody(**kind).user)

    assert client.get("/").status_code == 200
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("kind", [*OBLIGED, *OTHERS])
def test_each_new_session_of_an_account_that_has_one_asks_for_the_code(client, kind):
    user = somebody(**kind).user
    key = telephone_of(user)
    log_in(client, user)

    assert client.get("/seguimiento/informes/").url == f"{CODE}?next=/seguimiento/informes/"
    assert where(client.get(PAGE)) == CODE
    response = client.post(CODE, {"code": code_of(key), "next": "/seguimiento/informes/"})

    assert response.url == "/seguimiento/informes/"
    assert client.get("/seguimiento/informes/").status_code == 200
    other = Client()
    log_in(other, user)
    assert where(other.get("/")) == CODE


def test_the_key_is_shown_as_image_and_as_text_and_is_not_that_of_another_session(client):
    user = somebody(secretariat=True).user
    log_in(client, user)
    other = Client()
    log_in(other, user)

    page = client.get(PAGE).content.decode()

    assert 'src="data:image/svg+xml' in page
    assert re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page)
    assert shown_key(client.get(PAGE)) == shown_key(client.get(PAGE))
    assert shown_key(client.get(PAGE)) != shown_key(other.get(PAGE))
    assert not TOTPDevice.objects.exists()


def test_setting_it_up_shows_ten_codes_once_and_opens_the_way(client):
    user = somebody(secretariat=True).user

    _key, codes = set_up(client, user)

    assert len(set(codes)) == 10
    again = client.get(PAGE)
    assert SHOWN.findall(again.content.decode()) == []
    assert "le quedan 10 códigos de respaldo" in again.content.decode()
    assert client.get(reverse("admin:index")).status_code == 200
    kept = RecoveryCode.objects.values_list("digest", flat=True)
    assert [code for code in codes if code in kept or code.replace("-", "") in kept] == []


@pytest.mark.parametrize("wrong", ["code", "password"])
def test_it_is_not_set_up_with_a_wrong_code_or_by_who_does_not_know_the_password(client, wrong):
    user = somebody(secretariat=True).user
    log_in(client, user)
    key = shown_key(client.get(PAGE))
    typed = {"code": code_of(key), "password": PASSWORD}
    typed[wrong] = wrong_code_of(key) if wrong == "code" else "no es esta"

    response = client.post(SET_UP, typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    assert not TOTPDevice.objects.exists()
    assert where(client.get("/")) == PAGE


def test_setting_it_up_ends_the_sessions_elsewhere_and_tells_its_owner(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    user = somebody(secretariat=True).user
    other = Client()
    log_in(other, user)

    with django_capture_on_commit_callbacks(execute=True):
        set_up(client, user)

    assert where(other.get("/seguimiento/informes/")) == reverse("accounts:login")
    assert [mail.subject for mail in mailoutbox] == ["Su cuenta tiene ahora un segundo factor"]


def test_a_telephone_that_stands_is_not_replaced_by_a_second_one(client):
    user = somebody().user
    key, _codes = set_up(client, user)

    response = client.post(SET_UP, {"code": code_of(key, later=1), "password": PASSWORD})

    assert response.status_code == 422
    assert TOTPDevice.objects.get().key == key


def test_a_code_serves_once(client):
    user = somebody(secretariat=True).user
    key = telephone_of(user)
    code, other = code_of(key), Client()
    log_in(client, user)
    log_in(other, user)

    assert client.post(CODE, {"code": code}).status_code == 302
    assert other.post(CODE, {"code": code}).status_code == 422
    assert other.post(CODE, {"code": code_of(key, later=1)}).status_code == 302


def test_a_recovery_code_serves_once_however_it_is_typed(client):
    user = somebody(secretariat=True).user
    _key, codes = set_up(client, user)
    first, second = Client(), Client()
    log_in(first, user)
    log_in(second, user)
    typed = f" {codes[0].lower().replace('-', ' ')} "

    assert first.post(CODE, {"code": typed}).status_code == 302
    assert second.post(CODE, {"code": codes[0]}).status_code == 422
    assert second.post(CODE, {"code": codes[1]}).status_code == 302
    assert "le quedan 8 códigos" in second.get(PAGE).content.decode()


def test_a_recovery_code_of_another_opens_nothing(client):
    _key, codes = set_up(Client(), somebody(secretariat=True).user)
    user = somebody(presidency=True).user
    telephone_of(user)
    log_in(client, user)

    assert client.post(CODE, {"code": codes[0]}).status_code == 422


def test_new_recovery_codes_need_a_fresh_code_and_end_the_old_ones(client):
    user = somebody(secretariat=True).user
    key, old = set_up(client, user)

    refused = client.post(RENEW, {"code": code_of(key)})
    response = client.post(RENEW, {"code": code_of(key, later=1)})

    new = SHOWN.findall(response.content.decode())
    assert refused.status_code == 422
    assert (len(new), set(new) & set(old)) == (10, set())
    other = Client()
    log_in(other, user)
    assert other.post(CODE, {"code": old[0]}).status_code == 422
    assert other.post(CODE, {"code": new[0]}).status_code == 302


def test_who_need_not_have_it_switches_it_off_with_a_fresh_code_only(client):
    user = somebody().user
    key, _codes = set_up(client, user)

    refused = client.post(OFF, {"code": wrong_code_of(key)})
    assert (refused.status_code, TOTPDevice.objects.count()) == (422, 1)
    client.post(OFF, {"code": code_of(key, later=1)})

    assert (TOTPDevice.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    other = Client()
    log_in(other, user)
    assert other.get("/").status_code == 200


@pytest.mark.parametrize("kind", OBLIGED)
def test_where_it_is_demanded_nobody_switches_it_off(client, kind):
    key, _codes = set_up(client, somebody(**kind).user)

    response = client.post(OFF, {"code": code_of(key, later=1)})

    assert response.status_code == 422
    assert TOTPDevice.objects.count() == 1
    assert OFF not in client.get(PAGE).content.decode()


def test_who_comes_to_decide_over_others_is_led_to_it_at_the_next_page(client):
    user = somebody().user
    log_in(client, user)
    assert client.get("/").status_code == 200

    MembershipFactory(user=user, stakeholder=StakeholderFactory(presidency=True))

    assert where(client.get("/")) == PAGE


def test_the_secretariat_takes_it_from_who_lost_it_and_never_from_itself(client):
    editor, loser = somebody(secretariat=True).user, somebody(presidency=True).user
    set_up(client, editor)
    telephone_of(loser)
    inside = Client()
    inside.force_login(loser)
    own = reverse("admin:reset_second_factor", args=[editor.pk])
    others = reverse("admin:reset_second_factor", args=[loser.pk])
    page = client.get(reverse("admin:accounts_user_change", args=[loser.pk])).content.decode()

    client.post(own)
    client.post(others)

    assert others in page
    assert (
        own
        not in client.get(reverse("admin:accounts_user_change", args=[editor.pk])).content.decode()
    )
    assert [device.user for device in TOTPDevice.objects.all()] == [editor]
    assert not Session.objects.filter(user=loser).exists()
    log_in(inside, loser)
    assert where(inside.get("/")) == PAGE


def test_no_other_page_of_the_admin_shows_or_touches_a_key():
    assert [model for model in admin.site._registry if "otp" in model._meta.app_label] == []


def test_a_new_password_by_mail_does_not_lead_past_it(client):
    user = somebody(secretariat=True).user
    telephone_of(user)
    user.set_password("otra contraseña larga")
    user.save()

    log_in(client, user, "otra contraseña larga")

    assert where(client.get("/")) == CODE


@pytest.mark.parametrize(
    "forged", ["https://otro.example/", "//otro.example", "javascript:alert(1)", "<b>", "home"]
)
def test_the_code_leads_to_no_other_house(client, forged):
    user = somebody().user
    key = telephone_of(user)
    log_in(client, user)

    response = client.post(CODE, {"code": code_of(key), "next": forged})

    assert response.url == "/"


def test_the_session_has_another_key_after_the_code(client):
    user = somebody().user
    key = telephone_of(user)
    log_in(client, user)
    before = client.session.session_key

    client.post(CODE, {"code": code_of(key)})

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_page_asks_no_more_often_because_of_it(client, django_assert_num_queries, settings):
    user = somebody(secretariat=True).user
    key = telephone_of(user)
    log_in(client, user)
    client.post(CODE, {"code": code_of(key)})
    counts = {}

    for is_on in (True, False):
        settings.SECOND_FACTOR = is_on
        with django_assert_num_queries(3):
            counts[is_on] = client.get(reverse("accounts:language")).status_code

    assert counts == {True: 200, False: 200}


def test_where_it_is_off_nobody_is_asked_and_the_page_says_so(client, settings):
    settings.SECOND_FACTOR = False
    log_in(client, somebody(secretariat=True).user)

    assert client.get("/").status_code == 200
    assert "no pide el segundo factor" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("is_on", "said"), [(True, []), (False, ["accounts.W001"])])
def test_an_installation_that_does_not_ask_for_it_is_told_before_it_serves(settings, is_on, said):
    settings.SECOND_FACTOR = is_on

    found = run_checks(tags=["security"], include_deployment_checks=True)

    assert [one.id for one in found if one.id.startswith("accounts")] == said
