"""The real plan with all that may hang on one: decided metas, cells, actions, retired rows."""

import datetime
from io import StringIO

from django.core.management import call_command

from corett.accounts.models import Stakeholder
from plan.editions import publish_edition
from plan.models import Activity, GlossaryTerm, Measure, Plan, ScheduleCell, Target
from risks.export import export_whole_plan
from risks.models import MitigationAction, Risk
from tests.factories import UserFactory

DAY = datetime.date(2026, 3, 31)


def load_grown_plan() -> Plan:
    """Published twice: as it was approved, and with all that came since."""
    call_command("load_plan", stdout=StringIO())
    plan = Plan.objects.get()
    grow(plan)
    publish_edition(plan, content=export_whole_plan(plan), reason="Metas y cronograma", by=None)
    return plan


def grow(plan: Plan) -> None:
    Activity.objects.filter(code="1.1").update(statement="  Enunciado\n\tcorregido: «=1» ")
    decide_targets(plan)
    mark_cells(plan)
    plan_actions(plan)
    for model, values in [(Activity, {"code": "1.2"}), (Risk, {"code": "R3"})]:
        model.objects.filter(**values).update(retired_on=DAY)
    Measure.objects.filter(letter="b", indicator__activity__code="1.1").update(retired_on=DAY)
    plan.approaches.filter(order=2).update(retired_on=DAY)
    GlossaryTerm.objects.filter(order=1).update(variants="una forma\n=otra", definition="'+a\n\nb")


def decide_targets(plan: Plan) -> None:
    """A confirmed meta with another proposed beside it, and one that was discarded."""
    person = UserFactory(email="alguien@prueba.example")
    decided = {"decided_at": "2025-02-01T10:00:00Z", "decided_by": person}
    measure = Measure.objects.get(letter="a", indicator__activity__code="1.1")
    place = {"measure": measure, "stakeholder": Stakeholder.objects.get(code="HN"), "year": 2026}
    common = {**place, "source": "minutes", "source_note": "Acta 3", "dated": DAY}
    Target.objects.create(**common, **decided, state="confirmed", value="2500.50")
    Target.objects.create(**common, state="proposed", value="3000")
    Target.objects.create(**common, **decided, state="discarded", value="0")


def mark_cells(plan: Plan) -> None:
    semesters = list(plan.semesters.all())
    for number, activity in enumerate(plan.activities.all()):
        for semester in semesters[number % 4 :: 3]:
            ScheduleCell.objects.create(activity=activity, semester=semester)


def plan_actions(plan: Plan) -> None:
    owner = Stakeholder.objects.get(code="ST")
    for order, done in [(1, DAY), (2, None)]:
        MitigationAction.objects.create(
            risk=plan.risks.get(code="R1"),
            order=order,
            statement=f"Acción {order}",
            owner=owner,
            due_on=DAY,
            done_on=done,
            result="- se hizo" if done else "",
        )
