import pytest
from django.urls import reverse
from django.utils import timezone

from plan.models import Activity
from tests.factories import (
    MembershipFactory,
    MitigationActionFactory,
    PlanFactory,
    StakeholderFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db


def home_of(enter, **kind) -> str:
    membership = MembershipFactory(stakeholder=StakeholderFactory(**kind))
    return enter(membership).get(reverse("home")).content.decode()


@pytest.mark.parametrize("kind", [{"presidency": True}, {"secretariat": True}])
def test_who_may_decide_goals_finds_how_many_wait(enter, kind):
    TargetFactory(state="confirmed")
    TargetFactory()

    assert "1 meta propuesta" in home_of(enter, **kind)


@pytest.mark.parametrize("kind", [{}, {"observer": True}])
def test_nobody_else_is_asked_about_them(enter, kind):
    TargetFactory()

    assert "meta propuesta" not in home_of(enter, **kind)


@pytest.mark.parametrize(
    ("kind", "reads"),
    [({"secretariat": True}, True), ({"evaluator": True}, True), ({"presidency": True}, False)],
)
def test_the_history_is_offered_to_who_reads_it(enter, kind, reads):
    assert (reverse("accounts:history") in home_of(enter, **kind)) is reads


def test_who_opens_a_semester_is_told_of_changes_that_it_would_publish(loaded_plan, enter):
    browser = enter(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)))
    typed = {
        "semester": loaded_plan.semesters.first().pk,
        "opens_on": timezone.localdate(),
        "due_on": timezone.localdate(),
        "closes_on": timezone.localdate(),
    }
    page = reverse("monitoring:period_list")
    assert "que no tiene cambios sin publicar" in browser.post(page, typed).content.decode()
    activity = Activity.objects.get(code="1.1")
    activity.statement += " Más."
    activity.save()

    assert "Se publica 1 cambio como edición nueva" in browser.post(page, typed).content.decode()


def test_who_is_in_charge_of_an_action_finds_it_until_it_is_done(enter):
    country = StakeholderFactory()
    action = MitigationActionFactory(
        owner=country, statement="Acordar una ficha.", due_on=timezone.localdate()
    )
    MitigationActionFactory(statement="La de otro.")
    browser = enter(MembershipFactory(stakeholder=country))

    shown = browser.get(reverse("home")).content.decode()
    assert "Acordar una ficha." in shown
    assert "La de otro." not in shown
    action.done_on = timezone.localdate()
    action.save()
    assert "Acordar una ficha." not in browser.get(reverse("home")).content.decode()


def test_every_plan_is_reached_from_the_first_page(enter):
    PlanFactory()
    PlanFactory(code="poa", title="POA 2025", start="2025-01-01", end="2025-12-31")

    shown = home_of(enter)

    assert "Plan de prueba" in shown
    assert "POA 2025" in shown
