import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.annual import AnnualError, editions
from monitoring.annual.annexes import activities_in
from monitoring.models import AnnualReport, Priority
from plan.models import Measure
from tests.annual import pdf_of, quick_files, quick_pdf
from tests.annual import read as read_file
from tests.annual import write as write_texts
from tests.factories import FindingFactory, MeasureFactory
from tests.monitoring.annual_world import decide, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    quick_files(monkeypatch)
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas")
    world.record("HN", activity, quantity=3)
    return world


def start(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def write(world, report, **texts) -> AnnualReport:
    return write_texts(report, by=world.secretariat, **texts)


def publish(world, report=None) -> AnnualReport:
    report = report or start(world)
    return annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )


def of_schema_1(content: dict) -> dict:
    """As it was frozen when it did not say yet which priorities and findings there are."""
    older = {name: part for name, part in content.items() if name not in ("priorities", "findings")}
    return {**older, "schema": 1}


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


def test_publishing_twice_changes_nothing(world):
    report = publish(world)
    again = annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )

    assert again.published_at == report.published_at
    assert pdf_of(again) == pdf_of(report)
    assert AnnualReport.objects.count() == 1


def test_what_is_published_is_not_written_again(world):
    report = publish(world)

    with pytest.raises(AnnualError, match="ya se publicó"):
        annual.save_text(report, "introduction", "Otra.", version=1, by=world.secretariat)
    with pytest.raises(AnnualError, match="ya se publicó"):
        annual.save_choices(report, version=report.version, by=world.secretariat)


def test_texts_that_changed_while_it_was_being_composed_stop_the_publishing(world, monkeypatch):
    report = start(world)

    def somebody_else_saves(*_args):
        write(world, AnnualReport.objects.get(), introduction="Recién escrita.")
        return b"{}"

    monkeypatch.setattr(editions, "data", somebody_else_saves)

    with pytest.raises(AnnualError, match="Los textos cambiaron"):
        annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    assert AnnualReport.objects.get().is_published is False


def test_texts_that_the_person_has_not_seen_are_not_published(world):
    seen = start(world)
    write(world, start(world), introduction="Nadie la revisó.")

    with pytest.raises(AnnualError, match="Los textos cambiaron"):
        annual.publish(seen, version=seen.version, by=world.secretariat, reason="Sin consulta.")
    assert AnnualReport.objects.get().is_published is False


def test_publishing_names_the_edition_of_the_plan_whose_goals_it_read(world, monkeypatch):
    quick_pdf(monkeypatch)
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


def test_publishing_an_unchanged_plan_makes_no_new_edition_of_it(world):
    first = publish(world)
    second = publish(world, write(world, start(world), erratum="Un texto."))

    numbers = [report.content["report"]["plan_edition"] for report in (first, second)]
    assert numbers == [world.plan.editions.first().number] * 2


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


@pytest.mark.usefixtures("unguarded")
def test_what_was_frozen_before_stays_and_is_still_shown_and_printed(world, client, monkeypatch):
    quick_pdf(monkeypatch)
    report = publish(world)
    older = of_schema_1(report.content)
    frozen = {"content": older, "data_sha256": hashlib.sha256(canonical(older)).hexdigest()}
    AnnualReport.objects.filter(pk=report.pk).update(**frozen)
    report.files.exclude(pk=pdf_of(report).pk).delete()
    pdf = read_file(pdf_of(report))
    decide(world)
    FindingFactory(plan=world.plan, found_on="2025-01-01", text="Faltan actas.")
    report = AnnualReport.objects.get()

    page = client.get(report.get_absolute_url()).content.decode()
    data, download = (
        client.get(f"{report.get_absolute_url()}{part}/").getvalue() for part in ("datos", "pdf")
    )
    printed = annual.render(report.content).decode()

    assert annual.summarise_report(report) == older
    assert (data, download) == (canonical(older), pdf)
    assert "Mesas de priorización." in printed
    for said in (page, printed):
        for later in ("Faltan actas.", "Faltan países por informar.", "Qué se decidió para"):
            assert later not in said
    assert 'id="hallazgos"' not in printed
    assert 'id="decisiones"' not in printed


def test_the_page_of_a_report_shows_what_it_froze(world, client):
    decide(world)
    FindingFactory(plan=world.plan, found_on="2025-01-01", text="Faltan actas.")
    report = publish(world)
    Priority.objects.update(reason="Otro motivo.")

    page = client.get(report.get_absolute_url()).content.decode()

    for said in ("Qué se decidió para 2026", "Faltan países por informar.", "Faltan actas."):
        assert said in page
    assert "Otro motivo." not in page
