import csv
import io
import re
import uuid
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from monitoring import annual
from monitoring.models import AnnualReport, ProgressReport, ReportAction, ReportEvent
from tests.annual import quick_pdf, write
from tests.factories import (
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import make_world
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

ADDRESS = "/seguimiento/tablero/"
YEAR = f"{ADDRESS}?anio=2025"


@pytest.fixture
def world(monkeypatch):
    quick_pdf(monkeypatch)
    return make_world()


@pytest.fixture
def activity(world):
    activity = world.activity("1.1", statement="Mesas de trabajo")
    MeasureFactory(activity=activity, name="Número de mesas")
    return activity


def observer():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True))


def published(world, audience="everyone") -> AnnualReport:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    report = write(report, by=world.secretariat, audience=audience)
    return annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )


def text_of(response) -> str:
    """The page as it is read, one space between words."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def tables_of(response) -> dict:
    book = load_workbook(io.BytesIO(response.content))
    return {one.title: [list(row) for row in one.iter_rows(values_only=True)] for one in book}


def test_who_has_a_hat_reads_validated_figures_and_no_draft(world, activity, client):
    world.record("HN", activity, quantity=7)
    world.report("GT", submitted=True)
    world.record("GT", activity, quantity=90)

    for membership in (world.secretariat, world.presidency, observer()):
        client.force_login(membership.user)
        response = client.get(YEAR)
        [line] = response.context["found"].activities
        assert "7 acciones realizadas en 2025" in text_of(response)
        assert (line.actions, line.measures[0].value["number"]) == (7, 7)
        assert line.coverage[0].number == 1


def test_the_usual_year_is_the_last_of_which_something_is_validated(world, activity, client):
    client.force_login(world.secretariat.user)
    world.record("HN", activity, "2024-2")
    assert client.get(ADDRESS).context["year"] == 2024

    world.record("HN", activity, "2025-1")
    assert client.get(ADDRESS).context["year"] == 2025
    assert client.get(f"{ADDRESS}?anio=2024").context["year"] == 2024


def test_the_matrix_is_a_table_of_words_with_a_sign_that_is_not_read(world, activity, client):
    measure = activity.indicator.measures.get()
    world.goal(measure, 10, "HN")
    world.record("HN", activity, quantity=2)
    client.force_login(world.secretariat.user)

    page = client.get(YEAR).content.decode()

    assert (
        '<td class="cell red" data-label="Honduras">'
        '<span class="sign" aria-hidden="true">■</span> rojo</td>' in page
    )
    assert '<td class="cell no_data" data-label="Guatemala">' in page
    assert '<th scope="col">Honduras</th>' in page


def test_an_activity_that_is_not_asked_of_somebody_has_a_dash(world, activity, client):
    MeasureFactory(activity=world.activity("1.2"), reported_by="coordination")
    client.force_login(world.secretariat.user)

    page = client.get(YEAR).content.decode()

    assert page.count('<span class="visually-hidden">no le corresponde informar</span>') == 3


def test_filters_narrow_the_figures(world, activity, client):
    world.record("HN", activity, quantity=7, resources_usd=70, resources_source="Presupuesto")
    world.record("GT", activity, "2025-2", quantity=5, resources_usd=50, resources_source="Fondo")
    client.force_login(world.secretariat.user)

    def seen(query):
        found = client.get(f"{YEAR}&{query}").context["found"]
        return found.actions, [line.used for line in found.resources], len(found.activities)

    assert seen("") == (12, ["50.00", "70.00"], 1)
    assert seen("quien=HN") == (7, ["70.00"], 1)
    assert seen("semestre=2") == (5, ["50.00"], 1)
    assert seen("quien=HN&semestre=2") == (0, [], 1)
    assert seen("eje=1&vista=plan") == (12, ["50.00", "70.00"], 1)


@pytest.mark.parametrize(
    "query",
    ["anio=1999", "anio=dos", "eje=77", "quien=XX", "semestre=3", "vista=x", "anio=2025&eje=<b>"],
)
def test_what_is_asked_wrong_is_said_and_the_rest_is_shown(world, activity, client, query):
    world.record("HN", activity, quantity=7)
    client.force_login(world.secretariat.user)

    response = client.get(f"{ADDRESS}?{query}")

    assert response.status_code == 422
    assert "Hay algo que corregir" in text_of(response)
    assert '<option value="2025" selected>2025</option>' in response.content.decode()
    assert "7 acciones realizadas en 2025" in text_of(response)
    assert "<b>" not in response.content.decode()


@pytest.mark.parametrize("code", ["otro", "<x>", "a/b"])
def test_another_plan_is_not_found(world, client, code):
    client.force_login(world.secretariat.user)

    assert client.get(ADDRESS, {"plan": code}).status_code == 404
    assert client.get(ADDRESS, {"plan": world.plan.code}).status_code == 200


def test_without_any_plan_there_is_no_page(client):
    assert client.get(ADDRESS).status_code == 404


def test_a_reopened_report_stops_counting_and_the_page_says_so(world, activity, client):
    world.record("HN", activity, quantity=7)
    report = world.report("HN")
    ReportEvent.objects.create(
        report=report,
        action=ReportAction.REOPEN,
        comment="Falta una acción.",
        by=UserFactory(),
        stakeholder=world.secretariat.stakeholder,
        key=uuid.uuid4(),
    )
    ProgressReport.objects.filter(pk=report.pk).update(
        state="returned", validated_at=None, validated_by=None
    )

    for membership in (world.secretariat, observer()):
        client.force_login(membership.user)
        page = text_of(client.get(YEAR))
        assert "2025-1, Honduras. Reabierto: sus cifras no cuentan mientras se corrige." in page
        assert "0 acciones realizadas en 2025" in page


def test_how_a_draft_stands_is_for_its_people_and_the_whole_region(world, activity, client):
    world.report("HN", returned=True)

    def said(membership):
        client.force_login(membership.user)
        return "Devuelto" in text_of(client.get(YEAR))

    countries = {
        code: MembershipFactory(stakeholder=party) for code, party in world.countries.items()
    }
    assert said(world.secretariat) is True
    assert said(countries["HN"]) is True
    assert said(countries["GT"]) is False
    assert said(observer()) is False


# Everybody


def test_anyone_reads_what_was_published_for_all_and_not_what_came_later(world, activity, client):
    world.record("HN", activity, quantity=7)
    published(world)
    world.record("GT", activity, "2025-2", quantity=90)

    response = client.get(ADDRESS)

    assert "Son las cifras de «Informe anual 2025, edición 1»" in text_of(response)
    assert "7 acciones realizadas en 2025" in text_of(response)
    assert response.context["found"].activities[0].measures[0].value["number"] == 7
    assert f"{ADDRESS}{world.plan.code}/" not in client.get(ADDRESS).content.decode()
    assert "7 acciones" in text_of(client.get("/seguimiento/tablero/?quien=HN"))


def test_before_anything_is_published_for_all_the_page_says_so(world, activity, client):
    world.record("HN", activity, quantity=7)
    published(world, audience="stakeholders")

    page = text_of(client.get(ADDRESS))

    assert "Todavía no hay ningún informe anual publicado para todas las personas." in page
    assert "7 acciones" not in page
    assert client.get(reverse("monitoring:dashboard_download", args=["xlsx"])).status_code == 404


def test_who_has_no_hat_reads_what_anyone_does(world, activity, client):
    world.record("HN", activity, quantity=7)
    client.force_login(UserFactory())
    assert "Todavía no hay" in text_of(client.get(ADDRESS))

    published(world)

    assert "Son las cifras de" in text_of(client.get(ADDRESS))


def test_the_last_edition_of_the_year_is_the_one_that_is_shown(world, activity, client):
    world.record("HN", activity, quantity=7)
    published(world)
    world.record("GT", activity, quantity=1)
    second = annual.start_annual(world.plan, 2025, by=world.secretariat)
    second = write(second, by=world.secretariat, erratum="Se añade Guatemala.")
    annual.publish(second, version=second.version, by=world.secretariat, reason="Sin consulta.")

    page = text_of(client.get(ADDRESS))

    assert "edición 2" in page
    assert "8 acciones realizadas en 2025" in page


@pytest.mark.usefixtures("unguarded")
def test_an_edition_of_before_shows_what_it_holds_and_offers_only_the_year(world, activity, client):
    world.record("HN", activity, quantity=7)
    report = published(world)
    content = report.content
    for axis in content["axes"]:
        for objective in axis["objectives"]:
            for one in objective["activities"]:
                for name in ("states", "states_to_date", "goals", "goals_to_date"):
                    del one[name]
                del one["actions_by"], one["resources"]
    AnnualReport.objects.filter(pk=report.pk).update(content=content)

    response = client.get(f"{ADDRESS}?quien=HN")

    assert list(response.context["form"].fields) == ["anio"]
    assert "7 acciones realizadas en 2025" in text_of(response)
    assert "Esta edición se publicó antes" in text_of(response)


# Files


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_tables_are_downloaded_and_say_what_they_are(world, activity, client, ending):
    type(world.plan).objects.update(is_demonstration=True)
    world.record("HN", activity, quantity=7)
    client.force_login(world.secretariat.user)

    response = client.get(
        reverse("monitoring:dashboard_download", args=[ending]) + "?anio=2025&quien=HN"
    )

    if ending == "csv":
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        [first] = [name for name in archive.namelist() if "Acerca" in name]
        about = list(csv.reader(io.StringIO(archive.read(first).decode("utf-8-sig"))))
        assert len(archive.namelist()) == 8
    else:
        about = tables_of(response)["Acerca de"]
        assert len(tables_of(response)) == 8
    lines = dict(tuple(row) for row in about)
    assert lines["Año"] == "2025"
    assert lines["País o parte interesada"] == "Honduras"
    assert lines["Aviso"] == "Demostración: los datos son inventados."
    assert lines["Datos"].startswith("Informes semestrales validados")


def test_anyones_file_holds_what_was_published(world, activity, client):
    world.record("HN", activity, quantity=7)
    published(world)
    world.record("HN", activity, quantity=90)

    tables = tables_of(client.get(reverse("monitoring:dashboard_download", args=["xlsx"])))

    assert ["Acciones realizadas en el periodo", 7, None] in tables["Resumen"]
    assert dict(tuple(row) for row in tables["Acerca de"])["Datos"].startswith(
        "Informe anual 2025, edición 1, publicado el"
    )


def test_no_name_that_is_not_to_be_published_is_on_the_page_or_in_a_file(world, activity, client):
    reserved = InstitutionFactory(country=world.countries["HN"], name="Reservada", is_public=False)
    world.record("HN", activity, institutions=[reserved])
    published(world)
    client.force_login(world.secretariat.user)
    download = reverse("monitoring:dashboard_download", args=["xlsx"])

    for _who in ("secretariat", "anyone"):
        assert "Reservada" not in client.get(YEAR).content.decode()
        assert "Reservada" not in str(tables_of(client.get(download)))
        client.logout()


def test_an_ending_that_is_not_offered_is_not_found(world, activity, client):
    client.force_login(world.secretariat.user)

    assert client.get(reverse("monitoring:dashboard_download", args=["pdf"])).status_code == 404


def fill(world, count: int) -> None:
    """So many activities, countries and rows of each."""
    for number in range(count):
        code = f"C{number}"
        world.countries[code] = StakeholderFactory(code=code, name=f"País {number}")
        activity = world.activity(f"{number + 2}.1")
        world.goal(MeasureFactory(activity=activity), 2, code)
        for semester in ("2024-2", "2025-1"):
            for _ in range(count):
                institution = InstitutionFactory(country=world.countries[code])
                world.record(code, activity, semester, institutions=[institution])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "args", "questions"),
    [("dashboard", [], 13), ("dashboard_download", ["xlsx"], 12)],
)
def test_it_costs_the_same_for_any_number_of_countries(world, client, count, name, args, questions):
    fill(world, count)
    client.force_login(world.secretariat.user)

    with asked() as statements:
        response = client.get(reverse(f"monitoring:{name}", args=args) + "?anio=2025")

    assert response.status_code == 200
    assert len(statements) == questions <= MOST


def test_what_is_published_costs_few_questions(world, activity, client):
    world.record("HN", activity)
    published(world)

    with asked() as statements:
        client.get(ADDRESS)

    assert len(statements) == 4


def test_it_is_found_from_the_header_the_home_and_the_welcome(world, client):
    assert client.get("/").content.decode().count(f'href="{ADDRESS}"') == 2
    client.force_login(world.secretariat.user)
    assert client.get("/").content.decode().count(f'href="{ADDRESS}"') == 2
