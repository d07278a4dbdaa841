"""A content from the side of one country: its page and its own edition. Plain values in and out."""

from decimal import Decimal

from monitoring.annual.annexes import activities_in
from monitoring.annual.back_of_country import back_of_country
from monitoring.annual.schedule_content import counts
from monitoring.models import EntryStatus, ReportState
from monitoring.region.schedule import EXECUTED, CellState


def country_page(content: dict, code: str) -> dict:
    """What one page tells of a country: its reports, its numbers, what it answers for."""
    rows = [activity_row(one, code) for one in activities_in(content["axes"]) if asks(one, code)]
    of_whom = name_of(content, code)
    return {
        "code": code,
        "name": of_whom,
        "reports": reports_of(content, code),
        "activities": rows,
        "actions": sum(row["actions"] for row in rows),
        "declared_done": sum(row["declared"]["value"] == EntryStatus.DONE for row in rows),
        "met": sum(row["state"]["value"] == "met" for row in rows),
        "resources": [row for row in content["resources"]["used"] if row["name"] == of_whom],
        "resources_total": used_by(content, of_whom),
    }


def name_of(content: dict, code: str) -> str:
    return next(country["name"] for country in content["countries"] if country["code"] == code)


def asks(activity: dict, code: str) -> bool:
    """Whether the country answers for the activity, or has told something of it."""
    rows = [row["code"] for measure in activity["measures"] for row in measure["rows"]]
    declared = [row["code"] for row in activity["declared"]["by"]]
    return code in rows or code in declared


def activity_row(activity: dict, code: str) -> dict:
    return {
        "code": activity["code"],
        "statement": activity["statement"],
        "actions": sum(
            one["number"] for one in activity.get("actions_by", []) if one["code"] == code
        ),
        "declared": declared_by(activity, code),
        "state": state_of(activity, code),
    }


def declared_by(activity: dict, code: str) -> dict:
    own = (row for row in activity["declared"]["by"] if row["code"] == code)
    return next(own, {"value": "", "label": ""})


def state_of(activity: dict, code: str) -> dict:
    """Of the year; an older content does not tell it."""
    own = (row for row in activity.get("states", {}).get("by", []) if row["code"] == code)
    return next(own, {"value": "", "label": ""})


def reports_of(content: dict, code: str) -> list[dict]:
    return [
        {"semester": semester["code"], **report}
        for semester in content["reporting"]
        for report in semester.get("reports", semester["missing"])
        if report["code"] == code
    ]


def used_by(content: dict, name: str) -> str:
    used = (Decimal(row["usd"]) for row in content["resources"]["used"] if row["name"] == name)
    return f"{sum(used, Decimal()):.2f}"


# Its edition


def content_of_country(content: dict, code: str) -> dict:
    """The same content with only that country's rows; the region's stand beside them."""
    of_whom = name_of(content, code)
    axes = [axis_of_country(axis, code, of_whom) for axis in content["axes"]]
    used = [row for row in content["resources"]["used"] if row["name"] == of_whom]
    return {
        **content,
        "axes": [axis for axis in axes if axis["objectives"]],
        "highlights": [one for one in content["highlights"] if one["code"] == code],
        "reporting": [semester_of_country(one, code) for one in content["reporting"]],
        "resources": {
            "managed": [],
            "managed_totals": {},
            "used": used,
            "used_total": used_by(content, of_whom),
        },
        "schedule": schedule_of_country(content.get("schedule"), code),
        **back_of_country(content, code),
    }


def axis_of_country(axis: dict, code: str, of_whom: str) -> dict:
    objectives = [
        {
            **objective,
            "activities": [
                activity_of_country(one, code, of_whom)
                for one in objective["activities"]
                if asks(one, code)
            ],
        }
        for objective in axis["objectives"]
    ]
    return {**axis, "objectives": [one for one in objectives if one["activities"]]}


def activity_of_country(activity: dict, code: str, of_whom: str) -> dict:
    def own(rows: list[dict]) -> list[dict]:
        return [row for row in rows if row["code"] == code]

    measures = [{**one, "rows": own(one["rows"]), "average": None} for one in activity["measures"]]
    return {
        **activity,
        "declared": {**activity["declared"], "by": own(activity["declared"]["by"])},
        "own_state": state_of(activity, code),
        "measures": [one for one in measures if one["rows"]],
        "narratives": own(activity["narratives"]),
        "silent": own(activity["silent"]),
        "evidence": own(activity["evidence"]),
        "evidence_withheld": 0,
        "institutions": [one for one in activity["institutions"] if one["country"] == of_whom],
    }


def semester_of_country(semester: dict, code: str) -> dict:
    reports = [one for one in semester.get("reports", semester["missing"]) if one["code"] == code]
    validated = sum(one["state"]["value"] == ReportState.VALIDATED for one in reports)
    missing = [one for one in semester["missing"] if one["code"] == code]
    return {
        **semester,
        "reports": reports,
        "missing": missing,
        "validated": validated,
        "asked": len(reports),
    }


def schedule_of_country(schedule: dict | None, code: str) -> dict | None:
    """Its own cells; an activity for which it does not answer has none."""
    if not schedule:
        return schedule
    axes = [
        {**axis, "activities": [row for one in axis["activities"] if (row := own_cells(one, code))]}
        for axis in schedule["axes"]
    ]
    axes = [axis for axis in axes if axis["activities"]]
    cells = [cell for axis in axes for one in axis["activities"] for cell in one["cells"]]
    labels = {cell["state"]["value"]: cell["state"]["label"] for cell in cells}
    return {
        **schedule,
        "axes": axes,
        "uncaptured": sum(not one["is_captured"] for axis in axes for one in axis["activities"]),
        "counts": [
            {**one, "label": labels[one["value"]]} for one in counts(cells, years_own(schedule))
        ],
    }


def years_own(schedule: dict) -> set[str]:
    """The semesters of the report's year, which is the last that the schedule tells of."""
    codes = [semester["code"] for semester in schedule["semesters"]]
    return {code for code in codes if code.partition("-")[0] == codes[-1].partition("-")[0]}


def own_cells(activity: dict, code: str) -> dict | None:
    own = next((party for party in activity["parties"] if party["code"] == code), None)
    if own is None:
        return None
    cells = [
        {
            "semester": cell["semester"],
            "state": state,
            "executed": int(state["value"] in EXECUTED),
            "overdue": int(state["value"] == CellState.OVERDUE),
            "of": 1,
        }
        for cell, state in zip(activity["cells"], own["states"], strict=True)
    ]
    return {**activity, "cells": cells, "parties": [own]}
