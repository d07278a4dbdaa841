import datetime
import hashlib
import io
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.annual import AnnualError, editions
from monitoring.annual.annexes import activities_in
from monitoring.models import AnnualReport, Figure, Priority
from monitoring.reports import Stale
from plan.models import Measure
from tests.annual import pdf_of, quick_pdf
from tests.annual import read as read_file
from tests.annual import write as write_texts
from tests.factories import (
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    MeasureFactory,
    MitigationFactory,
    PlanEditionFactory,
    PriorityFactory,
    RiskFactory,
)
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas")
    world.record("HN", activity, quantity=3)
    return world


@pytest.fixture
def _quick_pdf(monkeypatch):
    """The slow library stays out where its pages are not what is tested."""
    quick_pdf(monkeypatch)


def start(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def write(world, report, **texts) -> AnnualReport:
    return write_texts(report, by=world.secretariat, **texts)


def publish(world, report=None) -> AnnualReport:
    report = report or start(world)
    return annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_starting_again_returns_the_report_in_preparation(world):
    assert start(world) == start(world)
    assert AnnualReport.objects.get().edition == 1


def test_only_the_secretariat_starts_writes_and_publishes(world):
    report = start(world)

    for refused in (
        lambda: annual.start_annual(world.plan, 2026, by=world.presidency),
        lambda: annual.save_text(report, "introduction", "x", version=1, by=world.presidency),
        lambda: annual.save_choices(report, version=1, by=world.presidency),
        lambda: annual.publish(
            report, version=report.version, by=world.presidency, reason="Sin consulta."
        ),
    ):
        with pytest.raises(AnnualError, match="Solo la Secretaría Técnica"):
            refused()
    assert AnnualReport.objects.get().is_published is False


def test_a_year_outside_the_plan_is_refused(world):
    with pytest.raises(AnnualError, match="El plan va de 2024 a 2028; no tiene el año 2031."):
        annual.start_annual(world.plan, 2031, by=world.secretariat)
    with pytest.raises(AnnualError, match="no tiene el año 2023"):
        annual.summarise(world.plan, 2023, edition=1)


def test_nobody_overwrites_texts_unseen(world):
    report = start(world)
    write(world, report, introduction="La de la primera persona.")

    with pytest.raises(Stale) as stale:
        annual.save_text(
            report, "introduction", "La de la segunda.", version=1, by=world.secretariat
        )

    assert stale.value.saved.text == "La de la primera persona."
    assert annual.text_of(report, "introduction").text == "La de la primera persona."


@pytest.mark.usefixtures("_quick_pdf")
def test_publishing_freezes_the_numbers_the_texts_and_their_hashes(world):
    report = publish(world, write(world, start(world), introduction="Hola."))
    world.record("HN", world.plan.activities.get(), "2025-2", quantity=50)

    report.refresh_from_db()
    [measure] = next(activities_in(report.content["axes"]))["measures"]
    pdf = read_file(pdf_of(report))
    assert measure["region"]["year"]["number"] == 3
    assert report.content["texts"]["introduction"] == {"text": "Hola.", "language": "es"}
    assert report.data_sha256 == hashlib.sha256(canonical(report.content)).hexdigest()
    assert pdf_of(report).sha256 == hashlib.sha256(pdf).hexdigest()
    assert report.data_sha256.encode() in pdf
    assert pdf_of(report).size == len(pdf)
    assert report.published_by == world.secretariat.user


@pytest.mark.usefixtures("_quick_pdf")
def test_publishing_twice_changes_nothing(world):
    report = publish(world)
    again = annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )

    assert again.published_at == report.published_at
    assert pdf_of(again) == pdf_of(report)
    assert AnnualReport.objects.count() == 1


@pytest.mark.usefixtures("_quick_pdf")
def test_what_is_published_is_not_written_again(world):
    report = publish(world)

    with pytest.raises(AnnualError, match="ya se publicó"):
        annual.save_text(report, "introduction", "Otra.", version=1, by=world.secretariat)
    with pytest.raises(AnnualError, match="ya se publicó"):
        annual.save_choices(report, version=report.version, by=world.secretariat)


@pytest.mark.usefixtures("_quick_pdf")
def test_texts_that_changed_while_it_was_being_composed_stop_the_publishing(world, monkeypatch):
    report = start(world)

    def somebody_else_saves(content, **_options):
        write(world, AnnualReport.objects.get(), introduction="Recién escrita.")
        return b"%PDF-"

    monkeypatch.setattr(editions, "render", somebody_else_saves)

    with pytest.raises(AnnualError, match="Los textos cambiaron"):
        annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    assert AnnualReport.objects.get().is_published is False


@pytest.mark.usefixtures("_quick_pdf")
def test_texts_that_the_person_has_not_seen_are_not_published(world):
    seen = start(world)
    write(world, start(world), introduction="Nadie la revisó.")

    with pytest.raises(AnnualError, match="Los textos cambiaron"):
        annual.publish(seen, version=seen.version, by=world.secretariat, reason="Sin consulta.")
    assert AnnualReport.objects.get().is_published is False


@pytest.mark.usefixtures("_quick_pdf")
def test_publishing_names_the_edition_of_the_plan_whose_goals_it_read(world):
    first = publish(world)
    number = first.content["report"]["plan_edition"]
    assert world.plan.editions.first().number == number

    world.goal(Measure.objects.get(), 6, "HN")
    second = write(world, start(world), erratum="Faltaba una meta.")
    content = annual.summarise_report(second)
    provisional, html = content["report"], annual.render(content).decode()
    assert (provisional["plan_edition"], provisional["plan_changed_since"]) == (number, True)
    assert f"con cambios posteriores a la edición {number} del plan" in html

    second = publish(world, second)
    said = second.content["report"]
    assert (said["plan_edition"], said["plan_changed_since"]) == (number + 1, False)
    assert world.plan.editions.first().content["plan"]["edition"] == number + 1
    assert world.plan.editions.first().published_by == world.secretariat.user


@pytest.mark.usefixtures("_quick_pdf")
def test_publishing_an_unchanged_plan_makes_no_new_edition_of_it(world):
    first = publish(world)
    second = publish(world, write(world, start(world), erratum="Un texto."))

    numbers = [report.content["report"]["plan_edition"] for report in (first, second)]
    assert numbers == [world.plan.editions.first().number] * 2


def test_nothing_validated_is_not_published_nor_summarised_unless_asked(world):
    report = annual.start_annual(world.plan, 2026, by=world.secretariat)

    with pytest.raises(AnnualError, match="No hay ningún informe semestral validado de 2026."):
        annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    with pytest.raises(AnnualError, match="No hay ningún informe semestral validado de 2026."):
        annual.summarise(world.plan, 2026, edition=1)
    content = annual.summarise(world.plan, 2026, edition=1, allow_empty=True)
    assert content["report"]["is_empty"] is True


@pytest.mark.usefixtures("_quick_pdf")
def test_a_second_edition_says_what_it_corrects_and_the_first_stays(world):
    first = publish(world, write(world, start(world), priorities="Metas."))
    second = start(world)
    assert (second.edition, annual.text_of(second, "priorities").text) == (2, "Metas.")

    with pytest.raises(AnnualError, match="Escriba qué corrige esta edición"):
        annual.publish(second, version=second.version, by=world.secretariat, reason="Sin consulta.")
    second = publish(world, write(world, second, erratum="Faltaba un país."))

    first.refresh_from_db()
    assert first.is_published
    assert second.is_published
    assert pdf_of(first).file.name != pdf_of(second).file.name
    assert second.content["texts"]["erratum"]["text"] == "Faltaba un país."


def test_the_database_refuses_a_published_report_that_is_not_frozen(world):
    report = start(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).update(state="published")
    with pytest.raises(ValidationError, match="en preparación"):
        AnnualReport(plan=world.plan, year=2025, edition=2).validate_constraints()


def test_the_content_says_edition_date_thresholds_plan_edition_and_demonstration(world):
    PlanEditionFactory(plan=world.plan, number=4)
    world.plan.is_demonstration, world.plan.red_below = True, 40
    world.plan.save()

    content = annual.summarise(world.plan, 2025, edition=2)

    assert content["thresholds"] == {"red_below": 40, "green_from": 90}
    assert {**content["report"], "as_of": ""} == {
        "plan": "tim-2024-2028",
        "plan_title": "Plan de prueba",
        "plan_edition": 4,
        "plan_changed_since": True,
        "year": 2025,
        "edition": 2,
        "address": "http://localhost:8000/seguimiento/informes-anuales/tim-2024-2028/2025/2/",
        "status": "composing",
        "as_of": "",
        "is_demonstration": True,
        "is_empty": False,
        "is_final": False,
        "languages": ["es", "en"],
    }
    assert json.loads(canonical(content)) == content


def test_the_pdf_is_made_of_the_content_alone(world):
    content = annual.summarise(world.plan, 2025, edition=1)
    before = annual.render(content)
    world.record("HN", world.plan.activities.get(), quantity=99)

    assert annual.render(content) == before


def test_the_pdf_has_every_part_and_the_reported_numbers(world):
    activity = world.plan.activities.get()
    people = MeasureFactory(activity=activity, kind="people", breakdown="sex", name="Personas")
    fiscalia = InstitutionFactory(country=world.countries["GT"], name="Fiscalía de prueba")
    reserved = InstitutionFactory(
        country=world.countries["GT"], name="Unidad reservada", is_public=False
    )
    record = world.record("GT", activity, institutions=[fiscalia, reserved])
    Figure.objects.create(record=record, measure=people, category="women", number=12345)
    EvidenceFactory(entry=record.entry, title="Acta de la mesa")
    MitigationFactory(
        risk=RiskFactory(plan=world.plan, statement="Falta de coordinación."), activity=activity
    )
    texts = {"introduction": "Presenta la Secretaría.", "challenges": "Rotación."}
    report = write(world, start(world), **texts)
    content = annual.summarise(world.plan, 2025, report=report, status="published")

    pdf = annual.render(content)

    text = text_of(pdf)
    for expected in [
        "Informe anual",
        "Edición 1",
        "Contenido",
        "Presenta la Secretaría.",
        "Actividades declaradas",
        "No evaluables: sin meta",
        "Mesas de priorización.",
        "mujeres 12 345",
        "Fiscalía de prueba; y 1 que no se nombra.",
        "Acta de la mesa",
        "Falta de coordinación.",
        "Rotación.",
        "Coordinación regional: sin informe",
        hashlib.sha256(canonical(content)).hexdigest(),
    ]:
        assert expected in text
    assert "Unidad reservada" not in text
    assert "PROVISIONAL" not in text
    assert "DEMOSTRACIÓN" not in text


def test_the_contents_print_the_page_on_which_each_part_begins(world):
    content = annual.summarise(world.plan, 2025, edition=1)
    reader = PdfReader(io.BytesIO(annual.render(content)))
    bookmarks = {
        bookmark.title: reader.get_destination_page_number(bookmark) + 1
        for bookmark in reader.outline
        if not isinstance(bookmark, list)
    }

    printed = dict(
        re.findall(r"^(\w[^.\n]+?)[ .]+ (\d+)$", reader.pages[1].extract_text(), re.MULTILINE)
    )

    assert bookmarks["Contenido"] == 2
    for part in ("Presentación", "El año en cifras", "Recursos", "Riesgos", "Sobre esta edición"):
        assert int(printed[part]) == bookmarks[part]


@pytest.mark.parametrize(
    ("is_demonstration", "status", "notice"),
    [
        (True, "published", "DEMOSTRACIÓN — datos inventados"),
        (False, "composing", "PROVISIONAL"),
    ],
)
def test_what_is_invented_or_provisional_says_so_on_every_page(
    world, is_demonstration, status, notice
):
    world.plan.is_demonstration = is_demonstration
    world.plan.save()
    content = annual.summarise(world.plan, 2025, edition=1, status=status)

    pages = PdfReader(io.BytesIO(annual.render(content))).pages

    assert len(pages) > 5
    assert [page.page_number for page in pages if notice not in page.extract_text()] == []


def test_a_report_without_validated_data_says_so_on_its_cover(world):
    content = annual.summarise(world.plan, 2026, edition=1, allow_empty=True)

    cover = PdfReader(io.BytesIO(annual.render(content))).pages[0].extract_text()

    assert "Nada validado todavía" in cover


def test_what_people_write_is_text_and_never_markup(world):
    words = '<img src="file:///etc/hostname"> <b>fuerte</b>'
    report = write(world, start(world), introduction=words)
    content = annual.summarise(world.plan, 2025, report=report)

    assert "<b>fuerte</b>" in text_of(annual.render(content))


# Priorities and findings


def decide(world, *, is_endorsed=True, code="1.1") -> Priority:
    activity = world.plan.activities.get(code=code)
    priority = PriorityFactory(activity=activity, year=2026, reason="Faltan países por informar.")
    priority.semesters.set(world.plan.semesters.filter(year=2026))
    if is_endorsed:
        priority.endorsed_at, priority.endorsed_by = timezone.now(), priority.decided_by
        priority.save()
    return priority


def content_of(world, year=2025) -> dict:
    return annual.summarise(world.plan, year, edition=1, allow_empty=True)


def test_it_says_what_was_decided_for_the_next_year_and_what_was_found_until_its_end(world):
    world.activity("1.2")
    decide(world)
    decide(world, code="1.2", is_endorsed=False)
    until, after = datetime.date(2025, 12, 31), datetime.date(2026, 1, 1)
    FindingFactory(plan=world.plan, number=1, found_on=until, text="Faltan actas.")
    FindingFactory(plan=world.plan, number=2, found_on=after, text="De después.")

    content = content_of(world)

    assert content["schema"] == 3
    assert content["priorities"]["rows"] == [
        {
            "code": "1.1",
            "statement": "Mesas de priorización.",
            "decision": {"value": "accelerate", "label": "acelerar"},
            "reason": "Faltan países por informar.",
            "semesters": ["2026-1"],
        }
    ]
    assert (content["priorities"]["decided"], content["priorities"]["waiting"]) == (2, 1)
    assert [row["text"] for row in content["findings"]["rows"]] == ["Faltan actas."]
    assert content_of(world, 2028)["priorities"] is None


def test_it_prints_decisions_and_findings_and_no_word_of_what_is_not_published(world):
    decide(world)
    FindingFactory(
        plan=world.plan,
        number=1,
        found_on="2025-11-30",
        text="Faltan actas.",
        response="Se acepta.",
        due_on="2026-03-31",
    )
    FindingFactory(
        plan=world.plan, number=2, found_on="2025-11-30", is_public=False, text="Reservado."
    )
    content = content_of(world)

    text = text_of(annual.render(content))

    for expected in (
        "Qué se decidió para 2026",
        "acelerar",
        "Faltan países por informar.",
        "Hallazgos de evaluaciones y auditorías",
        "se registraron 2 hallazgos",
        "De 1 no se publica el texto.",
        "Faltan actas.",
        "para el 31/03/2026",
    ):
        assert expected in text, expected
    assert "Reservado." not in text
    assert "Reservado." not in canonical(content).decode()


def of_schema_1(content: dict) -> dict:
    """As it was frozen before it said which priorities and findings there are."""
    older = {name: part for name, part in content.items() if name not in ("priorities", "findings")}
    return {**older, "schema": 1}


@pytest.mark.usefixtures("_quick_pdf")
def test_what_was_frozen_before_stays_as_it_is_and_is_still_shown_and_printed(world, client):
    report = publish(world)
    older = of_schema_1(report.content)
    frozen = {"content": older, "data_sha256": hashlib.sha256(canonical(older)).hexdigest()}
    AnnualReport.objects.filter(pk=report.pk).update(**frozen)
    with report.pdf.open() as stored:
        pdf = stored.read()
    decide(world)
    FindingFactory(plan=world.plan, found_on="2025-01-01", text="Faltan actas.")
    report = AnnualReport.objects.get()

    page = client.get(report.get_absolute_url()).content.decode()
    data = client.get(f"{report.get_absolute_url()}datos/").content
    download = b"".join(client.get(f"{report.get_absolute_url()}pdf/").streaming_content)
    printed = annual.render(report.content).decode()

    assert annual.summarise_report(report) == older
    assert (data, download) == (canonical(older), pdf)
    for said in (page, printed):
        assert "Faltan actas." not in said
        assert "Qué se decidió" not in said
        assert "Hallazgos de evaluaciones" not in said


@pytest.mark.usefixtures("_quick_pdf")
def test_the_page_of_a_report_shows_what_it_froze(world, client):
    decide(world)
    FindingFactory(plan=world.plan, found_on="2025-01-01", text="Faltan actas.")
    report = publish(world)
    Priority.objects.update(reason="Otro motivo.")

    page = client.get(report.get_absolute_url()).content.decode()

    for said in ("Qué se decidió para 2026", "Faltan países por informar.", "Faltan actas."):
        assert said in page
    assert "Otro motivo." not in page
