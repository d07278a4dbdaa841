"""Whatever valid values a row has, they come out of the workbook as they went in."""

import datetime
import io
from collections import Counter
from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from monitoring.models import Record
from monitoring.workbook import exchange
from monitoring.workbook.cells import Cell, DayCell, LongCell, MoneyCell, NumberCell
from monitoring.workbook.layout import Column, layout_of
from monitoring.workbook.pages import plain
from monitoring.workbook.writing import put, workbook_of
from tests.monitoring.workbook.sheets import Filled

letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
odd = st.sampled_from(["=1+1", "+1", "-1", "@a", "'a", "_x0041_", "<a>&amp;", "sí", "1.10", "1/3"])
texts = st.one_of(odd, st.text(letters, max_size=40)).map(str.strip)
days = st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 6, 30))
numbers = st.integers(0, 10_000_000)
money = st.decimals(0, 99_999_999_999, places=2)
lines = st.lists(texts, min_size=1, max_size=4).map(lambda several: "\r\n".join(several).strip())


def came_back(cell: Cell, values: list) -> list[str]:
    """Values written to a sheet, saved, read again and cleaned."""
    book, file = Workbook(), io.BytesIO()
    for number, value in enumerate(values, 1):
        put(book.active.cell(number, 1), cell.render(value), Column("x", "X", cell))
    book.save(file)
    page = load_workbook(file, read_only=True).active
    rows = page.iter_rows(max_row=len(values), min_col=1, max_col=1)
    read = [cell.clean(plain(one)) for (one,) in rows]
    return read + [""] * (len(values) - len(read))


few = settings(max_examples=15, deadline=None)


@few
@given(st.lists(texts, min_size=1, max_size=30))
def test_any_text_comes_back_letter_by_letter(values):
    assert came_back(Cell(), values) == values


@few
@given(st.lists(lines, min_size=1, max_size=20))
def test_any_lines_come_back_with_the_line_ends_of_a_form(values):
    assert came_back(LongCell(), values) == values


@few
@given(st.lists(days, min_size=1), st.lists(numbers, min_size=1), st.lists(money, min_size=1))
def test_any_day_number_or_amount_comes_back(some_days, some_numbers, amounts):
    assert came_back(DayCell(), some_days) == [day.isoformat() for day in some_days]
    whole = NumberCell(least=0, most=10_000_000)
    assert came_back(whole, some_numbers) == [str(number) for number in some_numbers]
    assert [Decimal(text) for text in came_back(MoneyCell(), amounts)] == amounts


actions = st.fixed_dictionaries(
    {
        "title": texts.filter(bool),
        "started_on": st.none() | st.just(datetime.date(2024, 12, 24)),
        "ended_on": days,
        "quantity": st.integers(1, 10_000),
        "scope": st.sampled_from(["national", "regional"]),
        "modality": st.sampled_from(["", "in_person", "remote", "hybrid"]),
        "place": texts,
        "resources_usd": st.none() | money,
        "resources_source": texts,
    }
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(actions, min_size=1, max_size=3))
def test_any_valid_row_is_stored_as_it_was_written(report, member, rows):
    with transaction.atomic():
        upload = exchange.bring(report, name="l", content=written(report, rows), by=member)
        shown = exchange.check(upload, by=member)
        assert shown.faults == []
        exchange.apply(upload, shown=shown.digest, by=member)

        names = list(rows[0])
        stored = Record.objects.values_list(*names)
        assert Counter(stored) == Counter(tuple(row[name] for name in names) for row in rows)
        assert exchange.find_changes(report, workbook_of(report), by=member).is_empty
        transaction.set_rollback(True)


def written(report, rows: list[dict]) -> bytes:
    """A new workbook with these rows, each value rendered by the cell of its column."""
    filled, sheet = Filled(report), layout_of(report).axes[0].sheet
    for number, row in enumerate(rows, 2):
        for name, value in {"activity": "2.1", **row}.items():
            column = sheet.by_name[name]
            cell = filled.cell(sheet.title, number, column.heading)
            put(cell, column.cell.render(value), column)
    return filled.saved()
