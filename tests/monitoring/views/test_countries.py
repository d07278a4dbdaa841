from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests.factories import (
    EvidenceFactory,
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    RiskFactory,
    RiskReviewFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import make_world, met
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Honduras has a validated report, and another that was returned; Guatemala has a draft."""
    world = make_world()
    measure = MeasureFactory(activity=world.activity("1.1"))
    world.goal(measure, 4, who="HN")
    row = met(world, "HN", measure.indicator.activity, 3, title="Mesa de marzo")
    row.institutions.add(InstitutionFactory(country=world.party("HN"), name="Fiscalía General"))
    world.report("HN", "2025-2", returned=True)
    again = world.record("HN", measure.indicator.activity, "2025-2", quantity=4177)
    again.institutions.add(InstitutionFactory(country=world.party("HN"), name="De lo devuelto"))
    world.report("GT", "2025-1", state="draft")
    world.record("GT", measure.indicator.activity, quantity=5399)
    return world


@pytest.fixture
def observer():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True))


def address(name: str, *args, **query) -> str:
    return reverse(f"monitoring:{name}", args=args, query=query or None)


def text(response) -> str:
    """What the page says, without its head and foot."""
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


def sheets(response) -> dict[str, list[tuple]]:
    assert response.status_code == 200
    book = openpyxl.load_workbook(BytesIO(response.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def page_of(client, code="HN", year="2025") -> str:
    return text(client.get(address("country_detail", code, anio=year)))


# Who sees what


def test_an_observer_reads_what_is_validated_and_nothing_of_what_was_returned(
    world, observer, enter
):
    page = page_of(enter(observer))

    assert "Fiscalía General" in page
    assert "75\N{NARROW NO-BREAK SPACE}%" in page.split('id="medidas"')[1]
    assert "Sin informe validado" in page
    for withheld in ("De lo devuelto", "Devuelto", "4177", "Borrador"):
        assert withheld not in page, withheld
    assert address("report_detail", world.report("HN", "2025-1").pk) in page
    assert address("report_detail", world.report("HN", "2025-2").pk) not in page


def test_a_focal_point_learns_of_its_own_draft_and_of_no_other(world, enter):
    client = enter(MembershipFactory(stakeholder=world.party("GT")))
    draft, other = world.report("GT", "2025-1"), world.report("HN", "2025-2")

    own, neighbour = page_of(client, "GT"), page_of(client, "HN")

    assert "Borrador" in own
    assert address("report_detail", draft.pk) in own
    assert "5399" not in own
    assert "Devuelto" not in neighbour
    assert address("report_detail", other.pk) not in neighbour


def test_who_speaks_for_nobody_reads_no_figure(world, client):
    client.force_login(UserFactory())

    for name, args in PAGES:
        assert client.get(address(name, *args)).status_code == 403, name


def test_nobody_enters_without_an_account(world, client):
    for name, args in PAGES:
        response = client.get(address(name, *args))
        assert (response.status_code, "entrar" in response.url) == (302, True), name


PAGES = [
    ("country_list", ()),
    ("country_list_file", ("xlsx",)),
    ("country_detail", ("HN",)),
    ("country_file", ("HN", "csv")),
]


def test_only_who_reports_has_a_page(world, observer, enter):
    client = enter(world.secretariat)

    codes = ["HN", "ST", "PRES", observer.stakeholder.code, "XX"]
    found = [client.get(address("country_detail", code)).status_code for code in codes]

    assert found == [200, 200, 404, 404, 404]


def test_a_name_that_is_not_to_be_published_leaks_neither_on_the_page_nor_in_the_file(
    world, observer, enter
):
    activity = world.report("HN", "2025-1").entries.get().activity
    closed = InstitutionFactory(country=world.party("HN"), name="Reservada", is_public=False)
    world.record("HN", activity).institutions.add(closed)
    client = enter(observer)

    page = page_of(client)
    found = sheets(client.get(address("country_file", "HN", "xlsx", anio="2025")))

    assert "Reservada" not in page
    assert "1 no se nombra" in page
    assert "Reservada" not in str(found)
    assert found["Instituciones"][1:] == [("Fiscalía General",), ("(1 sin nombrar)",)]
    assert "Reservada" in page_of(enter(MembershipFactory(stakeholder=world.party("HN"))))


def test_risk_reviews_are_there_for_their_country_alone(world, observer, enter):
    semester = world.report("HN", "2025-1").period.semester
    RiskReviewFactory(
        risk=RiskFactory(plan=world.plan),
        semester=semester,
        stakeholder=world.party("HN"),
        response="Rotó el personal.",
    )

    own = page_of(enter(MembershipFactory(stakeholder=world.party("HN"))))

    assert "Rotó el personal." in own
    assert "Rotó el personal." not in page_of(enter(observer))
    book = sheets(enter(observer).get(address("country_file", "HN", "xlsx", anio="2025")))
    assert book["Riesgos"][1:] == []


# What the pages say


def test_the_page_links_each_activity_to_its_life_and_to_its_rows(world, enter):
    page = page_of(enter(world.secretariat))

    assert address("activity_life", world.plan.code, "1.1") in page
    assert f"{address('drill', world.plan.code, 2025, '1.1')}?quien=HN" in page


def test_the_list_leads_to_every_country_in_the_same_year(world, enter):
    page = text(enter(world.secretariat).get(address("country_list", anio="2025")))

    for code in ("HN", "GT", "ST"):
        assert address("country_detail", code, anio="2025") in page
    assert "<svg" in page
    assert "Cumplimiento a la fecha, promedio" in page


def test_the_list_can_look_at_the_whole_plan(world, enter):
    client = enter(world.secretariat)

    page = text(client.get(address("country_list", anio="2025", vista="plan")))

    assert "Avance hacia la meta, promedio" in page
    assert "el plan a la fecha, hasta 2025" in page


@pytest.mark.parametrize(
    ("name", "args"), [("country_list", ()), ("country_detail", ("HN",))], ids=["list", "one"]
)
def test_a_year_that_the_plan_has_not_is_told_and_the_usual_one_shown(world, enter, name, args):
    client = enter(world.secretariat)

    for typed in ("1999", "x", "٢٠٢٥"):
        response = client.get(address(name, *args, anio=typed))
        page = response.content.decode()
        assert response.status_code == 422
        assert "Hay algo que corregir" in page
        assert '<option value="2025" selected>' in page
        assert "Honduras" in page


def test_a_plan_that_does_not_exist_is_not_found(world, enter):
    client = enter(world.secretariat)

    assert client.get(address("country_list", plan="otro")).status_code == 404
    assert client.get(address("country_list", plan="a b")).status_code == 404


def test_a_country_of_which_nothing_is_asked_says_so(world, enter):
    world.plan.activities.update(retired_on="2024-01-01")

    page = page_of(enter(world.secretariat), "GT")

    assert "no pide a Guatemala ninguna actividad en 2025" in page


# Files


def test_each_file_says_what_it_is_of_which_plan_and_of_when(world, enter):
    client = enter(world.secretariat)
    world.plan.is_demonstration = True
    world.plan.save()

    found = sheets(client.get(address("country_file", "HN", "xlsx", anio="2025")))
    about = dict(found["Acerca de"])

    assert about["Qué es"] == "Cómo va Honduras en el plan"
    assert (about["Plan"], about["Año"]) == ("Plan de prueba", "2025")
    assert about["Edición del plan"] == "1"
    assert about["Descargado el"]
    assert about["Aviso"] == "Demostración: los datos son inventados."
    assert found["Medidas"][1][:3] == ("1.1.a", "Medida a", "acciones")


@pytest.mark.parametrize(
    ("name", "args"), [("country_list_file", ()), ("country_file", ("HN",))], ids=["list", "one"]
)
def test_files_come_as_xlsx_or_csv_and_as_nothing_else(world, enter, name, args):
    client = enter(world.secretariat)

    kinds = [client.get(address(name, *args, ending)).status_code for ending in FILES]

    assert kinds == [200, 200, 404]


FILES = ("xlsx", "csv", "pdf")


# Questions


@pytest.mark.parametrize("more", [0, 8])
def test_one_country_asks_the_same_of_few_and_of_many_rows(world, enter, more):
    crowd(world, more)
    client = enter(world.secretariat)
    page = address("country_detail", "HN", anio="2025")

    with asked() as statements:
        client.get(page)

    assert len(statements) == 14 <= MOST


@pytest.mark.parametrize("more", [0, 8])
def test_the_list_asks_the_same_of_two_and_of_ten_countries(world, enter, more):
    crowd(world, more)
    client = enter(world.secretariat)

    with asked() as statements:
        client.get(address("country_list"))

    assert len(statements) == 13 <= MOST


def crowd(world, count: int) -> None:
    """As many more countries, activities, rows, institutions and files."""
    for number in range(count):
        code = f"C{number}"
        world.countries[code] = StakeholderFactory(code=code)
        measure = MeasureFactory(activity=world.activity(f"2.{number + 1}"))
        for who in ("HN", code):
            row = met(world, who, measure.indicator.activity)
            row.institutions.add(InstitutionFactory(country=world.party(who)))
            EvidenceFactory(accepted=True, entry=row.entry)
