"""The page on which the tables of a plan are taken away and brought back, and for whom it is."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from corett.lib.tablefiles import files
from plan.models import Axis, Plan, PlanUpload
from tests.factories import AxisFactory, MembershipFactory, PlanFactory, StakeholderFactory
from tests.tables import row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return AxisFactory(number=1, name="Prevención").plan


@pytest.fixture
def office(client):
    """The Secretaría's browser."""
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user)
    return client


def address(name: str, plan: Plan, *parts) -> str:
    return reverse(f"whole_plan:exchange{name}", args=[plan.code, *parts])


def send(browser, plan, content: bytes, name="tablas.json"):
    return browser.post(address("", plan), {"file": SimpleUploadedFile(name, content)})


def renamed(plan: Plan, name="Otro nombre") -> bytes:
    row = {**row_of("Ejes", plan, Eje=1), "Nombre": name}
    return json.dumps({"Ejes": [row]}).encode()


@pytest.mark.parametrize("trait", ["presidency", "observer", "evaluator", "donor"])
def test_whoever_reads_the_plan_takes_its_tables_away_and_brings_none(client, plan, trait):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(**{trait: True})).user)

    page = client.get(address("", plan))

    assert page.status_code == 200
    assert address("_table", plan, "metas", "xlsx") in page.text
    assert "Subir tablas" not in page.text
    assert client.get(address("_whole", plan, "xlsx")).status_code == 200
    assert send(client, plan, renamed(plan)).status_code == 403
    assert not PlanUpload.objects.exists()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "zip", "json"])
def test_all_tables_come_in_one_file(office, plan, ending):
    response = office.get(address("_whole", plan, ending))

    assert response["Content-Disposition"] == (f'attachment; filename="tim-2024-2028.{ending}"')
    assert response["Content-Type"] == files.KINDS[ending]
    titles = [sheet.title for sheet in files.read(f"x.{ending}", response.content)]
    assert titles[:5] == ["Partes interesadas", "Plan", "Semestres", "Ejes", "Objetivos"] or (
        ending == "json"
    )


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "json"])
def test_one_table_comes_alone(office, plan, ending):
    response = office.get(address("_table", plan, "ejes", ending))

    [sheet] = files.read("Ejes.csv", response.content)
    assert response["Content-Disposition"] == (
        f'attachment; filename="tim-2024-2028-ejes.{ending}"'
    )
    assert (sheet.title, sheet.lines[0].values["Nombre"]) == ("Ejes", "Prevención")


def test_what_does_not_exist_is_not_found(office, plan):
    found = [
        office.get(one).status_code
        for one in [
            address("_table", plan, "recetas", "xlsx"),
            address("_table", plan, "ejes", "pdf"),
            address("_whole", plan, "csv"),
            address("", Plan(code="otro")),
        ]
    ]

    assert found == [404] * 4


def test_the_way_from_the_file_to_the_plan(office, plan):
    response = send(office, plan, renamed(plan))
    upload = PlanUpload.objects.get()
    assert response.url == address("_preview", plan, upload.key)

    shown = office.get(response.url)
    assert "<del>Prevención</del>" in shown.text
    assert "<ins>Otro nombre</ins>" in shown.text
    assert Axis.objects.get().name == "Prevención"

    digest = shown.context["outcome"].digest
    for _again in range(2):
        saved = office.post(address("_apply", plan, upload.key), {"shown": digest})
        assert saved.url == plan.get_absolute_url()
    assert Axis.objects.get().name == "Otro nombre"
    assert office.get(address("_preview", plan, upload.key)).url == plan.get_absolute_url()


def test_a_file_that_says_the_same_offers_nothing_to_save(office, plan):
    response = send(office, plan, renamed(plan, name="Prevención"))

    page = office.get(response.url)

    assert "El archivo dice lo mismo que el plan" in page.text
    assert "Guardar estos cambios" not in page.text


def test_faults_are_told_by_table_row_and_column(office, plan):
    response = send(office, plan, renamed(plan, name=""))

    page = office.get(response.url)

    [fault] = page.context["faults"]
    assert (fault.sheet, fault.line, fault.heading) == ("Ejes", 2, "Nombre")
    assert "Falta este dato; escríbalo." in page.text
    assert "Guardar estos cambios" not in page.text


def test_what_changed_meanwhile_is_shown_again(office, plan):
    send(office, plan, renamed(plan))

    response = office.post(
        address("_apply", plan, PlanUpload.objects.get().key), {"shown": "otra cosa"}
    )

    assert response.status_code == 409
    assert "ya no es lo que usted vio" in response.text
    assert Axis.objects.get().name == "Prevención"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"%PDF", "no es una hoja de cálculo"), (b"", "El archivo está vacío")],
)
def test_a_bad_file_is_told_on_the_page(office, plan, content, sentence):
    response = send(office, plan, content)

    assert response.status_code == 422
    assert sentence in response.text
    assert not PlanUpload.objects.exists()


def test_a_file_that_is_too_large_is_not_even_looked_at(office, plan, settings):
    settings.EVIDENCE_MAX_BYTES = 100

    response = send(office, plan, b"x" * 101)

    assert response.status_code == 422
    assert "pesa más de" in response.text


def test_a_new_plan_is_announced_and_then_shown(office, plan):
    row = {**row_of("Plan", plan, Plan=plan.code), "Plan": "poa-2029", "Título": "POA 2029"}
    response = send(office, plan, json.dumps({"Plan": [row]}).encode())

    page = office.get(response.url)
    assert "Plan nuevo: «POA 2029» (poa-2029)" in page.text
    saved = office.post(
        address("_apply", plan, PlanUpload.objects.get().key),
        {"shown": page.context["outcome"].digest},
    )

    assert saved.url == Plan.objects.get(code="poa-2029").get_absolute_url()


def test_another_persons_file_is_not_found(office, plan, client):
    send(office, plan, renamed(plan))
    key = PlanUpload.objects.get().key
    colleague = MembershipFactory(stakeholder__code="ST").user
    client.force_login(colleague)

    codes = [
        client.get(address("_preview", plan, key)).status_code,
        client.post(address("_apply", plan, key)).status_code,
    ]

    assert codes == [404, 404]
    assert Axis.objects.get().name == "Prevención"


def test_nobody_takes_tables_away_without_logging_in(client):
    response = client.get(address("_whole", PlanFactory(), "xlsx"))

    assert response.url.startswith("/cuenta/entrar/")
