"""What comes back unchanged changes nothing."""

import datetime

import pytest

from monitoring.models import EntryChange, ProgressEntry, Record
from monitoring.workbook import exchange
from monitoring.workbook.writing import workbook_of
from tests.factories import MembershipFactory
from tests.monitoring.workbook.drafts import fill_country, fill_joint
from tests.monitoring.workbook.sheets import Filled, bring_and_apply


def everything_of(report) -> list:
    return [
        list(Record.objects.filter(entry__report=report).order_by("pk").values()),
        list(ProgressEntry.objects.filter(report=report).order_by("pk").values()),
    ]


@pytest.mark.parametrize("fill", [lambda report: None, fill_country])
def test_a_countrys_workbook_that_comes_back_untouched_changes_nothing(report, member, fill):
    fill(report)
    before = everything_of(report)

    outcome = bring_and_apply(report, workbook_of(report), member)

    assert (outcome.changes, outcome.is_applied) == ([], True)
    assert everything_of(report) == before
    assert not EntryChange.objects.exists()


def test_the_joint_workbook_with_products_and_money_changes_nothing(joint_report):
    fill_joint(joint_report)
    member = MembershipFactory(stakeholder=joint_report.stakeholder)
    outcome = exchange.find_changes(joint_report, workbook_of(joint_report), by=member)
    assert outcome.is_empty


def test_saved_by_another_program_it_still_changes_nothing(report, member):
    """The program writes whole numbers as such and dates with an hour, as openpyxl does here."""
    fill_country(report)
    content = Filled(report).saved()
    assert exchange.find_changes(report, content, by=member).is_empty


def test_the_order_of_rows_and_of_institutions_says_nothing(report, member):
    fill_country(report)
    filled = Filled(report)
    first, second = (filled.cell("Eje 1", 2, f"Institución {n}") for n in (1, 2))
    if first.value is None:
        first, second = (filled.cell("Eje 1", 3, f"Institución {n}") for n in (1, 2))
    first.value, second.value = second.value, first.value.upper()
    page = filled.book["Eje 1"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    assert exchange.find_changes(report, filled.saved(), by=member).is_empty


def test_what_was_brought_and_applied_changes_nothing_the_second_time(report, member):
    fill_country(report)
    filled = Filled(report).put_all("Eje 3", 40, {"Actividad": "7.1", "¿Qué se hizo?": "Mesa"})
    filled.put_all("Eje 3", 40, {"Terminó el": datetime.date(2025, 4, 1)})
    content = filled.saved()
    assert len(bring_and_apply(report, content, member).changes) == 1
    assert bring_and_apply(report, content, member).changes == []
    assert Record.objects.filter(title="Mesa").count() == 1
