"""The parts of an annual report in which people write, as the report prints them."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder
from plan.models import Activity, Plan

CLOSING = (
    "resources",
    "schedule",
    "approaches",
    "risks",
    "challenges",
    "good_practices",
    "findings",
    "priorities",
)
PRINTED_IN = {"challenges": "obstacles", "good_practices": "obstacles"}


@dataclass(frozen=True)
class Section:
    """`chapter` is the key of the chapter in which its words are printed; `about` says what it
    tells of, in the words of the plan.
    """

    key: str
    title: str
    group: str
    chapter: str
    about: str = ""


def sections_of(plan: Plan, year: int) -> list[Section]:
    """Every section of a year's report, in its order; two questions."""
    return [*opening_sections(), *plan_sections(plan, year), *closing_sections(year), *countries()]


def opening_sections() -> list[Section]:
    return [Section("introduction", _("Presentación"), _("Al comienzo"), "presentation")]


def plan_sections(plan: Plan, year: int) -> list[Section]:
    """Of each eje that has activities in force, its own and those of its activities."""
    in_force = Activity.objects.filter(plan=plan).in_force(datetime.date(year, 1, 1))
    found: list[Section] = []
    seen: set[int] = set()
    for activity in in_force.select_related("objective__axis"):
        axis = activity.objective.axis
        group = _("Eje %(number)s. %(name)s") % {"number": axis.number, "name": axis.name}
        if axis.number not in seen:
            seen.add(axis.number)
            key = f"axis-{axis.number}"
            title = _("Síntesis del eje %(number)s") % {"number": axis.number}
            found.append(Section(key, title, group, key))
        key = f"activity-{activity.code}"
        title = _("Actividad %(code)s") % {"code": activity.code}
        found.append(Section(key, title, group, key, activity.statement))
    return found


def closing_sections(year: int) -> list[Section]:
    titles = {
        "resources": _("Recursos"),
        "schedule": _("Cronograma"),
        "approaches": _("Enfoques rectores"),
        "risks": _("Riesgos"),
        "challenges": _("Desafíos y obstáculos"),
        "good_practices": _("Buenas prácticas"),
        "findings": _("Hallazgos y su seguimiento"),
        "priorities": _("Prioridades para %(year)s") % {"year": year + 1},
    }
    group = _("Toda la región")
    return [Section(key, titles[key], group, PRINTED_IN.get(key, key)) for key in CLOSING]


def countries() -> list[Section]:
    return [
        Section(f"country-{party.code}", party.name, _("Países"), f"country-{party.code}")
        for party in Stakeholder.objects.countries()
    ]
