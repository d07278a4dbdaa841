import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "una contraseña de prueba"


def log_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("accounts:login"), {"username": email, "password": password, **more})


def test_a_person_logs_in_with_the_email(client):
    user = UserFactory(email="enlace@prueba.example")

    response = log_in(client, "Enlace@Prueba.example")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_says_so_and_keeps_what_was_typed(client):
    user = UserFactory()

    response = log_in(client, user.email, "otra")

    page = response.content.decode()
    assert "El correo o la contraseña no coinciden." in page
    assert user.email in page
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_enter(client):
    user = UserFactory(is_active=False)

    log_in(client, user.email)

    assert "_auth_user_id" not in client.session


def test_an_account_without_password_does_not_enter(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()

    log_in(client, user.email, "")
    log_in(client, user.email)

    assert "_auth_user_id" not in client.session


def test_the_login_leads_to_no_other_host(client):
    user = UserFactory()

    response = log_in(client, user.email, next="https://otro.example/")

    assert response.url == reverse("home")


def test_a_person_with_two_hats_chooses_one(client):
    first = MembershipFactory(stakeholder=StakeholderFactory(order=1))
    second = MembershipFactory(user=first.user, stakeholder=StakeholderFactory(order=2))
    client.force_login(first.user)

    page = client.get(reverse("accounts:membership_choose"))
    response = client.post(reverse("accounts:membership_choose"), {"membership": second.pk})

    assert str(second.stakeholder) in page.content.decode()
    assert response.status_code == 302
    assert client.get(reverse("plan:current")).wsgi_request.membership == second


@pytest.mark.parametrize("chosen", ["0", "", "otra"])
def test_a_hat_that_is_not_ones_own_is_not_found(client, chosen):
    client.force_login(MembershipFactory().user)

    response = client.post(reverse("accounts:membership_choose"), {"membership": chosen})

    assert response.status_code == 404


def test_a_person_logs_out(client):
    client.force_login(UserFactory())

    client.post(reverse("accounts:logout"))

    assert "_auth_user_id" not in client.session


def change_password(client, old, new):
    return client.post(
        reverse("accounts:password_change"),
        {"old_password": old, "new_password1": new, "new_password2": new},
    )


def test_a_person_changes_the_password_and_enters_with_the_new_one(client):
    user = UserFactory()
    log_in(client, user.email)

    response = change_password(client, PASSWORD, "otra contraseña larga")

    assert response.url == reverse("home")
    user.refresh_from_db()
    assert user.check_password("otra contraseña larga")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("no era esta", "otra contraseña larga", "old_password"),
        (PASSWORD, "corta", "new_password2"),
    ],
)
def test_a_wrong_old_or_a_weak_new_password_is_said_beside_its_field(client, old, new, field):
    user = UserFactory()
    log_in(client, user.email)

    response = change_password(client, old, new)

    assert list(response.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_person_chooses_the_language_of_the_mails(client):
    user = UserFactory()
    client.force_login(user)
    page = reverse("accounts:language")

    assert page in client.get("/").content.decode()
    response = client.post(page, {"language": "en"}, follow=True)

    user.refresh_from_db()
    assert user.language == "en"
    assert "Desde ahora recibe los avisos en ese idioma." in response.content.decode()
    assert [one.language for one in user.history.all()] == ["en", "es"]


@pytest.mark.parametrize("language", ["", "fr", "es; en"])
def test_a_language_that_no_mail_speaks_is_refused(client, language):
    user = UserFactory(language="en")
    client.force_login(user)

    response = client.post(reverse("accounts:language"), {"language": language})

    user.refresh_from_db()
    assert (response.status_code, user.language) == (422, "en")


def test_the_pages_stay_in_spanish_for_who_reads_mails_in_english(client):
    client.force_login(UserFactory(language="en"))

    response = client.get("/", headers={"accept-language": "en"})

    assert response["Content-Language"] == "es"


def test_who_has_not_entered_chooses_no_language(client):
    response = client.post(reverse("accounts:language"), {"language": "en"})

    assert response.url.startswith(reverse("accounts:login"))
