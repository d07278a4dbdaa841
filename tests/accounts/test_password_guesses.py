"""Passwords long enough that are guessed soon all the same."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from corett.accounts.password_guesses import GuessesValidator
from tests.factories import UserFactory
from tests.trust.codes import PASSWORD


@pytest.mark.parametrize(
    "password",
    ["qwertyuiop12", "zaq1xsw2cde3", "112233445566", "abcabcabcabc", "Unbelievable1", "a" * 500],
)
def test_what_is_guessed_soon_is_refused(password):
    with pytest.raises(ValidationError) as refused:
        GuessesValidator().validate(password)

    assert refused.value.code == "password_soon_guessed"


@pytest.mark.parametrize(
    "password",
    [
        "mi perro come uvas",
        "caballo batería grapa correcto",
        "x7#Qm!2vLp9z",
        "x7#Qm!2vLp9z" + "ñandú " * 40,
    ],
)
def test_words_that_have_nothing_to_do_with_each_other_will_do(password):
    GuessesValidator().validate(password)


@pytest.mark.django_db
def test_where_a_password_is_chosen_the_page_says_so_beside_it(client):
    client.force_login(UserFactory())
    page = reverse("accounts:password_change")
    typed = {
        "old_password": PASSWORD,
        "new_password1": "zaq1xsw2cde3",
        "new_password2": "zaq1xsw2cde3",
    }

    response = client.post(page, typed)

    assert response.status_code == 422
    assert "se adivina pronto" in response.content.decode()
    assert "orden del teclado" in client.get(page).content.decode()
