"""Tables as text: csv as every spreadsheet opens it, one or several in a zip, and json."""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext as _

from corett.lib.tablefiles.archive import member, packed
from corett.lib.tablefiles.sheets import (
    LAST_ROW,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_LINES,
    Budget,
    Row,
    Sheet,
    Unusable,
    no_spreadsheet,
    quoted,
    read_sheet,
    too_large,
    too_large_inside,
    unquoted,
)

DELIMITERS = ",;\t"
LONGEST_FIELD = 1024 * 1024


def write_csv(sheet: Sheet) -> bytes:
    """With the mark by which a spreadsheet knows that its accents are UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([[quoted(value) for value in row] for row in [sheet.headings, *sheet.rows]])
    return file.getvalue().encode("utf-8-sig")


def write_zip(sheets: Iterable[Sheet]) -> bytes:
    return packed({f"{sheet.title}.csv": write_csv(sheet) for sheet in sheets})


def read_zip(content: bytes, names: list[str], budget: Budget) -> list[Sheet]:
    """Raises Unreadable."""
    tables = [one for one in names if not one.endswith("/") and not one.startswith("__MACOSX/")]
    if not tables or not all(one.lower().endswith(".csv") for one in tables):
        raise no_spreadsheet()
    most = MOST_CHARACTERS + 1
    return [read_csv(one, member(content, one, most), budget) for one in tables]


def read_csv(name: str, content: bytes, budget: Budget) -> Sheet:
    """Raises Unreadable."""
    budget.spend(characters=len(content))
    text = decoded(content)
    title = name.rpartition("/")[2].rpartition(".")[0]
    csv.field_size_limit(LONGEST_FIELD)
    try:
        sheet = read_sheet(title, csv_rows(title, text), budget)
    except csv.Error:
        raise no_spreadsheet() from None
    sheet.is_loose = True
    return sheet


def csv_rows(title: str, text: str) -> Iterator[Row]:
    """Numbered as a spreadsheet numbers them: a text of several lines stays in its row."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    if text.count(delimiter) > MOST_CELLS:
        raise too_large_inside()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, row in enumerate(reader, 1):
        if number > LAST_ROW:
            raise too_large(title)
        yield number, [unquoted(value) for value in row[: MOST_COLUMNS + 1]]


def decoded(content: bytes) -> str:
    """UTF-8, or what Excel writes where it is not asked for UTF-8. Raises Unreadable."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise no_spreadsheet()


def write_json(sheets: Iterable[Sheet]) -> bytes:
    tables = {sheet.title: [line.values for line in sheet.lines] for sheet in sheets}
    text = json.dumps(tables, ensure_ascii=False, indent=1, default=as_json)
    return f"{text}\n".encode()


def as_json(value):
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(value)


def read_json(content: bytes, budget: Budget) -> list[Sheet]:
    """Raises Unreadable."""
    budget.spend(characters=len(content))
    if content.count(b",") > MOST_CELLS or max(map(content.count, (b"{", b"["))) > MOST_LINES:
        raise too_large_inside()
    try:
        tables = json.loads(
            decoded(content), parse_float=Decimal, parse_constant=float, object_pairs_hook=once
        )
    except (ValueError, RecursionError):
        raise no_spreadsheet() from None
    if not isinstance(tables, dict) or not all(map(is_table, tables.values())):
        raise no_spreadsheet()
    return [json_sheet(title, lines, budget) for title, lines in tables.items()]


def once(pairs: list[tuple]) -> dict:
    """A name that stands twice would lose what it says first."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def is_table(lines) -> bool:
    return isinstance(lines, list) and all(isinstance(line, dict) for line in lines)


def json_sheet(title: str, lines: list[dict], budget: Budget) -> Sheet:
    headings = list(dict.fromkeys(heading for line in lines for heading in line))
    if len(headings) > MOST_COLUMNS:
        raise too_large(title)
    rows = ([plain(line.get(heading)) for heading in headings] for line in lines)
    return read_sheet(title, enumerate(chain([headings], rows), 1), budget)


def plain(value):
    if isinstance(value, list | dict):
        return Unusable(_("Escriba un texto o un número, y no una lista."))
    return value
