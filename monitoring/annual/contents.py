"""What the table of contents lists: each chapter by its title, and where it begins."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.annual.annexes import activities_in
from monitoring.annual.labels import said

TITLES = {
    "presentation": ("presentacion", gettext_lazy("Presentación")),
    "summary": ("resumen", gettext_lazy("El año en cifras")),
    "overview": ("panorama", gettext_lazy("Panorama de la región")),
    "method": ("lectura", gettext_lazy("Cómo leer este informe")),
    "resources": ("recursos", gettext_lazy("Recursos")),
    "schedule": ("cronograma", gettext_lazy("Cronograma: lo programado y lo ejecutado")),
    "approaches": ("enfoques", gettext_lazy("Enfoques rectores")),
    "risks": ("riesgos", gettext_lazy("Riesgos")),
    "obstacles": ("desafios", gettext_lazy("Obstáculos y buenas prácticas")),
    "findings": ("hallazgos", gettext_lazy("Hallazgos de evaluaciones y auditorías")),
    "institutions": ("instituciones", gettext_lazy("Anexo: instituciones que participaron")),
    "glossary": ("glosario", gettext_lazy("Anexo: glosario")),
    "plan_editions": ("ediciones-del-plan", gettext_lazy("Anexo: ediciones del plan")),
    "reports": ("informes", gettext_lazy("Anexo: informes semestrales")),
    "colophon": ("colofon", gettext_lazy("Sobre esta edición")),
}


def contents_of(keys: Iterable[str], context: dict) -> list[dict]:
    """Its entries in order: the id that each leads to, its title, and those under it."""
    found: list[dict] = []
    for key in keys:
        kind, _dash, name = key.partition("-")
        if kind == "activity":
            add_activity(found, name, context)
        elif kind == "country":
            add_country(found, name, context)
        elif kind == "axis":
            found.append(axis_entry(int(name), context))
        elif key == "priorities":
            found.append(entry("decisiones", priorities_title(context)))
        elif key in TITLES:
            anchor, title = TITLES[key]
            found.append(entry(anchor, str(title)))
    return found


def entry(anchor: str, title: str) -> dict:
    return {"anchor": anchor, "title": title, "entries": []}


def axis_entry(number: int, context: dict) -> dict:
    [name] = [axis["name"] for axis in context["axes"] if axis["number"] == number]
    title = _("Eje %(number)s. %(name)s") % {"number": number, "name": name}
    return {**entry(f"eje-{number}", title), "of": number}


def add_activity(found: list[dict], code: str, context: dict) -> None:
    """Under its eje, also where that has no page of its own."""
    [(number, statement)] = [
        (axis["number"], activity["statement"])
        for axis in context["axes"]
        for activity in activities_in([axis])
        if activity["code"] == code
    ]
    anchor = f"actividad-{code}"
    if found[-1].get("of") != number:
        found.append({**axis_entry(number, context), "anchor": anchor})
    found[-1]["entries"].append(entry(anchor, f"{code} {statement}"))


def add_country(found: list[dict], code: str, context: dict) -> None:
    anchor = f"pais-{code}"
    [name] = [country["name"] for country in context["countries"] if country["code"] == code]
    if context["country"]:
        found.append(entry(anchor, said(name)))
        return
    if found[-1].get("of") != "countries":
        found.append({**entry(anchor, _("Los países, uno por uno")), "of": "countries"})
    found[-1]["entries"].append(entry(anchor, said(name)))


def priorities_title(context: dict) -> str:
    return _("Prioridades para %(year)s") % {"year": context["report"]["year"] + 1}
