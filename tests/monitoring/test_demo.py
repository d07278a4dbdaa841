from io import BytesIO, StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from corett.accounts.models import Stakeholder, User
from monitoring.demo.findings import invent_findings
from monitoring.demo.people import create_people
from monitoring.demo.priorities import invent_priorities
from monitoring.demo.risks import INVENTED, invent_risks
from monitoring.demo.rows import invent_row
from monitoring.models import (
    AnnualReport,
    Evidence,
    Finding,
    FindingState,
    Priority,
    ProgressReport,
    Record,
    ReportState,
)
from plan.models import Kind, Measure, Plan, ScheduleCell, Target, TargetState
from risks.models import MitigationAction, RiskReview
from tests.annual import pdf_of, read
from tests.factories import (
    EntryFactory,
    MeasureFactory,
    MembershipFactory,
    ReportFactory,
    StakeholderFactory,
)
from tests.pdf_structure import accessibility_faults, archive_faults

pytestmark = pytest.mark.django_db


def prepare() -> str:
    said = StringIO()
    call_command("demo", prepare_only=True, stdout=said)
    return said.getvalue()


def rows_there_are() -> dict[str, int]:
    models = [User, ProgressReport, Record, Evidence, Target, ScheduleCell, AnnualReport]
    return {model.__name__: model.objects.count() for model in models}


def states_of(code: str) -> dict[str, int]:
    year, half = code.split("-")
    states = ProgressReport.objects.filter(
        period__semester__year=year, period__semester__half=half
    ).values_list("state", flat=True)
    return {state: list(states).count(state) for state in set(states)}


def kinds_with_data() -> set[str]:
    measures = Measure.objects.filter(indicator__activity__entries__records__isnull=False)
    return set(measures.values_list("kind", flat=True))


def test_the_demonstration_is_whole_says_so_and_can_be_repeated(client):
    said = prepare()

    assert "40 informes semestrales" in said
    assert "hn@demo.example" in said
    assert states_of("2024-2") == {"validated": 9, "draft": 1}
    assert states_of("2025-1") == {"validated": 9, "returned": 1}
    assert states_of("2025-2") == {"validated": 8, "draft": 1, "submitted": 1}
    assert states_of("2026-1") == {"validated": 2, "submitted": 3, "returned": 1, "draft": 4}
    assert kinds_with_data() == set(Kind.values)
    assert ScheduleCell.objects.exists()
    assert Target.objects.filter(
        state=TargetState.CONFIRMED, source_note__contains="DEMOSTRACIÓN"
    ).exists()
    assert not Target.objects.filter(state=TargetState.CONFIRMED).exclude(
        source_note__contains="DEMOSTRACIÓN"
    )
    assert "DEMOSTRACIÓN" in client.get("/").content.decode()
    report = AnnualReport.objects.get(year=2025)
    pages = PdfReader(BytesIO(read(pdf_of(report)))).pages
    assert all("DEMOSTRACIÓN" in page.extract_text() for page in pages)
    for file in report.files.filter(kind="pdf", country__in=["", "BZ"]):
        assert (file.name, accessibility_faults(read(file))) == (file.name, [])
    for file in report.files.filter(kind="archive"):
        assert (file.name, archive_faults(read(file))) == (file.name, [])

    before = rows_there_are()
    assert "Ya estaba; no se cambió nada" in prepare()
    assert rows_there_are() == before


def test_the_demonstration_refuses_a_base_with_real_reports(loaded_plan):
    ReportFactory(period__semester__plan=loaded_plan)
    before = rows_there_are()

    with pytest.raises(CommandError, match="personas o informes reales"):
        prepare()

    assert rows_there_are() == before
    assert Plan.objects.get().is_demonstration is False
    assert ProgressReport.objects.get().state == ReportState.DRAFT


def test_the_demonstration_refuses_a_base_with_real_people(loaded_plan):
    MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))

    with pytest.raises(CommandError, match="personas o informes reales"):
        prepare()

    assert User.objects.count() == 1
    assert Plan.objects.get().is_demonstration is False


def test_the_same_seed_invents_the_same_row():
    entry = EntryFactory(activity__code="2.3")
    MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)
    member = MembershipFactory(stakeholder=entry.report.stakeholder)

    def invented(seed):
        record = invent_row(entry, 0, by=member, dice=Random(seed))
        row = (record.ended_on, record.quantity, record.place, record.modality)
        numbers = [(figure.category, figure.number) for figure in record.figures.all()]
        record.delete()
        return row, numbers

    assert invented(1) == invented(1)
    assert invented(1) != invented(2)


def test_every_review_and_action_of_a_risk_says_that_it_is_invented(loaded_plan):
    create_people()

    invent_risks(loaded_plan)

    reviews, actions = RiskReview.objects.all(), MitigationAction.objects.all()
    assert (reviews.of_region().count(), reviews.count(), actions.count()) == (25, 29, 4)
    assert not reviews.exclude(response__endswith=INVENTED)
    assert not actions.exclude(statement__endswith=INVENTED)
    assert not actions.exclude(done_on=None).exclude(result__endswith=INVENTED)


def test_every_decision_and_finding_says_that_it_is_invented(loaded_plan):
    create_people()
    create_reports(loaded_plan)

    invent_priorities(loaded_plan)
    invent_findings(loaded_plan)

    decided, found = Priority.objects.all(), Finding.objects.all()
    next_year = decided.of_year(loaded_plan, 2027)
    assert (decided.endorsed().of_year(loaded_plan, 2026).count(), next_year.count()) == (6, 8)
    assert next_year.endorsed().count() == 4
    assert {one.state for one in found} == set(FindingState.values)
    assert not decided.exclude(reason__endswith=INVENTED)
    assert not found.exclude(text__endswith=INVENTED, source_title__endswith=INVENTED)
    for name in ("response", "action", "result"):
        assert not found.exclude(**{name: ""}).exclude(**{f"{name}__endswith": INVENTED})


def create_reports(plan) -> None:
    """What an invented finding is about."""
    semester = plan.semesters.get(year=2025, half=1)
    ReportFactory(period__semester=semester, stakeholder=Stakeholder.objects.get(code="GT"))
