"""Every value of every measure, one a row, so that a pivot table can be made of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from monitoring.annual.annexes import activities_in
from monitoring.annual.files.table import (
    Table,
    Value,
    amount,
    number,
    table_of,
    text,
    whole,
    yes_or_no,
)
from monitoring.annual.labels import said

Against = tuple[Value, Value, Value, str]
"""A goal, whether it is the year's, the share of it in percent, and the state."""

NOTHING: Against = (None, None, None, "")


def measure_table(content: dict) -> Table:
    return table_of(
        "medidas",
        _("Medidas"),
        _(
            "Cada valor de cada medida. La categoría vacía es el total; las demás son sus partes y"
            " no se suman a él. Un valor vacío es «sin dato», que no es cero. Quién vacío es toda"
            " la región."
        ),
        [
            text("actividad", _("Actividad")),
            text("medida", _("Medida")),
            text("nombre", _("Qué se mide")),
            text("clase", _("Clase")),
            text("unidad", _("Unidad")),
            text("alcance", _("Alcance")),
            text("codigo", _("Código de quien informa")),
            text("quien", _("Quién")),
            text("periodo", _("Periodo")),
            text("categoria", _("Categoría")),
            number("valor", _("Valor")),
            text("en_palabras", _("En palabras")),
            yes_or_no("se_suma", _("Se suma")),
            text("estado", _("Estado")),
            number("meta", _("Meta")),
            yes_or_no("meta_del_anio", _("La meta es del año")),
            whole("porcentaje", _("Porcentaje de la meta")),
        ],
        rows_of(content),
    )


def rows_of(content: dict) -> Iterator[list[Value]]:
    for activity in activities_in(content["axes"]):
        for measure in activity["measures"]:
            lines = [*measure["rows"], {**measure["region"], "code": "", "name": _("Región")}]
            for line in lines:
                for period, value, against in periods_of(content, line):
                    first = [*opening_of(activity, measure), line["code"], line["name"], period]
                    for row in rows_of_value(value, against):
                        yield [*first, *row]


def opening_of(activity: dict, measure: dict) -> list[Value]:
    return [
        activity["code"],
        measure["code"],
        measure["name"],
        said(measure["kind"]["label"]),
        measure["unit"],
        said(measure["scope"]["label"]),
    ]


def periods_of(content: dict, line: dict) -> Iterator[tuple[str, dict, Against]]:
    """The semesters, the year, and all that was done until its end."""
    for semester, value in zip(content["semesters"], line["semesters"], strict=True):
        yield semester["code"], value, NOTHING
    year = str(content["report"]["year"])
    is_annual = line["goal_is_annual"] if line["goal"] is not None else None
    state = said(line["state"]["label"])
    yield year, line["year"], (amount(line["goal"]), is_annual, line["compliance"], state)
    if line.get("to_date") is not None:
        yield _("hasta %(year)s") % {"year": year}, line["to_date"], until_then(line)


def until_then(line: dict) -> Against:
    """Against what the whole plan asks."""
    goal = amount(line.get("goal_to_date"))
    state = said(line.get("state_to_date", {}).get("label", ""))
    return goal, False if goal is not None else None, line["progress"], state


def rows_of_value(value: dict, against: Against) -> Iterator[list[Value]]:
    """The total with its goal, then the parts of it."""
    goal, is_annual, percent, state = against
    total = [amount(value["number"]), said(value["text"]), value["adds_up"]]
    yield ["", *total, state, goal, is_annual, percent]
    for part in value["parts"]:
        yield [said(part["label"]), amount(part["number"]), "", True, "", None, None, None]
