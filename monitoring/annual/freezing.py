"""What a publication freezes, and the one transaction in which it does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from corett.accounts.models import Membership
from corett.audit import chain
from corett.lib.canonical import canonical, sha256
from corett.lib.moment import one_moment
from monitoring.annual import corrections
from monitoring.annual.content import summarise_report
from monitoring.annual.errors import AnnualError
from monitoring.annual.publishing import require_publishable, require_reason, require_version
from monitoring.annual.record import last_published, last_record, record_of, record_sha256
from monitoring.annual.writing import note
from monitoring.models import (
    AnnualAction,
    AnnualFile,
    AnnualReport,
    AnnualState,
    Publication,
    PublicationState,
)
from monitoring.permissions import can_publish_annual
from plan.editions import edition_in_force
from plan.models import Plan, PlanEdition
from risks.export import export_whole_plan


class Lost(Exception):
    """Another run took the place of this one."""


def content_to_freeze(publication: Publication) -> dict:
    """The texts of the version that was asked for with the data of this moment.

    The edition of the plan that it names is the one in force, made for it where the plan changed.
    Raises AnnualError.
    """
    report = AnnualReport.objects.select_related("plan").get(pk=publication.report_id)
    membership = require_publisher(publication, report)
    require_version(report, publication.version)
    require_publishable(report)
    with one_moment():
        plan_content = export_whole_plan(report.plan)
        content = summarise_report(report, status=AnnualState.PUBLISHED)
    content["report"] |= named_edition(edition_for(report, plan_content, by=membership))
    content["report"]["previous_record"] = last_record(report.plan)
    content["report"]["trail"] = trail_head()
    content["corrects"] = corrects(report, content)
    return content


def trail_head() -> dict:
    """The last record of the audit trail, by which what came before can be told from a remake."""
    position, digest = chain.head()
    return {"position": position, "sha256": digest}


def corrects(report: AnnualReport, content: dict) -> dict | None:
    """What changed since the edition before; None for the first."""
    before = report.plan.annual_reports.published().filter(year=report.year).order_by("edition")
    last = before.last()
    with override(settings.LANGUAGE_CODE):
        return corrections.corrects(cast(dict, last.content), content) if last else None


def edition_for(report: AnnualReport, plan_content: dict, *, by: Membership) -> PlanEdition:
    reason = _("Cambios hasta la publicación del informe anual %(year)s") % {"year": report.year}
    return edition_in_force(report.plan, content=plan_content, reason=reason, by=by)


def named_edition(edition: PlanEdition) -> dict:
    return {"plan_edition": edition.number, "plan_changed_since": False}


def require_publisher(publication: Publication, report: AnnualReport) -> Membership:
    """Who asked, if that person still may. Raises AnnualError."""
    if report.is_published:
        raise AnnualError(_("Esta edición ya se publicó. Para corregirla, prepare una nueva."))
    hats = Membership.objects.current().filter(
        user=publication.by_id, user__is_active=True, stakeholder=publication.stakeholder_id
    )
    membership = hats.select_related("user", "stakeholder").first()
    if membership is None or not can_publish_annual(membership, report):
        raise AnnualError(_("Solo la Secretaría Técnica publica el informe anual."))
    return membership


@transaction.atomic
def freeze(publication: Publication, content: dict, files: Sequence[AnnualFile]) -> AnnualReport:
    """All of the edition, or nothing. Raises AnnualError, Lost."""
    run = take(publication)
    report = hold(publication)
    membership = require_publisher(publication, report)
    require_version(report, publication.version)
    require_reason(report, publication.reason)
    require_order(report, content)
    report.state, report.content = AnnualState.PUBLISHED, content
    report.data_sha256 = sha256(canonical(content))
    report.published_at, report.published_by = moment_after(report.plan), membership.user
    event = note(
        report,
        AnnualAction.PUBLISHED,
        by=membership,
        reason=publication.reason,
        at=report.published_at,
    )
    record = record_of(report, files, event, previous=content["report"]["previous_record"])
    report.record_sha256 = record_sha256(record)
    for file in files:
        file.report = report
        file.save()
    report.save()
    end(run, report)
    return report


def take(publication: Publication) -> Publication:
    """The run, held until the end of the transaction. Raises Lost."""
    running = Publication.objects.select_for_update().filter(state=PublicationState.RUNNING)
    run = running.filter(pk=publication.pk).first()
    if run is None:
        raise Lost
    return run


def hold(publication: Publication) -> AnnualReport:
    """The edition, and with it the plan: one is published after another, never two at once."""
    Plan.objects.select_for_update().get(pk=publication.report.plan_id)
    reports = AnnualReport.objects.select_for_update(of=("self",)).select_related("plan")
    return reports.get(pk=publication.report_id)


def require_order(report: AnnualReport, content: dict) -> None:
    if content["report"]["previous_record"] != last_record(report.plan):
        raise AnnualError(
            _("Mientras se preparaba se publicó otro informe de este plan. Publique de nuevo.")
        )


def moment_after(plan: Plan) -> datetime:
    """Now, and in any case after what was published before, whatever the clock says."""
    last, now = last_published(plan), timezone.now()
    if last is None or last.published_at is None:
        return now
    return max(now, last.published_at + timedelta(microseconds=1))


def end(run: Publication, report: AnnualReport) -> None:
    run.state, run.finished_at = PublicationState.DONE, report.published_at
    run.step, run.doing = run.steps, ""
    run.save(update_fields=["state", "finished_at", "step", "doing"])
