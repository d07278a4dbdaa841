"""What the content says of each activity beside its measures, as tables."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from monitoring.activity_rows import Resource
from monitoring.annual.annexes import activities_in
from monitoring.annual.files.table import (
    Table,
    Value,
    number,
    table_of,
    text,
    whole,
    yes_or_no,
)
from monitoring.annual.files.table import amount as plain
from monitoring.annual.labels import said


def activity_tables(content: dict) -> list[Table]:
    return [
        activities_table(content),
        declared_table(content),
        institutions_table(content),
        evidence_table(content),
        words_table(content),
        resources_table(content),
    ]


def activities_table(content: dict) -> Table:
    return table_of(
        "actividades",
        _("Actividades"),
        _("Cada actividad con lo declarado concluido y su indicador, que no son lo mismo."),
        [
            whole("eje", _("Eje")),
            whole("objetivo", _("Objetivo")),
            text("actividad", _("Actividad")),
            text("enunciado", _("Texto")),
            text("indicador", _("Indicador")),
            whole("medidas", _("Medidas")),
            whole("medidas_con_meta", _("Medidas con meta")),
            text("cumplimiento", _("Cumplimiento del indicador")),
            whole("declaran_concluida", _("La declaran concluida")),
            whole("de", _("De")),
            yes_or_no("con_avance", _("Con avance en el año")),
            whole("acciones", _("Acciones")),
            whole("medios_sin_publicar", _("Medios de verificación que no se publican")),
        ],
        activity_rows(content),
    )


def activity_rows(content: dict) -> Iterator[list[Value]]:
    for axis in content["axes"]:
        for objective in axis["objectives"]:
            for one in objective["activities"]:
                indicator, declared = one["indicator"], one["declared"]
                yield [
                    axis["number"],
                    objective["number"],
                    one["code"],
                    one["statement"],
                    indicator["statement"],
                    indicator["measures"],
                    indicator["with_goal"],
                    said(indicator["verdict"]["label"]),
                    declared["done"],
                    declared["of"],
                    one["has_progress"],
                    one["actions"],
                    one["evidence_withheld"],
                ]


def declared_table(content: dict) -> Table:
    """What each says of an activity, beside how its measures stand."""
    return table_of(
        "declaradas",
        _("Declaradas"),
        _("En qué situación declara la actividad cada quien, y el estado de sus medidas."),
        [
            *who_columns(),
            text("declarada", _("Declarada")),
            text("estado", _("Estado de sus medidas")),
        ],
        (
            [
                one["code"],
                party["code"],
                party["name"],
                said(party["label"]),
                state_of(one, party["code"]),
            ]
            for one in activities_in(content["axes"])
            for party in one["declared"]["by"]
        ),
    )


def state_of(activity: dict, code: str) -> str:
    states = activity.get("states", {}).get("by", [])
    return next((said(one["label"]) for one in states if one["code"] == code), "")


def who_columns() -> list:
    return [
        text("actividad", _("Actividad")),
        text("codigo", _("Código de quien informa")),
        text("quien", _("Quién")),
    ]


def institutions_table(content: dict) -> Table:
    return table_of(
        "instituciones",
        _("Instituciones"),
        _("Quiénes participaron; las que no se nombran solo se cuentan."),
        [
            text("actividad", _("Actividad")),
            text("pais", _("País")),
            text("institucion", _("Institución")),
            whole("sin_nombrar", _("Sin nombrar")),
        ],
        institution_rows(content),
    )


def institution_rows(content: dict) -> Iterator[list[Value]]:
    for one in activities_in(content["axes"]):
        for group in one["institutions"]:
            for name in group["names"]:
                yield [one["code"], said(group["country"]), name, None]
            if group["unnamed"]:
                yield [one["code"], said(group["country"]), "", group["unnamed"]]


def evidence_table(content: dict) -> Table:
    return table_of(
        "evidencia",
        _("Medios de verificación"),
        _("Los que se pueden publicar; los demás solo se cuentan en «Actividades»."),
        [
            *who_columns(),
            text("semestre", _("Semestre")),
            text("titulo", _("Título")),
            text("enlace", _("Enlace")),
        ],
        (
            [
                one["code"],
                row["code"],
                row["name"],
                row["semester"],
                row["title"],
                row["url"],
            ]
            for one in activities_in(content["axes"])
            for row in one["evidence"]
        ),
    )


WORDS = ("reason", "progress", "obstacles", "next_steps")


def words_table(content: dict) -> Table:
    """In the language in which each was written."""
    return table_of(
        "avances",
        _("Avances"),
        _("Lo que cada quien informó, en sus palabras y en el idioma en que lo escribió."),
        [
            *who_columns(),
            text("semestre", _("Semestre")),
            text("situacion", _("Situación")),
            text("motivo", _("Motivo")),
            text("avances", _("Avances")),
            text("obstaculos", _("Obstáculos")),
            text("proximos_pasos", _("Próximos pasos")),
            text("idioma", _("Idioma")),
        ],
        (
            [
                one["code"],
                row["code"],
                row["name"],
                row["semester"],
                said(row["status"]["label"]),
                *(row[name] for name in WORDS),
                row.get("language", "es"),
            ]
            for one in activities_in(content["axes"])
            for row in one["narratives"]
        ),
    )


def resources_table(content: dict) -> Table:
    return table_of(
        "recursos",
        _("Recursos"),
        _("Cada monto por separado; usados, gestionados y recibidos no se suman entre sí."),
        [
            *who_columns(),
            text("semestre", _("Semestre")),
            text("clase", _("Clase")),
            text("fuente", _("Fuente")),
            number("usd", _("USD")),
        ],
        (
            [
                one["code"],
                row["code"],
                row["name"],
                row["semester"],
                str(Resource(row["kind"]).label),
                row["source"],
                plain(row["usd"]),
            ]
            for one in activities_in(content["axes"])
            for row in one.get("resources", [])
        ),
    )
