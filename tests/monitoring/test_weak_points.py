"""What is weak in an annual report, in sentences that lead to their remedy."""

import datetime

import pytest
from django.urls import resolve
from django.utils import timezone

from monitoring import annual
from monitoring.models import AnnualReport, ProgressEntry, ProgressReport, Record
from monitoring.weak_points import check, weak_points
from tests.annual import write
from tests.factories import (
    EntryFactory,
    EvidenceFactory,
    FindingFactory,
    MeasureFactory,
    MembershipFactory,
    PriorityFactory,
    UserFactory,
)
from tests.monitoring.annual_world import met
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(activity):
    return MeasureFactory(activity=activity, name="Mesas")


@pytest.fixture
def report(world, measure) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


def points(report) -> dict[str, str]:
    """Each sentence with the name of the page to which it leads."""
    report.refresh_from_db()
    return {
        one.sentence: resolve(one.url.partition("#")[0]).url_name for one in weak_points(report)
    }


def about(report, *words) -> dict[str, str]:
    return {
        sentence: page
        for sentence, page in points(report).items()
        if all(word in sentence for word in words)
    }


def write_everything(world, report) -> AnnualReport:
    keys = [one.key for one in annual.sections_of(report.plan, report.year)]
    return write(report, by=world.secretariat, **dict.fromkeys(keys, "Escrito."))


def report_everything(world, activity) -> None:
    for who in ("HN", "GT", "ST"):
        for semester in ("2025-1", "2025-2"):
            world.report(who, semester)
    world.goal(activity.indicator.measures.get(), 3)
    met(world, "HN", activity, 3)
    agreed = {"endorsed_at": timezone.now(), "endorsed_by": UserFactory()}
    PriorityFactory(activity=activity, year=2026, **agreed)


def agree(world, report) -> None:
    annual.open_review(report, by=world.secretariat)
    report.refresh_from_db()
    people = [world.presidency]
    people += [MembershipFactory(stakeholder=one) for one in world.countries.values()]
    for one in people:
        annual.endorse(report, version=report.version, by=one)


def test_an_edition_just_begun_lacks_everything_and_says_where_it_is_mended(world, report):
    world.report("HN", "2025-1")
    world.report("GT", "2025-1", submitted=True)

    assert points(report) == {
        "2025-1: sin informe validado de Guatemala (enviado), Coordinación regional"
        " (sin informe).": "owing_semester",
        "2025-2: sin informe validado de Honduras (sin informe), Guatemala (sin informe),"
        " Coordinación regional (sin informe).": "owing_semester",
        "Sin texto: Presentación.": "annual_section",
        "Sin texto: Recursos.": "annual_section",
        "Sin texto: Cronograma.": "annual_section",
        "Sin texto: Enfoques rectores.": "annual_section",
        "Sin texto: Riesgos.": "annual_section",
        "Sin texto: Desafíos y obstáculos.": "annual_section",
        "Sin texto: Buenas prácticas.": "annual_section",
        "Sin texto: Hallazgos y su seguimiento.": "annual_section",
        "Sin texto: Prioridades para 2026.": "annual_section",
        "Sin síntesis: ejes 1.": "annual_section",
        "Sin síntesis: actividades 1.1.": "annual_section",
        "Sin texto: páginas de Honduras, Guatemala.": "annual_section",
        "1 actividad sin avances validados: 1.1.": "owing_plan",
        "1 indicador no se puede evaluar porque no tiene meta confirmada.": "target_list",
        "Sin decisiones de priorización con visto bueno para 2026.": "priority_list",
        "Falta el visto bueno de Presidencia.": "annual_compose",
        "Sin el visto bueno de lo que hoy está escrito: Honduras, Guatemala.": "annual_compose",
    }


def test_where_nothing_lacks_nothing_is_said(world, activity, report):
    report_everything(world, activity)
    report = write_everything(world, report)
    agree(world, report)

    checked = check(AnnualReport.objects.select_related("plan").get())

    assert checked.points == []
    assert (checked.is_empty, checked.is_endorsed) == (False, True)


def test_it_is_empty_until_a_report_of_the_year_is_validated(world, report):
    world.report("HN", "2024-2")
    world.report("GT", "2025-1", submitted=True)
    assert check(report).is_empty is True

    world.report("HN", "2025-1")
    assert check(report).is_empty is False


# Evidence


def test_a_goal_reached_without_accepted_evidence_is_not_met(world, activity, measure, report):
    world.goal(measure, 3)
    row = world.record("HN", activity, quantity=3)
    EvidenceFactory(entry=row.entry, record=row)
    sentence = (
        "1.1: «Mesas» llega a su meta, pero no con evidencia aceptada: no se da por cumplida."
    )
    assert about(report, "evidencia") == {sentence: "activity_life"}

    EvidenceFactory(entry=row.entry, record=row, accepted=True)
    assert about(report, "evidencia") == {}


def test_a_goal_that_is_not_reached_says_nothing_of_evidence(world, activity, measure, report):
    world.goal(measure, 4)
    world.record("HN", activity, quantity=3)

    assert about(report, "evidencia") == {}


def test_who_says_that_it_is_concluded_and_shows_nothing_is_named(world, activity, report):
    entry = world.entry("HN", activity, status="done", progress="Terminada.")
    world.entry("GT", activity, status="in_progress", progress="En curso.")
    sentence = "1.1: concluida según Honduras, sin evidencia aceptada."
    assert about(report, "evidencia") == {sentence: "activity_life"}

    EvidenceFactory(entry=entry, accepted=True)
    assert about(report, "evidencia") == {}


# Dates


def test_a_row_outside_its_semester_that_is_not_late_is_a_contradiction(world, activity, report):
    row = world.record("HN", activity, title="Foro")
    assert about(report, "«Foro»") == {}

    Record.objects.filter(pk=row.pk).update(ended_on="2025-08-09")
    sentence = "1.1 · Honduras · «Foro» terminó el 09/08/2025, fuera de 2025-1, y no es tardía."
    assert about(report, "«Foro»") == {sentence: "entry_detail"}

    Record.objects.filter(pk=row.pk).update(ended_on="2024-12-09", is_late=True)
    assert about(report, "«Foro»") == {}

    Record.objects.filter(pk=row.pk).update(ended_on="2025-02-03", is_late=True)
    sentence = "1.1 · Honduras · «Foro» terminó el 03/02/2025 y está como tardía de 2025-1."
    assert about(report, "«Foro»") == {sentence: "entry_detail"}


def test_a_row_that_has_not_ended_yet_is_a_contradiction(world, activity):
    year = datetime.date.today().year
    world.plan.end = datetime.date(year + 1, 12, 31)
    world.plan.save()
    report = annual.start_annual(world.plan, year + 1, by=world.secretariat)
    world.record("HN", activity, f"{year + 1}-2", title="Foro", ended_on=f"{year + 1}-12-01")

    sentence = f"1.1 · Honduras · «Foro» termina el 01/12/{year + 1}, que todavía no llega."
    assert about(report, "«Foro»") == {sentence: "entry_detail"}


def test_a_report_validated_before_it_was_sent_is_a_contradiction(world, report):
    sent = world.report("HN", "2025-1")
    assert about(report, "antes de enviarse") == {}

    earlier = sent.submitted_at - datetime.timedelta(days=1)
    ProgressReport.objects.filter(pk=sent.pk).update(validated_at=earlier)

    sentence = "Honduras, 2025-1: el informe se validó antes de enviarse."
    assert about(report, "antes de enviarse") == {sentence: "report_history"}


def reached(world, activity, measure, *stages) -> None:
    for n, stage in enumerate(stages):
        row = world.record("HN", activity, title=f"Paso {n}", ended_on=f"2025-0{n + 1}-10")
        row.milestones.create(measure=measure, stage=stage)


def test_a_deliverable_that_goes_back_is_a_contradiction(world, activity, report):
    document = MeasureFactory(activity=activity, letter="b", kind="deliverable", name="Guía")
    reached(world, activity, document, "terms", "approved", "draft", "validated")

    sentence = (
        "1.1 · Honduras · «Guía» pasa de aprobado y difundido (10/02/2025) a borrador (10/03/2025)."
    )
    assert about(report, "«Guía»") == {sentence: "entry_detail"}


def test_a_deliverable_that_goes_on_or_of_two_countries_is_none(world, activity, report):
    document = MeasureFactory(activity=activity, letter="b", kind="deliverable", name="Guía")
    reached(world, activity, document, "terms", "draft", "draft", "approved")
    other = world.record("GT", activity, ended_on="2025-06-01")
    other.milestones.create(measure=document, stage="terms")

    assert about(report, "«Guía»") == {}


def test_a_deliverable_that_goes_back_in_a_later_year_is_none_of_this_one(world, activity, report):
    document = MeasureFactory(activity=activity, letter="b", kind="deliverable", name="Guía")
    reached(world, activity, document, "approved")
    later = world.record("HN", activity, "2025-2")
    later.milestones.create(measure=document, stage="draft")
    Record.objects.filter(pk=later.pk).update(ended_on="2026-01-05")

    assert about(report, "«Guía»") == {}


def test_who_says_that_it_is_concluded_in_a_later_year_is_not_named_yet(world, activity, report):
    world.entry("HN", activity, "2026-1", status="done", progress="Se concluyó.")

    assert about(report, "concluida según") == {}


def test_what_is_not_validated_contradicts_nothing(world, activity, report):
    world.report("HN", "2025-1", submitted=True)
    row = world.record("HN", activity, title="Foro")
    Record.objects.filter(pk=row.pk).update(ended_on="2025-08-09")

    assert about(report, "«Foro»") == {}


# What waits elsewhere


def test_what_waits_and_what_is_overdue_is_counted(world, activity, report):
    PriorityFactory(activity=activity, year=2026)
    FindingFactory(plan=world.plan, number=1, found_on="2025-01-01", due_on="2025-02-01")
    FindingFactory(plan=world.plan, number=2, found_on="2026-01-01", due_on="2026-02-01")

    assert about(report, "priorización") == {
        "Sin decisiones de priorización con visto bueno para 2026.": "priority_list",
        "1 decisión de priorización para 2026 espera el visto bueno.": "priority_list",
    }
    assert about(report, "hallazgo") == {
        "1 hallazgo pasó su plazo y sigue sin atender.": "finding_list"
    }


def test_comments_that_nobody_settled_are_counted_by_section(world, report):
    annual.open_review(report, by=world.secretariat)
    texts = ("Uno.", "Dos.", "Tres.")
    said = [annual.comment(report, "activity-1.1", one, by=world.presidency) for one in texts]
    annual.comment(report, "introduction", "Otro.", by=world.presidency)
    annual.settle(said[0], by=world.secretariat)

    assert about(report, "sin resolver") == {
        "Actividad 1.1: 2 comentarios sin resolver.": "annual_section",
        "Presentación: 1 comentario sin resolver.": "annual_section",
    }


def test_a_visto_bueno_for_an_earlier_version_is_told_from_none(world, report):
    agree(world, report)
    assert about(report, "visto bueno de") == {}
    assert check(report).is_endorsed is True

    report = write(report, by=world.secretariat, introduction="Otra cosa.")

    assert about(report, "visto bueno de") == {
        "El visto bueno de Presidencia es para una versión anterior.": "annual_compose",
        "Sin el visto bueno de lo que hoy está escrito: Honduras, Guatemala.": "annual_compose",
    }
    assert check(report).is_endorsed is False


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_for_any_number(world, activity, measure, report, count):
    annual.open_review(report, by=world.secretariat)
    for n in range(count):
        row = world.record("HN", activity, title=f"Paso {n}")
        EvidenceFactory(entry=row.entry, record=row)
        annual.comment(report, "introduction", f"Comentario {n}", by=world.presidency)
        EntryFactory(report=world.report("GT"), activity=world.activity(f"1.{n + 2}"))
        write(report, by=world.secretariat, **{f"activity-1.{n + 2}": "Escrito."})
    report = AnnualReport.objects.select_related("plan").get()

    with asked() as statements:
        found = weak_points(report)

    assert found
    assert ProgressEntry.objects.count() == count + 1
    assert len(statements) == 10
