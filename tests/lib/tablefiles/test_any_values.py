"""Whatever a cell may hold comes out of each format as it went in."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odf import opendocument, table, teletype
from openpyxl import load_workbook

from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import sheet_of

ENDINGS = ["xlsx", "ods", "csv", "zip", "json"]
KEEPS_NUMBERS = ["xlsx", "ods", "json"]
letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
signs = st.sampled_from(["=", "+", "-", "@", "'", "\t", "\r", "\n", "\r\n", " ", "_x0041_", "<&>"])
texts = st.lists(st.one_of(signs, st.text(letters, max_size=12)), min_size=1, max_size=5).map(
    "".join
)
values = st.lists(texts.filter(str.strip), min_size=1, max_size=25)
few = settings(max_examples=40, deadline=None)


def came_back(cells: list, ending: str) -> list:
    written = files.write([sheet_of("Hoja de prueba", ["Texto"], [[x] for x in cells])], ending)
    [sheet] = files.read("Hoja de prueba.csv", written)
    assert (sheet.title, sheet.headings) == ("Hoja de prueba", ["Texto"])
    assert [line.number for line in sheet.lines] == [*range(2, len(cells) + 2)]
    return [line.values["Texto"] for line in sheet.lines]


@pytest.mark.parametrize("ending", ENDINGS)
@few
@given(values)
def test_any_text_comes_back_letter_by_letter(ending, cells):
    assert came_back(cells, ending) == cells


@pytest.mark.parametrize("ending", KEEPS_NUMBERS)
@few
@given(
    st.lists(st.one_of(st.integers(-(10**9), 10**9), st.decimals(0, 10**12, places=2)), min_size=1)
)
def test_any_number_comes_back(ending, numbers):
    assert [Decimal(str(one)) for one in came_back(numbers, ending)] == numbers


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@few
@given(st.lists(st.dates(datetime.date(1950, 1, 1), datetime.date(2200, 1, 1)), min_size=1))
def test_any_day_comes_back(ending, days):
    assert came_back(days, ending) == days


@pytest.mark.parametrize("ending", ENDINGS)
def test_signs_that_no_file_can_hold_are_left_out(ending):
    kept = "a\x07b" if ending == "json" else "ab"

    assert came_back(["a\x07b"], ending) == [kept]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUMA(A1)", "\t=1", "'=1"])
def test_no_text_is_ever_calculated_by_a_spreadsheet(ending, text):
    written = files.write([sheet_of("Hoja", ["Texto"], [[text]])], ending)

    assert raw_text(written, ending) == f"'{text}"


def raw_text(content: bytes, ending: str) -> str:
    """The cell as a program that knows nothing of us reads it."""
    if ending == "xlsx":
        cell = load_workbook(io.BytesIO(content)).active["A2"]
        assert cell.data_type == "s"
        return cell.value
    if ending == "csv":
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))[1][0]
    document = opendocument.load(io.BytesIO(content))
    cell = document.spreadsheet.getElementsByType(table.TableCell)[1]
    assert cell.getAttribute("valuetype") == "string"
    return teletype.extractText(cell)
