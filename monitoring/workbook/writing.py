"""The workbook of a report: what its draft says, ready to be filled without a connection."""

import io
import uuid
from collections.abc import Iterable
from dataclasses import asdict

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from corett.lib.canonical import canonical
from monitoring.models import ProgressReport, Record
from monitoring.workbook.book import Origin
from monitoring.workbook.cells import UNWRITABLE
from monitoring.workbook.entries import EntryResource
from monitoring.workbook.guards import MOST_ROWS
from monitoring.workbook.institutions import InstitutionResource
from monitoring.workbook.layout import BOXES, FORMAT, Column, Layout, Sheet, layout_of
from monitoring.workbook.pages import AUTHOR, LOOKS_ESCAPED, WRONG
from monitoring.workbook.records import RecordResource
from monitoring.workbook.resources import fitting, links_of
from plan.models import GuidingApproach
from risks.models import Risk

ORIGIN = "_corett"
PIECE = 30_000
BOLD = Font(bold=True)
HEADING = PatternFill("solid", fgColor="DCE6F1")
LOCKED = PatternFill("solid", fgColor="EDEDED")
OPEN = Protection(locked=False)


def workbook_of(report: ProgressReport) -> bytes:
    """An .xlsx file with all that the draft holds."""
    layout = layout_of(report, boxes=boxes_for(report))
    book = Workbook()
    write_instructions(book.active, layout)
    told: dict[str, str] = {}
    for axis in layout.axes:
        resource = RecordResource(axis, layout)
        own = [one for one in resource.stored.values() if one.entry.activity.code in axis.entries]
        write_sheet(book, axis.sheet, resource.export(own))
        told |= {str(record.key): resource.told(record) for record in own}
    entries = EntryResource(layout)
    told |= {code: entries.digest(before) for code, before in entries.before.items()}
    protect(write_sheet(book, layout.entries, entries.export(list(entries.entries.values()))))
    directory = InstitutionResource(layout).export(list(layout.directory.institutions.items()))
    write_sheet(book, layout.institutions, directory)
    write_lists(book, layout)
    write_origin(book, origin_of(report, layout, told))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def boxes_for(report: ProgressReport) -> int:
    """A column for each institution of the row that names most of them."""
    rows = Record.objects.filter(entry__report=report).prefetch_related("institutions")
    return max([BOXES, *(len(row.institutions.all()) for row in rows)])


def origin_of(report: ProgressReport, layout: Layout, told: dict[str, str]) -> Origin:
    rows = Record.objects.filter(entry__report=report).select_related("entry__activity")
    return Origin(
        key=str(uuid.uuid4()),
        report=report.pk,
        stakeholder=report.stakeholder.code,
        semester=report.period.semester.code,
        boxes=layout.axes[0].boxes if layout.axes else BOXES,
        entries={
            code: entry.version for axis in layout.axes for code, entry in axis.entries.items()
        },
        records={str(row.key): row.version for row in rows},
        codes={str(row.key): row.entry.activity.code for row in rows},
        links={owner: fitting(urls) for owner, urls in links_of(report).items()},
        told=told,
    )


def write_sheet(book: Workbook, sheet: Sheet, rows: Iterable) -> Worksheet:
    page = book.create_sheet(sheet.title)
    write_headings(page, sheet)
    for number, row in enumerate(rows, 2):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            put(page.cell(number, place), value, column)
    page.freeze_panes = page.cell(2, first_shown(sheet) + 1)
    return page


def first_shown(sheet: Sheet) -> int:
    return next(n for n, column in enumerate(sheet.columns, 1) if not column.is_hidden)


def write_headings(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, 1):
        cell = page.cell(1, place, column.heading)
        cell.font, cell.fill = BOLD, HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column.hint:
            cell.comment = Comment(column.hint, AUTHOR)
        whole = page.column_dimensions[get_column_letter(place)]
        whole.width, whole.hidden = column.width, column.is_hidden
        whole.number_format = column.cell.number_format
        limit(page, column, get_column_letter(place))


def limit(page: Worksheet, column: Column, letter: str) -> None:
    if (rule := column.cell.validation()) is not None:
        rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        page.add_data_validation(rule)


def put(cell: SheetCell, value, column: Column) -> None:
    """Text is stored as text, whatever sign it starts with."""
    if isinstance(value, str):
        cell.value = escaped(value)
        cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@"))
    else:
        cell.value = value
    cell.number_format = column.cell.number_format
    cell.alignment = Alignment(wrap_text=column.cell.wraps, vertical="top")
    cell.protection = Protection(locked=column.is_locked)
    if column.is_locked:
        cell.fill = LOCKED


def escaped(text: str) -> str:
    """A text that the format would take for an escaped sign keeps its letters."""
    return LOOKS_ESCAPED.sub(r"_x005F_x\1_", UNWRITABLE.sub("", text))


def protect(page: Worksheet) -> None:
    """What is grey is only read; no password, since it guards against slips and not people."""
    page.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "autoFilter", "sort"):
        setattr(page.protection, allowed, False)


def write_lists(book: Workbook, layout: Layout) -> None:
    page = book.create_sheet("Listas")
    page.sheet_state = "hidden"
    for place, (name, labels) in enumerate(layout.lists.items(), 1):
        letter = get_column_letter(place)
        for number, label in enumerate(labels, 1):
            put(page.cell(number, place), label, Column(name, name))
        area = f"{quote_sheetname(page.title)}!${letter}$1:${letter}${len(labels)}"
        book.defined_names[name] = DefinedName(name, attr_text=area)


def write_origin(book: Workbook, origin: Origin) -> None:
    page = book.create_sheet(ORIGIN)
    page.sheet_state = "veryHidden"
    text = canonical({**asdict(origin), "format": FORMAT}).decode()
    for number, start in enumerate(range(0, len(text), PIECE), 1):
        put(page.cell(number, 1), text[start : start + PIECE], Column("origin", "origin"))


def write_instructions(page: Worksheet, layout: Layout) -> None:
    page.title = _("Instrucciones")
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = 110
    fills = dict(zip(legends(), (LOCKED, WRONG), strict=True))
    for number, (left, right, is_title) in enumerate(instructions(layout), 1):
        for place, text in enumerate((left, right), 1):
            cell = page.cell(number, place)
            put(cell, text, Column("text", "text"))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = BOLD if is_title or place == 1 else Font()
            cell.fill = fills.get(text, PatternFill())
    protect(page)


def legends() -> tuple[str, str]:
    return _("Gris"), _("Rojo")


def instructions(layout: Layout) -> list[tuple[str, str, bool]]:
    report = layout.report
    grey, red = legends()
    made = date_format(timezone.localtime(), "d/m/Y H:i")
    approaches = report.choosable(GuidingApproach)
    risks = report.choosable(Risk)
    return [
        (_("Libro del informe"), str(report), True),
        (
            _("Edición del plan"),
            _("Edición %(number)d. Libro descargado el %(date)s.")
            % {"number": report.period.edition.number, "date": made},
            False,
        ),
        (_("Cómo se llena"), "", True),
        (
            "1",
            _(
                "En cada hoja «Eje», escriba una fila por acción terminada. Elija la actividad de"
                " la lista y llene solo las columnas que esa actividad pide."
            ),
            False,
        ),
        (
            "2",
            _(
                "En «Avances», escriba lo que se informa de cada actividad. Si no se hizo nada,"
                " ponga sí en «Sin actividad este semestre»."
            ),
            False,
        ),
        (
            "3",
            _(
                "Elija las instituciones de la lista. Si falta una, anótela al final de"
                " «Instituciones» con su tipo y su sector, y nómbrela en la acción."
            ),
            False,
        ),
        (
            "4",
            _(
                "Para quitar una acción, borre su fila. Escriba valores y no fórmulas, y fechas"
                " como 28/02/2025. No cambie el nombre de las hojas ni los títulos."
            ),
            False,
        ),
        (
            "5",
            _(
                "Súbalo en la página del informe: verá qué cambia antes de que se guarde. Después"
                " descargue un libro nuevo para seguir."
            ),
            False,
        ),
        (
            _("Cuidado"),
            _("No escriba datos personales de víctimas, migrantes ni participantes: solo números."),
            False,
        ),
        (_("Colores"), "", True),
        (grey, _("Solo se lee; lo que escriba allí no se toma en cuenta."), False),
        (red, _("Hay algo que corregir; la columna «Errores» de la fila dice qué."), False),
        (_("Enfoques rectores"), "", True),
        *(("", one.name, False) for one in approaches),
        (_("Riesgos"), "", True),
        *((one.code, one.statement, False) for one in risks),
    ]
