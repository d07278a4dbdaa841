"""The whole plan as plain data: the plan's own part with its risks in their place."""

from django.db.models import F

from plan.export import day, export_plan, grouped
from plan.models import Plan
from risks.models import Risk


def export_whole_plan(plan: Plan) -> dict:
    content = export_plan(plan)
    return {
        "plan": content.pop("plan"),
        "axes": content.pop("axes"),
        "risks": export_risks(plan),
        **content,
    }


def export_risks(plan: Plan) -> list[dict]:
    rows = (
        plan.risks.select_related("type")
        .annotate(
            activity=F("mitigations__activity__code"), is_partial=F("mitigations__is_partial")
        )
        .order_by("order", "pk", "mitigations__activity__order")
    )
    return [export_risk(risk, same) for risk, same in grouped(rows)]


def export_risk(risk: Risk, with_activities: list[Risk]) -> dict:
    mitigations = [row for row in with_activities if row.activity]
    return {
        "code": risk.code,
        "type": risk.type.name,
        "statement": risk.statement,
        "level": risk.level,
        "mitigation": risk.mitigation,
        "activities": [row.activity for row in mitigations],
        "partial_activities": [row.activity for row in mitigations if row.is_partial],
        "retired_on": day(risk.retired_on),
    }
