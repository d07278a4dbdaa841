import datetime

import pytest
from django.utils import timezone

from risks import actions
from risks.actions import ActionDenied, Stale
from risks.models import MitigationAction
from tests.factories import MembershipFactory, MitigationActionFactory, RiskFactory

pytestmark = pytest.mark.django_db

DUE = datetime.date(2027, 3, 31)


@pytest.fixture
def risk():
    return RiskFactory(code="R1")


def add(risk, office, statement="Una ficha común.", **values):
    values = {"owner": office.stakeholder, "due_on": DUE, **values}
    return actions.add_action(risk, statement=statement, by=office, **values)


def held(action) -> tuple:
    action.refresh_from_db()
    return action.statement, action.owner.code, action.due_on, action.done_on, action.result


def test_the_secretaria_gives_a_risk_actions_numbered_in_order(risk, office, country):
    first = add(risk, office)
    second = add(risk, office, "Probarla.", owner=country.stakeholder)

    assert [first.code, second.code] == ["R1.1", "R1.2"]
    assert held(second) == ("Probarla.", "HN", DUE, None, "")


def test_a_number_is_never_used_again(risk, office):
    add(risk, office)
    actions.remove_action(add(risk, office, "Otra."), by=office)

    assert add(risk, office, "Una más.").code == "R1.3"


def test_the_same_action_twice_from_a_repeated_request_is_added_once(risk, office):
    assert add(risk, office) == add(risk, office)
    assert MitigationAction.objects.count() == 1


def test_nobody_else_plans_actions(risk, office, country):
    action = add(risk, office)
    changed = {"statement": "Otra.", "owner": country.stakeholder, "due_on": DUE}

    for by in (country, None):
        with pytest.raises(ActionDenied, match="Solo la Secretaría Técnica"):
            actions.add_action(risk, **changed, by=by)
        with pytest.raises(ActionDenied, match="Solo la Secretaría Técnica"):
            actions.change_action(action, version=actions.seen(action), **changed, by=by)
        with pytest.raises(ActionDenied, match="Solo la Secretaría Técnica"):
            actions.remove_action(action, by=by)
    assert held(action) == ("Una ficha común.", "ST", DUE, None, "")


@pytest.mark.parametrize("due_on", [datetime.date(2024, 6, 30), datetime.date(2029, 1, 1)])
def test_an_action_is_due_within_the_plan(risk, office, due_on):
    with pytest.raises(ActionDenied, match="del 1 de julio de 2024 al 31 de diciembre de 2028"):
        add(risk, office, due_on=due_on)
    assert not MitigationAction.objects.exists()


def test_a_retired_risk_gets_no_new_action(office):
    retired = RiskFactory(retired_on=timezone.localdate())

    with pytest.raises(ActionDenied, match="El riesgo está retirado"):
        add(retired, office)


def test_a_change_over_a_newer_version_is_refused_with_what_is_saved(risk, office, country):
    action = add(risk, office)
    read = actions.seen(action)
    values = {"owner": country.stakeholder, "due_on": DUE, "by": office}
    actions.change_action(action, version=read, statement="La primera.", **values)

    with pytest.raises(Stale) as stale:
        actions.change_action(action, version=read, statement="La segunda.", **values)

    assert stale.value.saved.statement == "La primera."
    assert held(action) == ("La primera.", "HN", DUE, None, "")


def test_its_owner_says_that_it_is_done_and_what_came_of_it(risk, office, country):
    action = add(risk, office, owner=country.stakeholder)
    today = timezone.localdate()

    actions.finish_action(action, done_on=today, result="Ficha acordada.", by=country)

    assert held(action) == ("Una ficha común.", "HN", DUE, today, "Ficha acordada.")
    with pytest.raises(ActionDenied, match="Ya consta como hecha"):
        actions.finish_action(action, done_on=today, result="Otra vez.", by=country)
    with pytest.raises(ActionDenied, match="queda como constancia"):
        actions.remove_action(action, by=office)
    assert action.history.count() == 2


def test_a_neighbour_does_not_finish_it_and_the_secretaria_may(risk, office, country):
    action = add(risk, office, owner=country.stakeholder)
    done = {"done_on": timezone.localdate(), "result": "Hecha."}

    for by in (MembershipFactory(), None):
        with pytest.raises(ActionDenied, match="Solo quien la tiene a cargo"):
            actions.finish_action(action, **done, by=by)
    actions.finish_action(action, **done, by=office)

    assert held(action)[3:] == (done["done_on"], "Hecha.")


@pytest.mark.parametrize(
    ("days", "result", "sentence"),
    [(1, "Hecha.", "en el futuro"), (-10_000, "Hecha.", "anterior al plan"), (0, "", "se logró")],
)
def test_what_was_done_has_a_past_day_and_a_result(risk, office, days, result, sentence):
    action = add(risk, office)
    done_on = timezone.localdate() + datetime.timedelta(days=days)

    with pytest.raises(ActionDenied, match=sentence):
        actions.finish_action(action, done_on=done_on, result=result, by=office)
    assert held(action)[3:] == (None, "")


def test_an_action_that_somebody_removed_is_said_to_be_gone(risk, office):
    action = add(risk, office)
    same = MitigationAction.objects.get(pk=action.pk)
    actions.remove_action(action, by=office)

    with pytest.raises(ActionDenied, match="Alguien quitó esta acción"):
        actions.remove_action(same, by=office)


def test_its_history_stays_after_it_is_removed(risk, office):
    action = MitigationActionFactory(risk=risk, statement="Una ficha común.")
    key = action.pk
    actions.remove_action(action, by=office)

    kept = MitigationAction.history.filter(id=key).values_list("history_type", "statement")
    assert list(kept) == [("-", "Una ficha común."), ("+", "Una ficha común.")]
