import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import (
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(world):
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    return activity


def address(world, name="drill", *, year=2025, code="1.1", ending=()) -> str:
    return reverse(f"monitoring:{name}", args=[world.plan.code, year, code, *ending])


def file_of(client, world) -> str:
    response = client.get(address(world, "drill_download", ending=["xlsx"]))
    book = load_workbook(io.BytesIO(response.content))
    return str([list(sheet.iter_rows(values_only=True)) for sheet in book])


@pytest.fixture
def shown(world, activity):
    """Two countries' rows with a name and evidence that are not to be published, and a draft."""
    for who in ("HN", "GT"):
        reserved = InstitutionFactory(
            country=world.countries[who], name=f"Unidad {who}", is_public=False
        )
        record = world.record(
            who, activity, institutions=[reserved], title=f"Taller de {who}", quantity=2
        )
        EvidenceFactory(entry=record.entry, record=record, title=f"Lista {who}", is_public=False)
        EvidenceFactory(entry=record.entry, record=record, title=f"Acta {who}", accepted=True)
    world.report("ST", submitted=True)
    world.record("ST", activity, title="Taller sin validar")
    return world


def seen(client, world, user) -> list[str]:
    """What of each country's rows is named, on the page and in the file alike."""
    client.force_login(user)
    page, file = client.get(address(world)).content.decode(), file_of(client, world)
    words = [
        f"{what} {who}" for who in ("HN", "GT") for what in ("Taller de", "Unidad", "Lista", "Acta")
    ]
    named = [one for one in words if one in page]
    assert named == [one for one in words if one in file]
    assert "Taller sin validar" not in page + file
    return named


def test_each_reader_sees_the_rows_and_the_names_that_are_theirs(shown, client):
    whole = [f"{w} {who}" for who in ("HN", "GT") for w in ("Taller de", "Unidad", "Lista", "Acta")]
    observer = MembershipFactory(stakeholder=StakeholderFactory(observer=True))
    honduras = MembershipFactory(stakeholder=shown.countries["HN"])

    assert seen(client, shown, shown.secretariat.user) == whole
    assert seen(client, shown, observer.user) == [
        "Taller de HN",
        "Acta HN",
        "Taller de GT",
        "Acta GT",
    ]
    assert seen(client, shown, honduras.user) == whole[:4]


def test_what_is_not_named_is_counted(shown, client):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user)

    assert client.get(address(shown)).content.decode().count("1 sin nombrar") == 4


def test_who_sees_only_some_rows_is_told_and_gets_no_sum_of_the_region(shown, client):
    client.force_login(MembershipFactory(stakeholder=shown.countries["HN"]).user)
    page = client.get(address(shown)).content.decode()
    assert "Otro informe validado de esta actividad no es de los que usted puede abrir" in page
    assert "<strong>Región</strong>" not in page

    client.force_login(shown.secretariat.user)
    page = client.get(address(shown)).content.decode()
    assert "no es de los que usted puede abrir" not in page
    assert "<strong>Región</strong>" in page


def test_every_row_leads_to_its_entry_and_its_evidence(shown, activity, client):
    client.force_login(shown.secretariat.user)
    entry = shown.entry("HN", activity)

    page = client.get(address(shown)).content.decode()

    assert f'href="{entry.get_absolute_url()}"' in page
    for evidence in entry.evidence.all():
        assert f'href="{evidence.get_absolute_url()}"' in page


def test_the_figures_on_the_page_are_those_of_the_tablero(shown, client):
    client.force_login(shown.secretariat.user)
    board = client.get(f"{reverse('monitoring:dashboard')}?anio=2025").context["found"]

    figures = client.get(address(shown)).context["figures"]

    assert figures["measures"][0]["region"]["year"] == board.activities[0].measures[0].value
    assert figures["actions"] == board.activities[0].actions == 4


@pytest.mark.parametrize("wrong", [{"year": 2031}, {"year": 0}, {"code": "9.9"}, {"code": "1"}])
def test_what_is_not_in_the_plan_that_year_is_not_found(shown, client, wrong):
    client.force_login(shown.secretariat.user)

    assert client.get(address(shown, **wrong)).status_code == 404
    assert client.get(address(shown, "drill_download", ending=["xlsx"], **wrong)).status_code == 404


def test_rows_are_not_for_who_has_no_hat_nor_for_anyone(shown, client):
    page = address(shown)
    assert client.get(page).status_code == 302

    client.force_login(UserFactory())

    assert client.get(page).status_code == 403
    assert client.get(address(shown, "drill_download", ending=["csv"])).status_code == 403


def test_filters_narrow_the_rows_and_what_is_wrong_is_said(shown, client):
    client.force_login(shown.secretariat.user)

    def rows(query):
        return [one.who["code"] for one in client.get(f"{address(shown)}?{query}").context["rows"]]

    assert rows("") == ["HN", "GT"]
    assert rows("quien=GT") == ["GT"]
    assert rows("semestre=2") == []
    assert client.get(f"{address(shown)}?quien=XX").status_code == 422


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "ending", "questions"), [("drill", [], 14), ("drill_download", ["xlsx"], 13)]
)
def test_it_costs_the_same_for_any_number_of_rows(
    world, activity, client, count, name, ending, questions
):
    for number in range(count):
        code = f"C{number}"
        world.countries[code] = StakeholderFactory(code=code)
        for _ in range(count):
            institution = InstitutionFactory(country=world.countries[code])
            record = world.record(code, activity, institutions=[institution])
            EvidenceFactory(entry=record.entry, record=record)
    client.force_login(world.secretariat.user)

    with asked() as statements:
        response = client.get(address(world, name, ending=ending))

    assert response.status_code == 200
    assert len(statements) == questions <= MOST
