"""What a report prints and no page shows: cronograma, enfoques, riesgos and what is annexed."""

from monitoring.annual.approaches_content import approaches_data
from monitoring.annual.plan_editions_content import plan_editions_data
from monitoring.annual.risks_content import risks_data
from monitoring.annual.schedule_content import schedule_data
from monitoring.reading import Reading
from risks.export import export_whole_plan


def printed_data(reading: Reading, risks: list[dict]) -> dict:
    """`risks` are those of the year's data, of which this tells more."""
    plan_content = export_whole_plan(reading.plan)
    return {
        "schedule": schedule_data(reading),
        "approaches": approaches_data(reading, plan_content["approaches"]),
        "risks": risks_data(reading, risks),
        "glossary": [
            {"term": one["term"], "definition": one["definition"]}
            for one in plan_content["glossary"]
        ],
        "plan_editions": plan_editions_data(reading, plan_content),
    }


def edition_named(plan_editions: dict) -> dict:
    """The last edition of the plan, and whether the plan still says what that one says."""
    last = plan_editions["last"]
    return {
        "plan_edition": last["number"] if last else None,
        "plan_changed_since": bool(plan_editions["pending"]),
    }
