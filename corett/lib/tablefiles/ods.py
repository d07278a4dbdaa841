"""Tables as sheets of an OpenDocument spreadsheet, the format of LibreOffice.

Written and read here and not by a library, because the one at hand loses the lines, tabs and spaces
of a text.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from corett.lib.tablefiles.archive import packed
from corett.lib.tablefiles.sheets import (
    LAST_ROW,
    MOST_COLUMNS,
    Budget,
    Row,
    Sheet,
    Unusable,
    is_blank,
    merged_cells,
    no_spreadsheet,
    quoted,
    read_sheet,
    too_large,
    too_large_inside,
    unquoted,
)

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>\
</manifest:manifest>"""
STYLES = """<office:automatic-styles>\
<number:text-style style:name="N1"><number:text-content/></number:text-style>\
<number:date-style style:name="N2"><number:day number:style="long"/><number:text>/</number:text>\
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>\
</number:date-style>\
<style:style style:name="wide" style:family="table-column">\
<style:table-column-properties style:column-width="4cm"/></style:style>\
<style:style style:name="heading" style:family="table-cell" style:data-style-name="N1">\
<style:table-cell-properties fo:background-color="#dce6f1" fo:wrap-option="wrap"/>\
<style:text-properties fo:font-weight="bold"/></style:style>\
<style:style style:name="text" style:family="table-cell" style:data-style-name="N1">\
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>\
<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>\
</office:automatic-styles>"""
MOST_HELD = 50_000
SPACES = re.compile("\t|^ +|  +| +$", re.MULTILINE)


def name(prefix: str, local: str) -> str:
    return f"{{{NAMES[prefix]}}}{local}"


ROW, TABLE = name("table", "table-row"), name("table", "table")


def write(sheets: Iterable[Sheet]) -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMES.items())
    tables = "".join(table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {spaces}'
        f' office:version="1.2">{STYLES}<office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": KIND.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": MANIFEST.encode(),
        }
    )


def table(sheet: Sheet) -> str:
    columns = (
        f'<table:table-column table:style-name="wide" table:default-cell-style-name="text"'
        f' table:number-columns-repeated="{len(sheet.headings)}"/>'
    )
    rows = [line(sheet.headings, "heading"), *(line(row, "text") for row in sheet.rows)]
    title = quoteattr(sheet.title)
    return f"<table:table table:name={title}>{columns}{''.join(rows)}</table:table>"


def line(values: list, style: str) -> str:
    return f"<table:table-row>{''.join(cell(one, style) for one in values)}</table:table-row>"


def cell(value, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, datetime.date):
        attributes = f'table:style-name="day" office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, int | float | Decimal):
        attributes = f'office:value-type="float" office:value="{value}"'
    else:
        attributes = f'table:style-name="{style}" office:value-type="string"'
    return f"<table:table-cell {attributes}>{paragraphs(quoted(value))}</table:table-cell>"


def paragraphs(value) -> str:
    return "".join(f"<text:p>{spaced(part)}</text:p>" for part in str(value).split("\n"))


def spaced(text: str) -> str:
    """The format keeps neither tabs nor more than one space unless they are named."""
    named = SPACES.sub(lambda found: "\x01" if found[0] == "\t" else "\x02" * len(found[0]), text)
    marked = escape(named, {"\r": "&#13;"})
    return marked.replace("\x01", "<text:tab/>").replace("\x02", "<text:s/>")


def read(content: bytes, budget: Budget) -> list[Sheet]:
    """Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        with archive, archive.open("content.xml") as document:
            return list(sheets_in(document, budget))
    except (ParseError, DefusedXmlException, LookupError, ValueError, ArithmeticError):
        raise no_spreadsheet() from None
    except RecursionError:
        raise too_large_inside() from None


def sheets_in(document: IO[bytes], budget: Budget) -> Iterator[Sheet]:
    events = parsed(document, budget)
    for event, element in events:
        if event == "start" and element.tag == TABLE:
            title = element.get(name("table", "name"), "")
            yield read_sheet(title, rows_of(title, events, budget), budget)


def parsed(document: IO[bytes], budget: Budget) -> Iterator[tuple[str, Element]]:
    """What one row, or what stands between two, may pile up before it is forgotten is little."""
    held, ended = 0, Element("")
    for event, element in iterparse(document, events=("start", "end")):
        held += event == "start"
        if held > MOST_HELD:
            raise too_large_inside()
        budget.spend(characters=len(ended.tail or ""))
        if event == "end":
            budget.spend(characters=len(element.text or ""))
            ended = element
        yield event, element
        if event == "end" and element.tag in (ROW, TABLE):
            element.clear()
            held = 0


def rows_of(title: str, events: Iterator[tuple[str, Element]], budget: Budget) -> Iterator[Row]:
    """Those of the table that has just begun."""
    number = 0
    for event, element in events:
        if event == "end" and element.tag == ROW:
            count = repeated(element, "rows")
            yield from numbered(title, element, number, count, budget)
            number += count
        elif event == "end" and element.tag == TABLE:
            return


def numbered(title: str, row: Element, number: int, count: int, budget: Budget) -> Iterator[Row]:
    """The rows that one element stands for; thousands of blank ones are none."""
    values = cells_of(row, budget)
    if all(map(is_blank, values)):
        return
    if number + count > LAST_ROW or len(values) > MOST_COLUMNS:
        raise too_large(title)
    letters = sum(len(value) for value in values if isinstance(value, str))
    for one in range(1, count + 1):
        budget.spend(characters=letters)
        yield number + one, values


def repeated(element: Element, what: str) -> int:
    return int(element.get(name("table", f"number-{what}-repeated"), "1"))


def cells_of(row: Element, budget: Budget) -> list:
    """The values up to the last that there is, so that blank columns to the edge cost nothing."""
    values: list = []
    blanks = 0
    for each in row:
        if each.tag == name("table", "covered-table-cell"):
            raise merged_cells()
        if each.tag != name("table", "table-cell"):
            continue
        value, count = value_of(each, budget), repeated(each, "columns")
        if is_blank(value):
            blanks += count
            continue
        places = min(blanks, MOST_COLUMNS + 1)
        values += [None] * places + [value] * min(count, MOST_COLUMNS + 1)
        blanks = 0
        if len(values) > MOST_COLUMNS:
            break
    return values


def value_of(element: Element, budget: Budget):
    if element.get(name("table", "formula")):
        return Unusable(_("La celda tiene una fórmula; péguela como valor."))
    kind = element.get(name("office", "value-type"))
    if kind in ("float", "percentage", "currency"):
        return Decimal(element.get(name("office", "value"), ""))
    if kind == "date":
        return day(element.get(name("office", "date-value"), ""))
    if kind == "boolean":
        return element.get(name("office", "boolean-value")) == "true"
    return unquoted("\n".join(text_of(part, budget) for part in element.findall(name("text", "p"))))


def day(text: str):
    try:
        return datetime.date.fromisoformat(text.partition("T")[0])
    except ValueError:
        return Unusable(_("Escriba una fecha que exista, por ejemplo 28/02/2025."))


def text_of(element: Element, budget: Budget) -> str:
    """The letters of a paragraph; those of a note beside it are none of its."""
    pieces = [element.text or ""]
    for each in element:
        pieces += [inner(each, budget), each.tail or ""]
    return "".join(pieces)


def inner(element: Element, budget: Budget) -> str:
    if element.tag == name("text", "s"):
        return spaces(int(element.get(name("text", "c"), "1")), budget)
    if element.tag == name("text", "tab"):
        return "\t"
    if element.tag == name("text", "line-break"):
        return "\n"
    return "" if element.tag == name("office", "annotation") else text_of(element, budget)


def spaces(count: int, budget: Budget) -> str:
    """A few signs of the file may stand for thousands, which are spent before they are made."""
    budget.spend(characters=max(count, 0))
    return " " * count
