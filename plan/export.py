"""The plan as plain data: what `export_plan` writes and a `PlanEdition` keeps.

The keys and their order are a contract: more may be added, none goes away.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from django.db.models import F, Max, Model, QuerySet

from corett.accounts.models import Stakeholder
from plan.models import (
    Activity,
    GlossaryTerm,
    GuidingApproach,
    Indicator,
    Measure,
    Plan,
    Responsibility,
    Semester,
)

Row = TypeVar("Row", bound=Model)

TARGET_FIELDS = ("year", "value", "state", "source", "source_note", "dated")


@dataclass(frozen=True)
class Parts:
    """What hangs on the rows of a plan, each kind read with one question."""

    activities: dict[int, list[Activity]]  # by objective
    responsibilities: dict[int, list[Responsibility]]  # by activity, once for each party
    semesters: dict[int, list[str]]  # by activity
    measures: dict[int, list[Measure]]  # by indicator, once for each target


def export_plan(plan: Plan, *, edition: int | None = None) -> dict:
    """The plan's own part; `risks.export` adds the risks.

    `edition` is the number of its last one, where that was read already.
    """
    semesters = list(plan.semesters.annotate(marked=F("cells__activity")))
    parts = parts_of(plan, semesters)
    return {
        "plan": export_identity(plan, semesters, edition or last_number(plan)),
        "axes": export_axes(plan, parts),
        "approaches": [export_approach(approach) for approach in plan.approaches.all()],
        "glossary": [export_term(term) for term in plan.glossary.all()],
        "stakeholders": list(
            Stakeholder.objects.order_by("order", "code").values("code", "kind", "name", "name_en")
        ),
    }


def last_number(plan: Plan) -> int | None:
    return plan.editions.aggregate(last=Max("number"))["last"]


def parts_of(plan: Plan, semesters: list[Semester]) -> Parts:
    of_objective: dict[int, list[Activity]] = {}
    for activity in plan.activities.select_related("indicator"):
        of_objective.setdefault(activity.objective_id, []).append(activity)
    of_activity: dict[int, list[Responsibility]] = {}
    for clause in clauses(plan):
        of_activity.setdefault(clause.activity_id, []).append(clause)
    marked: dict[int, list[str]] = {}
    for semester in semesters:
        marked.setdefault(semester.marked, []).append(semester.code)
    of_indicator: dict[int, list[Measure]] = {}
    for measure in measures_with_targets(plan):
        of_indicator.setdefault(measure.indicator_id, []).append(measure)
    return Parts(of_objective, of_activity, marked, of_indicator)


def clauses(plan: Plan) -> QuerySet[Responsibility]:
    parties = {"party": F("stakeholders__code")}
    order = ("activity__order", "order", "pk", "stakeholders__order", "stakeholders__name")
    return Responsibility.objects.filter(activity__plan=plan).annotate(**parties).order_by(*order)


def measures_with_targets(plan: Plan) -> QuerySet[Measure]:
    region_and_plan_first = [
        F("targets__year").asc(nulls_first=True),
        F("targets__stakeholder__order").asc(nulls_first=True),
        F("targets__stakeholder__code").asc(nulls_first=True),
        F("targets__state").asc(),
    ]
    return (
        Measure.objects.of_plan(plan)
        .select_related("indicator__activity")
        .annotate(
            target=F("targets__pk"),
            target_party=F("targets__stakeholder__code"),
            **{f"target_{name}": F(f"targets__{name}") for name in TARGET_FIELDS},
        )
        .order_by("indicator__activity__order", "letter", "pk", *region_and_plan_first)
    )


def export_identity(plan: Plan, semesters: list[Semester], edition: int | None) -> dict:
    return {
        "code": plan.code,
        "title": plan.title,
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "edition": edition,
        "red_below": plan.red_below,
        "green_from": plan.green_from,
        "semesters": list(dict.fromkeys(semester.code for semester in semesters)),
    }


def export_axes(plan: Plan, parts: Parts) -> list[dict]:
    """With their objectives, in one question."""
    rows = plan.axes.annotate(
        objective=F("objectives__pk"),
        objective_number=F("objectives__number"),
        objective_statement=F("objectives__statement"),
    ).order_by("number", "objectives__number")
    return [
        {
            "number": axis.number,
            "name": axis.name,
            "definition": axis.definition,
            "objectives": [
                {
                    "number": row.objective_number,
                    "statement": row.objective_statement,
                    "activities": [
                        export_activity(activity, parts)
                        for activity in parts.activities.get(row.objective, [])
                    ],
                }
                for row in of_axis
                if row.objective
            ],
        }
        for axis, of_axis in grouped(rows)
    ]


def grouped(rows: Iterable[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Rows that came once for each thing that hangs on them, together again."""
    for _pk, group in groupby(rows, key=lambda row: row.pk):
        same = list(group)
        yield same[0], same


def export_activity(activity: Activity, parts: Parts) -> dict:
    return {
        "code": activity.code,
        "statement": activity.statement,
        "schedule_statement": activity.schedule_statement,
        "responsibilities_text": activity.responsibilities_text,
        "schedule_responsibilities_text": activity.schedule_responsibilities_text,
        "responsibilities": [
            {"stakeholders": [one.party for one in same if one.party], "role": clause.role}
            for clause, same in grouped(parts.responsibilities.get(activity.pk, []))
        ],
        "semesters": parts.semesters.get(activity.pk, []),
        "indicator": export_indicator(getattr(activity, "indicator", None), parts),
        "retired_on": day(activity.retired_on),
    }


def export_indicator(indicator: Indicator | None, parts: Parts) -> dict | None:
    if indicator is None:
        return None
    return {
        "statement": indicator.statement,
        "schedule_statement": indicator.schedule_statement,
        "measures": [
            export_measure(measure, same)
            for measure, same in grouped(parts.measures.get(indicator.pk, []))
        ],
    }


def export_measure(measure: Measure, with_targets: list[Measure]) -> dict:
    return {
        "code": measure.code,
        "name": measure.name,
        "kind": measure.kind,
        "unit": measure.unit,
        "scope": measure.scope,
        "targets": [export_target(row) for row in with_targets if row.target],
        "breakdown": measure.breakdown,
        "counted_from": measure.counted_from,
        "reported_by": measure.reported_by,
        "is_proposed": measure.is_proposed,
        "retired_on": day(measure.retired_on),
    }


def export_target(row: Measure) -> dict:
    return {
        "stakeholder": row.target_party,
        "year": row.target_year,
        "value": plain_number(row.target_value),
        "state": row.target_state,
        "source": row.target_source,
        "source_note": row.target_source_note,
        "dated": row.target_dated.isoformat(),
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
