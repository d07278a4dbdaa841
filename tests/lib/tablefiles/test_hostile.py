"""A small file that stands for a huge one is refused before it takes the memory of the house."""

import subprocess
import sys

import pytest

from corett.lib.tablefiles import archive, files
from corett.lib.tablefiles.archive import packed
from corett.lib.tablefiles.sheets import sheet_of
from tests.lib.tablefiles.test_files import document, with_member

MOST_GROWTH = 64
PAGE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
READ = r"""
import re, sys, time
from django.conf import settings

settings.configure(USE_I18N=False)
from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Unreadable

def peak():
    return int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) / 1024

files.tables_in(sys.argv[1], open(sys.argv[1], "rb").read())
content = open(sys.argv[2], "rb").read()
before, begun = peak(), time.process_time()
try:
    files.tables_in(sys.argv[2], content)
    sentence = "leído"
except Unreadable as unreadable:
    sentence = str(unreadable)
print(peak() - before)
print(time.process_time() - begun)
print(sentence)
"""


def ods_of(*tables: str) -> bytes:
    """Tables of these rows; the sheet that is there has none."""
    content = document("")
    inside = archive.member(content, "content.xml").decode()
    whole = "".join(
        f'<table:table table:name="t{number}">{rows}</table:table>'
        for number, rows in enumerate(tables)
    )
    end = "</office:spreadsheet>"
    return with_member(content, "content.xml", inside.replace(end, whole + end).encode())


def ods_row(inside: str, *, rows: int = 1, columns: int = 1) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell'
        f' table:number-columns-repeated="{columns}">{inside}</table:table-cell></table:table-row>'
    )


def xlsx_of(*pages: str, **members: bytes) -> bytes:
    names = [f"t{number}" for number in range(len(pages))]
    content = files.write([sheet_of(one, ["Texto"], []) for one in names], "xlsx")
    for number, page in enumerate(pages, 1):
        data = f'<worksheet xmlns="{PAGE}"><sheetData>{page}</sheetData></worksheet>'
        content = with_member(content, f"xl/worksheets/sheet{number}.xml", data.encode())
    for name, data in members.items():
        content = with_member(content, f"xl/{name}.xml", data)
    return content


SPACES = '<text:s text:c="10000"/>'
HEADING = '<row r="1"><c t="inlineStr"><is><t>Texto</t></is></c></row>'
FAR = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
FORMULA = f'<c><f t="shared" si="0" ref="A1:A2">{"A1+" * 2000}A1</f></c>'
SHARED = '<c r="B2"><f t="shared" si="0"/></c>'
ATTRIBUTES = "".join(f' a{number}=""' for number in range(20_000))
HOSTILE = {
    "spaces.ods": lambda: ods_of(ods_row(f"<text:p>{SPACES * 120_000}</text:p>")),
    "few-spaces.ods": lambda: ods_of(ods_row(f"<text:p>{SPACES * 2_000}</text:p>")),
    "deep.ods": lambda: ods_of(
        ods_row("<text:p>" + "<text:span>" * 5000 + "</text:span>" * 5000 + "</text:p>")
    ),
    "rows-by-columns.ods": lambda: ods_of(
        *[ods_row("<text:p>a</text:p>", rows=9_000, columns=200)] * 20
    ),
    "long-texts.ods": lambda: ods_of(
        *[ods_row(f"<text:p>{'a' * 200_000}</text:p>", rows=9_000)] * 20
    ),
    "tables.ods": lambda: ods_of(*[ods_row("<text:p>a</text:p>")] * 5_000),
    "parts.ods": lambda: ods_of(ods_row("<text:p>a</text:p>" * 200_000)),
    "attributes.ods": lambda: ods_of(ods_row(f"<text:p{ATTRIBUTES}>a</text:p>" * 60)),
    "far-rows.xlsx": lambda: xlsx_of(*[HEADING + FAR] * 55),
    "rows.xlsx": lambda: xlsx_of(HEADING + '<row ht="1"/>' * 900_000),
    "cells.xlsx": lambda: xlsx_of(HEADING + "<row>" + "<c><v>1</v></c>" * 150_000 + "</row>"),
    "texts.xlsx": lambda: xlsx_of(
        HEADING, sharedStrings=b"<sst>" + b"<si><t>a</t></si>" * 240_000 + b"</sst>"
    ),
    "styles.xlsx": lambda: xlsx_of(
        HEADING, styles=b"<styleSheet><cellXfs>" + b"<xf/>" * 900_000 + b"</cellXfs></styleSheet>"
    ),
    "formulas.xlsx": lambda: xlsx_of(f"{HEADING}<row>{FORMULA}{SHARED * 9_000}</row>"),
    "pages.xlsx": lambda: xlsx_of(
        HEADING, workbook=b"<workbook><sheets>" + b"<sheet/>" * 90_000 + b"</sheets></workbook>"
    ),
    "wide.xlsx": lambda: xlsx_of(HEADING, workbook="<workbook/>".encode("utf-16")),
    "keys.json": lambda: (
        b'{"Metas": [' + b",".join(b'{"k%d": 1}' % number for number in range(15_000)) + b"]}"
    ),
    "empty.json": lambda: b'{"Metas": [' + b"{}," * 900_000 + b"{}]}",
    "commas.csv": lambda: b"Plan,Valor\n" + b"," * 7_900_000,
    "rows.csv": lambda: b"Plan,Valor\n" + b"\n" * 7_900_000,
    "long.csv": lambda: b"Plan,Valor\n" + b"a" * 9_000_000,
    "tables.zip": lambda: packed({f"{number}.csv": b"Plan\na\n" for number in range(100)}),
}
GOOD = sheet_of("Metas", ["Plan", "Valor"], [["a", 1], ["b", 2]])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_stands_for_a_huge_one_is_refused_and_takes_no_memory(tmp_path, name):
    good, hostile = tmp_path / f"good-{name}", tmp_path / name
    good.write_bytes(files.write([GOOD], hostile.suffix[1:]))
    hostile.write_bytes(HOSTILE[name]())

    grown, seconds, sentence = in_its_own_process(good, hostile)

    size = hostile.stat().st_size
    print(f"{name}: {size} bytes, {grown:.0f} MB, {seconds:.2f} s, {sentence}")  # noqa: T201
    assert sentence != "leído"
    assert grown < MOST_GROWTH


def in_its_own_process(good, hostile) -> tuple[float, float, str]:
    """Megabytes and seconds that reading it took, once all that reading needs is there."""
    done = subprocess.run(
        [sys.executable, "-c", READ, good, hostile],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    grown, seconds, sentence = done.stdout.splitlines()
    return float(grown), float(seconds), sentence


def grown_tables() -> list:
    """More than all the metas that the plan may come to have, for each country and year."""
    headings = ["Plan", "Medida", "De quién", "Año", "Valor", "Fuente", "Detalle de la fuente"]
    rows = [
        ["tim-2024-2028", f"1.{number}.a", "HN", 2026, number, "acta", f"Acta {number}"]
        for number in range(6_000)
    ]
    return [sheet_of("Metas", headings, rows)]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "json"])
def test_a_plan_with_all_the_metas_that_it_may_ever_have_is_no_such_file(ending):
    [sheet] = files.read("Metas.csv", files.write(grown_tables(), ending))

    assert len(sheet.lines) == 6_000


def test_a_workbook_whose_texts_stand_in_one_part_may_have_many_of_them():
    strings = b"".join(b"<si><t>%d</t></si>" % number for number in range(10_000))
    table = f'<sst xmlns="{PAGE}">'.encode() + strings + b"</sst>"

    [sheet] = files.read("x.xlsx", xlsx_of(HEADING, **{"sharedStrings": table}))

    assert sheet.headings == ["Texto"]
