"""A table of a data file: its name, its columns with what they hold, and plain values."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from corett.lib.tablefiles.sheets import Sheet, sheet_of

Value = str | int | Decimal | datetime.date | bool | None


@dataclass(frozen=True)
class Column:
    """`name` is the same in every language and edition; `title` is read by people."""

    name: str
    title: str
    kind: str = "string"


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: list[list[Value]]

    @property
    def sheet(self) -> Sheet:
        """As people read it: a yes or no is a word."""
        headings = [column.title for column in self.columns]
        return sheet_of(self.title, headings, [[in_words(one) for one in row] for row in self.rows])

    def only(self, *names: str) -> "Table":
        """Some of its columns, in the order asked for."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        columns = tuple(self.columns[places[name]] for name in names)
        rows = [[row[places[name]] for name in names] for row in self.rows]
        return Table(self.name, self.title, self.about, columns, rows)


def table_of(
    name: str, title: str, about: str, columns: Iterable[Column], rows: Iterable[list[Value]]
) -> Table:
    return Table(name, title, about, tuple(columns), list(rows))


def text(name: str, title: str) -> Column:
    return Column(name, title)


def whole(name: str, title: str) -> Column:
    return Column(name, title, "integer")


def number(name: str, title: str) -> Column:
    return Column(name, title, "number")


def day(name: str, title: str) -> Column:
    return Column(name, title, "date")


def yes_or_no(name: str, title: str) -> Column:
    return Column(name, title, "boolean")


def in_words(value: Value) -> Value:
    if isinstance(value, bool):
        return gettext("sí") if value else gettext("no")
    return value


def amount(value: int | str | None) -> int | Decimal | None:
    """A number of the content: whole, or a text with its decimals."""
    return Decimal(value) if isinstance(value, str) else value


def date_of(written: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


def listed(values: Iterable[str]) -> str:
    return "; ".join(values)
