import pytest
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.urls import reverse

from corett.accounts.password_words import HouseWordsValidator
from tests.factories import UserFactory
from tests.trust.codes import PASSWORD

NEW = "Secretaría Técnica 2026"


@pytest.mark.parametrize(
    "password",
    [
        "corett-2024-2028",
        "CORETT_corett_corett",
        "Secretaría Técnica 2026",
        "Presidencia.de.México",
        "PuntoFocalHonduras1",
        "Contraseña123456",
        "p\u0061\u0301nama panama 2025",
    ],
)
def test_words_of_the_house_alone_are_no_password(password):
    with pytest.raises(ValidationError, match="cualquiera probaría aquí"):
        HouseWordsValidator().validate(password)


@pytest.mark.parametrize(
    "password",
    [
        "el gato de corett duerme",
        "809273645518",
        "日本語のとても長い言葉",
        PASSWORD,
        "Panamá, jirafa azul",
    ],
)
def test_beside_others_they_will_do(password):
    HouseWordsValidator().validate(password)


@pytest.mark.django_db
def test_where_a_password_is_chosen_the_page_says_so_beside_it(client):
    user = UserFactory()
    client.force_login(user)

    page = reverse("accounts:password_change")
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    response = client.post(page, typed)

    assert response.status_code == 422
    assert "cualquiera probaría aquí" in response.content.decode()
    assert "No puede estar hecha solo de palabras de la CORETT" in client.get(page).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_it_is_asked_of_every_password():
    kinds = [type(one).__name__ for one in get_default_password_validators()]

    assert kinds == [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "HouseWordsValidator",
        "GuessesValidator",
    ]
