import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from risks import actions
from risks.models import MitigationAction
from tests.factories import MembershipFactory, MitigationActionFactory, RiskFactory

pytestmark = pytest.mark.django_db

WORDS = {"statement": "Una ficha común.", "due_on": "2027-03-31"}


@pytest.fixture
def risk():
    return RiskFactory(code="R1")


@pytest.fixture
def action(risk, country):
    return MitigationActionFactory(risk=risk, owner=country.stakeholder, statement="La primera.")


def page_of(name, row) -> str:
    if isinstance(row, MitigationAction):
        return reverse(f"risks:{name}", args=[row.risk.plan.code, row.risk.code, row.order])
    return reverse(f"risks:{name}", args=[row.plan.code, row.code])


def test_the_secretaria_adds_an_action_and_sees_it_with_the_risk(client, risk, office, country):
    client.force_login(office.user)
    data = {**WORDS, "owner": country.stakeholder.pk}

    response = client.post(page_of("action_add", risk), data, follow=True)

    assert response.redirect_chain == [(f"{risk.get_absolute_url()}#R1.1", 302)]
    page = response.content.decode()
    assert "Guardada: acción R1.1." in page
    assert "Una ficha común." in page
    action = MitigationAction.objects.get()
    assert (action.owner, action.due_on) == (country.stakeholder, datetime.date(2027, 3, 31))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due_on": "2029-01-01"}, "Escriba una fecha del plan"),
        ({"due_on": "mañana"}, "Escriba una fecha: día, mes y año."),
        ({"owner": "99999"}, "Escoja una opción válida"),
        ({"owner": ""}, "Este campo es obligatorio"),
    ],
)
def test_a_wrong_action_is_refused_and_what_was_typed_stays(client, risk, office, typed, sentence):
    client.force_login(office.user)
    data = {**WORDS, "owner": office.stakeholder.pk, **typed}

    response = client.post(page_of("action_add", risk), data)

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Una ficha común." in page
    assert not MitigationAction.objects.exists()


def test_the_second_of_two_editors_sees_both_versions_and_may_save_over(
    client, action, office, country
):
    client.force_login(office.user)
    address = page_of("action_change", action)
    read = client.get(address).context["form"]["version"].value()
    same = {"owner": country.stakeholder, "due_on": action.due_on}
    actions.change_action(action, version=read, statement="La de la colega.", **same, by=office)
    data = {
        "version": read,
        "statement": "La mía.",
        "owner": country.stakeholder.pk,
        "due_on": action.due_on.isoformat(),
    }

    response = client.post(address, data)

    assert response.status_code == 409
    [difference] = response.context["differences"]
    assert (difference["saved"], difference["typed"]) == ("La de la colega.", "La mía.")
    action.refresh_from_db()
    assert action.statement == "La de la colega."

    again = {**data, "version": response.context["form"]["version"].value()}
    assert client.post(address, again).status_code == 302
    action.refresh_from_db()
    assert action.statement == "La mía."


def test_its_owner_finishes_it_on_its_page(client, action, country):
    client.force_login(country.user)
    address = page_of("action_finish", action)
    assert f'href="{address}"' in client.get(action.risk.get_absolute_url()).content.decode()

    client.post(address, {"done_on": timezone.localdate().isoformat(), "result": "Acordada."})

    action.refresh_from_db()
    assert (action.done_on, action.result) == (timezone.localdate(), "Acordada.")
    page = client.get(action.risk.get_absolute_url()).content.decode()
    assert "Acordada." in page
    assert address not in page


def test_finishing_without_a_result_is_refused_and_loses_nothing(client, action, country):
    client.force_login(country.user)

    response = client.post(page_of("action_finish", action), {"done_on": "2026-01-31"})

    assert response.status_code == 422
    assert "Diga qué se logró." in response.content.decode()
    assert 'value="2026-01-31"' in response.content.decode()
    action.refresh_from_db()
    assert action.done_on is None


def test_the_secretaria_removes_what_was_not_done(client, action, office):
    client.force_login(office.user)
    assert (
        "¿Quitar la acción R1.1?" in client.get(page_of("action_remove", action)).content.decode()
    )

    response = client.post(page_of("action_remove", action), follow=True)

    assert "Quitada: acción R1.1." in response.content.decode()
    assert not MitigationAction.objects.exists()


def test_what_was_done_is_not_removed(client, action, office):
    action.done_on, action.result = datetime.date(2026, 1, 31), "Acordada."
    action.save()
    client.force_login(office.user)

    response = client.post(page_of("action_remove", action), follow=True)

    assert "queda como constancia" in response.content.decode()
    assert MitigationAction.objects.get() == action


def test_each_hat_sees_and_may_only_what_is_its_own(client, action, country):
    neighbour = MembershipFactory()
    pages = ["action_change", "action_finish", "action_remove"]

    def answers(membership) -> list[int]:
        client.force_login(membership.user)
        asked = [client.post(page_of(name, action)).status_code for name in pages]
        return [*asked, client.post(page_of("action_add", action.risk)).status_code]

    assert answers(country) == [403, 422, 403, 403]
    assert answers(neighbour) == [403, 403, 403, 403]
    client.force_login(neighbour.user)
    page = client.get(action.risk.get_absolute_url()).content.decode()
    assert "La primera." in page
    assert "/accion/" not in page


def test_an_action_that_does_not_exist_is_not_found(client, action, office):
    client.force_login(office.user)
    address = page_of("action_change", action)

    assert client.get(address.replace("/accion/1/", "/accion/7/")).status_code == 404
    assert client.get(address.replace("R1", "R99")).status_code == 404
