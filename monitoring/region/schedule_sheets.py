"""The cronograma with what became of it as tables of a file."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from corett.lib.tablefiles.sheets import Sheet, sheet_of
from monitoring.region.schedule_progress import Axis, Cell, ScheduleProgress


def schedule_sheets(found: ScheduleProgress, *, party: str, axis: str) -> list[Sheet]:
    """The table of the page, and a line for each cell of each who answers for it."""
    return [
        cells_sheet(found, found.axes(party=party, axis=axis)),
        sheet_of(
            _("Por país"),
            [_("Quién"), _("Actividad"), _("Semestre"), _("Estado")],
            list(party_rows(found, party, axis)),
        ),
    ]


def cells_sheet(found: ScheduleProgress, axes: Iterable[Axis]) -> Sheet:
    headings = [_("Actividad"), _("Detalles"), _("Cronograma capturado")]
    rows = [
        [
            row.activity.code,
            row.activity.schedule_statement,
            _("sí") if row.is_captured else _("por capturar"),
            *map(said, row.cells),
        ]
        for axis in axes
        for row in axis.rows
    ]
    codes = [semester.code for semester in found.semesters]
    return sheet_of(_("Cronograma"), [*headings, *codes], rows)


def said(cell: Cell) -> str:
    """The state and, where several answer for it, how many did it and how many are late."""
    words = [str(cell.state.label)]
    if cell.of > 1 and cell.executed:
        words.append(_("%(done)s de %(of)s") % {"done": cell.executed, "of": cell.of})
    if cell.of > 1 and cell.overdue:
        words.append(_("vencidos: %(late)s de %(of)s") % {"late": cell.overdue, "of": cell.of})
    return "; ".join(words)


def party_rows(found: ScheduleProgress, party: str, axis: str) -> Iterator[list]:
    for one in found.reporters:
        if party in ("", one["code"]):
            for group in found.axes(party=one["code"], axis=axis):
                for row in group.rows:
                    for cell in row.cells:
                        code, semester = row.activity.code, cell.semester.code
                        yield [one["name"], code, semester, str(cell.state.label)]
