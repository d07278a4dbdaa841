"""What a reader of an annual report will miss: sentences for who composes it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def weak_points(content: dict) -> list[str]:
    """What a reader will miss, in sentences; nothing here forbids to publish."""
    return [
        *not_validated(content),
        *unwritten(content["texts"]),
        *without_progress(content),
        *without_goal(content),
        *undecided(content.get("priorities")),
        *overdue(content.get("findings")),
    ]


def not_validated(content: dict) -> list[str]:
    return [
        _("%(semester)s: sin informe validado de %(names)s.")
        % {
            "semester": semester["code"],
            "names": ", ".join(
                f"{report['name']} ({report['state']['label'].lower()})"
                for report in semester["missing"]
            ),
        }
        for semester in content["reporting"]
        if semester["missing"]
    ]


def unwritten(texts: dict) -> list[str]:
    sentences = {
        "introduction": _("Falta la presentación."),
        "challenges": _("Faltan los desafíos."),
        "priorities": _("Faltan las prioridades para el año siguiente."),
    }
    return [sentence for name, sentence in sentences.items() if name not in texts]


def without_progress(content: dict) -> list[str]:
    codes = [one["code"] for one in activities_in(content) if not one["has_progress"]]
    if not codes:
        return []
    sentence = ngettext(
        "%(count)d actividad sin avances validados: %(codes)s.",
        "%(count)d actividades sin avances validados: %(codes)s.",
        len(codes),
    )
    return [sentence % {"count": len(codes), "codes": ", ".join(codes)}]


def without_goal(content: dict) -> list[str]:
    count = content["summary"]["all"]["not_evaluable"]
    if not count:
        return []
    sentence = ngettext(
        "%(count)d indicador no se puede evaluar porque no tiene meta confirmada.",
        "%(count)d indicadores no se pueden evaluar porque no tienen meta confirmada.",
        count,
    )
    return [sentence % {"count": count}]


def undecided(priorities: dict | None) -> list[str]:
    """Of the year that follows; nothing where the plan ends, or where nobody asked yet."""
    if priorities is None:
        return []
    said = {"year": priorities["year"], "waiting": priorities["waiting"]}
    waiting = ngettext(
        "%(waiting)d decisión de priorización para %(year)d espera el visto bueno.",
        "%(waiting)d decisiones de priorización para %(year)d esperan el visto bueno.",
        priorities["waiting"],
    )
    sentences = [] if priorities["rows"] else [none_endorsed()]
    return [one % said for one in [*sentences, *([waiting] if priorities["waiting"] else [])]]


def none_endorsed() -> str:
    return _("Sin decisiones de priorización con visto bueno para %(year)d.")


def overdue(findings: dict | None) -> list[str]:
    if not findings or not findings["overdue"]:
        return []
    sentence = ngettext(
        "%(count)d hallazgo pasó su plazo y sigue sin atender.",
        "%(count)d hallazgos pasaron su plazo y siguen sin atender.",
        findings["overdue"],
    )
    return [sentence % {"count": findings["overdue"]}]


def activities_in(content: dict) -> list[dict]:
    return [
        activity
        for axis in content["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
    ]
