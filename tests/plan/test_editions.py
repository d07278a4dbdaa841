import pytest

from plan.editions import edition_in_force, publish_edition
from plan.models import Plan
from tests.factories import MembershipFactory, PlanFactory, StakeholderFactory

pytestmark = pytest.mark.django_db


def content(title: str = "Título") -> dict:
    return {"plan": {"code": "tim-2024-2028", "title": title, "edition": None}, "axes": []}


def publish(plan: Plan, **values):
    return publish_edition(plan, **{"content": content(), "reason": "Prueba", "by": None, **values})


def test_editions_are_numbered_within_their_plan_and_say_their_number():
    plan, other = PlanFactory(), PlanFactory(code="otro-plan")

    editions = [publish(plan), publish(plan), publish(other)]

    assert [edition.number for edition in editions] == [1, 2, 1]
    assert [edition.content["plan"]["edition"] for edition in editions] == [1, 2, 1]


def test_an_edition_keeps_who_published_it_and_why():
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))

    edition = publish(PlanFactory(), reason="Metas de 2026", by=secretariat)

    edition.refresh_from_db()
    assert (edition.reason, edition.published_by) == ("Metas de 2026", secretariat.user)


def test_an_edition_does_not_change_with_what_it_was_made_from():
    published = content()

    edition = publish(PlanFactory(), content=published)
    published["plan"]["title"] = "Otro título"

    edition.refresh_from_db()
    assert edition.content == {
        "plan": {"code": "tim-2024-2028", "title": "Título", "edition": 1},
        "axes": [],
    }


def test_the_last_edition_is_in_force_while_nothing_changed():
    plan = PlanFactory()
    first = publish(plan)

    assert edition_in_force(plan, content=content(), reason="Apertura", by=None) == first
    assert plan.editions.count() == 1


def test_a_change_or_no_edition_at_all_makes_a_new_one_for_that_reason():
    plan = PlanFactory()

    first = edition_in_force(plan, content=content(), reason="Primera", by=None)
    second = edition_in_force(plan, content=content("Otro título"), reason="Cambio", by=None)

    assert [(first.number, first.reason), (second.number, second.reason)] == [
        (1, "Primera"),
        (2, "Cambio"),
    ]
    assert second.content["plan"] == {
        "code": "tim-2024-2028",
        "title": "Otro título",
        "edition": 2,
    }
