"""What no page sends gets a sentence, or is not found, and writes nothing."""

import pytest
from django.urls import reverse

from risks.models import MitigationAction, RiskReview
from tests.factories import MitigationActionFactory, PlanFactory, RiskFactory, SemesterFactory
from tests.forged import ODD_TEXTS, post, short

pytestmark = pytest.mark.django_db

RISK = "/plan/tim-2024-2028/riesgos/R1/"
SAID = {
    "hat": "ST",
    "R1-level": "high",
    "R1-happened": "on",
    "R1-response": "Se acordó.",
    "initial-R1-level": "",
    "initial-R1-happened": "",
    "initial-R1-response": "",
}
ACTION = {"statement": "Una ficha.", "owner": "", "due_on": "2027-03-31", "version": "1"}
DONE = {"done_on": "2026-01-31", "result": "Hecha."}


@pytest.fixture
def client(client, office, semester):
    RiskFactory(code="R1")
    client.force_login(office.user)
    return client


@pytest.fixture
def review(semester) -> str:
    return reverse("risks:review", args=[semester.plan.code, semester.code])


@pytest.fixture
def action(office):
    return MitigationActionFactory(risk__code="R2", owner=office.stakeholder)


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=short)
def test_no_field_of_a_review_breaks_it(client, review, odd):
    for name in [*SAID, "take", "R99-level"]:
        answer = post(client, review, {**SAID, name: odd}.items())
        assert answer.status_code in (200, 302, 409, 422), name
    assert all("\0" not in review.response for review in RiskReview.objects.all())


def test_a_review_of_a_risk_or_a_semester_of_another_plan_is_not_written(client, review):
    other = PlanFactory(code="otro")
    SemesterFactory(plan=other, year=2024, half=2)
    RiskFactory(plan=other, code="R7")

    answer = post(client, review, [("hat", "ST"), ("R7-level", "high"), ("initial-R7-level", "")])

    assert answer.status_code == 302
    foreign = reverse("risks:review", args=["tim-2024-2028", "2024-2"])
    assert post(client, foreign, SAID.items()).status_code == 404
    assert not RiskReview.objects.exists()


def test_of_a_field_that_comes_twice_the_last_one_counts(client, review):
    assert post(client, review, [*SAID.items(), ("R1-level", "low")]).status_code == 302
    assert RiskReview.objects.get().level == "low"


@pytest.mark.parametrize("odd", ODD_TEXTS, ids=short)
def test_no_field_of_an_action_breaks_it(client, office, action, odd):
    good = {**ACTION, "owner": office.stakeholder.pk}
    for name in good:
        answer = post(client, f"{RISK}accion/", {**good, name: odd}.items())
        assert answer.status_code in (302, 422), name
        changed = f"{RISK.replace('R1', 'R2')}accion/{action.order}/"
        answer = post(client, changed, {**good, name: odd}.items())
        assert answer.status_code in (302, 409, 422), name
    for name in DONE:
        finished = f"{RISK.replace('R1', 'R2')}accion/{action.order}/hecha/"
        assert post(client, finished, {**DONE, name: odd}.items()).status_code in (302, 422), name


@pytest.mark.parametrize("order", ["0", "32768", "99999999999999999999", "9" * 400])
def test_an_action_with_a_number_that_nobody_has_is_not_found(client, action, order):
    for page in ("", "hecha/", "quitar/"):
        address = f"{RISK.replace('R1', 'R2')}accion/{order}/{page}"
        assert client.get(address).status_code == 404
        assert post(client, address, ACTION.items()).status_code == 404


def test_an_action_of_another_plan_is_not_found_under_this_one(client):
    foreign = MitigationActionFactory(risk=RiskFactory(plan=PlanFactory(code="otro"), code="R7"))

    for page in ("", "hecha/", "quitar/"):
        address = f"{RISK.replace('R1', 'R7')}accion/{foreign.order}/{page}"
        assert post(client, address, ACTION.items()).status_code == 404
    assert MitigationAction.objects.get() == foreign
