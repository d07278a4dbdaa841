"""What the content says of the whole region, as tables; an older content has fewer of them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from monitoring.annual.annexes import by_party
from monitoring.annual.files.decision_tables import findings_table, priorities_table
from monitoring.annual.files.schedule_tables import schedule_table
from monitoring.annual.files.table import (
    Table,
    Value,
    date_of,
    day,
    listed,
    table_of,
    text,
    whole,
)
from monitoring.annual.labels import said


def region_tables(content: dict) -> list[Table]:
    return [
        *([schedule_table(content)] if content.get("schedule") else []),
        *([approaches_table(content)] if content.get("approaches") else []),
        risks_table(content),
        *([priorities_table(content)] if content.get("priorities") else []),
        *([findings_table(content)] if content.get("findings") else []),
        reports_table(content),
    ]


def summary_table(content: dict) -> Table:
    return table_of(
        "resumen",
        _("Resumen"),
        _("Las cifras del año, de la región y de cada eje."),
        [
            text("ambito", _("Ámbito")),
            text("dato", _("Dato")),
            whole("numero", _("Número")),
            whole("de", _("De")),
        ],
        summary_rows(content["summary"]),
    )


def summary_rows(summary: dict) -> Iterator[list[Value]]:
    region = _("Región")
    validated = _("Informes semestrales validados")
    yield [region, validated, summary["reports_validated"], summary["reports_asked"]]
    yield [region, _("Acciones realizadas"), summary["actions"], None]
    yield [region, _("Instituciones participantes"), summary["institutions"], None]
    yield [region, _("Participaciones de personas"), summary["participations"], None]
    yield from counted(region, summary["all"])
    for axis in summary["axes"]:
        yield from counted(_("Eje %(number)s") % {"number": axis["number"]}, axis)


def counted(where: str, counts: dict) -> Iterator[list[Value]]:
    of = counts["activities"]
    yield [where, _("Actividades con avance"), counts["with_progress"], of]
    yield [where, _("Actividades declaradas concluidas"), counts["declared_done"], of]
    yield [where, _("Indicadores cumplidos"), counts["met"], of]
    yield [where, _("Indicadores con meta, sin cumplir"), counts["not_met"], of]
    yield [where, _("No evaluables: sin meta"), counts["not_evaluable"], of]


def approaches_table(content: dict) -> Table:
    return table_of(
        "enfoques",
        _("Enfoques rectores"),
        _("Quién aplicó cada enfoque en el año, y en qué actividades."),
        [
            text("enfoque", _("Enfoque")),
            text("codigo", _("Código de quien informa")),
            text("quien", _("Quién")),
            text("actividad", _("Actividad")),
        ],
        (
            [row["name"], party["code"], party["name"], activity]
            for row in content["approaches"]["rows"]
            for party in row["by"]
            for activity in party["activities"]
        ),
    )


def approaches_by_party(content: dict) -> Table:
    """Of each enfoque, in how many activities each applied it."""
    found = by_party(content["approaches"], content["countries"])
    return table_of(
        "enfoques",
        _("Enfoques rectores"),
        _("En cuántas actividades aplicó cada quien cada enfoque en el año."),
        [
            text("enfoque", _("Enfoque")),
            *(whole(party["code"], party["name"]) for party in found["parties"]),
        ],
        ([row["name"], *row["numbers"]] for row in found["rows"]),
    )


def risks_table(content: dict) -> Table:
    return table_of(
        "riesgos",
        _("Riesgos"),
        _("Cada riesgo con su nivel en el Anexo 1, hace un año y ahora."),
        [
            text("riesgo", _("Riesgo")),
            text("tipo", _("Tipo")),
            text("enunciado", _("Texto")),
            text("nivel_anexo", _("Nivel en el Anexo 1")),
            text("nivel_antes", _("Nivel hace un año")),
            text("nivel_ahora", _("Nivel ahora")),
            text("cambio", _("Cambio")),
            text("mitigacion", _("Mitigación")),
            text("actividades", _("Actividades que lo mitigan")),
            whole("veces", _("Veces que se informó que ocurrió")),
        ],
        (risk_row(risk) for risk in content["risks"]),
    )


def risk_row(risk: dict) -> list[Value]:
    return [
        risk["code"],
        risk["type"],
        risk["statement"],
        said(risk["level"]["label"]),
        *(said(risk.get(name, {}).get("label", "")) for name in ("before", "now", "trend")),
        risk["mitigation"],
        listed(one["code"] for one in risk["activities"]),
        len(risk.get("met", [])) + len(risk.get("happened", [])),
    ]


def reports_table(content: dict) -> Table:
    return table_of(
        "informes",
        _("Informes semestrales"),
        _("De quién se esperaba un informe, y cuándo se envió y se validó."),
        [
            text("semestre", _("Semestre")),
            text("codigo", _("Código de quien informa")),
            text("quien", _("Quién")),
            text("estado", _("Estado")),
            day("enviado", _("Enviado")),
            day("validado", _("Validado")),
        ],
        (
            [
                semester["code"],
                report["code"],
                report["name"],
                said(report["state"]["label"]),
                date_of(report.get("submitted_on")),
                date_of(report.get("validated_on")),
            ]
            for semester in content["reporting"]
            for report in semester["reports"]
        ),
    )
