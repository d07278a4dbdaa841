import pytest
from django.urls import reverse

from tests.admin_pages import errors, filled
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MitigationActionFactory,
    MitigationFactory,
    RiskFactory,
    RiskReviewFactory,
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

    assert response.status_code == 409
    assert "No se puede borrar: lo usan riesgos." in response.content.decode()
    risk.type.refresh_from_db()


def test_a_review_is_looked_up_with_its_history_and_not_written(office):
    review = RiskReviewFactory(response="Lo dicho.")
    review.response = "Lo corregido."
    review.save()

    listed = office.get(reverse("admin:risks_riskreview_changelist"))
    page = office.get(reverse("admin:risks_riskreview_change", args=[review.pk]))
    history = office.get(reverse("admin:risks_riskreview_history", args=[review.pk]))

    assert review.risk.code in listed.content.decode()
    assert "Lo corregido." in page.content.decode()
    assert [change.action for change in history.context["changes"]] == ["cambio", "creación"]
    assert office.get(reverse("admin:risks_riskreview_add")).status_code == 403
    for name in ("change", "delete"):
        address = reverse(f"admin:risks_riskreview_{name}", args=[review.pk])
        assert office.post(address, {"response": "Otra.", "post": "yes"}).status_code == 403
    review.refresh_from_db()
    assert review.response == "Lo corregido."


def test_an_action_is_mended_in_the_admin_and_goes_only_while_it_is_not_done(office):
    action = MitigationActionFactory(statement="Con un erorr.")
    address = reverse("admin:risks_mitigationaction_change", args=[action.pk])
    remove = reverse("admin:risks_mitigationaction_delete", args=[action.pk])

    office.post(address, {**filled(office.get(address)), "statement": "Con un error."})
    action.refresh_from_db()
    assert action.statement == "Con un error."

    action.done_on, action.result = action.due_on, "Hecha."
    action.save()
    assert office.post(remove, {"post": "yes"}).status_code == 403
    assert office.get(reverse("admin:risks_mitigationaction_add")).status_code == 403

    action.done_on, action.result = None, ""
    action.save()
    assert office.post(remove, {"post": "yes"}).status_code == 302
    assert [record.history_type for record in action.history.all()][0] == "-"
