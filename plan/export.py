"""The plan as plain data: what `export_plan` writes and a `PlanEdition` keeps.

The keys and their order are a contract: more may be added, none goes away.
"""

import datetime
from decimal import Decimal

from django.db.models import F, Max, Prefetch, QuerySet

from corett.accounts.models import Stakeholder
from plan.models import (
    Activity,
    Axis,
    GlossaryTerm,
    GuidingApproach,
    Indicator,
    Measure,
    Objective,
    Plan,
    Target,
)


def export_plan(plan: Plan) -> dict:
    """The plan's own part; `risks.export` adds the risks."""
    return {
        "plan": export_identity(plan),
        "axes": [export_axis(axis) for axis in whole_axes(plan)],
        "approaches": [export_approach(approach) for approach in plan.approaches.all()],
        "glossary": [export_term(term) for term in plan.glossary.all()],
        "stakeholders": list(
            Stakeholder.objects.order_by("order", "code").values("code", "kind", "name", "name_en")
        ),
    }


def whole_axes(plan: Plan) -> QuerySet[Axis]:
    """The axes with all that hangs on them, in a fixed number of queries."""
    region_and_plan_first = [
        F("year").asc(nulls_first=True),
        F("stakeholder__order").asc(nulls_first=True),
        F("stakeholder__code").asc(nulls_first=True),
        F("state").asc(),
    ]
    targets = Target.objects.select_related("stakeholder").order_by(*region_and_plan_first)
    return plan.axes.prefetch_related(
        "objectives__activities__responsibilities__stakeholders",
        "objectives__activities__semesters",
        "objectives__activities__indicator__measures",
        Prefetch("objectives__activities__indicator__measures__targets", targets),
    )


def export_identity(plan: Plan) -> dict:
    return {
        "code": plan.code,
        "title": plan.title,
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "edition": plan.editions.aggregate(last=Max("number"))["last"],
        "red_below": plan.red_below,
        "green_from": plan.green_from,
        "semesters": [semester.code for semester in plan.semesters.all()],
    }


def export_axis(axis: Axis) -> dict:
    return {
        "number": axis.number,
        "name": axis.name,
        "definition": axis.definition,
        "objectives": [export_objective(objective) for objective in axis.objectives.all()],
    }


def export_objective(objective: Objective) -> dict:
    return {
        "number": objective.number,
        "statement": objective.statement,
        "activities": [export_activity(activity) for activity in objective.activities.all()],
    }


def export_activity(activity: Activity) -> dict:
    return {
        "code": activity.code,
        "statement": activity.statement,
        "schedule_statement": activity.schedule_statement,
        "responsibilities_text": activity.responsibilities_text,
        "schedule_responsibilities_text": activity.schedule_responsibilities_text,
        "responsibilities": [
            {
                "stakeholders": [party.code for party in responsibility.stakeholders.all()],
                "role": responsibility.role,
            }
            for responsibility in activity.responsibilities.all()
        ],
        "semesters": [semester.code for semester in activity.semesters.all()],
        "indicator": export_indicator(getattr(activity, "indicator", None)),
        "retired_on": day(activity.retired_on),
    }


def export_indicator(indicator: Indicator | None) -> dict | None:
    if indicator is None:
        return None
    return {
        "statement": indicator.statement,
        "schedule_statement": indicator.schedule_statement,
        "measures": [export_measure(measure) for measure in indicator.measures.all()],
    }


def export_measure(measure: Measure) -> dict:
    return {
        "code": measure.code,
        "name": measure.name,
        "kind": measure.kind,
        "unit": measure.unit,
        "scope": measure.scope,
        "targets": [export_target(target) for target in measure.targets.all()],
        "breakdown": measure.breakdown,
        "counted_from": measure.counted_from,
        "reported_by": measure.reported_by,
        "is_proposed": measure.is_proposed,
        "retired_on": day(measure.retired_on),
    }


def export_target(target: Target) -> dict:
    return {
        "stakeholder": target.stakeholder.code if target.stakeholder else None,
        "year": target.year,
        "value": plain_number(target.value),
        "state": target.state,
        "source": target.source,
        "source_note": target.source_note,
        "dated": target.dated.isoformat(),
    }


def export_approach(approach: GuidingApproach) -> dict:
    return {
        "name": approach.name,
        "text": approach.text,
        "order": approach.order,
        "retired_on": day(approach.retired_on),
    }


def export_term(term: GlossaryTerm) -> dict:
    return {
        "term": term.term,
        "definition": term.definition,
        "order": term.order,
        "variants": term.variants.splitlines(),
    }


def day(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
