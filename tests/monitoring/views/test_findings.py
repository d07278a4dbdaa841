"""The pages on which findings are listed, entered, answered, moved along and closed."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from monitoring.models import Finding
from tests.factories import (
    FindingFactory,
    MembershipFactory,
    PlanFactory,
    ReportFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def url(name, *args) -> str:
    return reverse(f"monitoring:finding_{name}", args=args)


def words_of(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def typed(**values) -> dict:
    return {
        "source": "evaluation",
        "source_title": "Evaluación de medio término",
        "found_on": "2026-06-30",
        "text": "Faltan actas.",
        "is_public": "on",
        "version": "1",
        **values,
    }


@pytest.fixture
def client_of_secretariat(secretariat, enter):
    return enter(secretariat)


@pytest.fixture
def owner():
    return MembershipFactory()


@pytest.fixture
def finding(owner):
    return FindingFactory(
        number=1,
        owner=owner.stakeholder,
        is_public=False,
        action="Se revisará.",
        due_on=timezone.localdate() - DAY,
    )


def test_one_is_entered_with_its_number_and_what_it_is_about(client_of_secretariat):
    plan = PlanFactory()
    report = ReportFactory(period__semester__plan=plan)

    response = client_of_secretariat.post(url("enter"), typed(report=report.pk), follow=True)

    finding = Finding.objects.get()
    assert response.redirect_chain == [(finding.get_absolute_url(), 302)]
    assert (finding.code, finding.report, finding.plan) == ("H1", report, plan)
    assert "Registrado: H1." in words_of(response)


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client_of_secretariat):
    PlanFactory()
    tomorrow = (timezone.localdate() + DAY).isoformat()

    response = client_of_secretariat.post(
        url("enter"), typed(found_on=tomorrow, source="", response="Se acepta.")
    )

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"source", "found_on"}
    assert "Se acepta." in response.content.decode()
    assert not Finding.objects.exists()


def test_a_choice_of_another_plan_is_not_offered_nor_taken(client_of_secretariat):
    PlanFactory()
    elsewhere = ReportFactory(period__semester__plan=PlanFactory(code="otro"))

    response = client_of_secretariat.post(
        f"{url('enter')}?plan=tim-2024-2028", typed(report=elsewhere.pk)
    )

    assert list(response.context["form"].errors) == ["report"]


def test_two_who_change_it_at_once_see_both_versions(client_of_secretariat, finding):
    page = url("change", finding.pk)
    told = typed(response="La primera.", action="Se revisará.", text=finding.text)
    client_of_secretariat.post(page, told)

    response = client_of_secretariat.post(page, {**told, "response": "La segunda."})

    assert response.status_code == 409
    assert "La primera." in response.content.decode()
    assert "La segunda." in response.content.decode()
    assert Finding.objects.get().response == "La primera."
    version = response.context["form"]["version"].value()
    client_of_secretariat.post(page, {**told, "response": "La segunda.", "version": version})
    assert Finding.objects.get().response == "La segunda."


def test_it_is_moved_along_and_its_page_says_so_with_its_history(client_of_secretariat, finding):
    client, pk = client_of_secretariat, finding.pk
    started = client.post(url("start", pk), {"version": 1}, follow=True)
    assert "Estado: en curso." in words_of(started)

    missing = client.post(url("close", pk), {"version": 2, "state": "done", "result": ""})
    assert missing.status_code == 422
    assert "escriba qué se hizo o por qué no" in words_of(missing)
    closed = client.post(url("close", pk), {"version": 2, "state": "done", "result": "Hecho."})
    assert closed.status_code == 302
    assert "Está cerrado" in words_of(client.get(url("change", pk), follow=True))

    reopened = client.post(url("reopen", pk), {"version": 3, "reason": "Faltó uno."}, follow=True)
    finding.refresh_from_db()
    assert (finding.state, finding.result) == ("in_progress", "Hecho.")
    assert "Historia" in words_of(reopened)


def test_a_button_of_an_old_page_does_nothing_and_keeps_what_was_typed(
    client_of_secretariat, finding
):
    Finding.objects.update(version=5)

    response = client_of_secretariat.post(
        url("close", finding.pk), {"version": 1, "state": "done", "result": "Lo mío."}
    )

    assert response.status_code == 409
    assert "Lo mío." in response.content.decode()
    assert response.context["close"]["version"].value() == "5"
    assert Finding.objects.get().state == "open"


def test_its_owner_finds_it_at_home_and_says_what_was_done(finding, owner, enter):
    client = enter(owner)
    home = words_of(client.get("/"))
    assert "Hallazgos a su cargo" in home
    assert "debía estar atendido el" in home

    client.post(url("result", finding.pk), {"version": 1, "result": "Se reunieron."})

    finding.refresh_from_db()
    assert (finding.result, finding.state) == ("Se reunieron.", "open")
    assert "Se reunieron." in words_of(client.get(finding.get_absolute_url()))
    for name in ("change", "start", "close", "reopen"):
        told = {"version": 2, "state": "done", "result": "x", "reason": "x"}
        assert client.post(url(name, finding.pk), told).status_code == 403


def test_every_page_of_what_is_not_public_is_404_for_the_neighbour(finding, enter):
    client = enter(MembershipFactory())
    names = ("detail", "change", "start", "result", "close", "reopen")

    answers = [
        (
            client.get(url(name, finding.pk)).status_code,
            client.post(url(name, finding.pk)).status_code,
        )
        for name in names
    ]

    assert answers == [(404, 405)] + [(404, 404)] * len(names[1:])
    assert finding.code not in words_of(client.get(url("list")))


@pytest.mark.parametrize("kind", ["observer", "donor", "evaluator", "presidency"])
def test_who_only_reads_gets_no_form(kind, finding, enter):
    public = FindingFactory(number=2, text="Uno público.", result="Todavía una propuesta.")
    client = enter(MembershipFactory(stakeholder=StakeholderFactory(**{kind: True})))
    reads_all = kind in ("evaluator", "presidency")

    page = words_of(client.get(public.get_absolute_url()))
    listed = words_of(client.get(url("list")))

    assert "Uno público." in page
    assert ("Todavía una propuesta." in page) == reads_all
    assert ("Historia" in page) == reads_all
    assert (finding.text in listed) == reads_all
    assert "Cerrar el hallazgo" not in page
    assert client.get(url("enter")).status_code == 403
    for name in ("change", "start", "result", "close", "reopen"):
        assert client.post(url(name, public.pk), {"version": 1}).status_code == 403


def test_who_has_no_hat_reads_none_and_a_stranger_logs_in(finding, client):
    assert client.get(url("list")).status_code == 302
    client.force_login(UserFactory())

    assert "No hay ningún hallazgo" in words_of(client.get(url("list")))
    assert client.get(finding.get_absolute_url()).status_code == 404


def test_the_list_is_filtered_sorted_and_downloaded_as_it_is_shown(
    client_of_secretariat, finding, owner
):
    client = client_of_secretariat
    FindingFactory(number=2, source="audit", text="=Segundo")
    FindingFactory(number=3, due_on=timezone.localdate() + DAY)

    def codes(**query):
        return [one.code for one in client.get(url("list"), query).context["findings"]]

    assert codes() == ["H1", "H2", "H3"]
    assert codes(state="overdue") == codes(owner=owner.stakeholder.code) == ["H1"]
    assert codes(source="audit") == ["H2"]
    assert codes(orden="plazo") == ["H1", "H3", "H2"]
    assert codes(orden="-numero", state="open") == ["H3", "H2", "H1"]
    assert codes(state="x", owner="y", activity="9.9", orden="'") == ["H1", "H2", "H3"]

    query = {"source": "audit"}
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(url("file", "xlsx"), query).content), read_only=True
    )
    about = dict(list(row[:2]) for row in book["Acerca de"].values)
    rows = list(book["Hallazgos"].values)
    assert (about["Filtro"], about["Plan"]) == ("Origen: Auditoría", "Plan de prueba")
    assert [(row[1], row[6]) for row in rows[1:]] == [("H2", "'=Segundo")]


def test_a_download_holds_no_more_than_the_page(finding, enter):
    FindingFactory(number=2, text="Uno público.", result="Una propuesta.")
    client = enter(MembershipFactory())

    archive = zipfile.ZipFile(io.BytesIO(client.get(url("file", "csv")).content))

    text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Uno público." in text
    assert finding.text not in text
    assert "Una propuesta." not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client_of_secretariat, count):
    for number in range(1, count + 1):
        FindingFactory(
            number=number, report=ReportFactory(), owner=StakeholderFactory(), due_on="2026-12-31"
        )

    with asked() as statements:
        page = client_of_secretariat.get(url("list"))

    assert page.content.decode().count("<tr>") == count + 1
    assert len(statements) <= MOST
    assert len(statements) == 4


def test_a_page_of_one_asks_little(client_of_secretariat, finding):
    Finding.objects.update(report=ReportFactory())
    for name in ("first", "second", "third"):
        finding.response = name
        finding.save()

    with asked() as statements:
        client_of_secretariat.get(finding.get_absolute_url())
    assert len(statements) <= MOST
