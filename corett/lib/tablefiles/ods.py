"""Tables as sheets of an OpenDocument spreadsheet, the format of LibreOffice.

Written and read here and not by a library, because the one at hand loses the lines, tabs and spaces
of a text.
"""

import datetime
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from corett.lib.tablefiles.archive import member, packed
from corett.lib.tablefiles.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Sheet,
    Unusable,
    is_blank,
    no_spreadsheet,
    quoted,
    read_sheet,
    too_large,
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
SPACES = re.compile("\t|^ +|  +| +$", re.MULTILINE)


def name(prefix: str, local: str) -> str:
    return f"{{{NAMES[prefix]}}}{local}"


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


def read(content: bytes) -> list[Sheet]:
    """Raises Unreadable."""
    try:
        return list(sheets_in(member(content, "content.xml")))
    except (ParseError, DefusedXmlException, KeyError, ValueError, InvalidOperation):
        raise no_spreadsheet() from None


def sheets_in(document: bytes) -> Iterator[Sheet]:
    title, number = "", 0
    rows: list[Row] = []
    for event, element in iterparse(io.BytesIO(document), events=("start", "end")):
        if event == "start" and element.tag == name("table", "table"):
            title, rows, number = element.get(name("table", "name"), ""), [], 0
        elif event == "end" and element.tag == name("table", "table-row"):
            count = repeated(element, "rows")
            rows += numbered(title, element, number, count)
            number += count
            element.clear()
        elif event == "end" and element.tag == name("table", "table"):
            yield read_sheet(title, iter(rows))
            element.clear()


def numbered(title: str, row: Element, number: int, count: int) -> list[Row]:
    """The rows that one element stands for; thousands of blank ones are none."""
    values = cells_of(row)
    if all(map(is_blank, values)):
        return []
    if number + count > MOST_ROWS + 1 or len(values) > MOST_COLUMNS:
        raise too_large(title)
    return [(number + one, values) for one in range(1, count + 1)]


def repeated(element: Element, what: str) -> int:
    return int(element.get(name("table", f"number-{what}-repeated"), "1"))


def cells_of(row: Element) -> list:
    """The values up to the last that there is, so that blank columns to the edge cost nothing."""
    values: list = []
    blanks = 0
    for each in row:
        if each.tag not in (name("table", "table-cell"), name("table", "covered-table-cell")):
            continue
        value, count = value_of(each), repeated(each, "columns")
        if is_blank(value):
            blanks += count
            continue
        places = min(blanks, MOST_COLUMNS + 1)
        values += [None] * places + [value] * min(count, MOST_COLUMNS + 1)
        blanks = 0
        if len(values) > MOST_COLUMNS:
            break
    return values


def value_of(element: Element):
    if element.get(name("table", "formula")):
        return Unusable(_("La celda tiene una fórmula; péguela como valor."))
    kind = element.get(name("office", "value-type"))
    if kind in ("float", "percentage", "currency"):
        return Decimal(element.get(name("office", "value"), ""))
    if kind == "date":
        return day(element.get(name("office", "date-value"), ""))
    if kind == "boolean":
        return element.get(name("office", "boolean-value")) == "true"
    return unquoted("\n".join(text_of(part) for part in element.findall(name("text", "p"))))


def day(text: str):
    try:
        return datetime.date.fromisoformat(text.partition("T")[0])
    except ValueError:
        return Unusable(_("Escriba una fecha que exista, por ejemplo 28/02/2025."))


def text_of(element: Element) -> str:
    """The letters of a paragraph; those of a note beside it are none of its."""
    pieces = [element.text or ""]
    for each in element:
        pieces += [inner(each), each.tail or ""]
    return "".join(pieces)


def inner(element: Element) -> str:
    if element.tag == name("text", "s"):
        return " " * min(int(element.get(name("text", "c"), "1")), MOST_ROWS)
    if element.tag == name("text", "tab"):
        return "\t"
    if element.tag == name("text", "line-break"):
        return "\n"
    return "" if element.tag == name("office", "annotation") else text_of(element)
