"""The last chapters as they are printed: from the frozen content alone, and nothing withheld."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from monitoring import annual
from monitoring.annual.chapters import chapter_for, chapters_for
from plan.models import GlossaryTerm, GuidingApproach, ScheduleCell
from tests.annual import write
from tests.factories import (
    FindingFactory,
    InstitutionFactory,
    MeasureFactory,
    MitigationActionFactory,
    MitigationFactory,
    RiskFactory,
    RiskReviewFactory,
)
from tests.monitoring.annual_world import AFTER_THE_YEAR
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(world):
    activity = world.activity("1.1", statement="Mesas de casos.")
    MeasureFactory(activity=activity)
    return activity


def printed(world, key: str, *, language: str = "es", **changes) -> str:
    """The words of a chapter."""
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    content = annual.summarise(world.plan, 2025, report=report, as_of=AFTER_THE_YEAR)
    return words_of({**content, **changes}, key, language)


def words_of(content: dict, key: str, language: str) -> str:
    html = chapter_for(content, key, language=language).html
    body = html.partition("<section")[2]
    return " ".join(strip_tags(re.sub(r"<[^>]+>", " ", f"<section{body}")).split())


def write_text(world, **texts) -> None:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    write(report, by=world.secretariat, **texts)


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ("resources", "resources"),
        ("schedule", "schedule"),
        ("approaches", "approaches"),
        ("risks", "risks"),
        ("challenges", "obstacles"),
        ("good_practices", "obstacles"),
        ("findings", "findings"),
        ("priorities", "priorities"),
    ],
)
def test_each_synthesis_stands_in_its_chapter(world, activity, section, key):
    world.record("HN", activity)
    write_text(world, **{section: "Lo que escribió la Secretaría."})

    assert "Lo que escribió la Secretaría." in printed(world, key)


def test_obstacles_are_told_in_the_words_and_the_language_of_who_reports(world, activity):
    world.entry("HN", activity, obstacles="The budget came late.", language="en")
    world.entry("GT", activity, obstacles="Rotación del personal.")

    spanish, english = (printed(world, "obstacles", language=one) for one in ("es", "en"))

    assert "Honduras · 2025-1 The budget came late. (En inglés.)" in spanish
    assert "Guatemala · 2025-1 Rotación del personal. Cómo" not in spanish
    assert "(En español.)" not in spanish
    assert "Obstacles and good practices" in english
    assert "Rotación del personal. (In Spanish.)" in english
    assert "(In English.)" not in english


def test_the_cronograma_prints_a_letter_for_each_cell_and_counts_the_states(world, activity):
    ScheduleCell.objects.create(
        activity=activity, semester=world.plan.semesters.get(year=2025, half=1)
    )
    world.record("HN", activity)

    spanish, english = (printed(world, "schedule", language=one) for one in ("es", "en"))

    assert "E Programado y ejecutado" in spanish
    assert "1.1 Texto del cronograma" not in spanish
    assert spanish.endswith("· E 1 de 2 ·")
    assert "C Planned and carried out" in english
    assert english.endswith("· C 1 of 2 ·")


def test_risks_print_the_matrix_the_movement_and_how_mitigation_comes_along(world, activity):
    risk = RiskFactory(code="R1", plan=world.plan)
    MitigationFactory(risk=risk, activity=activity)
    MitigationActionFactory(
        risk=risk, due_on=datetime.date(2026, 1, 31), owner=world.countries["GT"]
    )
    RiskReviewFactory(
        risk=risk,
        semester__year=2025,
        semester__half=1,
        stakeholder=world.secretariat.stakeholder,
        happened=True,
        response="Hubo que mover fechas.",
    )
    world.entry("HN", activity).risks_met.add(risk)

    text = printed(world, "risks")

    assert "Tipo de riesgo — R1 ↓ —" in text
    assert "Riesgos, ahora 0 1 0 Riesgos, hace un año 0 0 1 Riesgos, en Anexo 1 0 0 1" in text
    assert "Alto Anexo 1 Medio bajó 2025-1 1.1 : con avances 1 de 2, concluida 0" in text
    assert "R1.1 (acción propia): vencida" in text
    assert "La región · 2025-1 Hubo que mover fechas." in text
    assert "Solo lo marcaron Honduras (2025-1, 1.1 )" in text
    assert "31/01/2026 Vencida" in text


def test_what_is_not_to_be_published_is_counted_and_never_named(world, activity):
    named = InstitutionFactory(name="Fiscalía", country=world.countries["HN"])
    withheld = InstitutionFactory(name="Unidad reservada", is_public=False)
    world.record("HN", activity, institutions=[named, withheld])
    FindingFactory(
        plan=world.plan, text="Lo reservado.", found_on=datetime.date(2025, 6, 1), is_public=False
    )

    institutions, findings = (printed(world, key) for key in ("institutions", "findings"))

    assert "participaron 2 instituciones" in institutions
    assert "Honduras Institución Actividades Fiscalía 1.1" in institutions
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    content = annual.summarise(world.plan, 2025, report=report)
    whole = "".join(one.html for one in chapters_for(content, language="es"))
    assert "Unidad reservada" not in whole + str(content)
    assert "De 1 no se publica el texto." in findings
    assert "Lo reservado." not in whole + str(content)


def test_approaches_glossary_editions_and_reports_are_annexed(world, activity):
    approach = GuidingApproach.objects.create(
        plan=world.plan, order=1, name="Derechos humanos", text="Texto."
    )
    entry = world.entry("HN", activity, approaches_how="Con consultas.")
    entry.approaches.add(approach)
    GlossaryTerm.objects.create(plan=world.plan, order=1, term="TIM", definition="Lo que es.")
    world.report("GT", submitted=True)

    assert "Derechos humanos 1 — 1 1.1" in printed(world, "approaches")
    assert "Derechos humanos Con consultas." in printed(world, "approaches")
    assert "TIM Lo que es." in printed(world, "glossary")
    assert "2025-1 1 2025-2 No se ha abierto" in printed(world, "plan_editions")
    day = timezone.localtime(entry.report.validated_at)
    reports = printed(world, "reports", language="en")
    assert f"Honduras Validated {day:%-d %b %Y} {day:%-d %b %Y}" in reports
    assert f"Guatemala Submitted {day:%-d %b %Y} —" in reports


def test_the_colophon_says_how_to_verify_it(world, activity):
    world.record("HN", activity)

    text = printed(world, "colophon")

    address = "http://localhost:8000/seguimiento/informes-anuales/tim-2024-2028/2025/1/"
    assert address in text
    assert "manage.py verify_report" in text
    assert re.search(r"SHA-256 de los datos [0-9a-f]{64} ", text)


def test_what_is_only_printed_is_not_read_for_a_page(world, activity):
    world.record("HN", activity)
    with asked() as whole:
        content = annual.summarise(world.plan, 2025)
    with asked() as questions:
        page = annual.summarise(world.plan, 2025, whole=False)

    only_printed = {"schedule", "approaches", "glossary", "plan_editions", "country_languages"}
    assert content.keys() - page.keys() == only_printed
    assert len(questions) < len(whole)


def test_a_country_s_edition_prints_its_own_rows_and_says_nothing_of_the_others(world, activity):
    approach = GuidingApproach.objects.create(
        plan=world.plan, order=1, name="Derechos humanos", text="Texto."
    )
    for who, name in (("HN", "Honduras"), ("GT", "Guatemala")):
        said = {"obstacles": f"Obstáculo de {name}.", "approaches_how": f"Como {name}."}
        entry = world.entry(who, activity, **said)
        entry.approaches.add(approach)
        institution = InstitutionFactory(name=f"Fiscalía de {who}", country=world.countries[who])
        world.record(who, activity, institutions=[institution], resources_usd=100)
    content = annual.summarise(world.plan, 2025, as_of=AFTER_THE_YEAR)

    made = {one.key: one.html for one in chapters_for(content, language="es", country="HN")}
    found = {
        key: made[key]
        for key in ("resources", "schedule", "approaches", "obstacles", "institutions", "reports")
    }

    assert "Obstáculo de Honduras." in found["obstacles"]
    assert "Como Honduras." in found["approaches"]
    assert "Fiscalía de HN" in found["institutions"]
    assert "Nadie informó recursos" not in found["resources"]
    for html in found.values():
        assert "Guatemala" not in html
        assert "Fiscalía de GT" not in html
