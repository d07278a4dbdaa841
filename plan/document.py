"""A published edition printed as a document, from its frozen content and nothing else."""

import json
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from corett.accounts.models import StakeholderKind
from corett.lib.canonical import canonical, sha256
from corett.lib.pdf import render_pdf
from plan.models import (
    Kind,
    Measure,
    Plan,
    PlanEdition,
    Scope,
    TargetSource,
    TargetState,
)
from plan.reporting import TargetLine, names, span

STYLESHEETS = ["corett/report/base.css", "corett/document.css"]


@dataclass(frozen=True)
class MeasureLine:
    code: str
    name: str
    about: list[str]
    is_proposed: bool
    retired_on: str | None
    targets: list[TargetLine]


@dataclass(frozen=True)
class ActivityMeasures:
    activity: dict
    measures: list[MeasureLine]


@dataclass(frozen=True)
class AxisMeasures:
    axis: dict
    activities: list[ActivityMeasures]


@dataclass(frozen=True)
class Parties:
    """How the edition calls those who answer for the plan."""

    names: dict[str, str]
    countries: list[str]

    @classmethod
    def of(cls, content: dict) -> "Parties":
        listed = content.get("stakeholders", [])
        return cls(
            names={party["code"]: party["name"] for party in listed},
            countries=[
                party["name"] for party in listed if party["kind"] == StakeholderKind.COUNTRY
            ],
        )

    def name(self, code: str | None) -> str | None:
        return self.names.get(code, code) if code else None


def find_edition(plan: Plan, number: int | None = None) -> PlanEdition | None:
    """The edition of that number, or the last."""
    editions = plan.editions.select_related("plan").order_by("-number")
    return editions.first() if number is None else editions.filter(number=number).first()


def render(edition: PlanEdition) -> bytes:
    """The PDF; the same edition gives the same bytes."""
    return render_pdf(as_html(edition), STYLESHEETS)


def as_html(edition: PlanEdition) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("plan/document/document.html", summarise(edition))


def file_name(edition: PlanEdition) -> str:
    return f"plan-{edition.plan.code}-ed{edition.number}.pdf"


def summarise(edition: PlanEdition) -> dict:
    """What the document prints; an edition of long ago may lack what later ones say."""
    content = edition.content
    parties = Parties.of(content)
    return {
        "edition": edition,
        "identity": content["plan"],
        "is_demonstration": edition.plan.is_demonstration,
        "countries": parties.countries,
        "axes": content.get("axes", []),
        "measures": [axis_measures(axis, parties) for axis in content.get("axes", [])],
        "semesters": content["plan"].get("semesters", []),
        "years": years(content["plan"].get("semesters", [])),
        "risk_types": risk_types(content.get("risks", [])),
        "approaches": content.get("approaches", []),
        "terms": content.get("glossary", []),
        "data_sha256": sha256(canonical(content)),
    }


def years(semesters: list[str]) -> list[tuple[str, int]]:
    """Each year with the number of its semesters («2024-2»)."""
    by_year = groupby(semesters, key=lambda code: code.partition("-")[0])
    return [(year, len(list(codes))) for year, codes in by_year]


def risk_types(risks: list[dict]) -> list[tuple[str, list[dict]]]:
    return [(name, list(lines)) for name, lines in groupby(risks, key=lambda risk: risk["type"])]


# Medidas y metas


def axis_measures(axis: dict, parties: Parties) -> AxisMeasures:
    activities = [
        activity for objective in axis["objectives"] for activity in objective["activities"]
    ]
    return AxisMeasures(axis, [activity_measures(activity, parties) for activity in activities])


def activity_measures(activity: dict, parties: Parties) -> ActivityMeasures:
    measures = (activity["indicator"] or {}).get("measures", [])
    return ActivityMeasures(activity, [measure_line(measure, parties) for measure in measures])


def measure_line(measure: dict, parties: Parties) -> MeasureLine:
    return MeasureLine(
        code=measure["code"],
        name=measure["name"],
        about=about(measure),
        is_proposed=measure.get("is_proposed", False),
        retired_on=measure.get("retired_on"),
        targets=target_lines(measure.get("targets", []), parties),
    )


def about(measure: dict) -> list[str]:
    """What it counts, over what, and who tells it."""
    said = [
        measure.get("unit", ""),
        label(Kind, measure.get("kind")),
        label(Scope, measure.get("scope")),
    ]
    if teller := label(Measure.ReportedBy, measure.get("reported_by")):
        said.append(_("la informa %(who)s") % {"who": teller})
    return [word for word in dict.fromkeys(said) if word]


def label(choices, value: str | None) -> str:
    return str(choices(value).label) if value else ""


def target_lines(targets: list[dict], parties: Parties) -> list[TargetLine]:
    """Equal targets of several parties and years, said once; a discarded one is none."""
    holders: dict[tuple, list[str | None]] = {}
    for target in targets:
        if target["state"] != TargetState.DISCARDED:
            holders.setdefault((said(target), target["year"]), []).append(
                parties.name(target["stakeholder"])
            )
    together: dict[tuple, list[int | None]] = {}
    for (told, year), who in holders.items():
        named = names(who, set(parties.countries), each=True)
        together.setdefault((told, named), []).append(year)
    return [
        TargetLine(value=value, who=who, when=span(when), state=state, source=source, note=note)
        for ((value, state, source, note), who), when in together.items()
    ]


def said(target: dict) -> tuple[str, str, str, str]:
    return (
        json.dumps(target["value"]),
        target["state"],
        label(TargetSource, target.get("source")),
        target.get("source_note", ""),
    )
