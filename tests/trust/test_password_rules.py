"""A password is what the person typed: any signs, as long as one likes, and nothing but that."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from corett.accounts.models import User
from tests.factories import UserFactory
from tests.trust.codes import PASSWORD, log_in

pytestmark = pytest.mark.django_db

CHANGE = reverse("accounts:password_change")
EXACT = "  Ñandú de 64 signos o más: «áéíóú» 日本 🔑 " + "x" * 60 + "  "


def is_inside(client) -> bool:
    return "_auth_user_id" in client.session


def change(client, new: str):
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, typed)


@pytest.mark.parametrize(
    "password",
    ["solamenteletrasminusculas", "MAYUSCULASSOLAMENTE", "90817263544536", "¡¿§€!… ·· «»", EXACT],
)
def test_any_signs_will_do_and_more_than_64_of_them(client, password):
    user = UserFactory()
    client.force_login(user)

    assert change(client, password).status_code == 302
    assert is_inside(enter(user, password))


def enter(user, password: str) -> Client:
    client = Client()
    log_in(client, user, password)
    return client


@pytest.mark.parametrize("nearly", [str.strip, str.upper, str.lower, lambda said: said[:72]])
def test_nothing_is_cut_trimmed_or_made_small(client, nearly):
    user = UserFactory()
    client.force_login(user)
    change(client, EXACT)

    assert not is_inside(enter(user, nearly(EXACT)))
    assert is_inside(enter(user, EXACT))


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        (reverse("accounts:login"), ["current-password"]),
        (CHANGE, ["current-password", "new-password", "new-password"]),
    ],
)
def test_it_is_masked_and_a_manager_of_passwords_may_fill_it_in(client, page, kinds):
    if page == CHANGE:
        client.force_login(UserFactory())

    fields = re.findall(r'<input type="password"[^>]*>', client.get(page).content.decode())

    assert [re.search(r'autocomplete="([^"]*)"', one)[1] for one in fields] == kinds
    assert [one for one in fields if re.search(r"maxlength|readonly|onpaste", one)] == []


def test_no_account_comes_with_the_plan(loaded_plan):
    assert not User.objects.exists()
