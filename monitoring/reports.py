"""Opening a semester, starting a report, and the lock under which a report is written."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, Stakeholder, StakeholderKind
from monitoring.models import ProgressEntry, ProgressReport, ReportingPeriod, ReportState
from monitoring.permissions import can_open_semester, can_report, can_start_report
from plan.editions import digest, edition_in_force, open_changes
from plan.models import Activity, Plan, Semester
from risks.export import export_whole_plan


class WritingDenied(Exception):
    """The message is written for the person who tried to save."""


class PlanChanged(WritingDenied):
    """What the person was shown is no longer what an opening would publish."""


class AlreadyStarted(WritingDenied):
    """The stakeholder already has a report of that semester."""

    def __init__(self, report: ProgressReport):
        self.report = report
        super().__init__(
            _("%(stakeholder)s ya tiene un informe de %(semester)s. Ábralo en la lista.")
            % {"stakeholder": report.title, "semester": report.period.semester.code}
        )


class Stale(WritingDenied):
    """Somebody saved a newer version; `saved` is what stands in the database."""

    def __init__(self, saved):
        self.saved = saved
        super().__init__(_("Mientras usted escribía se guardó una versión más nueva."))


def owing_stakeholders() -> list[Stakeholder]:
    """Each country, and the Secretaría for the joint report of the coordination."""
    return list(
        Stakeholder.objects.filter(kind__in=[StakeholderKind.COUNTRY, StakeholderKind.SECRETARIAT])
    )


@transaction.atomic
def open_semester(
    semester: Semester,
    *,
    opens_on: datetime.date,
    due_on: datetime.date,
    closes_on: datetime.date,
    by: Membership | None,
    shown: str | None = None,
) -> ReportingPeriod:
    """Fix the plan's edition in force and give a draft to everyone who owes a report.

    `by` is None where the operator's command opens it; `shown` is the digest of the changes that a
    person was told it would publish. Raises WritingDenied, PlanChanged.
    """
    Plan.objects.select_for_update().get(pk=semester.plan_id)
    membership = Membership.objects.current_of(by)
    if by is not None and not can_open_semester(membership):
        raise WritingDenied(_("Solo la Secretaría Técnica abre un semestre."))
    if ReportingPeriod.objects.filter(semester=semester).exists():
        raise WritingDenied(_("%(semester)s ya está abierto.") % {"semester": semester.code})
    content = export_whole_plan(semester.plan)
    if shown not in (None, digest(open_changes(semester.plan, content))):
        raise PlanChanged(_("Alguien cambió el plan entretanto: revise qué se publicaría ahora."))
    period = ReportingPeriod.objects.create(
        semester=semester,
        edition=edition_in_force(
            semester.plan,
            content=content,
            reason=_("Cambios hasta la apertura de %(semester)s") % {"semester": semester.code},
            by=membership,
        ),
        opens_on=opens_on,
        due_on=due_on,
        closes_on=closes_on,
        opened_by=membership.user if membership else None,
    )
    for stakeholder in owing_stakeholders():
        create_draft(period, stakeholder)
    return period


@transaction.atomic
def start_report(period: ReportingPeriod, *, by: Membership) -> ProgressReport:
    """A draft for a stakeholder that has none: who joined late, or may report but need not.

    Raises WritingDenied, AlreadyStarted.
    """
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_start_report(membership):
        raise WritingDenied(_("Usted no representa a nadie que informe sobre este plan."))
    existing = period.reports.filter(stakeholder=membership.stakeholder).first()
    if existing:
        raise AlreadyStarted(existing)
    return create_draft(period, membership.stakeholder)


def create_draft(period: ReportingPeriod, stakeholder: Stakeholder) -> ProgressReport:
    report = ProgressReport.objects.create(period=period, stakeholder=stakeholder)
    activities = (
        Activity.objects.filter(plan=period.semester.plan)
        .answered_by(stakeholder)
        .due_in(period.semester)
    )
    ProgressEntry.objects.bulk_create(
        ProgressEntry(report=report, activity=activity) for activity in activities
    )
    return report


def lock_for_writing(report: ProgressReport, *, by: Membership | None) -> Membership:
    """Lock the report until the transaction ends, and return the writer's hat as it is now.

    Raises WritingDenied when the report is no longer the person's to write.
    """
    report = ProgressReport.objects.select_for_update().get(pk=report.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_report(membership, report):
        raise WritingDenied(_("Usted ya no informa por esta parte interesada."))
    if not report.is_editable:
        raise WritingDenied(not_editable(report))
    return membership


def not_editable(report: ProgressReport) -> str:
    if report.state == ReportState.SUBMITTED and report.review_began_at is None:
        sentence = _(
            "El informe está «%(state)s» y ya no se puede cambiar. Mientras no empiece la revisión"
            " puede retirarlo, al pie del informe; después, solo si se lo devuelven."
        )
    else:
        sentence = _(
            "El informe está «%(state)s» y ya no se puede cambiar, salvo que se lo devuelvan."
        )
    return sentence % {"state": report.get_state_display()}
