"""Where in the system more is found about what a section tells."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.annual.sections import Section
from monitoring.models import AnnualReport


@dataclass(frozen=True)
class Place:
    title: str
    url: str


def places_of(report: AnnualReport, section: Section) -> list[Place]:
    kind, _dash, code = section.key.partition("-")
    plan, following = report.plan.code, report.year + 1
    found = {
        "activity": [
            (_("La actividad, semestre por semestre"), "activity_life", [plan, code]),
        ],
        "axis": [(_("Tablero del año"), "dashboard", [])],
        "country": [(_("Página del país"), "country_detail", [code])],
        "introduction": [(_("Tablero del año"), "dashboard", [])],
        "resources": [(_("Tablero del año"), "dashboard", [])],
        "schedule": [(_("Cronograma ejecutado"), "schedule_progress", [])],
        "risks": [(_("Riesgos"), "risks", [])],
        "findings": [(_("Hallazgos"), "finding_list", [])],
    }
    if datetime.date(following, 1, 1) <= report.plan.end:
        found["priorities"] = [(_("Priorización"), "priority_list", [plan, following])]
    return [
        Place(title, reverse(f"monitoring:{name}", args=parts))
        for title, name, parts in found.get(kind, [])
    ]
