"""A table of the database as a sheet: how it is shown, and how it is taken in again.

Rows are found by their codes, never by an id, and a row that a sheet does not hold stays as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Diff, Resource
from import_export.results import RowResult
from import_export.widgets import ManyToManyWidget
from tablib import Dataset

from corett.accounts.cells import Cell, as_text
from corett.lib.tablefiles.sheets import Sheet, sheet_of

LINE = "#"
LINE_END = re.compile(r"\r\n?")
REASON_LENGTH = 100
FIRST_LINE = 1


@dataclass(frozen=True)
class Fault:
    """A cell that is wrong, by the row and the heading that a person sees, and a sentence."""

    sheet: str
    line: int
    heading: str
    sentence: str


@dataclass(frozen=True)
class ValueChange:
    """`place` is where the plan's own words tell it, if they do."""

    heading: str
    old: str
    new: str
    place: object = None


@dataclass(frozen=True)
class RowChange:
    """`is_beyond` says that the plan's own words never tell it: an action, a stakeholder."""

    sheet: str
    code: str
    is_new: bool
    values: list[ValueChange]
    plan: str = ""
    is_beyond: bool = False


@dataclass
class Taken:
    """What a sheet changed, what is wrong in it, and how many rows it has nothing to say of."""

    sheet: str
    rows: int = 0
    kept: int = 0
    changes: list[RowChange] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def new(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.new

    @property
    def same(self) -> int:
        return self.rows - len(self.changes)


class Column(Field):
    """A column of a table. What is only information is shown and never taken in."""

    def __init__(self, attribute: str, heading, cell: Cell, *, is_information: bool = False):
        super().__init__(attribute, heading, cell)
        self.is_information = is_information

    def save(self, instance, row, is_m2m=False, **kwargs):
        cleaned = self.clean(row, **kwargs)
        if self.is_information or self.readonly:
            return
        *path, name = self.attribute.split("__")
        for step in path:
            instance = getattr(instance, step, None)
        if is_m2m:
            getattr(instance, name).set(cleaned)
        elif instance is not None and not is_same(getattr(instance, name, None), cleaned):
            setattr(instance, name, cleaned)


def is_same(stored, cleaned) -> bool:
    """Also where a program wrote the line ends of a text in its own way."""
    if isinstance(stored, str) and isinstance(cleaned, str):
        return LINE_END.sub("\n", stored) == LINE_END.sub("\n", cleaned)
    return stored == cleaned


class Shown(Diff):
    """The library would show the difference of a row as HTML; here it stays two values."""

    def as_html(self):
        return list(zip(map(as_text, self.left), map(as_text, self.right), strict=True))


class TableResource(Resource):
    """Without a sheet it only shows; `take` also writes."""

    title: str
    keys: tuple[str, ...]
    plan_path = "plan"
    is_beyond = False

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True
        instance_loader_class = BaseInstanceLoader

    def __init__(self, *, reason: str = "", **kwargs):
        """`reason` goes into the history of what changes."""
        super().__init__(**kwargs)
        self.reason = reason[:REASON_LENGTH]
        for name, column in self.fields.items():
            column.column_name = str(column.column_name)
            column.readonly = name in self.found_by

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls.title)

    @classmethod
    def get_diff_class(cls):
        return Shown

    @classmethod
    def headings(cls) -> tuple[list[str], set[str]]:
        """All of them, and which of them a file may leave out."""
        columns = cls.fields.values()
        optional = {str(one.column_name) for one in columns if one.is_information}
        return [str(one.column_name) for one in columns], optional

    @classmethod
    def fits(cls, headings: list[str]) -> bool:
        """Whether these are the headings of a file that holds this table."""
        own, optional = cls.headings()
        return set(own) - optional <= set(headings) <= set(own)

    @property
    def columns(self) -> list[Column]:
        return list(self.fields.values())

    def get_queryset(self):
        return self._meta.model._default_manager.all()

    def rows_of(self, plans: Iterable):
        """Those of these plans; all of them where a table belongs to none."""
        if not self.plan_path:
            return self.get_queryset()
        return self.get_queryset().filter(**{f"{self.plan_path}__in": [plan.pk for plan in plans]})

    def sheet(self, plan) -> Sheet:
        table = self.export(self.rows_of([plan]))
        return sheet_of(str(self.title), table.headers, table)

    def after_export(self, queryset, dataset, **kwargs):
        dataset.title = str(self.title)

    # Taking a sheet in

    def take(self, sheet: Sheet, plans: Iterable) -> Taken:
        """Write its rows; those that are wrong are told, and written neither."""
        taken = self.taken = Taken(str(self.title), rows=len(sheet.lines))
        taken.faults += heading_faults(sheet, *self.headings())
        if not taken.faults:
            plans = list(plans)
            self.begin_with(plans)
            table = dataset_of(sheet)
            self.report(self.import_data(table), table[LINE])
            taken.kept = max(self.rows_of(plans).count() - taken.rows, 0)
        return taken

    def begin_with(self, plans: list) -> None:
        self.has_several_plans = len(plans) > 1
        self.stored = {self.key_of(row): row for row in self.rows_of(plans)}
        self.lines: dict[tuple, int] = {}

    def report(self, result, lines: list[int]) -> None:
        """What is no fault of the file is one of ours, and is raised."""
        for base in result.base_errors:
            raise base.error
        for _line, errors in result.row_errors():
            raise errors[0].error
        for invalid in result.invalid_rows:
            self.taken.faults += self.faults_of(lines[invalid.number - 1], invalid.error)

    def faults_of(self, line: int, error: ValidationError) -> list[Fault]:
        headings = {one.attribute: one.column_name for one in self.columns}
        return [
            Fault(str(self.title), line, headings.get(name, self.code_heading), " ".join(several))
            for name, several in error.message_dict.items()
        ]

    @property
    def found_by(self) -> set[str]:
        return {"plan", *self.keys} & set(self.fields)

    @property
    def code_heading(self) -> str:
        return self.fields[self.keys[-1]].column_name

    def key_of(self, instance) -> tuple:
        return tuple(self.fields[name].get_value(instance) for name in self.keys)

    def key_in(self, row: dict) -> tuple | None:
        """None where a part of it cannot be understood, which is told with its column."""
        try:
            return tuple(self.fields[name].clean(row) for name in self.keys)
        except ValueError:
            return None

    def get_instance(self, instance_loader, row):
        return self.stored.get(self.key_in(row))

    def init_instance(self, row=None):
        instance = self._meta.model()
        if (key := self.key_in(row)) is not None:
            self.begin(instance, **dict(zip(self.keys, key, strict=True)))
        return instance

    def begin(self, instance, **key) -> None:
        """Give a new row its code, once for all."""
        for name, value in key.items():
            setattr(instance, name, value)

    def import_instance(self, instance, row, **kwargs):
        faults = self.cell_faults(instance, row, **kwargs)
        key = self.key_in(row)
        if key is not None and self.lines.setdefault(key, row[LINE]) != row[LINE]:
            sentence = _("Está dos veces: la fila %(line)d ya lo dice. Deje una de las dos.")
            faults[self.fields[self.keys[-1]].attribute] = [sentence % {"line": self.lines[key]}]
        if faults:
            raise ValidationError(faults)

    def cell_faults(self, instance, row, **kwargs) -> dict[str, list]:
        faults = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            faults = error.message_dict
        for column in self.columns:
            if isinstance(column.widget, ManyToManyWidget):
                try:
                    column.clean(row)
                except ValueError as error:
                    faults[column.attribute] = [str(error)]
        return self.only_of_plan(faults)

    def only_of_plan(self, faults: dict[str, list]) -> dict[str, list]:
        """Without its plan, a row has no other row to hang on."""
        plan = self.fields["plan"].attribute if "plan" in self.fields else ""
        return {plan: faults[plan]} if plan in faults else faults

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """A row whose code is not understood is judged no further."""
        faults = dict(import_validation_errors or {})
        if {self.fields[name].attribute for name in self.found_by} & set(faults):
            raise ValidationError(faults)
        faults = faults or self.judge(instance)
        super().validate_instance(instance, faults, validate_unique)

    def judge(self, instance) -> dict[str, list]:
        """Sentences by attribute, beyond those of the model, once every cell is understood."""
        return {}

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if instance._state.adding:
            return False
        return super().skip_row(instance, original, row, import_validation_errors)

    def before_save_instance(self, instance, row, **kwargs):
        instance._change_reason = self.reason

    def after_import_row(self, row, row_result, **kwargs):
        is_new = row_result.import_type == RowResult.IMPORT_TYPE_NEW
        if not is_new and row_result.import_type != RowResult.IMPORT_TYPE_UPDATE:
            return
        key = self.key_in(row)
        attributes = {one.column_name: one.attribute for one in self.columns}
        values = [
            ValueChange(
                heading, "" if is_new else old, new, self.place_of(key, attributes[heading])
            )
            for heading, (old, new) in zip(self.get_diff_headers(), row_result.diff, strict=True)
            if is_new or old != new
        ]
        code, plan = self.code_in(row), self.plan_in(row)
        self.taken.changes.append(
            RowChange(str(self.title), code, is_new, values, plan, self.is_beyond)
        )

    def place_of(self, key: tuple, attribute: str) -> object:
        """Where the plan's own words tell this column of the row; None where they do not."""
        return None

    def plan_in(self, row: dict) -> str:
        return self.fields["plan"].clean(row).code if "plan" in self.fields else ""

    def code_in(self, row: dict) -> str:
        """As the row says it, with its plan where the file has several."""
        has_plan = self.has_several_plans and "plan" in self.fields and "plan" not in self.keys
        names = ["plan", *self.keys] if has_plan else self.keys
        cells = [as_text(row[self.fields[name].column_name]) for name in names]
        return " · ".join(cell for cell in cells if cell)


def dataset_of(sheet: Sheet) -> Dataset:
    rows = Dataset(headers=[*sheet.headings, LINE])
    for line in sheet.lines:
        rows.append([*map(line.values.get, sheet.headings), line.number])
    return rows


def heading_faults(sheet: Sheet, headings: list[str], optional: set[str]) -> list[Fault]:
    """Columns that are missing, unknown or there twice, and cells below no heading."""
    told = [
        *((one, _("Falta esta columna.")) for one in headings if one not in sheet.headings),
        *((one, unknown_heading(headings)) for one in sheet.headings if one not in headings),
        *((one, _("Esta columna está dos veces.")) for one in repeated(sheet.headings)),
    ]
    faults = [
        Fault(sheet.title, FIRST_LINE, heading, sentence)
        for heading, sentence in told
        if heading not in optional or heading in sheet.headings
    ]
    return faults + stray_faults(sheet)


def unknown_heading(headings: list[str]) -> str:
    sentence = _("No es una columna de esta tabla. Las que hay son: %(headings)s.")
    return sentence % {"headings": ", ".join(headings)}


def repeated(headings: list[str]) -> list[str]:
    return [one for one in dict.fromkeys(headings) if headings.count(one) > 1]


def stray_faults(sheet: Sheet) -> list[Fault]:
    return [
        Fault(sheet.title, line.number, heading, _("Está fuera de las columnas con título."))
        for line in sheet.lines
        for heading in line.values
        if heading not in sheet.headings
    ]
