"""The sheets of a report's workbook and their columns, as data.

Columns follow from the fields of the page's forms and from the measures of the plan. The measures
of an activity take the places of their kind in order: its first of people, its second of people …
A place that several measures could take has one more cell that says which it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from corett.directory.models import InstitutionType, Sector
from monitoring.forms.institutions import LONGEST_NAME, Directory
from monitoring.forms.records import RecordForm
from monitoring.forms.reports import EntryForm
from monitoring.forms.values import MeasureFields, fields_for
from monitoring.models import ProgressEntry, ProgressReport
from monitoring.workbook.cells import (
    Cell,
    ChoiceCell,
    LongCell,
    NameCell,
    YesCell,
    cell_for,
    is_blank,
)
from plan.models import Axis, Kind

FORMAT = 1
BOXES = 6


@dataclass(frozen=True)
class Column:
    """A column of a sheet: what it is called and what its cells hold."""

    name: str
    heading: str
    cell: Cell = field(default_factory=Cell)
    width: int = 18
    hint: str = ""
    is_locked: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: list[Column]

    @cached_property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def has_values(self, row: dict) -> bool:
        """Whether a row says anything in the columns that a person fills."""
        filled = (column for column in self.columns if not column.is_hidden | column.is_locked)
        return any(not is_blank(row.get(column.heading)) for column in filled)


@dataclass(frozen=True)
class Place:
    """Where the n-th measure of a kind stands in a row of its eje."""

    kind: str
    number: int
    has_chooser: bool

    @property
    def chooser(self) -> str:
        return f"{self.kind}-{self.number}-measure"

    def column(self, short: str) -> str:
        return f"{self.kind}-{self.number}-{short}"


CHOSEN = (Kind.COUNT, Kind.DELIVERABLE)


@dataclass(frozen=True)
class AxisLayout:
    """The entries of one eje, and the places that their measures take."""

    axis: Axis
    entries: dict[str, ProgressEntry]
    boxes: int
    listed_names: str = "lista_instituciones"

    @property
    def title(self) -> str:
        return _("Eje %(number)d") % {"number": self.axis.number}

    def measures_of(self, code: str) -> list[MeasureFields]:
        return self._measures.get(code, [])

    @cached_property
    def _measures(self) -> dict[str, list[MeasureFields]]:
        """Those that ask something, by activity."""
        asked = {
            code: [fields_for(measure) for measure in entry.measures()]
            for code, entry in self.entries.items()
        }
        return {code: [one for one in several if one.fields()] for code, several in asked.items()}

    @cached_property
    def places(self) -> list[Place]:
        most: Counter[str] = Counter()
        for several in self._measures.values():
            most |= Counter(one.measure.kind for one in several)
        return [
            Place(kind, number, has_chooser=kind in CHOSEN or count > 1)
            for kind, count in most.items()
            for number in range(1, count + 1)
        ]

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.title, [*self._key(), *self._own(), *self._values(), *self._others()])

    def _key(self) -> Iterator[Column]:
        yield Column("key", _("Clave (no la cambie)"), is_hidden=True)

    def _own(self) -> Iterator[Column]:
        codes = ChoiceCell(
            [(code, code) for code in self.entries], listed=f"lista_actividades_{self.axis.number}"
        )
        yield Column("activity", _("Actividad"), codes, 11)
        yield from (
            record_column("title", _("¿Qué se hizo?"), 44),
            record_column("started_on", _("Empezó el"), 13),
            record_column("ended_on", _("Terminó el"), 13),
            record_column("is_late", _("Tardía"), 9, _("sí, si terminó en un semestre anterior.")),
            record_column("quantity", _("Cantidad"), 10, _("Acciones iguales; vacío es 1.")),
            record_column("scope", _("Ámbito"), 12, _("Vacío es nacional.")),
            record_column("modality", _("Modalidad"), 13),
            record_column("place", _("Lugar"), 22),
        )

    def _values(self) -> Iterator[Column]:
        for place in self.places:
            if place.has_chooser:
                yield Column(
                    place.chooser,
                    numbered(chooser_heading(place.kind), place.number),
                    ChoiceCell(
                        [(one.measure.code, one.measure) for one in self._of_kind(place.kind)],
                        listed=f"lista_{place.kind}_{self.axis.number}",
                    ),
                    34,
                )
            for short, asked in next(self._of_kind(place.kind)).fields().items():
                heading = numbered(value_heading(place.kind, short, asked), place.number)
                cell = cell_for(asked, listed=f"lista_{short}")
                yield Column(place.column(short), heading, cell, 15)

    def _of_kind(self, kind: str) -> Iterator[MeasureFields]:
        everything = (one for several in self._measures.values() for one in several)
        return (one for one in everything if one.measure.kind == kind)

    def _others(self) -> Iterator[Column]:
        for number in range(1, self.boxes + 1):
            cell = NameCell(listed=self.listed_names, most=LONGEST_NAME)
            yield Column(institution(number), institution_heading(number), cell, 30)
        yield Column("more", _("Más instituciones"), Cell(), 30, _("Separadas por punto y coma."))
        yield record_column("resources_usd", _("Recursos usados (USD)"), 16)
        yield record_column("resources_source", _("Fuente de los recursos"), 26)
        yield links_column()
        yield Column(
            "files", _("Archivos adjuntos"), LongCell(), 30, _("Se adjuntan en la página."), True
        )


def record_column(name: str, heading: str, width: int, hint: str = "") -> Column:
    cell = cell_for(RecordForm.base_fields[name], listed=f"lista_{name}")
    return Column(name, heading, cell, width, hint)


def institution(number: int) -> str:
    return f"institution-{number}"


def institution_heading(number: int) -> str:
    return _("Institución %(number)d") % {"number": number}


def links_column() -> Column:
    return Column(
        "links", _("Enlaces de evidencia"), LongCell(), 34, _("Uno por línea, desde https://.")
    )


def numbered(heading: str, number: int) -> str:
    return heading if number == 1 else f"{heading} ({number})"


def chooser_heading(kind: str) -> str:
    if kind == Kind.COUNT:
        return _("Medida que se cuenta")
    if kind == Kind.DELIVERABLE:
        return _("Producto")
    return _("Medida de %(kind)s") % {"kind": Kind(kind).label}


def value_heading(kind: str, short: str, asked) -> str:
    """Short where the kind has one cell, else with what they all are of."""
    if kind == Kind.COUNT:
        return _("Número")
    groups = {Kind.PEOPLE: _("Personas"), Kind.REACH: _("Alcance"), Kind.AMOUNT: _("Recursos")}
    label = str(asked.label)
    return f"{groups[kind]}: {label[0].lower()}{label[1:]}" if kind in groups else label


def entries_sheet(report: ProgressReport) -> Sheet:
    """«Avances»: a row for each activity, in the fields of its page."""
    return Sheet(
        _("Avances"),
        [
            Column("activity", _("Actividad"), width=11, is_locked=True),
            Column("statement", _("Enunciado"), LongCell(), 44, is_locked=True),
            entry_column("status", _("¿Cómo está la actividad?"), 18),
            entry_column("reason", _("Motivo"), 30),
            entry_column("no_records", _("Ninguna acción terminó"), 14),
            entry_column("progress", _("Avances"), 50),
            entry_column("obstacles", _("Obstáculos"), 40),
            entry_column("next_steps", _("Próximos pasos"), 40),
            Column(
                "approaches",
                _("Enfoques rectores aplicados"),
                Cell(),
                34,
                _("Sus nombres, separados por punto y coma; están en «Instrucciones»."),
            ),
            entry_column("approaches_how", _("Cómo se aplicaron"), 34),
            Column(
                "risks_met",
                _("Riesgos que se presentaron"),
                Cell(),
                18,
                _("Sus códigos, separados por punto y coma; están en «Instrucciones»."),
            ),
            entry_column("risks_response", _("Qué pasó y qué se hizo"), 34),
            Column(
                "no_activity",
                _("Sin actividad este semestre"),
                YesCell(),
                14,
                _("sí, si no se hizo nada; entonces deje lo demás vacío."),
            ),
            links_column(),
            Column("files", _("Archivos adjuntos"), LongCell(), 30, is_locked=True),
        ],
    )


def entry_column(name: str, heading: str, width: int) -> Column:
    asked = EntryForm.base_fields[name]
    cell = cell_for(asked, listed=f"lista_{name}")
    return Column(name, heading, cell, width, str(asked.help_text))


def institutions_sheet() -> Sheet:
    """«Instituciones»: the directory, and below it what is new in it."""
    return Sheet(
        _("Instituciones"),
        [
            Column("name", _("Nombre"), Cell(LONGEST_NAME), 60),
            Column("type", _("Tipo"), ChoiceCell(InstitutionType.choices, listed="lista_tipo"), 26),
            Column("sector", _("Sector"), ChoiceCell(Sector.choices, listed="lista_sector"), 34),
            Column(
                "is_other",
                _("Es otra"),
                YesCell(),
                10,
                _("sí, si es nueva aunque su nombre se parezca a uno del directorio."),
            ),
        ],
    )


@dataclass(frozen=True)
class Layout:
    """All sheets of one report that hold values."""

    report: ProgressReport
    axes: list[AxisLayout]
    entries: Sheet
    institutions: Sheet
    directory: Directory

    @property
    def sheets(self) -> list[Sheet]:
        return [*(axis.sheet for axis in self.axes), self.entries, self.institutions]

    def axis_of(self, code: str) -> AxisLayout:
        return next(axis for axis in self.axes if code in axis.entries)

    @cached_property
    def lists(self) -> dict[str, list[str]]:
        """What each drop-down shows, by the name that the rules of the cells use."""
        cells = (column.cell for sheet in self.sheets for column in sheet.columns)
        found = {cell.listed: list(cell.labels.values()) for cell in cells if has_labels(cell)}
        return {**found, "lista_instituciones": self.directory.labels or [""]}


def has_labels(cell: Cell) -> bool:
    return isinstance(cell, ChoiceCell) and bool(cell.labels)


def layout_of(report: ProgressReport, *, boxes: int = BOXES) -> Layout:
    """`boxes` is how many columns each eje has for institutions."""
    return Layout(
        report,
        [AxisLayout(axis, entries, boxes) for axis, entries in by_axis(read_entries(report))],
        entries_sheet(report),
        institutions_sheet(),
        Directory.of(report.stakeholder),
    )


def read_entries(report: ProgressReport) -> list[ProgressEntry]:
    entries = report.entries.in_plan_order().prefetch_related(
        "activity__indicator__measures__indicator__activity", "approaches", "risks_met"
    )
    return [with_report(entry, report) for entry in entries]


def with_report(entry: ProgressEntry, report: ProgressReport) -> ProgressEntry:
    entry.report = report
    return entry


def by_axis(
    entries: Iterable[ProgressEntry],
) -> list[tuple[Axis, dict[str, ProgressEntry]]]:
    axes: dict[Axis, dict[str, ProgressEntry]] = {}
    for entry in entries:
        axes.setdefault(entry.activity.objective.axis, {})[entry.activity.code] = entry
    return list(axes.items())
