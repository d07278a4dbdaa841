import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from corett.accounts import throttling
from corett.accounts.models import Membership, StakeholderKind, User
from tests.admin_pages import errors, filled
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db

BUTTONS = ("invite", "reset_second_factor", "close_sessions")
PASSWORD = "una contraseña de prueba"


@pytest.fixture
def editor():
    return MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="una editora"
    ).user


@pytest.fixture
def office(client, editor):
    client.force_login(editor)
    return client


def change(model, row):
    return reverse(f"admin:{model}_change", args=[row.pk])


def test_the_secretariat_enters(office):
    assert office.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    "kind", [kind for kind in StakeholderKind.values if kind != StakeholderKind.SECRETARIAT]
)
@pytest.mark.parametrize("name", ["index", "plan_activity_changelist", "accounts_user_add"])
def test_nobody_else_enters_and_nobody_is_sent_round_in_circles(client, kind, name):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(kind=kind)).user)

    response = client.get(reverse(f"admin:{name}"), follow=True)

    assert response.status_code == 403
    assert response.redirect_chain == []


def test_an_anonymous_person_logs_in_where_everybody_does(client):
    address = reverse("admin:index")

    response = client.get(address, follow=True)

    assert response.redirect_chain[-1][0] == f"{reverse('accounts:login')}?next={address}"
    assert response.status_code == 200


def test_the_login_of_the_admin_leads_a_member_of_the_secretariat_in(office):
    assert office.get(reverse("admin:login")).url == reverse("admin:index")


def test_the_login_of_the_admin_keeps_where_one_wanted_to_go(client):
    address = reverse("admin:plan_activity_changelist")

    response = client.get(reverse("admin:login"), {"next": address})

    assert response.url == f"{reverse('accounts:login')}?next={address}"


def test_the_tables_stand_in_the_order_of_the_document(office):
    page = office.get(reverse("admin:index")).content.decode().split("recent-actions")[0]

    tables = re.findall(r'<tr class="model-(\w+)', page)
    assert tables == [
        *["plan", "semester", "axis", "objective", "activity", "measure", "target"],
        *["guidingapproach", "glossaryterm", "planedition"],
        *["risktype", "risk", "riskreview", "mitigationaction"],
        *["reportingperiod", "priority", "finding"],
        "institution",
        *["user", "stakeholder", "membership"],
    ]


def test_every_table_of_the_office_obeys_the_one_rule(rf, editor):
    stranger = MembershipFactory(stakeholder=StakeholderFactory(presidency=True)).user

    for user, may in [(editor, True), (stranger, False)]:
        request = rf.get("/")
        request.user = user
        for table in admin.site._registry.values():
            assert table.has_module_permission(request) is may
            assert table.has_view_permission(request) is may
            assert not table.has_change_permission(request) or may


def test_a_person_is_invited_with_a_membership_and_no_password(office):
    country = StakeholderFactory(code="HN")
    page = office.get(reverse("admin:accounts_user_add"))

    response = office.post(
        reverse("admin:accounts_user_add"),
        {
            **filled(page),
            "email": "Enlace@Prueba.example",
            "name": "punto focal",
            "memberships-0-stakeholder": country.pk,
            "memberships-0-since": "2026-01-01",
            "memberships-0-position": "alternate",
            "language": "en",
        },
    )

    assert response.status_code == 302
    user = User.objects.get(email="enlace@prueba.example")
    assert (user.language, user.memberships.get().position) == ("en", "alternate")
    assert not user.has_usable_password()
    assert not user.is_superuser
    assert [membership.stakeholder for membership in user.memberships.all()] == [country]


def test_nobody_but_a_superuser_makes_a_superuser(office, editor):
    address = change("accounts_user", editor)

    response = office.post(address, {**filled(office.get(address)), "is_superuser": "on"})

    assert response.status_code == 302
    editor.refresh_from_db()
    assert not editor.is_superuser


def test_a_superuser_makes_a_superuser(client):
    client.force_login(UserFactory(is_superuser=True))
    user = UserFactory()
    address = change("accounts_user", user)
    typed = {**filled(client.get(address)), "is_superuser": "on"}

    refused = client.post(address, typed)
    user.refresh_from_db()
    assert errors(refused) == ["No es la contraseña con que entró."]
    assert not user.is_superuser

    client.post(address, {**typed, "own_password": PASSWORD})
    user.refresh_from_db()
    assert user.is_superuser


def test_the_email_of_an_account_is_changed_only_by_who_knows_the_own_password(office):
    user = UserFactory(email="antes@prueba.example")
    address = change("accounts_user", user)
    typed = {**filled(office.get(address)), "email": "otro@prueba.example"}

    for wrong in ("", "otra contraseña larga"):
        page = office.post(address, {**typed, "own_password": wrong})
        assert errors(page) == ["No es la contraseña con que entró."]
        assert 'value="otro@prueba.example"' in page.content.decode()
    user.refresh_from_db()
    assert user.email == "antes@prueba.example"

    assert office.post(address, {**typed, "own_password": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.email == "otro@prueba.example"


def test_whose_email_changes_is_told_at_both_and_enters_anew(
    office, mailoutbox, django_capture_on_commit_callbacks
):
    user, browser = UserFactory(email="antes@prueba.example"), Client()
    browser.force_login(user)
    address = change("accounts_user", user)
    typed = {**filled(office.get(address)), "email": "otro@prueba.example"}

    with django_capture_on_commit_callbacks(execute=True):
        office.post(address, {**typed, "own_password": PASSWORD})

    assert [mail.to for mail in mailoutbox] == [["antes@prueba.example"], ["otro@prueba.example"]]
    assert all("otro@prueba.example" in mail.body for mail in mailoutbox)
    assert browser.get(reverse("accounts:session_list")).status_code == 302
    assert office.get(address).status_code == 200


def test_who_changes_the_own_email_stays_inside(office, editor):
    address = change("accounts_user", editor)
    typed = {**filled(office.get(address)), "email": "otro@prueba.example"}

    office.post(address, {**typed, "own_password": PASSWORD})

    assert office.get(address).status_code == 200


def test_a_name_is_changed_without_the_password(office):
    user = UserFactory()
    address = change("accounts_user", user)

    office.post(address, {**filled(office.get(address)), "name": "enlace de prueba"})

    user.refresh_from_db()
    assert user.name == "enlace de prueba"


def test_the_own_password_is_not_guessed_at_without_end(office):
    user = UserFactory(email="antes@prueba.example")
    address = change("accounts_user", user)
    typed = {**filled(office.get(address)), "email": "otro@prueba.example", "own_password": "no"}
    most = throttling.SECRET_OF_ACCOUNT.most

    told = [office.post(address, typed).status_code for _try in range(most)]
    late = office.post(address, {**typed, "own_password": PASSWORD})

    assert told == [200] * most
    assert late.status_code == 429
    assert [error.startswith("Hubo demasiados intentos") for error in errors(late)] == [True]
    user.refresh_from_db()
    assert user.email == "antes@prueba.example"


def test_the_sessions_of_another_person_are_closed_and_the_own_stay(office, editor):
    user, browser = UserFactory(), Client()
    browser.force_login(user)

    page = office.get(change("accounts_user", user)).content.decode()
    done = office.post(reverse("admin:close_sessions", args=[user.pk]), follow=True)

    assert reverse("admin:close_sessions", args=[user.pk]) in page
    assert f"Las sesiones de {user.email} están cerradas." in done.content.decode()
    assert browser.get(reverse("accounts:session_list")).status_code == 302
    own = reverse("admin:close_sessions", args=[editor.pk])
    assert own not in office.get(change("accounts_user", editor)).content.decode()


def test_the_secretariat_cannot_take_over_the_account_of_a_superuser(office, mailoutbox):
    chief = UserFactory(is_superuser=True, email="sistema@prueba.example")
    buttons = [reverse(f"admin:{name}", args=[chief.pk]) for name in BUTTONS]

    page = office.get(change("accounts_user", chief))
    responses = [
        office.post(
            change("accounts_user", chief), {"email": "otra@prueba.example", "name": "otra"}
        ),
        *(office.post(button) for button in buttons),
    ]

    assert page.status_code == 200
    assert [button for button in buttons if button in page.content.decode()] == []
    assert [response.status_code for response in responses] == [403, 403, 403, 403]
    chief.refresh_from_db()
    assert chief.email == "sistema@prueba.example"
    assert mailoutbox == []


def test_nobody_sets_the_password_of_another(office):
    user = UserFactory()
    address = f"/administracion/accounts/user/{user.pk}/password/"
    typed = {"password1": "otra contraseña larga", "password2": "otra contraseña larga"}

    for response in (office.get(address, follow=True), office.post(address, typed, follow=True)):
        assert 'type="password"' not in response.content.decode()
    user.refresh_from_db()
    assert user.check_password("una contraseña de prueba")


def test_the_own_password_is_changed_where_everybody_changes_it(office):
    response = office.get(reverse("admin:password_change"))

    assert response.url == reverse("accounts:password_change")


def test_an_account_is_closed_and_never_deleted(office):
    user = UserFactory()
    address = change("accounts_user", user)
    data = filled(office.get(address))
    del data["is_active"]

    deleted = office.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"})
    office.post(address, data)

    assert deleted.status_code == 403
    user.refresh_from_db()
    assert not user.is_active


def test_an_email_that_exists_is_refused_with_a_sentence(office):
    UserFactory(email="enlace@prueba.example")

    response = office.post(
        reverse("admin:accounts_user_add"),
        {
            **filled(office.get(reverse("admin:accounts_user_add"))),
            "email": "ENLACE@prueba.example",
            "name": "punto focal",
        },
    )

    assert "Ya existe una cuenta con este correo electrónico." in errors(response)
    assert User.objects.filter(name="punto focal").count() == 0


def test_a_membership_that_ends_before_it_begins_is_refused_with_a_sentence(office):
    membership = MembershipFactory(since="2026-02-01")
    address = change("accounts_membership", membership)

    response = office.post(address, {**filled(office.get(address)), "until": "2026-01-01"})

    assert errors(response) == ["La membresía no puede terminar antes de empezar."]
    membership.refresh_from_db()
    assert membership.until is None


def test_a_membership_is_ended_and_its_history_says_by_whom(office):
    membership = MembershipFactory(since="2024-01-01")
    address = change("accounts_membership", membership)

    office.post(address, {**filled(office.get(address)), "until": "2025-12-31"})
    changes = history(office, "accounts_membership", membership)

    assert not Membership.objects.current().filter(pk=membership.pk).exists()
    assert [(str(change.by), told(change)) for change in changes][:1] == [
        ("una editora", [("Hasta", "—", "2025-12-31")])
    ]


def test_the_history_of_a_person_tells_of_memberships_too(office):
    membership = MembershipFactory(user__name="punto focal")
    membership.delete()

    actions = [change.action for change in history(office, "accounts_user", membership.user)]

    assert actions == ["eliminación", "creación", "creación"]


def test_the_code_of_a_stakeholder_is_permanent(office):
    country = StakeholderFactory(code="HN")
    address = change("accounts_stakeholder", country)

    office.post(address, {**filled(office.get(address)), "code": "XX", "name": "Otro nombre"})

    country.refresh_from_db()
    assert (country.code, country.name) == ("HN", "Otro nombre")


def test_a_stakeholder_with_people_is_not_deleted_and_the_page_says_why(office):
    membership = MembershipFactory()
    address = reverse("admin:accounts_stakeholder_delete", args=[membership.stakeholder.pk])

    response = office.post(address, {"post": "yes"})

    assert response.status_code == 409
    assert "No se puede borrar: lo usan membresías." in response.content.decode()
    membership.stakeholder.refresh_from_db()


def history(office, table, row):
    return office.get(reverse(f"admin:{table}_history", args=[row.pk])).context["changes"]


def told(change):
    return [(field.label, field.old, field.new) for field in change.fields]


def test_nobody_closes_the_account_one_is_using(office, editor):
    page = change("accounts_user", editor)
    data = filled(office.get(page))

    office.post(page, {**data, "name": "otro nombre"})

    editor.refresh_from_db()
    assert (editor.is_active, editor.name) == (True, "otro nombre")


def test_nobody_ends_the_membership_one_is_using(office, editor):
    own, other = editor.memberships.get(), MembershipFactory()

    codes = [
        office.post(reverse("admin:accounts_membership_delete", args=[row.pk]), {"post": "yes"})
        for row in (own, other)
    ]

    assert [response.status_code for response in codes] == [403, 302]
    assert editor.memberships.get().is_current


def test_nobody_gives_oneself_another_hat(office, editor):
    presidency = StakeholderFactory(presidency=True)
    sent = {"stakeholder": presidency.pk, "position": "alternate", "since": "2026-01-01"}

    page = office.post(reverse("admin:accounts_membership_add"), {"user": editor.pk, **sent})
    assert "Su propia membresía se la da otra persona" in page.content.decode()
    own = reverse("admin:accounts_user_change", args=[editor.pk])
    count = editor.memberships.count()
    forged = {f"memberships-{count}-{name}": value for name, value in sent.items()}
    total = {"memberships-TOTAL_FORMS": count + 1, "memberships-INITIAL_FORMS": count}
    office.post(own, {**filled(office.get(own)), **total, **forged})
    assert not Membership.objects.filter(stakeholder=presidency).exists()
    office.post(reverse("admin:accounts_membership_add"), {"user": UserFactory().pk, **sent})
    assert Membership.objects.filter(stakeholder=presidency).count() == 1
