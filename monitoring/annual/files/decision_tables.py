"""What was decided for the next year and what evaluations found, as tables."""

from django.utils.translation import gettext as _

from monitoring.annual.files.table import (
    Table,
    Value,
    date_of,
    day,
    listed,
    table_of,
    text,
    whole,
    yes_or_no,
)
from monitoring.annual.labels import said


def priorities_table(content: dict) -> Table:
    year = content["priorities"]["year"]
    return table_of(
        "prioridades",
        _("Prioridades"),
        _("Lo decidido para el año siguiente, y por qué."),
        [
            whole("anio", _("Para el año")),
            text("actividad", _("Actividad")),
            text("enunciado", _("Texto")),
            text("decision", _("Decisión")),
            text("motivo", _("Motivo")),
            text("semestres", _("Semestres")),
        ],
        (
            [
                year,
                row["code"],
                row["statement"],
                said(row["decision"]["label"]),
                row["reason"],
                listed(row["semesters"]),
            ]
            for row in content["priorities"]["rows"]
        ),
    )


def findings_table(content: dict) -> Table:
    return table_of(
        "hallazgos",
        _("Hallazgos"),
        _("De evaluaciones y auditorías, con lo que se hizo; los reservados no están aquí."),
        [
            text("hallazgo", _("Hallazgo")),
            text("origen", _("Origen")),
            text("documento", _("Documento")),
            day("fecha", _("Fecha")),
            text("texto", _("Texto")),
            text("de_que", _("De qué es")),
            text("respuesta", _("Respuesta")),
            text("accion", _("Acción")),
            text("responsable", _("A cargo de")),
            day("plazo", _("Plazo")),
            text("estado", _("Estado")),
            yes_or_no("vencido", _("Con plazo vencido")),
            text("resultado", _("Resultado")),
        ],
        (finding_row(row) for row in content["findings"]["rows"]),
    )


def finding_row(row: dict) -> list[Value]:
    return [
        row["code"],
        said(row["source"]["label"]),
        row["source_title"],
        date_of(row["found_on"]),
        row["text"],
        listed(row["about"]),
        row["response"],
        row["action"],
        row["owner"],
        date_of(row["due_on"]),
        said(row["state"]["label"]),
        row["is_overdue"],
        row["result"],
    ]
