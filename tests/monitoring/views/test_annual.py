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
    return annual.publish(report, version=report.version, by=world.secretariat)


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


def test_a_draft_is_seen_by_who_reads_the_region_and_written_by_the_secretariat(client, world):
    start(world)

    assert answers(client, world, "detail", "download", "data", "compose", "publish") == {
        "anyone": [404, 404, 404, 302, 302],
        "without_hat": [404, 404, 404, 404, 404],
        "observer": [404, 404, 404, 404, 404],
        "country": [404, 404, 404, 404, 404],
        "evaluator": [200, 200, 404, 403, 403],
        "presidency": [200, 200, 404, 403, 403],
        "secretariat": [200, 200, 404, 200, 200],
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
        annual.publish(report, version=report.version, by=world.secretariat)

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
    annual.publish(second, version=second.version, by=world.secretariat)

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


def texts(**values) -> dict:
    return {"version": 1, "audience": "everyone", "introduction": "", **values}


def test_texts_are_saved_and_the_page_says_what_is_missing(secretariat, world):
    start(world)

    response = secretariat.post(url("compose"), texts(challenges="Rotación."), follow=True)

    page = response.content.decode()
    assert AnnualReport.objects.get().challenges == "Rotación."
    assert "Textos guardados." in page
    assert "Falta la presentación." in page
    assert "Faltan los desafíos." not in page


def test_saving_to_review_leads_to_the_publishing_page(secretariat, world):
    start(world)

    response = secretariat.post(url("compose"), texts(review=""))

    assert response.url == url("publish")


def test_a_wrong_text_is_said_and_what_was_typed_is_still_there(secretariat, world):
    start(world)

    response = secretariat.post(url("compose"), texts(introduction="Larga.", audience="nadie"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["audience"]
    assert "Larga." in response.content.decode()


def test_texts_saved_over_a_newer_version_show_both(secretariat, world):
    start(world)
    secretariat.post(url("compose"), texts(introduction="La primera."))

    response = secretariat.post(url("compose"), texts(introduction="La segunda."))

    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera." in page
    assert "La segunda." in page
    assert AnnualReport.objects.get().introduction == "La primera."

    version = response.context["form"]["version"].value()
    secretariat.post(url("compose"), texts(introduction="La segunda.", version=version))
    assert AnnualReport.objects.get().introduction == "La segunda."


def test_publishing_asks_first_and_twice_is_harmless(secretariat, world):
    start(world)
    assert secretariat.get(url("publish")).status_code == 200
    assert AnnualReport.objects.get().is_published is False

    first = secretariat.post(url("publish"), {"version": 1})
    published_at = AnnualReport.objects.get().published_at
    again = secretariat.post(url("publish"), {"version": 1})

    assert first.url == again.url == url("detail")
    assert AnnualReport.objects.get().published_at == published_at


def test_what_changed_since_the_page_was_shown_is_reviewed_before_it_is_published(
    secretariat, world
):
    report = start(world)
    shown = secretariat.get(url("publish")).context["form"]["version"].value()
    write(report, by=world.secretariat, introduction="Nadie la revisó.")

    response = secretariat.post(url("publish"), {"version": shown})

    assert response.status_code == 409
    assert "Los textos cambiaron" in response.content.decode()
    assert AnnualReport.objects.get().is_published is False

    now = response.context["form"]["version"].value()
    assert secretariat.post(url("publish"), {"version": now}).url == url("detail")


@pytest.mark.parametrize("version", ["", "0", "uno", "9" * 30])
def test_a_page_that_does_not_say_what_it_showed_publishes_nothing(secretariat, world, version):
    start(world)

    response = secretariat.post(url("publish"), {"version": version})

    assert response.status_code == 409
    assert AnnualReport.objects.get().is_published is False


def test_a_draft_is_saved_before_it_says_what_it_corrects(secretariat, world):
    publish(world)
    start(world)

    response = secretariat.post(url("compose", 2), texts(challenges="Rotación."), follow=True)

    assert "Textos guardados." in response.content.decode()
    assert AnnualReport.objects.get(edition=2).challenges == "Rotación."
    response = secretariat.post(url("publish", 2), {"version": 2})
    assert "Escriba qué corrige esta edición" in response.content.decode()


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


def test_what_cannot_be_published_says_why_and_stays_a_draft(secretariat, world):
    annual.start_annual(world.plan, 2026, by=world.secretariat)
    page = reverse("monitoring:annual_publish", args=["tim-2024-2028", 2026, 1])

    response = secretariat.post(page, {"version": 1})

    sentence = "No hay ningún informe semestral validado de 2026."
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert sentence in secretariat.get(page).content.decode()
    assert AnnualReport.objects.get().is_published is False


def test_a_published_report_is_no_longer_composed(secretariat, world):
    publish(world)

    assert secretariat.get(url("compose")).url == url("detail")


@pytest.mark.parametrize(
    ("part", "name"), [("", "detail"), ("pdf/", "download"), ("datos/", "data")]
)
def test_an_address_of_before_still_leads_to_the_report(client, world, part, name):
    publish(world)

    response = client.get(f"/seguimiento/informes-anuales/2025/1/{part}")

    assert (response.status_code, response.url) == (301, url(name))
    assert client.get(f"/seguimiento/informes-anuales/2026/1/{part}").status_code == 404
    assert client.get("/seguimiento/informes-anuales/2025/1/otra/").status_code == 404
