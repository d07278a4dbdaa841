"""Files that somebody might bring who means no good, built from nothing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import sheet_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)
OLD = bytes.fromhex("d0cf11e0a1b11ae1")
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
SCRIPT = b"alert(document.cookie)\n"
SHELL = b"#!/bin/sh\nrm -rf /\n"
PROGRAM = b"MZ\x90\x00\x03" + bytes(128)
RTF = b"{\\rtf1\\object\\objupdate}"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">'.encode() for n in range(9)
)
XXE = b'<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, **members: bytes) -> bytes:
    """With `__` for a stroke and `_dot_` for a full stop in the names."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in members.items()}
    return packed({**members_of(content), **named})


def office(folder: str, **members: bytes) -> bytes:
    plain = packed({"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": b"<x/>"})
    return changed(plain, **members)


def open_document(kind: str, **members: bytes) -> bytes:
    """Its first member is not compressed, as the format asks."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name, data in {"content.xml": b"<x/>", **members}.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


DOCX, XLSX, ODT = office("word"), office("xl"), open_document("text")
CONTENTS: dict[str, bytes] = {
    "html": HTML,
    "html-blanks": b"\xef\xbb\xbf \n\t" + HTML,
    "svg": SVG,
    "xml": XML,
    "js": SCRIPT,
    "shell": SHELL,
    "program": PROGRAM,
    "rtf": RTF,
    "zip": packed({"a.txt": b"a"}),
    "pdf": PDF,
    "png": PNG,
    "jpeg": JPEG,
    "pdf-after-blanks": b"\n\n" + PDF,
    "gif-js": b"GIF89a/*" + SCRIPT + b"*/",
    "png-html": PNG + HTML,
    "jpeg-zip": JPEG + packed({"a.html": HTML}),
    "pdf-html": PDF + HTML,
    "docx": DOCX,
    "docx-macro": office("word", word__vbaProject_dot_bin=b"x"),
    "xlsx-macro": office("xl", xl__vbaProject_dot_bin=b"x"),
    "odt-macro": open_document("text", Basic__script=b"x"),
    "old-macro": OLD + "WordDocument".encode("utf-16-le") + "Macros".encode("utf-16-le"),
    "nul": b"a,b\n\0\n",
    "broken-zip": DOCX[: len(DOCX) // 2],
}
"""What a file truly is."""


# Workbooks and tables


def table() -> bytes:
    return files.write([sheet_of("Metas", ["Plan", "Valor"], [["a", 1]])], "xlsx")


def page(rows: str, head: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData></worksheet>'.encode()


ONE = "xl__worksheets__sheet1_dot_xml"


def with_page(content: bytes, data: bytes) -> bytes:
    first = next(name for name in members_of(content) if "worksheets/sheet1" in name)
    return packed({**members_of(content), first: data})


def encrypted(content: bytes) -> bytes:
    data = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def overlapping(count: int = 250) -> bytes:
    """Many members that are all the same bytes of the file, as in a bomb without nesting."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = bytes(1024 * 1024)
    body = squeezed.compress(raw) + squeezed.flush()
    crc = zlib.crc32(raw)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), len(raw), 1, 0)
    data = local + b"a" + body
    directory = b"".join(
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), len(raw),
            len(name), 0, 0, 0, 0, 0, 0,
        )
        + name
        for name in (f"{number}.xml".encode() for number in range(count))
    )  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(data), 0)
    return data + directory + end


def twice_the_same(content: bytes) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo("xl/workbook.xml")
        archive.NameToInfo.pop("xl/workbook.xml")
        archive.writestr(info, b"<workbook/>")
    return file.getvalue()


def lying(content: bytes) -> bytes:
    bomb = changed(content, xl__media__a_dot_png=bytes(50 * 1024 * 1024))
    return bomb.replace((50 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def nested(depth: int = 30) -> bytes:
    content = packed({"a.csv": b"Plan\na\n"})
    for _level in range(depth):
        content = packed({"a.zip": content})
    return content


def cells(reference: str) -> str:
    return f'<row r="1"><c r="{reference}" t="inlineStr"><is><t>Plan</t></is></c></row>'


WORKBOOKS: dict[str, Callable[[bytes], bytes]] = {
    "html": lambda book: HTML,
    "svg": lambda book: SVG,
    "pdf": lambda book: PDF,
    "program": lambda book: PROGRAM,
    "png": lambda book: PNG,
    "old-office": lambda book: OLD + bytes(512),
    "truncated": lambda book: book[: len(book) // 2],
    "head-only": lambda book: b"PK\x03\x04",
    "garbage-before": lambda book: HTML + book,
    "encrypted": encrypted,
    "docx": lambda book: DOCX,
    "odt": lambda book: ODT,
    "nested-zips": lambda book: nested(),
    "overlapping": lambda book: overlapping(),
    "same-name-twice": twice_the_same,
    "lying-size": lying,
    "big-member": lambda book: changed(book, xl__media__a_dot_png=bytes(45 * 1024 * 1024)),
    "many-members": lambda book: changed(book, **{f"xl__m{n}": b"" for n in range(2000)}),
    "xxe-page": lambda book: with_page(book, XXE + page(cells("A1")).replace(b"Plan", b"&b;")),
    "xxe-workbook": lambda book: changed(
        book, xl__workbook_dot_xml=XXE + b"<workbook>&b;</workbook>"
    ),
    "xxe-content-types": lambda book: packed(
        {**members_of(book), "[Content_Types].xml": XXE + b"<Types>&b;</Types>"}
    ),
    "laughs-page": lambda book: with_page(book, LAUGHS + b"]><worksheet>&a8;</worksheet>"),
    "laughs-styles": lambda book: changed(book, xl__styles_dot_xml=LAUGHS + b"]><s>&a8;</s>"),
    "far-dimension": lambda book: with_page(
        book, page(cells("A1"), '<dimension ref="A1:XFD1048576"/>')
    ),
    "far-cell": lambda book: with_page(
        book, page(cells("XFD1048576").replace('r="1"', 'r="1048576"'))
    ),
    "merged": lambda book: with_page(
        book,
        page(cells("A1"))[:-12]
        + b'<mergeCells><mergeCell ref="A1:XFD9"/></mergeCells></worksheet>',
    ),
    "deep": lambda book: with_page(book, b"<a>" * 100_000 + b"</a>" * 100_000),
    "many-rows": lambda book: with_page(book, page('<row ht="1"/>' * 900_000)),
    "many-cells": lambda book: with_page(
        book, page("<row>" + "<c><v>1</v></c>" * 150_000 + "</row>")
    ),
    "many-styles": lambda book: changed(
        book,
        xl__styles_dot_xml=b"<styleSheet><cellXfs>"
        + b"<xf/>" * 900_000
        + b"</cellXfs></styleSheet>",
    ),
    "long-attribute": lambda book: with_page(book, b'<worksheet a="' + b"a" * 9_000_000 + b'"/>'),
    "many-attributes": lambda book: with_page(
        book, b"<worksheet " + b" ".join(b'a%d=""' % n for n in range(90_000)) + b"/>"
    ),
    "utf-16": lambda book: changed(book, xl__workbook_dot_xml="<workbook/>".encode("utf-16")),
    "no-page": lambda book: packed(
        {name: data for name, data in members_of(book).items() if "worksheets" not in name}
    ),
    "broken-page": lambda book: with_page(book, b"<worksheet><roto"),
    "broken-workbook": lambda book: changed(book, xl__workbook_dot_xml=b"<roto"),
    "numbers-of-no-style": lambda book: with_page(
        book, page('<row><c s="99999"><v>1</v></c></row>')
    ),
    "text-of-no-table": lambda book: with_page(
        book, page('<row><c t="s"><v>99999999</v></c></row>')
    ),
    "infinite": lambda book: with_page(
        book, page("<row><c><v>1e999</v></c><c><v>NaN</v></c></row>")
    ),
    "paths": lambda book: changed(book, **{".._.._etc__passwd": b"x"}),
}
"""Each made of a good workbook of the door at which it is brought."""

CODE = {
    "macro": lambda book: changed(book, xl__vbaProject_dot_bin=b"x"),
    "external-link": lambda book: changed(
        book,
        xl__externalLinks__externalLink1_dot_xml=b'<e><ddeLink ddeService="cmd"/></e>',
    ),
    "formula-dde": lambda book: with_page(book, page("<row><c><f>cmd|'/C calc'!A0</f></c></row>")),
}
"""Workbooks with something live in them: one door refuses them, the other reads only values."""

TABLES: dict[str, Callable[[], bytes]] = {
    "ods-xxe": lambda: open_document("spreadsheet", **{"content.xml": XXE + b"<a>&b;</a>"}),
    "ods-laughs": lambda: open_document(
        "spreadsheet", **{"content.xml": LAUGHS + b"]><a>&a8;</a>"}
    ),
    "ods-deep": lambda: open_document(
        "spreadsheet", **{"content.xml": b"<a>" * 90_000 + b"</a>" * 90_000}
    ),
    "ods-broken": lambda: open_document("spreadsheet", **{"content.xml": b"<a><b></a>"}),
    "csv-nul": lambda: b"Plan,Valor\na\0,1\n",
    "csv-open-quote": lambda: b'Plan,Valor\n"a,1\n',
    "csv-long": lambda: b"Plan\n" + b"a" * 9_000_000,
    "csv-commas": lambda: b"Plan\n" + b"," * 7_000_000,
    "csv-html": lambda: HTML,
    "csv-utf-16": lambda: "Plan,Valor\na,1".encode("utf-16"),
    "json-deep": lambda: b'{"Metas": ' + b"[" * 100_000,
    "json-nan": lambda: b'{"Metas": [{"Plan": NaN, "Valor": Infinity}]',
    "json-twice": lambda: b'{"Metas": [{"Plan": "a", "Plan": "b"}]}',
    "json-list": lambda: b"[1, 2, 3]",
    "json-number": lambda: b'{"Metas": 1}',
    "json-surrogate": lambda: b'{"Metas": [{"Plan": "\\ud800"}], "Metas": []}',
    "zip-of-html": lambda: packed({"a.html": HTML}),
    "zip-paths": lambda: packed({"../../etc/passwd": b"Plan\na\n"}),
    "zip-empty": lambda: packed({}),
    "blanks": lambda: b"\n\n\n",
}
"""What only the door of the plan's tables would look at."""
