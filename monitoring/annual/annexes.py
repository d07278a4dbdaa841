"""What the last chapters print that the content tells elsewhere, put together by its kind.

Plain values in and out; an older content, which tells less, gives less.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from plan.difference import Part
from risks.models import Level

LEVELS = [Level.LOW, Level.MEDIUM, Level.HIGH]


def activities_in(axes: list[dict]) -> Iterator[dict]:
    for axis in axes:
        for objective in axis["objectives"]:
            yield from objective["activities"]


# In the countries' own words


def obstacles_in(axes: list[dict]) -> list[dict]:
    """Of each activity with any, the obstacles that were told."""
    found = [
        {
            "code": activity["code"],
            "statement": activity["statement"],
            "told": [one for one in activity["narratives"] if one["obstacles"]],
        }
        for activity in activities_in(axes)
    ]
    return [one for one in found if one["told"]]


def by_activity(told: list[dict], axes: list[dict]) -> list[dict]:
    """What is told of activities, under each of them in the order of the plan."""
    found = [
        {
            "code": activity["code"],
            "statement": activity["statement"],
            "told": [one for one in told if one["activity"] == activity["code"]],
        }
        for activity in activities_in(axes)
    ]
    return [one for one in found if one["told"]]


# Institutions


def institutions_in(axes: list[dict], countries: list[dict]) -> list[dict]:
    """By country, each institution that may be named, with the activities in which it took part.

    The countries of the plan come first, in its order.
    """
    groups: dict[str, dict[str, list[str]]] = {country["name"]: {} for country in countries}
    for activity in activities_in(axes):
        for group in activity["institutions"]:
            names = groups.setdefault(group["country"], {})
            for name in group["names"]:
                names.setdefault(name, []).append(activity["code"])
    return [
        {
            "country": country,
            "institutions": [{"name": name, "activities": names[name]} for name in sorted(names)],
        }
        for country, names in groups.items()
        if names
    ]


# Enfoques rectores


def by_party(approaches: dict, countries: list[dict]) -> dict:
    """Of each enfoque, in how many activities each country applied it, and whoever else did."""
    others = {
        one["code"]: {"code": one["code"], "name": one["name"]}
        for row in approaches["rows"]
        for one in row["by"]
    }
    parties = list({**{one["code"]: one for one in countries}, **others}.values())
    rows = [
        {
            **row,
            "numbers": [
                sum(len(one["activities"]) for one in row["by"] if one["code"] == party["code"])
                for party in parties
            ],
        }
        for row in approaches["rows"]
    ]
    return {"parties": parties, "rows": rows}


# Risks


def risk_matrix(risks: list[dict]) -> dict:
    """By type and level as it is now, and how many stood at each level before."""
    types = list(dict.fromkeys(risk["type"] for risk in risks))
    levels = [{"value": level.value, "label": str(level.label)} for level in LEVELS]
    return {
        "levels": levels,
        "rows": [
            {
                "type": name,
                "cells": [
                    {
                        "value": level.value,
                        "risks": [
                            risk
                            for risk in risks
                            if risk["type"] == name and level_now(risk) == level
                        ],
                    }
                    for level in LEVELS
                ],
            }
            for name in types
        ],
        "totals": [
            {"label": label, "numbers": [values.count(level) for level in LEVELS]}
            for label, values in moments(risks)
        ],
    }


def level_now(risk: dict) -> str:
    return risk.get("now", risk["level"])["value"]


def moments(risks: list[dict]) -> list[tuple[str, list[str]]]:
    now = (_("Riesgos, ahora"), [level_now(risk) for risk in risks])
    annex = (_("Riesgos, en Anexo 1"), [risk["level"]["value"] for risk in risks])
    if not all("before" in risk for risk in risks):
        return [now, annex]
    before = (_("Riesgos, hace un año"), [risk["before"]["value"] for risk in risks])
    return [now, before, annex]


def that_occurred(risks: list[dict]) -> list[dict]:
    """Those that somebody says occurred in the year; apart, who marked it without a word."""
    return [
        {
            **risk,
            "told": [one for one in risk["met"] if one["text"]],
            "only_marked": [one for one in risk["met"] if not one["text"]],
        }
        for risk in risks
        if risk.get("happened") or risk.get("met")
    ]


def own_actions(risks: list[dict]) -> list[dict]:
    return [action for risk in risks for action in risk.get("actions", [])]


# What changed in the plan


def condensed(changes: list[dict]) -> list[dict]:
    """The metas of a measure counted together, whose values the data hold; the rest as it is."""
    targets: dict[str, dict] = {}
    rows = []
    for change in changes:
        if change["part"]["value"] != Part.TARGET:
            rows.append(change)
            continue
        if change["code"] not in targets:
            counted = {"new": 0, "changed": 0, "gone": 0}
            targets[change["code"]] = {**change, "label": "", "targets": counted}
            rows.append(targets[change["code"]])
        targets[change["code"]]["targets"][kind_of(change)] += 1
    return rows


def kind_of(change: dict) -> str:
    if change["old"] and change["new"]:
        return "changed"
    return "new" if change["new"] else "gone"
