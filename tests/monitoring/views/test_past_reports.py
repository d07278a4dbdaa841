"""Reports made outside the system, beside the editions of their year."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring import annual
from monitoring.annual.past_reports import add_past_report, remove_past_report
from monitoring.models import PastReport
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.monitoring.annual.published import make_published
from tests.monitoring.annual_world import make_world
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

LIST = "/seguimiento/informes-anuales/"
ADD = f"{LIST}anteriores/anadir/"
PDF = b"%PDF-1.4 memoria"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def desk(client, world):
    client.force_login(world.secretariat.user)
    return client


def file(name="memoria.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def typed(**values) -> dict:
    return {
        "year": "tim-2024-2028/2024",
        "title": "Memoria de labores 2024",
        "language": "es",
        "audience": "everyone",
        "note": "La de antes.",
        "upload": file(),
        **values,
    }


def added(world, name="memoria.pdf", content=PDF, **values) -> PastReport:
    said = {"year": 2024, "title": "Memoria", **values}
    past = PastReport(plan=world.plan, **said)
    return add_past_report(past, file(name, content), by=world.secretariat)


def status(response) -> int:
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def test_the_secretariat_adds_one_as_it_is_and_it_stands_with_its_year(desk, world):
    response = desk.post(ADD, typed(), follow=True)

    past = PastReport.objects.get()
    text = response.content.decode()
    assert (past.plan, past.year, past.title) == (world.plan, 2024, "Memoria de labores 2024")
    assert (past.original_name, past.size) == ("memoria.pdf", len(PDF))
    assert past.sha256 == hashlib.sha256(PDF).hexdigest()
    assert past.added_by == world.secretariat.user
    assert "Añadido a 2024: «Memoria de labores 2024»." in text
    assert '<h2 id="anio-2024">' in text
    assert past.sha256 in text
    assert past.get_absolute_url() in text


def test_it_is_downloaded_byte_by_byte_and_never_shown(client, world):
    past = added(world)

    response = client.get(past.get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="memoria.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_one_for_the_partes_interesadas_is_404_for_everybody_else(client, world):
    past = added(world, audience="stakeholders")
    members = [
        MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user,
        MembershipFactory(stakeholder=world.countries["HN"]).user,
        world.secretariat.user,
    ]

    assert client.get(past.get_absolute_url()).status_code == 404
    assert "Memoria" not in client.get(LIST).content.decode()
    client.force_login(UserFactory())
    assert client.get(past.get_absolute_url()).status_code == 404
    for user in members:
        client.force_login(user)
        assert status(client.get(past.get_absolute_url())) == 200
        assert "Memoria" in client.get(LIST).content.decode()


def test_only_the_secretariat_adds_and_removes_them(client, world):
    past = added(world)
    client.force_login(world.presidency.user)
    remove = reverse("monitoring:past_report_remove", args=[past.pk])

    assert [client.get(one).status_code for one in (ADD, remove)] == [403, 403]
    assert [client.post(one, typed()).status_code for one in (ADD, remove)] == [403, 403]
    with pytest.raises(annual.AnnualError):
        remove_past_report(past, by=world.presidency)
    with pytest.raises(annual.AnnualError):
        add_past_report(PastReport(plan=world.plan, year=2025), file(), by=world.presidency)
    assert PastReport.objects.get() == past
    client.logout()
    assert client.post(remove).status_code == 302
    assert PastReport.objects.exists()


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (None, "Elija el archivo."),
        (file(content=b""), "El archivo está vacío."),
        (file("memoria.xlsx"), "Este tipo de archivo no se admite"),
        (file("memoria.docx"), "El contenido no es lo que dice su nombre."),
        (file("x" * 120 + ".pdf"), "El nombre del archivo es demasiado largo"),
    ],
)
def test_what_is_no_report_is_said_beside_the_field_and_nothing_typed_is_lost(desk, upload, said):
    response = desk.post(ADD, typed(upload=upload or ""))

    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    assert 'value="Memoria de labores 2024"' in text
    assert "La de antes." in text
    assert not PastReport.objects.exists()


def test_one_that_is_too_large_is_refused(desk, settings):
    settings.EVIDENCE_MAX_BYTES = 10

    response = desk.post(ADD, typed())

    assert response.status_code == 422
    assert "El archivo pesa más de 10" in response.content.decode()


@pytest.mark.parametrize("year", ["tim-2024-2028/2031", "2024", ""])
def test_its_year_is_one_of_the_plan(desk, world, year):
    response = desk.post(ADD, typed(year=year))

    assert response.status_code == 422
    assert "year" in response.context["form"].errors


def test_the_same_file_of_a_year_is_kept_once(desk, world):
    desk.post(ADD, typed())
    again = desk.post(ADD, typed(title="Otra vez"))
    other_year = desk.post(ADD, typed(year="tim-2024-2028/2025"))

    assert again.status_code == 422
    assert "Este archivo ya está en ese año." in again.content.decode()
    assert other_year.status_code == 302
    assert PastReport.objects.count() == 2


def test_removing_asks_first_and_takes_the_file_away(
    desk, world, django_capture_on_commit_callbacks
):
    past = added(world)
    remove = reverse("monitoring:past_report_remove", args=[past.pk])

    asks = desk.get(remove).content.decode()
    assert default_storage.exists(past.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(remove)

    assert "memoria.pdf" in asks
    assert response.url == LIST
    assert not PastReport.objects.exists()
    assert not default_storage.exists(past.file.name)
    assert desk.post(remove).status_code == 404
    remove_past_report(past, by=world.secretariat)


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_file_that_is_not_what_was_added_is_named_and_not_served(client, world, harm):
    past = added(world)
    default_storage.delete(past.file.name)
    if harm == "altered":
        default_storage.save(past.file.name, ContentFile(b"%PDF- otra"))

    response = client.get(past.get_absolute_url())

    assert response.status_code == 404
    assert not response.streaming
    assert "No se puede descargar «Memoria»" in response.content.decode()


@pytest.mark.usefixtures("unguarded")
def test_it_stands_beside_the_editions_of_its_year(client, world):
    added(world, year=2025, title="Resumen ejecutivo impreso")
    report = make_published(world)

    assert "Resumen ejecutivo impreso" in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_any_number_of_them(desk, world, count):
    for number in range(count):
        added(world, content=PDF + str(number).encode())

    with asked() as statements:
        text = desk.get(LIST).content.decode()

    assert text.count("hecho fuera del sistema</span>") == count
    assert len(statements) <= MOST
    assert len([one for one in statements if "monitoring_pastreport" in one]) == 1
