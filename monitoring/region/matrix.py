"""The matrix: what state each activity has for each country, for the region and coordination."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.region.asked import Asked, activities_of, axes_asked, is_asked

Cell = dict | None
"""A state, or nothing where it is not that party's to report."""


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    code: str
    statement: str
    region: dict
    cells: list[tuple[dict, Cell]]


@dataclass(frozen=True, kw_only=True)
class MatrixAxis:
    number: int
    name: str
    rows: list[MatrixRow]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    parties: list[dict]
    axes: list[MatrixAxis]


def matrix(data: dict, asked: Asked) -> Matrix | None:
    """Nothing where the content was frozen before it held any state of an activity."""
    axes = axes_asked(data, asked)
    if any(asked.states not in activity for axis in axes for activity in activities_of(axis)):
        return None
    parties = [one for one in parties_of(data) if asked.party in ("", one["code"])]
    found = [matrix_axis(axis, parties, asked) for axis in axes]
    return Matrix(parties=parties, axes=[axis for axis in found if axis.rows])


def parties_of(data: dict) -> list[dict]:
    """The countries, and after them whoever else is asked of any activity."""
    found = {one["code"]: one for one in data["countries"]}
    for one in (party for axis in data["axes"] for party in asked_in(axis)):
        found.setdefault(one["code"], {"code": one["code"], "name": one["name"]})
    return list(found.values())


def asked_in(axis: dict) -> Iterator[dict]:
    """Of content frozen before it said who is asked, those who have a line."""
    for activity in activities_of(axis):
        if "states" in activity:
            yield from activity["states"]["by"]
        else:
            for measure in activity["measures"]:
                yield from measure["rows"]


def matrix_axis(axis: dict, parties: list[dict], asked: Asked) -> MatrixAxis:
    return MatrixAxis(
        number=axis["number"],
        name=axis["name"],
        rows=[
            matrix_row(activity, parties, asked)
            for activity in activities_of(axis)
            if is_asked(activity, asked)
        ],
    )


def matrix_row(activity: dict, parties: list[dict], asked: Asked) -> MatrixRow:
    by_code = {one["code"]: one for one in activity[asked.states]["by"]}
    return MatrixRow(
        code=activity["code"],
        statement=activity["statement"],
        region=activity[asked.states]["region"],
        cells=[(party, by_code.get(party["code"])) for party in parties],
    )
