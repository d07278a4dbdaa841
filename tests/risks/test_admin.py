import pytest
from django.urls import reverse

from tests.admin_pages import errors, filled
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MitigationFactory,
    RiskFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    membership = MembershipFactory(
        stakeholder=StakeholderFactory(secretariat=True), user__name="una editora"
    )
    client.force_login(membership.user)
    return client


def test_the_activities_that_mitigate_a_risk_are_edited_on_its_page(office):
    mitigation = MitigationFactory(risk__code="R1", activity__code="1.1")
    other = ActivityFactory(code="2.1")
    address = reverse("admin:risks_risk_change", args=[mitigation.risk.pk])

    office.post(
        address,
        {
            **filled(office.get(address)),
            "mitigations-TOTAL_FORMS": 2,
            "mitigations-0-is_partial": "on",
            "mitigations-1-risk": mitigation.risk.pk,
            "mitigations-1-activity": other.pk,
        },
    )

    assert [(row.activity.code, row.is_partial) for row in mitigation.risk.mitigations.all()] == [
        ("1.1", True),
        ("2.1", False),
    ]
    page = office.get(reverse("admin:risks_risk_history", args=[mitigation.risk.pk]))
    told = [
        (str(change.by), change.row, change.action)
        for change in page.context["changes"]
        if change.by
    ]
    assert sorted(told) == [
        ("una editora", "R1 · 1.1", "cambio"),
        ("una editora", "R1 · 2.1", "creación"),
    ]


def test_a_risk_has_one_of_three_levels(office):
    risk = RiskFactory()
    address = reverse("admin:risks_risk_change", args=[risk.pk])

    response = office.post(address, {**filled(office.get(address)), "level": "extremo"})

    assert errors(response) == [
        "Escoja una opción válida. extremo no es una de las opciones disponibles."
    ]


def test_a_type_with_risks_is_not_deleted(office):
    risk = RiskFactory()

    response = office.post(
        reverse("admin:risks_risktype_delete", args=[risk.type.pk]), {"post": "yes"}
    )

    assert response.status_code == 200
    assert "No se puede eliminar tipo de riesgo" in response.content.decode()
    risk.type.refresh_from_db()
