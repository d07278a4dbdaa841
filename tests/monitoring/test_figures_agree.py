"""The same year in four places, held against one counting of its rows in plain SQL."""

import re
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from corett.accounts.models import Stakeholder, User
from monitoring.models import AnnualReport
from tests import figures_by_sql as sql
from tests.annual import only_the_pdf, pdf_of
from tests.read_pages import number, pdf_text, section, table_rows
from tests.report_numbers import strangers, texts_of_chapters
from tests.report_rows import missing_figures, missing_rows

pytestmark = pytest.mark.django_db
YEAR = 2025
NAMES = {"ST": "Coordinación regional"}
YEARS_VALUE, YEARS_GOAL = 3, 4  # after the name and two semesters, on the page of a country
PART = re.compile(r"^[a-záéíóúñ][a-záéíóúñ ]* \d[\d.\u202f]*$")


@pytest.fixture
def reader(client, monkeypatch):
    """An evaluator of the demonstration, who reads the whole region."""
    only_the_pdf(monkeypatch)
    call_command("demo", prepare_only=True, stdout=StringIO())
    client.force_login(User.objects.get(email="evaluacion@demo.example"))
    return client


def page(client, name: str, *args, **asked) -> str:
    response = client.get(reverse(f"monitoring:{name}", args=args), {"anio": YEAR, **asked})
    assert response.status_code == 200
    return response.content.decode()


def book_of(client):
    address = reverse("monitoring:dashboard_download", args=["xlsx"])
    return openpyxl.load_workbook(BytesIO(client.get(address, {"anio": YEAR}).content))


def expected(who: str, values) -> dict[str, int | Decimal]:
    return {name: value for (name, party), value in values.items() if party == who and value}


def nonzero(found: dict[str, int | Decimal | None]) -> dict[str, int | Decimal]:
    return {name: value for name, value in found.items() if value}


def shown_by_kind(measures: dict[str, str], values: dict, *kinds: str) -> dict:
    return {name: value for name, value in values.items() if measures[name] in kinds}


def test_every_figure_of_a_year_agrees_in_four_places_and_with_the_rows(reader):
    values, goals, verdicts = sql.values(YEAR), sql.goals(YEAR), sql.verdicts(YEAR)
    kinds = {one["name"]: one["kind"] for one in sql.ask("SELECT name, kind FROM m")}
    dashboard, book = page(reader, "dashboard"), book_of(reader)
    annual = AnnualReport.objects.get(year=YEAR)
    with pdf_of(annual).file.open() as pdf:
        text = pdf_text(pdf.read())

    compare_dashboard(dashboard, values, kinds)
    compare_countries(reader, values, goals, kinds)
    compare_book(book, values, goals, kinds)
    compare_pdf(text, annual.content, values, verdicts, kinds)
    chapters = texts_of_chapters(annual.content)
    assert strangers(annual.content, chapters) == []
    assert missing_rows(annual.content, chapters) == []
    assert missing_figures(annual.content, chapters) == []


# The Tablero


def compare_dashboard(dashboard: str, values, kinds) -> None:
    rows = {row[0].split()[0]: row for row in table_rows(section(dashboard, "medidas"))[1:]}
    added = shown_by_kind(kinds, expected("region", values), "count", "people", "institutions")

    assert len(rows) == len(kinds)
    found = nonzero({name: number(row[1]) for name, row in rows.items()})
    assert {name: found.get(name) for name in added} == added
    registers = shown_by_kind(kinds, expected("region", values), "registry")
    assert {name: number(rows[name][1]) for name in registers} == registers
    assert f"acciones realizadas en {YEAR}" in dashboard
    assert number(figure_before(dashboard, f"acciones realizadas en {YEAR}")) == sql.actions(YEAR)


def figure_before(dashboard: str, words: str) -> str:
    card = dashboard[: dashboard.index(words)].rpartition('<p class="figure">')[2]
    return re.sub(r"<[^>]+>.*", "", card).strip()


# The countries


def compare_countries(client, values, goals, kinds) -> None:
    for country in Stakeholder.objects.countries():
        measures = section(page(client, "country_detail", country.code), "medidas")
        rows = {
            row[0].split()[0]: row for row in table_rows(measures) if row[0].split()[0] in kinds
        }
        added = shown_by_kind(
            kinds, expected(country.code, values), "count", "people", "institutions"
        )

        found = {name: number(rows[name][YEARS_VALUE]) for name in added}
        assert (country.code, found) == (country.code, added)
        own = expected(country.code, goals)
        assert {name: number(rows[name][YEARS_GOAL]) for name in own if name in rows} == own


# The workbook


def compare_book(book, values, goals, kinds) -> None:
    names = {one.name: one.code for one in Stakeholder.objects.all()}
    names |= {NAMES["ST"]: "ST", "Región": "region"}
    found, metas = {}, {}
    for row in book["Medidas"].iter_rows(min_row=2, values_only=True):
        key = (row[0], names[row[3]])
        found[key], metas[key] = row[4], row[6]

    wanted = {key: value for key, value in values.items() if value}
    assert {key: number(found.get(key)) for key in wanted} == wanted
    extra = {key for key, value in found.items() if value and key not in wanted}
    assert extra == set()
    own = {key: value for key, value in goals.items() if key in metas}
    assert {key: number(metas[key]) for key in own} == own
    summary = {row[0]: row[1] for row in book["Resumen"].iter_rows(min_row=2, values_only=True)}
    assert summary["Acciones realizadas en el periodo"] == sql.actions(YEAR)
    used: dict[str, Decimal] = {}
    for (_party, source), usd in sql.resources_used(YEAR).items():
        used[source] = used.get(source, Decimal()) + usd
    rows = book["Recursos"].iter_rows(min_row=2, values_only=True)
    assert {row[0]: Decimal(str(row[1])) for row in rows if row[1]} == used
    done = sql.declared_done(YEAR)
    for row in book["Actividades"].iter_rows(min_row=2, values_only=True):
        if row[9] == 9:
            assert (row[0], row[8]) == (row[0], done.get(row[0], 0))


# The annual report


def compare_pdf(text: str, content: dict, values, verdicts, kinds) -> None:
    added = shown_by_kind(kinds, expected("region", values), "count", "people", "institutions")
    found = {name: year_of_region(text, name) for name in added}
    assert found == added
    summary = content["summary"]
    assert summary["actions"] == sql.actions(YEAR)
    assert summary["institutions"] == sql.institutions(YEAR)
    assert summary["participations"] == sql.participations(YEAR)
    for verdict in ("met", "not_met", "not_evaluable"):
        assert summary["all"][verdict] == list(verdicts.values()).count(verdict)
    used = sum(sql.resources_used(YEAR).values(), Decimal())
    assert Decimal(content["resources"]["used_total"]) == used
    validated = sql.validated_reports(YEAR)
    assert {one["code"]: one["validated"] for one in content["reporting"]} == {
        code: len(parties) for code, parties in validated.items()
    }


def year_of_region(text: str, name: str) -> int | Decimal | None:
    """The third number of the line «Región» of the measure: after its two semesters."""
    measure = text[text.index(f"\n{name} ") :]
    lines = measure[measure.index("\nRegión ") + 1 :].splitlines()
    told = " ".join(line for line in lines[:30] if not PART.match(line))
    return number(told.removeprefix("Región ").split()[2])
