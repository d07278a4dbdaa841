"""Quién debe qué, as pages and as files: for whom, in which order, under which filter."""

import datetime
import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import (
    ActivityFactory,
    CommentFactory,
    EntryFactory,
    ExtensionFactory,
    MembershipFactory,
    PeriodFactory,
    PlanFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

BY_PLAN = "/seguimiento/quien-debe-que/tim-2024-2028/"
BY_ACTIVITY = f"{BY_PLAN}2025-1/"


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.fixture
def period():
    return PeriodFactory(opens_on=day(-60), due_on=day(-10), closes_on=day(30))


def country(period, name, *codes, done=(), due=None, **state):
    """A report of that country, with these activities, of which some are answered."""
    stakeholder = StakeholderFactory(name=name)
    report = ReportFactory(period=period, stakeholder=stakeholder, **state)
    for code in codes:
        EntryFactory(
            report=report, activity__code=code, progress="Se hizo." if code in done else ""
        )
    if due is not None:
        ExtensionFactory(report=report, due_on=day(due))
    return report


@pytest.fixture
def region(period):
    """Three countries: late and half done, in time and not begun, and validated."""
    return [
        country(period, "Belice", "1.1", "1.2", done=["1.1"]),
        country(period, "Honduras", "1.1", "1.2", due=5),
        country(period, "Panamá", "1.1", done=["1.1"], validated=True),
    ]


def names(response) -> list[str]:
    return [row.title for row in response.context["rows"]]


def test_each_cell_tells_how_a_report_stands_and_leads_to_it(region, secretariat, enter):
    shown = enter(secretariat).get(BY_PLAN).content.decode()

    assert f'href="{region[0].get_absolute_url()}"' in shown
    plain = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert "Belice ◐ borrador 1 de 2 ⚠ 10 días de retraso" in plain
    assert "Honduras ○ sin empezar" in plain
    assert "Panamá ✓ validado" in plain


def test_each_cell_of_a_semester_leads_to_its_activity(region, secretariat, enter):
    CommentFactory(entry=region[0].entries.last())

    shown = enter(secretariat).get(BY_ACTIVITY).content.decode()

    for report in region:
        for entry in report.entries.all():
            assert f'href="{entry.get_absolute_url()}"' in shown
    assert "sin empezar, 1 comentario abierto, 10 días de retraso" in shown
    assert 'data-label="1.2"' in shown


@pytest.mark.parametrize("page", [BY_PLAN, BY_ACTIVITY])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["Belice", "Honduras", "Panamá"]),
        ("-parte", ["Panamá", "Honduras", "Belice"]),
        ("avance", ["Honduras", "Belice", "Panamá"]),
        ("retraso", ["Belice", "Honduras", "Panamá"]),
        ("nada", ["Belice", "Honduras", "Panamá"]),
    ],
)
def test_it_is_sorted_by_who_by_how_much_and_by_how_late(
    region, secretariat, enter, page, order, expected
):
    response = enter(secretariat).get(page, {"orden": order})

    assert [name for name in names(response) if "Coordinación" not in name] == expected


@pytest.mark.parametrize("page", [BY_PLAN, BY_ACTIVITY])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "validated"}, ["Panamá"]),
        ({"state": "late"}, ["Belice"]),
        ({"state": "lost"}, ["Belice", "Honduras", "Panamá"]),
        ({"party": "nobody"}, ["Belice", "Honduras", "Panamá"]),
    ],
)
def test_it_is_filtered_and_what_cannot_be_read_limits_nothing(
    region, secretariat, enter, page, query, expected
):
    response = enter(secretariat).get(page, query)

    assert [name for name in names(response) if "Coordinación" not in name] == expected


def test_it_is_filtered_by_semester_party_and_eje(region, secretariat, enter):
    other = PeriodFactory(semester=SemesterFactory(half=2))
    ReportFactory(period=other, stakeholder=region[0].stakeholder)
    activity = ActivityFactory(code="4.1", objective__number=4, objective__axis__number=2)
    EntryFactory(report=region[1], activity=activity)
    client = enter(secretariat)

    code = region[0].stakeholder.code
    one = client.get(BY_PLAN, {"semester": "2025-2", "party": code})
    eje = client.get(BY_ACTIVITY, {"axis": "2", "party": region[1].stakeholder.code})

    assert [[debt.of for debt in row.debts] for row in one.context["rows"]] == [["2025-2"]]
    assert names(one) == ["Belice"]
    assert [[debt.of for debt in row.debts] for row in eje.context["rows"]] == [["4.1"]]
    assert names(eje) == ["Honduras"]


def test_a_country_reads_its_own_row_and_no_other(region, enter):
    client = enter(MembershipFactory(stakeholder=region[1].stakeholder))

    for page in (BY_PLAN, BY_ACTIVITY):
        response = client.get(page)
        shown = response.content.decode()
        assert names(response) == ["Honduras"]
        assert "Belice" not in shown
        assert region[0].get_absolute_url() not in shown
    book = workbook(client.get(f"{BY_PLAN}archivo/xlsx/"))
    assert {row[0] for row in book["Por semestre"][1:]} == {"Honduras"}


def test_an_observer_owes_nothing_and_sees_nobody(region, enter):
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(observer=True)))

    for page in (BY_PLAN, BY_ACTIVITY):
        assert names(client.get(page)) == []


@pytest.mark.parametrize("kind", ["secretariat", "presidency", "evaluator"])
def test_who_reads_the_region_finds_it_in_the_head_of_every_page(enter, kind):
    PlanFactory()
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})))

    assert f'href="{reverse("monitoring:owing")}"' in client.get("/").content.decode()


def test_a_country_finds_its_own_on_its_first_page(enter):
    activity = ActivityFactory(responsible=[StakeholderFactory()])
    member = MembershipFactory(stakeholder=activity.responsibilities.get().stakeholders.get())

    assert f'href="{reverse("monitoring:owing")}"' in enter(member).get("/").content.decode()


def test_the_short_address_leads_to_the_plan_of_today(secretariat, enter):
    client = enter(secretariat)
    assert client.get(reverse("monitoring:owing")).status_code == 200
    PlanFactory()

    assert client.get(reverse("monitoring:owing")).url == BY_PLAN
    assert "Todavía no se ha abierto ningún semestre." in client.get(BY_PLAN).content.decode()


@pytest.mark.parametrize(
    "page", ["otro/", "tim-2024-2028/2031-1/", "otro/archivo/xlsx/", "tim-2024-2028/archivo/exe/"]
)
def test_what_is_not_there_is_not_found(period, secretariat, enter, page):
    assert enter(secretariat).get(f"/seguimiento/quien-debe-que/{page}").status_code == 404


def workbook(response) -> dict[str, list[list]]:
    book = load_workbook(BytesIO(response.content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_the_file_says_what_the_page_says_and_under_which_filter(region, secretariat, enter):
    client = enter(secretariat)
    query = {"state": "late", "semester": "2025-1"}

    book = workbook(client.get(f"{BY_PLAN}archivo/xlsx/", query))

    about = dict(book["Acerca de"][1:])
    assert about["Qué es"] == "Quién debe qué, por semestre"
    assert about["Plan"] == "Plan de prueba"
    assert about["Edición del plan"] == "1"
    assert about["Filtro"] == "Semestre: 2025-1; Estado: con retraso"
    assert "Datos" not in about
    link = f"http://testserver{region[0].get_absolute_url()}"
    due = day(-10).isoformat()
    assert book["Por semestre"][1:] == [
        ["Belice", "2025-1", "borrador", 1, 2, 0, due, 10, link],
    ]


def test_the_file_of_a_semester_holds_each_report_and_each_activity(region, secretariat, enter):
    client = enter(secretariat)

    response = client.get(f"{BY_ACTIVITY}archivo/xlsx/", {"party": region[1].stakeholder.code})

    book = workbook(response)
    assert response["Content-Disposition"] == (
        'attachment; filename="quien-debe-que-tim-2024-2028-2025-1.xlsx"'
    )
    assert [row[:2] for row in book["Informes"][1:]] == [["Honduras", "sin empezar"]]
    assert [[row[1], row[3], row[5]] for row in book["Por actividad"][1:]] == [
        ["1.1", "sin empezar", 0],
        ["1.2", "sin empezar", 0],
    ]
    assert client.get(f"{BY_ACTIVITY}archivo/csv/").status_code == 200


def test_a_file_of_a_demonstration_says_that_it_is_one(secretariat, enter):
    PeriodFactory(semester__plan__is_demonstration=True)

    for page in (BY_PLAN, BY_ACTIVITY):
        book = workbook(enter(secretariat).get(f"{page}archivo/xlsx/"))
        assert ["Datos", "DEMOSTRACIÓN — datos inventados"] in book["Acerca de"]


@pytest.mark.parametrize("kind", ["secretariat", "own"])
@pytest.mark.parametrize("page", [BY_PLAN, BY_ACTIVITY])
def test_it_costs_the_same_for_one_and_for_three_countries(period, enter, page, kind):
    first = country(period, "Uno", "1.1", due=3)
    of = first.stakeholder if kind == "own" else StakeholderFactory(secretariat=True)
    client = enter(MembershipFactory(stakeholder=of))

    def cost() -> int:
        with asked() as statements:
            assert client.get(page).status_code == 200
        return len(statements)

    one = cost()
    for name in ("Dos", "Tres"):
        CommentFactory(entry=country(period, name, "1.1", "1.2", due=4).entries.first())

    assert cost() == one <= MOST
