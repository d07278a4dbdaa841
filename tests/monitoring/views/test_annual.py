import hashlib

import pytest
from django.urls import reverse

from monitoring import annual
from monitoring.models import AnnualReport
from tests.annual import pdf_of, quick_pdf, write
from tests.factories import MeasureFactory, MembershipFactory, StakeholderFactory, UserFactory
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db

YEAR = "tim-2024-2028/2025"


@pytest.fixture
def world(monkeypatch):
    quick_pdf(monkeypatch)
    world = make_world()
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    return world


@pytest.fixture
def secretariat(client, world):
    client.force_login(world.secretariat.user)
    return client


def start(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def publish(world, audience="everyone") -> AnnualReport:
    report = start(world)
    report = write(report, by=world.secretariat, audience=audience)
    return annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )


def url(name, edition=1) -> str:
    return reverse(f"monitoring:annual_{name}", args=["tim-2024-2028", 2025, edition])


def people(world) -> dict:
    return {
        "anyone": None,
        "without_hat": UserFactory(),
        "observer": MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user,
        "country": MembershipFactory(stakeholder=world.countries["HN"]).user,
        "evaluator": MembershipFactory(stakeholder=StakeholderFactory(evaluator=True)).user,
        "presidency": world.presidency.user,
        "secretariat": world.secretariat.user,
    }


def answers(client, world, *names) -> dict:
    """The status that each person gets, for each page."""
    found = {}
    for who, user in people(world).items():
        client.logout()
        if user:
            client.force_login(user)
        found[who] = [status(client.get(url(name))) for name in names]
    return found


def status(response) -> int:
    """Reads a file to its end, which closes it."""
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def test_a_report_for_everyone_is_read_without_an_account(client, world):
    publish(world)

    assert set(map(tuple, answers(client, world, "detail", "download", "data").values())) == {
        (200, 200, 200)
    }


def test_a_report_for_stakeholders_is_404_for_everybody_else(client, world):
    publish(world, audience="stakeholders")

    assert answers(client, world, "detail", "download", "data") == {
        "anyone": [404, 404, 404],
        "without_hat": [404, 404, 404],
        "observer": [200, 200, 200],
        "country": [200, 200, 200],
        "evaluator": [200, 200, 200],
        "presidency": [200, 200, 200],
        "secretariat": [200, 200, 200],
    }


def test_the_download_is_the_published_file(client, world):
    report = publish(world)

    response = client.get(url("download"))
    data = client.get(url("data"))

    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="informe-anual-2025-ed1.pdf"'
    assert hashlib.sha256(content).hexdigest() == pdf_of(report).sha256
    assert data["Content-Disposition"] == 'attachment; filename="informe-anual-2025-ed1.json"'
    assert hashlib.sha256(data.content).hexdigest() == report.data_sha256


def test_the_pdf_of_a_draft_is_provisional_and_not_kept(secretariat, world):
    start(world)

    response = secretariat.get(url("download"))

    assert b"PROVISIONAL" in b"".join(response.streaming_content)
    assert "provisional-informe-anual-2025-ed1.pdf" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_reports(
    client, world, count, django_assert_num_queries
):
    for _edition in range(count):
        report = start(world)
        report = write(report, by=world.secretariat, erratum="Corrige.")
        annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")

    with django_assert_num_queries(3):
        response = client.get(reverse("monitoring:annual_list"))

    assert response.content.decode().count('class="card"') == count


def test_the_list_works_before_there_is_any_plan_or_report(client, db):
    response = client.get(reverse("monitoring:annual_list"))

    assert "No hay ningún informe anual" in response.content.decode()


def test_the_detail_shows_figures_hashes_and_who_had_not_reported(client, world):
    report = publish(world)

    page = client.get(url("detail")).content.decode()

    assert pdf_of(report).sha256 in page
    assert report.data_sha256 in page
    assert "Guatemala" in page
    assert "Preparar una nueva edición" not in page


def test_an_earlier_edition_says_that_there_is_a_newer_one(client, world):
    publish(world)
    second = start(world)
    second = write(second, by=world.secretariat, erratum="Corrige.")
    annual.publish(second, version=second.version, by=world.secretariat, reason="Sin consulta.")

    assert "Hay una edición más reciente" in client.get(url("detail")).content.decode()
    assert "Hay una edición más reciente" not in client.get(url("detail", 2)).content.decode()
    assert status(client.get(url("download"))) == 200


def test_only_the_secretariat_starts_a_report(client, world):
    client.force_login(world.presidency.user)
    assert client.post(reverse("monitoring:annual_start"), {"year": YEAR}).status_code == 403

    client.force_login(world.secretariat.user)
    response = client.post(reverse("monitoring:annual_start"), {"year": YEAR})

    assert response.url == url("compose")


@pytest.mark.parametrize("year", ["tim-2024-2028/2031", "otro/2025", "2025", "", "dos mil", "-1"])
def test_a_year_that_is_not_the_plans_is_said_beside_the_field(secretariat, world, year):
    response = secretariat.post(reverse("monitoring:annual_start"), {"year": year})

    assert response.status_code == 422
    assert list(response.context["year_form"].errors) == ["year"]
    assert not AnnualReport.objects.exists()


def test_a_file_that_is_missing_is_said_and_the_lists_go_on(client, world):
    report = publish(world)
    file = pdf_of(report).file
    file.storage.delete(file.name)

    response = client.get(url("download"))

    assert response.status_code == 404
    assert "falta en el servidor" in response.content.decode()
    pages = [reverse("home"), reverse("monitoring:annual_list"), url("detail")]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_the_list_says_how_big_a_file_is(client, world):
    report = publish(world)
    AnnualReport.objects.filter(pk=report.pk).update(pdf_size=2_500_000)

    page = client.get(reverse("monitoring:annual_list")).content.decode()

    assert "2,4 MB" in page.replace("\xa0", " ")


def test_the_frozen_numbers_stay_out_of_the_list(client, world):
    publish(world)

    response = client.get(reverse("monitoring:annual_list"))

    assert response.context["reports"][0].get_deferred_fields() == {"content"}


@pytest.mark.parametrize(
    ("part", "name"), [("", "detail"), ("pdf/", "download"), ("datos/", "data")]
)
def test_an_address_of_before_still_leads_to_the_report(client, world, part, name):
    publish(world)

    response = client.get(f"/seguimiento/informes-anuales/2025/1/{part}")

    assert (response.status_code, response.url) == (301, url(name))
    assert client.get(f"/seguimiento/informes-anuales/2026/1/{part}").status_code == 404
    assert client.get("/seguimiento/informes-anuales/2025/1/otra/").status_code == 404
