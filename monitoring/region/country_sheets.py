"""The list of countries, and the page of one, as tables of a file."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.region.countries import ActivityOf, Country, CountryLine, MeasureOf
from monitoring.region.sheets import average_cells, average_headings, number, value_cells


def list_sheets(lines: Iterable[CountryLine]) -> list[Sheet]:
    headings = [
        _("País o parte interesada"),
        _("Informes validados"),
        _("Semestres abiertos"),
        _("Actividades con valor"),
        _("De las actividades"),
        _("Acciones"),
        _("Medidas cumplidas"),
        _("Medidas"),
        *average_headings(),
    ]
    return [sheet_of(_("Países"), headings, [list_cells(one) for one in lines])]


def list_cells(line: CountryLine) -> list:
    found, covered = line.found, [line.covered, line.asked]
    counted = [line.validated, line.opened, *covered, found.actions, line.met, line.measures]
    return [line.name, *counted, *average_cells(found.averages)]


def country_sheets(found: Country) -> list[Sheet]:
    activities = [one for axis in found.axes for one in axis.activities]
    return [
        sheet_of(
            _("Informes"),
            [_("Semestre"), _("Informe")],
            [[one.code, one.state["label"]] for one in found.semesters],
        ),
        sheet_of(
            _("Actividades"),
            [
                _("Actividad"),
                _("Texto"),
                _("En el año"),
                _("A la fecha"),
                _("Declara"),
                _("Acciones"),
            ],
            [activity_cells(one) for one in activities],
        ),
        sheet_of(_("Medidas"), measure_headings(found), list(measure_rows(activities))),
        sheet_of(_("Instituciones"), [_("Institución")], institution_rows(found)),
        sheet_of(
            _("Recursos"),
            [_("Fuente"), _("Usados (USD)"), _("Gestionados (USD)"), _("Recibidos (USD)")],
            [
                [one.source or _("sin decir"), *map(number, (one.used, one.managed, one.received))]
                for one in found.found.resources
            ],
        ),
        evidence_sheet(found),
        reviews_sheet(found),
    ]


def activity_cells(one: ActivityOf) -> list:
    states = [state["label"] if state else None for state in (one.line.state, one.state_to_date)]
    return [
        one.line.code,
        one.line.statement,
        *states,
        one.line.declared["word"],
        one.line.actions,
    ]


def measure_headings(found: Country) -> list[str]:
    return [
        _("Medida"),
        _("Qué se mide"),
        _("Unidad"),
        *(heading for one in found.semesters for heading in (one.code, in_words(one.code))),
        *(str(found.year), in_words(str(found.year))),
        _("Meta del año"),
        _("Cumplimiento a la fecha (%)"),
        _("Estado en el año"),
        _("Todo el plan a la fecha"),
        in_words(_("todo el plan a la fecha")),
        _("Meta del plan"),
        _("Avance hacia la meta (%)"),
        _("Estado a la fecha"),
    ]


def in_words(heading: str) -> str:
    return _("%(heading)s, en palabras") % {"heading": heading}


def measure_rows(activities: Iterable[ActivityOf]) -> Iterator[list]:
    for activity in activities:
        for one in activity.measures:
            yield [
                *(one.measure[name] for name in ("code", "name", "unit")),
                *(cell for value in one.numbers["semesters"] for cell in value_cells(value)),
                *value_cells(one.numbers["year"]),
                *judged(one),
            ]


def judged(one: MeasureOf) -> list:
    numbers = one.numbers
    return [
        number(numbers["goal"]),
        numbers["compliance"],
        numbers["state"]["label"],
        *value_cells(numbers["to_date"]),
        number(numbers["goal_to_date"]),
        numbers["progress"],
        numbers["state_to_date"]["label"],
    ]


def institution_rows(found: Country) -> list[list]:
    rows = [[name] for name in found.institutions.names]
    if unnamed := found.institutions.unnamed:
        rows.append([_("(%(count)s sin nombrar)") % {"count": unnamed}])
    return rows


def evidence_sheet(found: Country) -> Sheet:
    rows = [
        [_("aceptados"), found.evidence["accepted"]],
        [_("no aceptados"), found.evidence["rejected"]],
        [_("sin juzgar"), found.evidence["waiting"]],
    ]
    return sheet_of(_("Medios de verificación"), [_("Revisión"), _("Cuántos")], rows)


def reviews_sheet(found: Country) -> Sheet:
    headings = [
        _("Semestre"),
        _("Riesgo"),
        _("Texto"),
        _("Nivel"),
        _("Se presentó"),
        _("Qué se hizo"),
    ]
    rows = [
        [
            *(one.semester, one.code, one.statement, str(one.level.label)),
            _("sí") if one.happened else _("no"),
            one.response,
        ]
        for one in found.reviews
    ]
    return sheet_of(_("Riesgos"), headings, rows)
