"""The whole plan as plain data: the plan's own part with its risks in their place."""

from plan.export import day, export_plan
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
    risks = plan.risks.select_related("type").prefetch_related("mitigations__activity")
    return [export_risk(risk) for risk in risks]


def export_risk(risk: Risk) -> dict:
    mitigations = risk.mitigations.all()
    return {
        "code": risk.code,
        "type": risk.type.name,
        "statement": risk.statement,
        "level": risk.level,
        "mitigation": risk.mitigation,
        "activities": [mitigation.activity.code for mitigation in mitigations],
        "partial_activities": [
            mitigation.activity.code for mitigation in mitigations if mitigation.is_partial
        ],
        "retired_on": day(risk.retired_on),
    }
