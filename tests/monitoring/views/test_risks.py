import pytest
from django.urls import reverse

from tests.factories import (
    MembershipFactory,
    MitigationActionFactory,
    PlanFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.plan.test_pages import shown

pytestmark = pytest.mark.django_db

ADDRESS = reverse("monitoring:risks")


def test_everyone_who_signed_in_reads_which_risks_need_attention_and_why(client):
    RiskFactory(code="R1", level="high")
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))

    for user in (UserFactory(), observer.user):
        client.force_login(user)
        words = shown(client.get(ADDRESS))
        assert "Su nivel es alto en Anexo 1, y la región no lo ha revisado todavía." in words
        assert "Ninguna actividad del plan lo mitiga y no tiene acciones propias." in words


def test_a_stranger_is_sent_to_the_login(client):
    assert client.get(ADDRESS).status_code == 302


def test_nothing_asks_for_attention_says_so(client):
    risk = RiskFactory(code="R1", level="low")
    MitigationActionFactory(risk=risk, done_on="2025-01-31", result="Hecha.")
    RiskReviewFactory(risk=risk, semester=SemesterFactory(year=2025, half=1), level="low")
    client.force_login(UserFactory())

    words = shown(client.get(ADDRESS))

    assert "Hoy nada pide atención." in words
    assert "R1.1 hecha" in words


def test_the_address_names_another_plan(client):
    RiskFactory(code="R1", level="high")
    other = PlanFactory(code="tim-2029-2033", title="El plan que sigue")
    client.force_login(UserFactory())

    words = shown(client.get(ADDRESS, {"plan": other.code}))

    assert "El plan que sigue, al " in words
    assert "Este plan no tiene riesgos." in words
    assert "Otros planes: Plan de prueba" in words
    for odd in ("ninguno", "\0", "tim\0", "ñ", "x" * 5000, "tim-2024-2028\n"):
        assert client.get(ADDRESS, {"plan": odd}).status_code == 404
    assert client.get(f"{ADDRESS}?plan=%ED%A0%80").status_code == 404


def test_without_any_plan_there_is_no_page(client):
    client.force_login(UserFactory())

    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_risks(client, count, django_assert_num_queries):
    for _ in range(count):
        MitigationActionFactory(risk=RiskFactory())
    client.force_login(UserFactory())

    with django_assert_num_queries(17):
        page = client.get(ADDRESS).content.decode()

    assert page.count('<tr id="R') == count
