"""The life of an activity as tables of a file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.region.activity_life import Life, SemesterLife, Told
from monitoring.region.activity_ties import Ties
from monitoring.region.sheets import number, said, value_cells


def life_sheets(life: Life, ties: Ties) -> list[Sheet]:
    return [
        schedule_sheet(life),
        values_sheet(life),
        goals_sheet(life),
        told_sheet(life),
        actions_sheet(life),
        ties_sheet(ties),
    ]


def schedule_sheet(life: Life) -> Sheet:
    headings = [_("Semestre"), _("Programada"), _("Qué pasó"), _("Ejecutaron"), _("De")]
    marked = {cell.semester_id for cell in life.activity.cells.all()}
    rows = [
        [
            cell.semester.code,
            programmed(life, cell.semester.pk in marked),
            str(cell.state.label),
            cell.executed,
            cell.of or None,
        ]
        for cell in life.row.cells
    ]
    return sheet_of(_("Cronograma"), headings, rows)


def programmed(life: Life, is_marked: bool) -> str:  # noqa: FBT001
    if not life.row.is_captured:
        return _("por capturar")
    return _("sí") if is_marked else _("no")


def values_sheet(life: Life) -> Sheet:
    codes = [semester.code for semester in life.semesters]
    headings = [_("Medida"), _("Qué se mide"), _("Unidad"), _("Quién"), *codes]
    headings += [_("A la fecha"), _("En palabras")]
    rows = [
        [
            *(one.measure.code, one.measure.name, one.measure.unit, line.who["name"]),
            *(cell(value) for value in line.values),
            *value_cells(line.to_date),
        ]
        for one in life.measures
        for line in [*one.lines, one.region]
    ]
    return sheet_of(_("Medidas"), headings, rows)


def cell(value: dict):
    """The number where that says it all, else the words."""
    total, words = value_cells(value)
    return total if words is None else said(value)


def goals_sheet(life: Life) -> Sheet:
    rows = [
        [one.measure.code, goal.who, goal.when, number(goal.value)]
        for one in life.measures
        for goal in one.goals
    ]
    return sheet_of(_("Metas"), [_("Medida"), _("De quién"), _("Cuándo"), _("Meta")], rows)


def told_sheet(life: Life) -> Sheet:
    headings = [
        _("Semestre"),
        _("Quién"),
        _("La declara"),
        _("Motivo"),
        _("Avances"),
        _("Obstáculos"),
        _("Próximos pasos"),
        _("Valores"),
    ]
    rows = [told_cells(one, told) for one in life.by_semester for told in one.told]
    return sheet_of(_("Qué se informó"), headings, rows)


def told_cells(one: SemesterLife, told: Told) -> list:
    entry = told.entry
    texts = [entry.reason, entry.progress, entry.obstacles, entry.next_steps] if entry else [""] * 4
    values = "; ".join(f"{one.measure.code}: {said(one.value)}" for one in told.values)
    return [one.semester.code, told.who["name"], told.status, *texts, values]


def actions_sheet(life: Life) -> Sheet:
    headings = [_("Semestre"), _("Quién"), _("Terminó el"), _("Acción"), _("Cuántas iguales")]
    return sheet_of(_("Acciones"), headings, list(action_rows(life)))


def action_rows(life: Life) -> Iterator[list]:
    for one in life.by_semester:
        for told in one.told:
            for record in told.records:
                what = [record.ended_on, record.title, record.quantity]
                yield [one.semester.code, told.who["name"], *what]


def ties_sheet(ties: Ties) -> Sheet:
    kinds = [
        (_("Riesgo que mitiga"), ties.risks),
        (_("Priorización"), ties.priorities),
        (_("Hallazgo"), ties.findings),
    ]
    rows = [[kind, one.code, one.state, one.text] for kind, found in kinds for one in found]
    return sheet_of(_("Qué más"), [_("Qué es"), _("Código"), _("Estado"), _("Texto")], rows)
