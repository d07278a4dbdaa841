"""What the Secretaría writes and chooses for an edition. Nothing else writes them.

Each section has a version of its own, so that two people write two sections at once; each change
also moves the version of the edition, by which a visto bueno and a publication name what they saw.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Language, Membership
from monitoring.annual.errors import AnnualError
from monitoring.annual.sections import sections_of
from monitoring.models import (
    AnnualAction,
    AnnualEvent,
    AnnualHighlight,
    AnnualReport,
    AnnualText,
    ProgressEntry,
    ReportState,
)
from monitoring.permissions import can_compose_annual
from monitoring.reports import Stale
from plan.models import Plan

MOST_HIGHLIGHTS = 6
CHOICES = ("erratum", "audience", "is_final")


@transaction.atomic
def start_annual(plan: Plan, year: int, *, by: Membership) -> AnnualReport:
    """The report of the year in preparation: the one there is, or a new edition.

    A new edition begins with the words and the highlights of the last. Raises AnnualError.
    """
    membership = require_composer(by)
    require_year(plan, year)
    Plan.objects.select_for_update().get(pk=plan.pk)
    last = editions_of(plan, year).first()
    if last is not None and not last.is_published:
        return last
    report = AnnualReport.objects.create(
        plan=plan,
        year=year,
        edition=next_edition(last),
        audience=last.audience if last else AnnualReport._meta.get_field("audience").default,
    )
    if last is not None:
        take_over(report, last)
    note(report, AnnualAction.STARTED, by=membership)
    return report


def take_over(report: AnnualReport, last: AnnualReport) -> None:
    AnnualText.objects.bulk_create(
        AnnualText(
            report=report,
            section=one.section,
            text=one.text,
            language=one.language,
            saved_at=one.saved_at,
            saved_by_id=one.saved_by_id,
        )
        for one in last.texts.all()
    )
    AnnualHighlight.objects.bulk_create(
        AnnualHighlight(
            report=report,
            entry_id=one.entry_id,
            chosen_at=one.chosen_at,
            chosen_by_id=one.chosen_by_id,
        )
        for one in last.highlights.all()
    )


def text_of(report: AnnualReport, section: str) -> AnnualText:
    """What stands written, or an empty text that was never saved (version 1).

    Raises AnnualError.
    """
    if section not in {one.key for one in sections_of(report.plan, report.year)}:
        raise AnnualError(_("Este informe no tiene esa parte."))
    found = AnnualText.objects.filter(report=report, section=section).select_related("saved_by")
    return found.first() or AnnualText(report=report, section=section)


@transaction.atomic
def save_text(
    report: AnnualReport,
    section: str,
    text: str,
    *,
    language: str = Language.SPANISH,
    version: int,
    by: Membership,
) -> AnnualText:
    """Save the words of a section on top of the version that they were read in.

    Raises AnnualError, Stale.
    """
    membership = require_composer(by)
    lock(report)
    current = text_of(report, section)
    if current.version != version:
        raise Stale(current)
    if (current.text, current.language) == (text, language):
        return current
    current.text, current.language = text, language
    current.version += 1
    current.saved_at, current.saved_by = timezone.now(), membership.user
    current.save()
    touch(report)
    return current


@transaction.atomic
def save_choices(report: AnnualReport, *, version: int, by: Membership) -> AnnualReport:
    """Save what it corrects, for whom it is and whether it is final, as `report` carries them.

    Raises AnnualError, Stale.
    """
    require_composer(by)
    current = lock(report)
    chosen = {name: getattr(report, name) for name in CHOICES}
    if current.version != version:
        if all(getattr(current, name) == value for name, value in chosen.items()):
            return current
        raise Stale(current)
    AnnualReport.objects.filter(pk=report.pk).update(version=F("version") + 1, **chosen)
    return AnnualReport.objects.select_related("plan").get(pk=report.pk)


@transaction.atomic
def highlight(report: AnnualReport, entry: ProgressEntry, *, by: Membership) -> None:
    """Put a stakeholder's validated words among the first pages. Raises AnnualError."""
    membership = require_composer(by)
    lock(report)
    if report.highlights.filter(entry=entry).exists():
        return
    if not is_quotable(report, entry):
        raise AnnualError(_("Solo se destacan avances escritos en informes validados del año."))
    if report.highlights.count() >= MOST_HIGHLIGHTS:
        raise AnnualError(
            _("Ya hay %(most)s destacados. Quite uno antes de añadir otro.")
            % {"most": MOST_HIGHLIGHTS}
        )
    AnnualHighlight.objects.create(report=report, entry=entry, chosen_by=membership.user)
    touch(report)


def is_quotable(report: AnnualReport, entry: ProgressEntry) -> bool:
    """Read again from the database: what is shown may be older."""
    validated = ProgressEntry.objects.filter(
        pk=entry.pk,
        report__state=ReportState.VALIDATED,
        report__period__semester__plan=report.plan_id,
        report__period__semester__year=report.year,
    )
    return validated.exclude(progress="").exists()


@transaction.atomic
def drop_highlight(report: AnnualReport, entry: ProgressEntry, *, by: Membership) -> None:
    """Raises AnnualError."""
    require_composer(by)
    lock(report)
    dropped, _rows = report.highlights.filter(entry=entry).delete()
    if dropped:
        touch(report)


def lock(report: AnnualReport) -> AnnualReport:
    """The edition as it stands, held until the end of the transaction. Raises AnnualError."""
    current = AnnualReport.objects.select_for_update().select_related("plan").get(pk=report.pk)
    if current.is_published:
        raise AnnualError(_("Esta edición ya se publicó. Para corregirla, prepare una nueva."))
    return current


def touch(report: AnnualReport) -> None:
    AnnualReport.objects.filter(pk=report.pk).update(version=F("version") + 1)


def note(
    report: AnnualReport,
    action: AnnualAction,
    *,
    by: Membership,
    reason: str = "",
    at: datetime | None = None,
) -> AnnualEvent:
    return AnnualEvent.objects.create(
        report=report,
        action=action,
        version=report.version,
        reason=reason,
        by=by.user,
        stakeholder=by.stakeholder,
        at=at or timezone.now(),
    )


def require_composer(by: Membership) -> Membership:
    membership = Membership.objects.current_of(by)
    if membership is None or not can_compose_annual(membership):
        raise AnnualError(_("Solo la Secretaría Técnica prepara el informe anual."))
    return membership


def require_year(plan: Plan, year: int) -> None:
    if year not in plan.years:
        raise AnnualError(
            _("El plan va de %(first)s a %(last)s; no tiene el año %(year)s.")
            % {"first": plan.start.year, "last": plan.end.year, "year": year}
        )


def editions_of(plan: Plan, year: int) -> QuerySet[AnnualReport]:
    return plan.annual_reports.filter(year=year).order_by("-edition")


def next_edition(last: AnnualReport | None) -> int:
    """The number of what is not published yet."""
    if last is None:
        return 1
    return last.edition + 1 if last.is_published else last.edition
