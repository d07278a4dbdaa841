"""Who decides what comes first, who endorses it, and what two people at once make of it."""

import datetime

import pytest
from django.utils import timezone

from monitoring import priorities
from monitoring.models import Decision, Priority
from monitoring.priorities import Change, PriorityDenied, Said, Stale
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    PlanFactory,
    PriorityFactory,
    SemesterFactory,
    StakeholderFactory,
)
from tests.monitoring.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db

KEEP = Said("keep", "Va bien.")


@pytest.fixture
def year() -> int:
    return timezone.localdate().year + 1


@pytest.fixture
def plan(year):
    plan = PlanFactory(start=datetime.date(year - 2, 1, 1), end=datetime.date(year + 1, 12, 31))
    for half in (1, 2):
        SemesterFactory(plan=plan, year=year, half=half)
    for code in ("1.1", "1.2"):
        ActivityFactory(plan=plan, code=code)
    return plan


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def presidency():
    return MembershipFactory(stakeholder=StakeholderFactory(presidency=True))


def said_now(code: str) -> Said:
    return priorities.said_in(Priority.objects.get(activity__code=code))


def test_several_activities_are_decided_at_once(plan, year, secretariat):
    moved = Said("reschedule", "Sin fechas.", (f"{year}-2",))

    decided = priorities.decide(
        plan, year, changes={"1.1": Change(0, KEEP), "1.2": Change(0, moved)}, by=secretariat
    )

    assert [(one.priority.activity.code, one.lost_endorsement) for one in decided] == [
        ("1.1", False),
        ("1.2", False),
    ]
    assert (said_now("1.1"), said_now("1.2")) == (KEEP, moved)
    assert set(Priority.objects.values_list("version", "decided_by", "endorsed_at")) == {
        (1, secretariat.user_id, None)
    }


def test_only_the_secretariat_decides_and_only_the_presidency_endorses(
    plan, year, secretariat, presidency
):
    country = MembershipFactory()
    priority = PriorityFactory(activity=plan.activities.first(), year=year)
    ended = MembershipFactory(
        stakeholder=secretariat.stakeholder, until=timezone.localdate() - datetime.timedelta(1)
    )

    for by in (presidency, country, ended, None):
        with pytest.raises(PriorityDenied, match="Solo la Secretaría Técnica decide"):
            priorities.decide(plan, year, changes={"1.2": Change(0, KEEP)}, by=by)
    for by in (secretariat, country, None):
        with pytest.raises(PriorityDenied, match="lo da la Presidencia"):
            priorities.endorse(plan, year, seen={priority.pk: 1}, by=by)
    assert list(Priority.objects.values_list("pk", "endorsed_at")) == [(priority.pk, None)]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said("", "Un motivo."), "Elija la decisión"),
        (Said("keep", ""), "Escriba el motivo"),
        (Said("close", "Se logró.", ("next-1",)), "quite los semestres"),
        (Said("keep", "Va bien.", ("2020-1",)), "semestres del año que se prioriza"),
    ],
)
def test_what_is_incomplete_is_refused_and_nothing_is_saved(
    plan, year, secretariat, said, sentence
):
    semesters = tuple(code.replace("next", str(year)) for code in said.semesters)
    said = Said(said.decision, said.reason, semesters)

    with pytest.raises(PriorityDenied, match=sentence):
        priorities.decide(
            plan, year, changes={"1.1": Change(0, KEEP), "1.2": Change(0, said)}, by=secretariat
        )
    assert not Priority.objects.exists()


def test_a_year_that_ended_is_read_and_not_decided(plan, year, secretariat):
    with pytest.raises(PriorityDenied, match=f"{year - 2} ya terminó"):
        priorities.decide(plan, year - 2, changes={"1.1": Change(0, KEEP)}, by=secretariat)


def test_an_activity_that_is_retired_before_the_year_is_not_decided(plan, year, secretariat):
    plan.activities.filter(code="1.2").update(retired_on=datetime.date(year - 1, 12, 1))

    with pytest.raises(PriorityDenied, match="No se decide de estas actividades: 1.2."):
        priorities.decide(plan, year, changes={"1.2": Change(0, KEEP)}, by=secretariat)


def test_nobody_overwrites_a_decision_unseen_and_the_same_one_twice_is_harmless(
    plan, year, secretariat
):
    priorities.decide(plan, year, changes={"1.1": Change(0, KEEP)}, by=secretariat)

    again = priorities.decide(plan, year, changes={"1.1": Change(0, KEEP)}, by=secretariat)
    with pytest.raises(Stale) as stale:
        priorities.decide(
            plan,
            year,
            changes={"1.1": Change(0, Said("close", "Se logró.")), "1.2": Change(0, KEEP)},
            by=secretariat,
        )

    [conflict] = stale.value.conflicts
    assert again == []
    assert (conflict.saved.version, conflict.said) == (1, Said("close", "Se logró."))
    assert list(Priority.objects.values_list("activity__code", "decision")) == [("1.1", "keep")]


def test_the_visto_bueno_is_given_to_what_was_seen_and_to_nothing_else(
    plan, year, secretariat, presidency
):
    first, second = (PriorityFactory(activity=one, year=year) for one in plan.activities.all())
    priorities.decide(plan, year, changes={"1.2": Change(1, KEEP)}, by=secretariat)

    with pytest.raises(PriorityDenied, match="1 de las que eligió cambió"):
        priorities.endorse(plan, year, seen={first.pk: 1, second.pk: 1}, by=presidency)
    assert not Priority.objects.endorsed().exists()
    priorities.endorse(plan, year, seen={first.pk: 1, second.pk: 2}, by=presidency)

    assert set(Priority.objects.values_list("endorsed_by", flat=True)) == {presidency.user_id}
    with pytest.raises(PriorityDenied, match="ya tiene visto bueno"):
        priorities.endorse(plan, year, seen={first.pk: 1}, by=presidency)
    with pytest.raises(PriorityDenied, match="Elija al menos una"):
        priorities.endorse(plan, year, seen={}, by=presidency)


def test_the_visto_bueno_of_another_year_or_plan_is_not_given_here(plan, year, presidency):
    elsewhere = PriorityFactory(activity__plan=PlanFactory(code="otro"), year=year)
    later = PriorityFactory(activity=plan.activities.first(), year=year + 1)

    for priority in (elsewhere, later):
        with pytest.raises(PriorityDenied):
            priorities.endorse(plan, year, seen={priority.pk: 1}, by=presidency)


def test_a_decision_that_changes_loses_the_visto_bueno_and_its_history_says_so(
    plan, year, secretariat, presidency
):
    priorities.decide(plan, year, changes={"1.1": Change(0, KEEP)}, by=secretariat)
    priority = Priority.objects.get()
    priorities.endorse(plan, year, seen={priority.pk: 1}, by=presidency)
    Priority.objects.update(scheduled_at=timezone.now(), scheduled_by=secretariat.user)

    changed = Said("accelerate", "Faltan países.", (f"{year}-1",))
    [decided] = priorities.decide(plan, year, changes={"1.1": Change(1, changed)}, by=secretariat)

    priority.refresh_from_db()
    assert decided.lost_endorsement
    assert (priority.version, priority.endorsed_at, priority.scheduled_at) == (2, None, None)
    reasons = Priority.history.values_list("history_change_reason", flat=True)
    assert "Cambió después del visto bueno: lo perdió." in reasons


def test_what_stands_already_is_not_saved_again_and_keeps_its_visto_bueno(
    plan, year, secretariat, presidency
):
    priorities.decide(plan, year, changes={"1.1": Change(0, KEEP)}, by=secretariat)
    priorities.endorse(plan, year, seen={Priority.objects.get().pk: 1}, by=presidency)

    assert priorities.decide(plan, year, changes={"1.1": Change(1, KEEP)}, by=secretariat) == []
    assert Priority.objects.get().is_endorsed


def test_who_reads_the_region_reads_all_and_others_what_is_endorsed(plan, year):
    first, second = (PriorityFactory(activity=one, year=year) for one in plan.activities.all())
    Priority.objects.filter(pk=first.pk).update(
        endorsed_at=timezone.now(), endorsed_by=first.decided_by
    )
    ended = MembershipFactory(until=timezone.localdate() - datetime.timedelta(1))
    parties = [StakeholderFactory(**{kind: True}) for kind in ("presidency", "evaluator", "donor")]
    users = [MembershipFactory(stakeholder=party).user for party in parties]
    users += [MembershipFactory().user, ended.user]

    seen = [set(Priority.objects.visible_to(user)) for user in users]

    both = {first, second}
    assert seen == [both, both, {first}, {first}, set()]


def test_the_annual_report_prints_what_is_endorsed_and_counts_what_waits(plan, year):
    first, _second = (PriorityFactory(activity=one, year=year) for one in plan.activities.all())
    first.semesters.set(plan.semesters.filter(half=2))
    Priority.objects.filter(pk=first.pk).update(
        endorsed_at=timezone.now(), endorsed_by=first.decided_by
    )

    assert priorities.printed(plan, year) == {
        "year": year,
        "decided": 2,
        "waiting": 1,
        "rows": [
            {
                "code": "1.1",
                "statement": "Enunciado de 1.1.",
                "decision": {"value": "accelerate", "label": "acelerar"},
                "reason": "Faltan países.",
                "semesters": [f"{year}-2"],
            }
        ],
    }
    assert priorities.printed(plan, year + 2) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_the_same_moment_one_is_told(plan, year, secretariat):
    def decide(said):
        return lambda: priorities.decide(
            plan, year, changes={"1.1": Change(0, said)}, by=secretariat
        )

    outcomes = at_once(decide(KEEP), decide(Said("close", "Se logró.")))

    assert kinds(outcomes) == ["Stale", "list"]
    assert Priority.objects.get().version == 1


@pytest.mark.django_db(transaction=True)
def test_a_decision_is_not_endorsed_in_a_version_that_changes_at_that_moment(
    plan, year, secretariat, presidency
):
    priority = PriorityFactory(activity=plan.activities.first(), year=year)

    outcomes = at_once(
        lambda: priorities.decide(plan, year, changes={"1.1": Change(1, KEEP)}, by=secretariat),
        lambda: priorities.endorse(plan, year, seen={priority.pk: 1}, by=presidency),
    )

    priority.refresh_from_db()
    assert (priority.decision, priority.is_endorsed) == (Decision.KEEP, False)
    assert kinds(outcomes) in (["PriorityDenied", "list"], ["list", "list"])
