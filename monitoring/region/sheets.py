"""The Tablero and the rows behind it as tables of a file."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.region.asked import Asked, activities_asked, is_blank, value_asked
from monitoring.region.coverage import Coverage
from monitoring.region.dashboard import ActivityLine, Averages, Dashboard
from monitoring.region.drill import DrillEntry, DrillRow
from monitoring.region.matrix import Matrix
from plan.models import Scope

AVERAGES = ("reported", "reported_n", "programmed", "programmed_n", "raw")


def dashboard_sheets(
    data: dict, asked: Asked, found: Dashboard, matrix: Matrix | None
) -> list[Sheet]:
    return [
        summary_sheet(found),
        averages_sheet(found),
        activities_sheet(found),
        *([matrix_sheet(matrix)] if matrix else []),
        measures_sheet(data, asked),
        resources_sheet(found),
        reporting_sheet(found),
    ]


def average_headings() -> list[str]:
    return [
        _("Promedio sobre lo reportado (%)"),
        _("n reportado"),
        _("Promedio sobre lo programado (%)"),
        _("n programado"),
        _("Sin tope de 100 %"),
    ]


def average_cells(averages: Averages) -> list:
    return [getattr(averages, name) for name in AVERAGES]


def summary_sheet(found: Dashboard) -> Sheet:
    rows: list[list] = [[_("Acciones realizadas en el periodo"), found.actions, None]]
    rows += [[_("Actividades: %s") % one["label"], one["number"], None] for one in found.states]
    rows += [[_("Medidas: %s") % one["label"], one["number"], None] for one in found.measures]
    declared = found.declared
    rows.append([_("Actividades declaradas concluidas"), declared["done"], declared["of"]])
    rows += [[in_words(one), one.number, one.of] for one in found.coverage]
    for label, number in zip(average_headings(), average_cells(found.averages), strict=True):
        rows.append([label, number, None])
    return sheet_of(_("Resumen"), [_("Dato"), _("Número"), _("De")], rows)


def in_words(coverage: Coverage) -> str:
    if coverage.scope == Scope.REGIONAL:
        return _("Cobertura regional: con valor, de lo que existe una vez")
    return _("Cobertura: actividades y países con valor, de los que informan")


def averages_sheet(found: Dashboard) -> Sheet:
    rows: list[list] = []
    for axis in found.axes:
        rows.append([_("Eje"), axis.number, axis.name, *average_cells(axis.averages)])
        for one in axis.objectives:
            rows.append([_("Objetivo"), one.number, one.statement, *average_cells(one.averages)])
    headings = [_("Nivel"), _("Número"), _("Texto"), *average_headings()]
    return sheet_of(_("Ejes y objetivos"), headings, rows)


def activities_sheet(found: Dashboard) -> Sheet:
    headings = [
        _("Actividad"),
        _("Texto"),
        _("Estado"),
        *average_headings(),
        _("La declaran concluida"),
        _("De"),
        _("Países con valor"),
        _("De los países"),
        _("Regional con valor"),
        _("De lo regional"),
        _("Acciones"),
    ]
    return sheet_of(_("Actividades"), headings, [activity_row(one) for one in found.activities])


def activity_row(line: ActivityLine) -> list:
    by_scope = {one.scope: one for one in line.coverage}
    covered: list = []
    for scope in (Scope.NATIONAL, Scope.REGIONAL):
        one = by_scope.get(scope)
        covered += [one.number, one.of] if one else [None, None]
    return [
        line.code,
        line.statement,
        line.state["label"] if line.state else None,
        *average_cells(line.averages),
        line.declared["done"],
        line.declared["of"],
        *covered,
        line.actions,
    ]


def matrix_sheet(matrix: Matrix) -> Sheet:
    """A dash where it is not that party's to report."""
    rows = [
        [
            row.code,
            row.statement,
            row.region["label"],
            *(cell["label"] if cell else "—" for _party, cell in row.cells),
        ]
        for axis in matrix.axes
        for row in axis.rows
    ]
    names = [party["name"] for party in matrix.parties]
    return sheet_of(_("Matriz"), [_("Actividad"), _("Texto"), _("Región"), *names], rows)


def measures_sheet(data: dict, asked: Asked) -> Sheet:
    headings = [
        _("Medida"),
        _("Qué se mide"),
        _("Unidad"),
        _("Quién"),
        _("Valor"),
        _("En palabras"),
        _("Meta"),
        _("Porcentaje de la meta"),
        _("Estado"),
    ]
    return sheet_of(_("Medidas"), headings, measure_rows(data, asked))


def measure_rows(data: dict, asked: Asked) -> Iterator[list]:
    for activity in activities_asked(data, asked):
        for measure in activity["measures"]:
            lines = [{**row, "who": row["name"]} for row in measure["rows"]]
            lines.append({**measure["region"], "who": _("Región"), "code": ""})
            for line in lines:
                if not asked.party or line["code"] == asked.party:
                    yield [
                        *(measure[name] for name in ("code", "name", "unit")),
                        line["who"],
                        *value_cells(value_asked(data, line, asked)),
                        number(line.get("goal_to_date") if asked.to_date else line["goal"]),
                        line[asked.percent],
                        line[asked.state]["label"],
                    ]


def value_cells(value: dict) -> list:
    """The number, and beside it what it is made of."""
    if is_blank(value):
        return [None, None]
    parts = [f"{part['label']} {part['number']}" for part in value["parts"]]
    words = [value["text"]] if value["text"] else []
    alone = [] if value["adds_up"] else [_("no se suma")]
    return [number(value["number"]), "; ".join([*words, *alone, *parts]) or None]


def number(value: int | str | None) -> int | Decimal | None:
    return Decimal(value) if isinstance(value, str) else value


def resources_sheet(found: Dashboard) -> Sheet:
    headings = [_("Fuente"), _("Usados (USD)"), _("Gestionados (USD)"), _("Recibidos (USD)")]
    rows = [
        [one.source or _("sin decir"), *map(number, (one.used, one.managed, one.received))]
        for one in found.resources
    ]
    return sheet_of(_("Recursos"), headings, rows)


def reporting_sheet(found: Dashboard) -> Sheet:
    rows = [
        [semester["code"], report["name"], report["state"]["label"]]
        for semester in found.reporting
        for report in semester["reports"]
    ]
    return sheet_of(_("Quién informó"), [_("Semestre"), _("Quién"), _("Informe")], rows)


# The rows behind


def drill_sheets(rows: Iterable[DrillRow], entries: Iterable[DrillEntry]) -> list[Sheet]:
    return [
        sheet_of(_("Acciones"), action_headings(), [action_cells(one) for one in rows]),
        sheet_of(
            _("Del informe en conjunto"),
            [
                _("Quién"),
                _("Semestre"),
                _("Dijo que no hubo"),
                _("Medios de verificación"),
                _("Sin nombrar"),
            ],
            [entry_cells(one) for one in entries],
        ),
    ]


def action_headings() -> list[str]:
    return [
        _("Quién"),
        _("Semestre"),
        _("Terminó el"),
        _("Acción"),
        _("Cuántas iguales"),
        _("Qué suma a cada medida"),
        _("Instituciones"),
        _("Instituciones sin nombrar"),
        _("Medios de verificación"),
        _("Medios sin nombrar"),
    ]


def action_cells(row: DrillRow) -> list:
    return [
        row.who["name"],
        row.semester,
        row.record.ended_on,
        row.record.title,
        row.record.quantity,
        "; ".join(f"{one.measure.code}: {said(one.value)}" for one in row.added),
        "; ".join(row.institutions),
        row.unnamed,
        "; ".join(one.title for one in row.evidence),
        row.withheld,
    ]


def said(value: dict) -> str:
    total, words = value_cells(value)
    return " · ".join(str(one) for one in (total, words) if one is not None)


def entry_cells(entry: DrillEntry) -> list:
    return [
        entry.who["name"],
        entry.semester,
        _("sí") if entry.said_zero else "",
        "; ".join(one.title for one in entry.evidence),
        entry.withheld,
    ]
