"""What the drawings of an annual report show, counted in its frozen content alone.

What an older content does not carry is not drawn.
"""

from collections import Counter
from collections.abc import Iterator

from django import template
from django.utils.translation import gettext as _

from monitoring.achievement import State, Verdict
from monitoring.annual.labels import said
from monitoring.models import ReportState

register = template.Library()


@register.filter
def verdict_rows(axes: list[dict]) -> list[dict]:
    """The indicators of each eje, by what may be said of them."""
    return [
        {
            "name": _("Eje %(number)s") % {"number": axis["number"]},
            "parts": [
                {"value": str(one.value), "label": str(one.label), "number": axis.get(one.value, 0)}
                for one in Verdict
            ],
        }
        for axis in axes
    ]


@register.filter
def measure_states(axes: list[dict]) -> list[dict]:
    """How many measures stand in each state for the whole region."""
    counted = Counter(measure["region"]["state"]["value"] for measure in measures_in(axes))
    return [
        {"value": str(one.value), "label": str(one.label), "number": counted[one.value]}
        for one in reversed(State)
        if counted[one.value]
    ]


def measures_in(axes: list[dict]) -> Iterator[dict]:
    for axis in axes:
        for objective in axis["objectives"]:
            for activity in objective["activities"]:
                yield from activity["measures"]


@register.filter
def validated_by_country(reporting: list[dict], countries: list[dict]) -> list[dict]:
    """Of the semesters that were opened, in how many each country has a validated report."""
    opened = [semester for semester in reporting if semester.get("is_opened", True)]
    return [
        {
            **country,
            "name": said(country["name"]),
            "states": [state_in(semester, country["code"]) for semester in reporting],
            "number": validated(opened, country["code"]) if opened else None,
            "of": len(opened),
        }
        for country in countries
    ]


def validated(opened: list[dict], code: str) -> int:
    states = [state_in(semester, code) for semester in opened]
    return sum(state["value"] == ReportState.VALIDATED for state in states)


def state_in(semester: dict, code: str) -> dict:
    reports = semester.get("reports") or semester["missing"]
    found = (report["state"] for report in reports if report["code"] == code)
    validated = {"value": str(ReportState.VALIDATED), "label": str(ReportState.VALIDATED.label)}
    return next(found, validated)


@register.filter
def counts_of_axis(summary: dict, number: int) -> dict:
    return next(axis for axis in summary["axes"] if axis["number"] == number)
