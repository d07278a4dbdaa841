"""The real plan in its third semester: reports of several countries in every state."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corett.accounts.models import Membership, Stakeholder
from corett.lib.tablefiles.texts import write_json
from monitoring import annual
from monitoring.annual.past_reports import add_past_report
from monitoring.annual.replies import reply
from monitoring.models import (
    AnnualComment,
    AnnualReply,
    AnnualReport,
    Comment,
    Evidence,
    Finding,
    PastReport,
    ProgressEntry,
    ProgressReport,
    Receipt,
    Record,
    ReportAction,
    ReportEvent,
    ReportingPeriod,
    WorkbookUpload,
)
from monitoring.receipts import write_receipt
from monitoring.reports import open_semester
from monitoring.workbook.writing import workbook_of
from plan.editions import publish_edition
from plan.models import Plan, PlanUpload, Semester
from risks.exchange import find_table, table_sheet
from risks.export import export_whole_plan
from risks.models import RiskReview
from tests.factories import (
    CommentFactory,
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    MembershipFactory,
    PriorityFactory,
    RecordFactory,
)
from tests.whole_plan import grow

STATES = {
    "2025-1": {"HN": "validated", "GT": "validated", "MX": "validated", "ST": "validated"},
    "2025-2": {"GT": "submitted", "MX": "returned", "CR": "validated"},
}
TIME = datetime.timedelta(days=1)


@dataclass(frozen=True)
class World:
    plan: Plan
    draft: ProgressReport
    receipt: Receipt
    record: Record
    evidence: Evidence
    comment: Comment
    finding: Finding
    workbook: WorkbookUpload
    tables: PlanUpload
    published: AnnualReport
    composing: AnnualReport
    said_of_annual: AnnualComment
    highlighted: ProgressEntry
    reply: AnnualReply
    past_report: PastReport


def make_full_world(plan: Plan) -> World:
    """Of Honduras is the draft, and what hangs on it."""
    grow(plan)
    for reason in ("Carga", "Metas y cronograma"):
        publish_edition(plan, content=export_whole_plan(plan), reason=reason, by=None)
    plan.activities.filter(code="1.3").update(statement="Cambiado después.")
    for semester in plan.semesters.filter(year=2025):
        bring_on(opened(semester))
    review_risks(plan)
    draft = ProgressReport.objects.get(stakeholder__code="HN", period__semester__half=2)
    record = Record.objects.filter(entry__report=draft).first()
    for year in (2025, 2026):
        PriorityFactory(activity=record.entry.activity, year=year)
    return World(
        plan=plan,
        draft=draft,
        receipt=Receipt.objects.get(report__stakeholder__code="HN"),
        record=record,
        evidence=EvidenceFactory(
            entry=record.entry, url="", file=ContentFile(b"acta", name="acta.pdf")
        ),
        comment=record.entry.comments.first(),
        finding=FindingFactory(plan=plan, owner=draft.stakeholder),
        **uploads(draft),
        **annual_reports(plan),
    )


def member(code: str) -> Membership:
    """Somebody of that stakeholder, the same person each time."""
    found = Membership.objects.filter(stakeholder__code=code).first()
    return found or MembershipFactory(stakeholder=Stakeholder.objects.get(code=code))


def opened(semester: Semester) -> ReportingPeriod:
    today = timezone.localdate()
    return open_semester(
        semester,
        opens_on=today - 30 * TIME,
        due_on=today + 30 * TIME,
        closes_on=today + 60 * TIME,
        by=member("ST"),
    )


def bring_on(period: ReportingPeriod) -> None:
    """Every report says something, and some have gone further."""
    states = STATES[period.semester.code]
    for report in period.reports.select_related("stakeholder"):
        fill(report)
        if state := states.get(report.stakeholder.code):
            send(report, state)


def fill(report: ProgressReport) -> None:
    party = report.stakeholder
    institution = InstitutionFactory(country=party if party.is_country else None)
    for entry in report.entries.order_by("activity__order")[:4]:
        type(entry).objects.filter(pk=entry.pk).update(progress="Se avanzó.", status="in_progress")
        record = RecordFactory(entry=entry, institutions=[institution])
        EvidenceFactory(entry=entry, record=record, accepted=True)
        CommentFactory(entry=entry)


def send(report: ProgressReport, state: str) -> None:
    person = member(report.stakeholder.code)
    values = {"submitted_at": timezone.now(), "submitted_by": person.user}
    if state == "validated":
        values |= {"validated_at": timezone.now(), "validated_by": member("ST").user}
    ProgressReport.objects.filter(pk=report.pk).update(state=state, **values)
    write_receipt(report, step(report, ReportAction.SUBMIT, person))
    if state == "returned":
        step(report, ReportAction.RETURN, member("ST"), comment="Falta la evidencia.")


def step(report, action, by: Membership, **values) -> ReportEvent:
    said = {"by": by.user, "stakeholder": by.stakeholder, "key": uuid.uuid4(), **values}
    return ReportEvent.objects.create(report=report, action=action, **said)


def review_risks(plan: Plan) -> None:
    secretariat = member("ST")
    for semester in plan.semesters.filter(year=2025):
        for risk in plan.risks.all()[:5]:
            RiskReview.objects.create(
                risk=risk,
                semester=semester,
                stakeholder=secretariat.stakeholder,
                level="high",
                reviewed_by=secretariat.user,
            )


def uploads(draft: ProgressReport) -> dict:
    """A file of each kind that waits to be confirmed."""
    book = WorkbookUpload.objects.create(
        report=draft, name="libro.xlsx", content=workbook_of(draft), uploaded_by=member("HN").user
    )
    sheet = table_sheet(find_table("Ejes"), draft.period.semester.plan)
    tables = PlanUpload.objects.create(
        name="ejes.json", content=write_json([sheet]), uploaded_by=member("ST").user
    )
    return {"workbook": book, "tables": tables}


def annual_reports(plan: Plan) -> dict:
    """One of 2025, published, and its next edition in preparation."""
    by = member("ST")
    first = annual.start_annual(plan, 2025, by=by)
    published = annual.publish(first, version=first.version, by=by, reason="Sin consulta.")
    return {
        "published": published,
        **in_review(annual.start_annual(plan, 2025, by=by)),
        **of_readers(published),
    }


def of_readers(published: AnnualReport) -> dict:
    """An answer to what is published, and a report of before beside it."""
    past = PastReport(plan=published.plan, year=2025, title="Memoria de labores")
    return {
        "reply": reply(published, text="Gracias.", key=uuid.uuid4(), by=member("OIM")),
        "past_report": add_past_report(
            past, SimpleUploadedFile("memoria.pdf", b"%PDF-1.4"), by=member("ST")
        ),
    }


def in_review(composing: AnnualReport) -> dict:
    """With words of a country among the first, and what one said of a section."""
    told = ProgressEntry.objects.exclude(progress="").filter(
        report__stakeholder__code="HN", report__state="validated"
    )
    annual.highlight(composing, told[0], by=member("ST"))
    annual.open_review(composing, by=member("ST"))
    said = annual.comment(composing, "activity-1.1", "Falta una mesa.", by=member("HN"))
    return {"composing": composing, "said_of_annual": said, "highlighted": told[0]}
