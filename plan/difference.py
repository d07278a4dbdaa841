"""What differs between two contents of a plan (the shape of `export_whole_plan`).

Each content is read as facts, «this field of that row says this», and two of them are compared
fact by fact. A key that an older content lacks says the same as an empty one.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from corett.lib.texts import interwoven
from plan.models import Breakdown, CountedFrom, Kind, Measure, Scope, TargetSource, TargetState


class Part(TextChoices):
    """The kinds of rows that a plan is made of, in the order of the document."""

    PLAN = "plan", gettext_lazy("Plan")
    AXIS = "axis", gettext_lazy("Eje")
    OBJECTIVE = "objective", gettext_lazy("Objetivo")
    ACTIVITY = "activity", gettext_lazy("Actividad")
    INDICATOR = "indicator", gettext_lazy("Indicador")
    MEASURE = "measure", gettext_lazy("Medida")
    TARGET = "target", gettext_lazy("Meta")
    CELL = "cell", gettext_lazy("Cronograma")
    RISK = "risk", gettext_lazy("Riesgo")
    APPROACH = "approach", gettext_lazy("Enfoque rector")
    TERM = "term", gettext_lazy("Glosario")
    STAKEHOLDER = "stakeholder", gettext_lazy("Parte interesada")


FIELDS = {
    "title": gettext_lazy("título"),
    "start": gettext_lazy("inicio"),
    "end": gettext_lazy("fin"),
    "red_below": gettext_lazy("rojo por debajo de (%)"),
    "green_from": gettext_lazy("verde desde (%)"),
    "semesters": gettext_lazy("semestres"),
    "name": gettext_lazy("nombre"),
    "name_en": gettext_lazy("nombre en inglés"),
    "term": gettext_lazy("término"),
    "definition": gettext_lazy("definición"),
    "axis": gettext_lazy("eje"),
    "objective": gettext_lazy("objetivo"),
    "statement": gettext_lazy("enunciado"),
    "schedule_statement": gettext_lazy("en el cronograma"),
    "responsibilities_text": gettext_lazy("responsables"),
    "schedule_responsibilities_text": gettext_lazy("responsables en el cronograma"),
    "responsibilities": gettext_lazy("papel de cada responsable"),
    "kind": gettext_lazy("clase"),
    "unit": gettext_lazy("unidad"),
    "scope": gettext_lazy("ámbito"),
    "breakdown": gettext_lazy("desglose"),
    "counted_from": gettext_lazy("se cuenta de"),
    "reported_by": gettext_lazy("la informa"),
    "is_proposed": gettext_lazy("propuesta por el sistema"),
    "type": gettext_lazy("tipo de riesgo"),
    "level": gettext_lazy("nivel de riesgo"),
    "mitigation": gettext_lazy("mitigación"),
    "activities": gettext_lazy("actividades que mitigan"),
    "partial_activities": gettext_lazy("de ellas, solo en parte"),
    "text": gettext_lazy("texto"),
    "variants": gettext_lazy("otras formas de nombrarlo"),
    "retired_on": gettext_lazy("retirada el"),
    "is_there": pgettext_lazy("of a row", "existe"),
    "order": gettext_lazy("orden"),
}
CHOICES = {
    (Part.MEASURE, "kind"): Kind,
    (Part.MEASURE, "scope"): Scope,
    (Part.MEASURE, "breakdown"): Breakdown,
    (Part.MEASURE, "counted_from"): CountedFrom,
    (Part.MEASURE, "reported_by"): Measure.ReportedBy,
}
INSIDE = {
    Part.PLAN: {"code", "edition"},
    Part.AXIS: {"number", "objectives"},
    Part.OBJECTIVE: {"number", "activities"},
    Part.ACTIVITY: {"code", "semesters", "indicator", "responsibilities"},
    Part.INDICATOR: {"measures"},
    Part.MEASURE: {"code", "targets"},
    Part.RISK: {"code"},
    Part.APPROACH: {"order"},
    Part.TERM: {"order"},
    Part.STAKEHOLDER: {"code"},
}


@dataclass(frozen=True)
class Place:
    """A field of a row: its part, its permanent code, and the name of the field."""

    part: Part
    code: str
    field: str


@dataclass(frozen=True)
class Change:
    place: Place
    label: str
    old: str
    new: str

    @property
    def subject(self) -> str:
        return f"{self.place.part.label} {self.place.code}".strip()

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The two texts interwoven: what stayed, what went («old») and what came («new»)."""
        return interwoven(self.old, self.new)

    def data(self) -> dict:
        return {
            "part": self.place.part.value,
            "code": self.place.code,
            "field": self.place.field,
            "old": self.old,
            "new": self.new,
        }


Facts = dict[Place, str]


def difference(old: dict, new: dict) -> list[Change]:
    """Every fact that the two contents tell differently, in the order of the document."""
    before, after = facts(old), facts(new)
    labels = Labels(old, new)
    add_orders(before, after)
    places = sorted({**after, **before}, key=in_order(after, before))
    return [
        Change(place, labels.of(place), before.get(place, ""), after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    ]


def add_orders(before: Facts, after: Facts) -> None:
    """Where the rows that both have stand in another order, say it once for their part."""
    for part in Part:
        old, new = codes(part, before), codes(part, after)
        common = set(old) & set(new)
        was, now = (", ".join(one for one in listed if one in common) for listed in (old, new))
        if was != now:
            before[Place(part, "", "order")], after[Place(part, "", "order")] = was, now


def codes(part: Part, content: Facts) -> list[str]:
    return [place.code for place in content if place.part == part and place.field == "is_there"]


def in_order(*contents: Facts):
    """Parts as in the document; within each, as the first content that has the place lists it."""
    parts = {part: number for number, part in enumerate(Part)}
    listed = {
        place: (number, position)
        for number, content in reversed(list(enumerate(contents)))
        for position, place in enumerate(content)
    }
    return lambda place: (parts[place.part], *listed[place])


class Labels:
    """What a place is called; a goal is named by whom and when it is for."""

    def __init__(self, *contents: dict):
        self.names = {
            party["code"]: party["name"]
            for content in contents
            for party in content.get("stakeholders", [])
        }

    def of(self, place: Place) -> str:
        if place.part == Part.TARGET:
            holder, year = place.field.split("/")
            whose = self.names.get(holder, holder) if holder else _("la región")
            return f"{whose}, {year or _('todo el plan')}"
        return str(FIELDS.get(place.field, place.field))


# A content as facts


def facts(content: dict) -> Facts:
    return {place: text for place, text in all_facts(content) if text}


def all_facts(content: dict) -> Iterator[tuple[Place, str]]:
    yield from fields_of(Part.PLAN, "", content.get("plan", {}))
    for axis in content.get("axes", []):
        yield from axis_facts(axis)
    for risk in content.get("risks", []):
        yield from fields_of(Part.RISK, risk["code"], risk)
    for place, approach in enumerate(content.get("approaches", []), 1):
        yield from fields_of(Part.APPROACH, str(approach.get("order", place)), approach)
    for place, term in enumerate(content.get("glossary", []), 1):
        yield from fields_of(Part.TERM, str(term.get("order", place)), term)
    for party in content.get("stakeholders", []):
        yield from fields_of(Part.STAKEHOLDER, party["code"], party)


def axis_facts(axis: dict) -> Iterator[tuple[Place, str]]:
    number = str(axis["number"])
    yield from fields_of(Part.AXIS, number, axis)
    for objective in axis["objectives"]:
        code = str(objective["number"])
        yield from fields_of(Part.OBJECTIVE, code, {**objective, "axis": number})
        for activity in objective["activities"]:
            yield from activity_facts({**activity, "objective": code})


def activity_facts(activity: dict) -> Iterator[tuple[Place, str]]:
    code = activity["code"]
    yield from fields_of(Part.ACTIVITY, code, activity)
    yield Place(Part.ACTIVITY, code, "responsibilities"), clauses(activity["responsibilities"])
    for semester in activity["semesters"]:
        yield Place(Part.CELL, code, semester), _("programada")
    indicator = activity["indicator"] or {}
    yield from fields_of(Part.INDICATOR, code, indicator, is_row=bool(indicator))
    for measure in indicator.get("measures", []):
        yield from fields_of(Part.MEASURE, measure["code"], measure)
        yield from target_facts(measure)


def target_facts(measure: dict) -> Iterator[tuple[Place, str]]:
    """One fact for each holder and year, whatever its targets say together."""
    said: dict[Place, list[str]] = {}
    for target in measure["targets"]:
        if target["state"] != TargetState.DISCARDED:
            field = f"{target['stakeholder'] or ''}/{target['year'] or ''}"
            place = Place(Part.TARGET, measure["code"], field)
            said.setdefault(place, []).append(goal(target))
    for place, goals in said.items():
        yield place, "; ".join(goals)


def goal(target: dict) -> str:
    """`dated` and note included: another minute that says the same number is another fact."""
    state, source = TargetState(target["state"]).label, TargetSource(target["source"]).label
    note = f": {target['source_note']}" if target["source_note"] else ""
    dated = date_format(datetime.date.fromisoformat(target["dated"]), "d/m/Y")
    return f"{localize(target['value'])} · {state} · {source}{note} ({dated})"


def fields_of(part: Part, code: str, row: dict, *, is_row=True) -> Iterator[tuple[Place, str]]:
    if is_row:
        yield Place(part, code, "is_there"), _("sí")
    for name, value in row.items():
        if name not in INSIDE[part]:
            yield Place(part, code, name), shown(part, name, value)


def shown(part: Part, name: str, value) -> str:
    """A value as a person reads it; what is empty, false or absent says nothing."""
    if value in (None, "", False, []):
        return ""
    if value is True:
        return _("sí")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if (choices := CHOICES.get((part, name))) and value in choices.values:
        return str(choices(value).label)
    return str(value)


def clauses(responsibilities: Iterable[dict]) -> str:
    """Who stands in a clause; in which order its stakeholders are listed says nothing."""
    told = [(", ".join(sorted(one["stakeholders"])), one["role"]) for one in responsibilities]
    return "; ".join(f"{who} ({role})" if role else who for who, role in told)
