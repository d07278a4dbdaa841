"""The whole world with every kind of person, and each thing in each of its states."""

import datetime
from dataclasses import dataclass, replace

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corett.accounts.models import Membership, User
from corett.lib.canonical import canonical
from monitoring import annual, receipts
from monitoring.annual.past_reports import add_past_report
from monitoring.models import (
    AnnualReport,
    Audience,
    PastReport,
    ProgressEntry,
    ProgressReport,
    Publication,
    Record,
    WorkbookUpload,
)
from monitoring.workbook.writing import workbook_of
from plan import document
from plan.models import Plan, Scope
from risks.models import MitigationAction, Risk
from tests.annual import quick_files, quick_pdf
from tests.factories import (
    EvidenceFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.full_world import World, fill, make_full_world, member, opened, send

HOME, STRANGER = "HN", "SV"
"""The country of which most things are, and one that has nothing to do with them."""

PASSWORD = "una contraseña de prueba"  # noqa: S105

OF_STATE = {"borrador": "HN", "enviado": "GT", "devuelto": "MX", "validado": "CR"}
"""Whose report of 2025-2 is in which state."""


@dataclass(frozen=True)
class TrustWorld:
    base: World
    reports: dict[str, World]
    editions: dict[str, AnnualReport]
    people: dict[str, User | None]


def make_trust_world(plan: Plan) -> TrustWorld:
    base = make_full_world(plan)
    send_the_secretariats(base)
    for code in states().values():
        complete(report_of(code))
    return TrustWorld(
        base=base,
        reports={state: of_state(base, code) for state, code in states().items()},
        editions=every_edition(base),
        people=everybody(),
    )


def states() -> dict[str, str]:
    return {**OF_STATE, "enviado, de la Secretaría": "ST", "borrador incompleto": "BZ"}


def send_the_secretariats(base: World) -> None:
    """Its own report of 2025-2 waits to be reviewed, by Presidencia and nobody else."""
    send(report_of("ST"), "submitted")


def report_of(code: str) -> ProgressReport:
    return ProgressReport.objects.get(
        stakeholder__code=code, period__semester__year=2025, period__semester__half=2
    )


def complete(report: ProgressReport) -> None:
    """Nothing is missing, but in what nobody finished; one has no activity."""
    silent = report.entries.filter(progress="").order_by("activity__order")
    first, *rest = silent.values_list("pk", flat=True)
    ProgressEntry.objects.filter(pk=first).update(no_activity=True)
    if report.stakeholder.code != "BZ":
        told = {"progress": "Se avanzó.", "status": "in_progress", "no_records": True}
        ProgressEntry.objects.filter(pk__in=rest).update(**told)


def of_state(base: World, code: str) -> World:
    """The same world, looked at from another report."""
    report = report_of(code)
    record = Record.objects.filter(entry__report=report).order_by("pk").first()
    Record.objects.filter(pk=record.pk).update(scope=Scope.REGIONAL)
    record.refresh_from_db()
    file = ContentFile(b"acta", name="acta.pdf")
    return replace(
        base,
        draft=report,
        record=record,
        evidence=EvidenceFactory(entry=record.entry, record=record, url="", file=file),
        comment=record.entry.comments.first(),
        receipt=report.receipts.first() or base.receipt,
        workbook=WorkbookUpload.objects.create(
            report=report,
            name="libro.xlsx",
            content=workbook_of(report),
            uploaded_by=member(code).user,
        ),
    )


def every_edition(base: World) -> dict[str, AnnualReport]:
    """In preparation, in review, published for all, published for the parties only."""
    by = member("ST")
    [period] = [opened(one) for one in base.plan.semesters.filter(year=2026, half=1)]
    told = period.reports.get(stakeholder__code="CR")
    fill(told)
    send(told, "validated")
    kept = annual.start_annual(base.plan, 2026, by=by)
    AnnualReport.objects.filter(pk=kept.pk).update(audience=Audience.STAKEHOLDERS)
    kept.refresh_from_db()
    kept = annual.publish(kept, version=kept.version, by=by, reason="Sin consulta.")
    composing = annual.start_annual(base.plan, 2026, by=by)
    composing.erratum = "Se corrige una cifra."
    annual.save_choices(composing, version=composing.version, by=by)
    return {
        "en preparación": AnnualReport.objects.get(pk=composing.pk),
        "en consulta": base.composing,
        "publicado para cualquier persona": base.published,
        "publicado para las partes interesadas": kept,
    }


def everybody() -> dict[str, User | None]:
    """One of each kind; whose a thing is, and who is a stranger to it, depends on the thing."""
    closed = member("PA").user
    User.objects.filter(pk=closed.pk).update(is_active=False)
    return {
        "anónimo": None,
        "observador": member("OIM").user,
        "donante": member("DONANTES").user,
        "evaluación": evaluator().user,
        "país propio": member(HOME).user,
        "otro país": member(STRANGER).user,
        "Secretaría": member("ST").user,
        "Presidencia": member("PRES").user,
        "superusuario": UserFactory(is_superuser=True),
        "cuenta cerrada": closed,
    }


def evaluator() -> Membership:
    StakeholderFactory(evaluator=True)
    return member("EVAL")


# What only some pages need


def interrupted(report: AnnualReport) -> Publication:
    """A run that somebody asked for an hour ago, and of which nobody heard since."""
    hat = member("ST")
    return Publication.objects.create(
        report=report,
        version=report.version,
        reason="Sin consulta.",
        by=hat.user,
        stakeholder=hat.stakeholder,
        asked_at=timezone.now() - datetime.timedelta(hours=1),
    )


def owned_action(risk: Risk) -> MitigationAction:
    return MitigationAction.objects.create(
        risk=risk,
        order=9,
        statement="Acción del país",
        owner=member(HOME).stakeholder,
        due_on=datetime.date(2026, 3, 31),
    )


def past_report(plan: Plan, audience: str) -> PastReport:
    row = PastReport(plan=plan, year=2024, title=f"Memoria {audience}", audience=audience)
    file = SimpleUploadedFile("memoria.pdf", f"%PDF-1.4 {audience}".encode())
    return add_past_report(row, file, by=member("ST"))


def in_a_moment(monkeypatch) -> None:
    """No PDF is set here: what is in one is tested where that is what matters."""
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    monkeypatch.setattr(document, "render", lambda edition: b"%PDF- plan")
    monkeypatch.setattr(receipts, "render", as_pdf)


def as_pdf(content: dict, **_options) -> bytes:
    """The words that it would hold, uncompressed."""
    return b"%PDF- " + canonical(content)
