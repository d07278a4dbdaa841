"""How a file's sheets find their tables, and any text its way back into the plan."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corett.lib.tablefiles import files
from corett.lib.tablefiles.sheets import Sheet
from plan.exchange import TABLES, table_of
from plan.models import GlossaryTerm
from plan.resources import AxisResource, ScheduleTable
from risks import exchange
from tests.factories import PlanFactory
from tests.tables import load

letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
signs = st.sampled_from(["=", "+", "-", "@", "'", "\t", "\r\n", "\n", "  ", "_x000D_", "<br>"])
texts = st.lists(st.one_of(signs, st.text(letters, max_size=10)), min_size=1, max_size=5).map(
    "".join
)
EJES = ["Plan", "Eje", "Nombre", "Definición"]


def sheet(title: str, headings: list[str], *, is_loose: bool = False) -> Sheet:
    return Sheet(title, headings, is_loose=is_loose)


@pytest.mark.parametrize(
    ("given_sheet", "table"),
    [
        (sheet("Ejes", []), AxisResource),
        (sheet("Hoja1", EJES), None),
        (sheet("mis-ejes (2)", EJES, is_loose=True), AxisResource),
        (sheet("Hoja1", EJES[:3], is_loose=True), None),
        (sheet("x", ["Plan", "Actividad", "2025-1", "2025-2"], is_loose=True), ScheduleTable),
        (sheet("Cronograma", ["Plan", "Eje"]), ScheduleTable),
        (sheet("Recetas", ["Plato"], is_loose=True), None),
    ],
)
def test_a_sheet_is_known_by_its_title_and_a_csv_also_by_its_headings(given_sheet, table):
    assert table_of(given_sheet, TABLES) is table


def test_no_two_tables_have_the_same_headings():
    for table in exchange.TABLES:
        if table is ScheduleTable:
            continue
        headings, _optional = table.headings()
        assert [one for one in exchange.TABLES if one.fits(headings)] == [table]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "json"])
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=texts.filter(str.strip))
def test_any_text_of_the_plan_goes_out_and_comes_back_letter_by_letter(ending, text):
    plan = PlanFactory()
    GlossaryTerm.objects.all().delete()
    GlossaryTerm.objects.create(plan=plan, order=1, term="término", definition=text)
    content = files.write([exchange.table_sheet(exchange.find_table("Glosario"), plan)], ending)

    same = exchange.load(f"glosario.{ending}", content)
    GlossaryTerm.objects.update(definition="otra cosa")
    outcome = exchange.load(f"glosario.{ending}", content)

    assert (same.is_empty, outcome.faults) == (True, [])
    assert GlossaryTerm.objects.get().definition == text


@pytest.mark.django_db
def test_line_ends_that_a_program_wrote_in_its_own_way_change_nothing():
    plan = PlanFactory()
    term = GlossaryTerm.objects.create(plan=plan, order=1, term="a", definition="uno\r\ndos")
    row = {"Plan": plan.code, "Orden": 1, "Término": "a", "Otras formas de nombrarlo": ""}

    assert load({"Glosario": [{**row, "Definición": "uno\ndos"}]}).is_empty
    assert not load({"Glosario": [{**row, "Definición": "uno\u2028dos"}]}).is_empty
    term.refresh_from_db()
    assert term.definition == "uno\u2028dos"
