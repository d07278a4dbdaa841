"""The record of a published edition: one hash over all that must never change of it.

Each record names the hash of the one published before it in the plan, so that none can be altered,
left out or put in between without the later ones telling.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from corett.lib.canonical import canonical, sha256
from monitoring.models import AnnualAction, AnnualEvent, AnnualFile, AnnualReport
from plan.models import Plan


def published_in_order(plan: Plan):
    """In the order of the chain."""
    return plan.annual_reports.published().order_by("published_at", "pk")


def last_published(plan: Plan) -> AnnualReport | None:
    return published_in_order(plan).defer("content").last()


def last_record(plan: Plan) -> str:
    last = last_published(plan)
    return last.record_sha256 if last else ""


def record_of(
    report: AnnualReport, files: Iterable[AnnualFile], event: AnnualEvent, *, previous: str
) -> dict:
    """What the chain vouches for; of the content, its hash."""
    return {
        "plan": report.plan.code,
        "year": report.year,
        "edition": report.edition,
        "is_final": report.is_final,
        "audience": report.audience,
        "erratum": report.erratum,
        "data_sha256": report.data_sha256,
        "published_at": moment_said(report.published_at),
        "published_for": event.stakeholder.code,
        "reason": event.reason,
        "files": sorted(map(file_line, files)),
        "previous": previous,
    }


def moment_said(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def file_line(file: AnnualFile) -> list:
    return [file.kind, file.language, file.country, file.size, file.sha256]


def record_sha256(record: dict) -> str:
    return sha256(canonical(record))


def publishing_event(report: AnnualReport) -> AnnualEvent | None:
    """The one that published it; older editions may have none."""
    events = report.events.filter(action=AnnualAction.PUBLISHED).select_related("stakeholder")
    return events.last()
