"""What a reader asks of the region's figures, and which of the year's data answers it.

`data` is everywhere what `year_data` gives and an annual report freezes.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Empty is everything. To date is the whole plan by the end of the year."""

    to_date: bool = False
    party: str = ""
    axis: str = ""
    semester: str = ""

    @property
    def states(self) -> str:
        return "states_to_date" if self.to_date else "states"

    @property
    def state(self) -> str:
        return "state_to_date" if self.to_date else "state"

    @property
    def goals(self) -> str:
        return "goals_to_date" if self.to_date else "goals"

    @property
    def percent(self) -> str:
        return "progress" if self.to_date else "compliance"


def is_detailed(data: dict) -> bool:
    """Whether each activity says its states, goals, actions and resources by who informs.

    What an annual report froze before they were computed does not, and cannot be narrowed down.
    """
    return all("goals" in activity for axis in data["axes"] for activity in activities_of(axis))


def axes_asked(data: dict, asked: Asked) -> list[dict]:
    return [axis for axis in data["axes"] if asked.axis in ("", str(axis["number"]))]


def activities_of(axis: dict) -> Iterator[dict]:
    for objective in axis["objectives"]:
        yield from objective["activities"]


def activities_asked(data: dict, asked: Asked) -> Iterator[dict]:
    for axis in axes_asked(data, asked):
        for activity in activities_of(axis):
            if is_asked(activity, asked):
                yield activity


def is_asked(activity: dict, asked: Asked) -> bool:
    """Of one party, only what it is asked to report."""
    return not asked.party or asked.party in parties_of(activity)


def parties_of(activity: dict) -> list[str]:
    """Who is asked of it; what was frozen before it said so names those with a line."""
    if "states" in activity:
        return [one["code"] for one in activity["states"]["by"]]
    return list({row["code"]: None for measure in activity["measures"] for row in measure["rows"]})


def numbers_asked(measure: dict, asked: Asked) -> dict | None:
    """The region's line of a measure, or the party's where it has one."""
    if not asked.party:
        return measure["region"]
    return next((row for row in measure["rows"] if row["code"] == asked.party), None)


def value_asked(data: dict, numbers: dict, asked: Asked) -> dict:
    """A line's value in the semester, the year or the plan to date."""
    if asked.semester:
        codes = [semester["code"] for semester in data["semesters"]]
        return numbers["semesters"][codes.index(asked.semester)]
    return numbers["to_date"] if asked.to_date else numbers["year"]


def is_blank(value: dict) -> bool:
    return value["number"] is None and not value["parts"] and value["adds_up"]


def semesters_asked(data: dict, asked: Asked) -> list[str]:
    return [one["code"] for one in data["semesters"] if asked.semester in ("", one["code"])]
