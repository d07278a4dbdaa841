"""Of how many, of those who are asked, there is a value: of countries, and of the region as one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict

from monitoring.models import ReportState
from monitoring.region.asked import (
    Asked,
    activities_asked,
    is_blank,
    parties_of,
    semesters_asked,
    value_asked,
)
from plan.models import Scope


@dataclass(frozen=True)
class Coverage:
    """`number` of `of`; the scope says whether they are countries or the one region."""

    scope: str
    number: int
    of: int


class Shade(TypedDict):
    code: str
    name: str
    number: int | None
    of: int


def coverage_of(data: dict, activity: dict, asked: Asked) -> list[Coverage]:
    """Of the countries, for what each of them does; of one, for what exists once for the region."""
    found = []
    countries = countries_asked(data, activity, asked)
    if countries:
        number = sum(has_value(data, activity, code, asked) for code in countries)
        found.append(Coverage(Scope.NATIONAL.value, number, len(countries)))
    if regional := regional_lines(data, activity, asked):
        number = int(any(not is_blank(value_asked(data, line, asked)) for line in regional))
        found.append(Coverage(Scope.REGIONAL.value, number, 1))
    return found


def countries_asked(data: dict, activity: dict, asked: Asked) -> list[str]:
    """Those who do something each of their own; the host of what exists once is not one of nine."""
    if all(one["scope"]["value"] == Scope.REGIONAL for one in activity["measures"]):
        return []
    countries = {one["code"] for one in data["countries"]}
    asked_of = [code for code in parties_of(activity) if code in countries]
    return [code for code in asked_of if asked.party in ("", code)]


def regional_lines(data: dict, activity: dict, asked: Asked) -> list[dict]:
    """The lines that speak for the region: its own, or those who are no country where both are."""
    countries = {one["code"] for one in data["countries"]}
    lines = []
    for measure in activity["measures"]:
        if measure["scope"]["value"] == Scope.REGIONAL and not asked.party:
            lines.append(measure["region"])
        elif measure["scope"]["value"] != Scope.NATIONAL:
            lines += [row for row in measure["rows"] if row["code"] not in countries]
    return [one for one in lines if asked.party in ("", one.get("code", ""))]


def has_value(data: dict, activity: dict, code: str, asked: Asked) -> bool:
    return any(
        not is_blank(value_asked(data, row, asked))
        for measure in activity["measures"]
        for row in measure["rows"]
        if row["code"] == code
    )


# The map


def shades_of(data: dict, asked: Asked) -> list[Shade]:
    """Of the activities asked of each country, for how many there is a value: of every country.

    Of who has no validated report nothing is known, which is not a zero.
    """
    asked = replace(asked, party="")
    activities = list(activities_asked(data, asked))
    reported = validated_in(data, asked)
    return [
        shade_of(data, country, activities, asked, is_known=country["code"] in reported)
        for country in data["countries"]
    ]


def shade_of(
    data: dict, country: dict, activities: Iterable[dict], asked: Asked, *, is_known: bool
) -> Shade:
    code = country["code"]
    own = [one for one in activities if code in parties_of(one)]
    number = sum(has_value(data, one, code, asked) for one in own)
    return Shade(
        code=code,
        name=country["name"],
        number=number if number or is_known else None,
        of=len(own),
    )


def validated_in(data: dict, asked: Asked) -> set[str]:
    semesters = semesters_asked(data, asked)
    return {
        report["code"]
        for semester in data["reporting"]
        if semester["code"] in semesters
        for report in semester["reports"]
        if report["state"]["value"] == ReportState.VALIDATED
    }
