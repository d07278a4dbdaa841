"""What people send from the pages, one of each kind, and what must be there afterwards."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from corett.accounts.models import Letter, Membership, User
from corett.directory.models import Institution
from monitoring import annual
from monitoring.models import (
    AnnualText,
    Comment,
    Evidence,
    Finding,
    Notice,
    ProgressEntry,
    ProgressReport,
    Receipt,
    ReportEvent,
)
from plan.models import Axis, Plan, PlanUpload
from tests.factories import (
    AxisFactory,
    EntryFactory,
    MembershipFactory,
    PeriodFactory,
    PlanFactory,
    ReportFactory,
    SemesterFactory,
    StakeholderFactory,
)
from tests.tables import row_of
from tests.trust.crowd import form_on


def ready_entry() -> ProgressEntry:
    """Of a semester that is over, answered, and so ready to be sent."""
    today = timezone.localdate()
    period = PeriodFactory(
        semester__year=today.year - 1,
        opens_on=today - datetime.timedelta(days=9),
    )
    return EntryFactory(
        report__period=period, status="in_progress", progress="Se hizo.", no_records=True
    )


@dataclass(frozen=True)
class Occasion:
    """Who sends which form, and of what there must then be one more, in rows and in mails."""

    who: Membership
    page: str
    action: str
    typed: dict
    rows: Callable[[], list[int]]
    mails: int = 0
    files: dict | None = None

    @property
    def address(self) -> str:
        return self.action or self.page

    def fields(self, client) -> dict:
        return {**form_on(client, self.page, self.action), **self.typed}


def post(client, told: Occasion, fields: dict):
    files = {
        name: SimpleUploadedFile(*file, content_type="application/octet-stream")
        for name, file in (told.files or {}).items()
    }
    return client.post(told.address, {**fields, **files})


def submit(_secretariat) -> Occasion:
    entry = ready_entry()
    who = MembershipFactory(stakeholder=entry.report.stakeholder)
    return Occasion(
        who,
        entry.report.get_absolute_url(),
        reverse("monitoring:report_submit", args=[entry.report_id]),
        {},
        lambda: [
            ReportEvent.objects.count(),
            Receipt.objects.count(),
            ProgressReport.objects.filter(state="submitted").count(),
            Notice.objects.filter(occasion="receipt").count(),
        ],
        mails=1,
    )


def give_back(secretariat) -> Occasion:
    report = ReportFactory(submitted=True)
    MembershipFactory(stakeholder=report.stakeholder)
    return Occasion(
        secretariat,
        report.get_absolute_url(),
        reverse("monitoring:report_return", args=[report.pk]),
        {"comment": "Falta el acta."},
        lambda: [
            ReportEvent.objects.filter(action="return").count(),
            Notice.objects.filter(occasion="returned").count(),
        ],
        mails=1,
    )


def comment(secretariat) -> Occasion:
    entry = EntryFactory(report__submitted=True)
    address = reverse("monitoring:comment_add", args=[entry.report_id, entry.activity.code])
    return Occasion(
        secretariat,
        entry.get_absolute_url(),
        address,
        {"text": "¿Y el acta?"},
        lambda: [Comment.objects.count()],
    )


def evidence(_secretariat) -> Occasion:
    entry = EntryFactory()
    who = MembershipFactory(stakeholder=entry.report.stakeholder)
    address = reverse("monitoring:evidence_add", args=[entry.report_id, entry.activity.code])
    return Occasion(
        who,
        address,
        "",
        {"title": "Acta"},
        lambda: [Evidence.objects.count(), entry.changes.count()],
        files={"files": ("acta.pdf", b"%PDF-1.4\n%%EOF\n")},
    )


def finding(secretariat) -> Occasion:
    PlanFactory()
    typed = {
        "source": "evaluation",
        "source_title": "Evaluación",
        "found_on": "2026-06-30",
        "text": "Los registros no separan la edad.",
    }
    return Occasion(
        secretariat,
        reverse("monitoring:finding_enter"),
        "",
        typed,
        lambda: [Finding.objects.count()],
    )


def institution(secretariat) -> Occasion:
    country = StakeholderFactory()
    typed = {"name": "Ministerio", "country": country.pk, "type": "public", "sector": "other"}
    return Occasion(
        secretariat,
        reverse("admin:directory_institution_add"),
        "",
        typed,
        lambda: [Institution.objects.count(), Institution.history.count()],
    )


def validate(secretariat) -> Occasion:
    report = ReportFactory(submitted=True)
    return Occasion(
        secretariat,
        report.get_absolute_url(),
        reverse("monitoring:report_validate", args=[report.pk]),
        {},
        lambda: [
            ReportEvent.objects.filter(action="validate").count(),
            ProgressReport.objects.filter(state="validated").count(),
        ],
    )


def tables(secretariat) -> Occasion:
    """A file of the plan that is read already, and waits to be taken."""
    plan = PlanFactory(code=f"plan-{Plan.objects.count()}")
    axis = AxisFactory(plan=plan, name="Prevención")
    row = {**row_of("Ejes", plan, Eje=axis.number), "Nombre": "Otro nombre"}
    upload = PlanUpload.objects.create(
        name="ejes.json",
        content=json.dumps({"Ejes": [row]}).encode(),
        uploaded_by=secretariat.user,
    )
    preview = reverse("whole_plan:exchange_preview", args=[plan.code, upload.key])
    return Occasion(
        secretariat,
        preview,
        f"{preview}guardar/",
        {},
        lambda: [
            Axis.objects.filter(name="Otro nombre").count(),
            PlanUpload.objects.filter(applied_at__isnull=False).count(),
        ],
    )


def section(secretariat) -> Occasion:
    """The introduction of an annual report, of a plan of its own each time."""
    plan = PlanFactory(code=f"plan-{Plan.objects.count()}")
    SemesterFactory(plan=plan, year=2025, half=1)
    report = annual.start_annual(plan, 2025, by=secretariat)
    return Occasion(
        secretariat,
        reverse("monitoring:annual_section", args=[*report.address, "introduction"]),
        "",
        {"text": "Este año se avanzó."},
        lambda: [AnnualText.objects.filter(text="Este año se avanzó.").count()],
    )


def invitation(secretariat) -> Occasion:
    """A new person of a country, who gets a mail."""
    email = f"persona-{User.objects.count()}@ejemplo.example"
    typed = {
        "email": email,
        "name": "Ana Nueva",
        "language": "es",
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-stakeholder": StakeholderFactory().pk,
        "memberships-0-since": "2025-01-01",
    }
    return Occasion(
        secretariat,
        reverse("admin:accounts_user_add"),
        "",
        typed,
        lambda: [
            User.objects.filter(email=email).count(),
            Membership.objects.filter(user__email=email).count(),
            Letter.objects.filter(user__email=email).count(),
        ],
        mails=1,
    )


OCCASIONS = [
    submit,
    give_back,
    validate,
    comment,
    evidence,
    finding,
    institution,
    tables,
    section,
    invitation,
]
