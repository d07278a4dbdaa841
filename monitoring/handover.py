"""What whoever takes over from a punto focal needs on the first day."""

from collections.abc import Iterable

from django.db.models import QuerySet

from corett.accounts.models import Membership, StakeholderKind
from monitoring.entry_values import entry_values
from monitoring.models import (
    Comment,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportAction,
    ReportEvent,
    ReportState,
)
from monitoring.permissions import can_start_report


def is_newcomer(membership: Membership | None) -> bool:
    """Who reports for a stakeholder and has not yet written anything for it."""
    if membership is None or not can_start_report(membership):
        return False
    of_stakeholder = {"entry__report__stakeholder": membership.stakeholder_id}
    wrote = [
        ProgressEntry.objects.filter(
            report__stakeholder=membership.stakeholder_id, saved_by=membership.user
        ),
        Record.objects.filter(**of_stakeholder, saved_by=membership.user),
        ReportEvent.objects.filter(stakeholder=membership.stakeholder_id, by=membership.user),
        Comment.objects.filter(stakeholder=membership.stakeholder_id, by=membership.user),
    ]
    return not any(rows.exists() for rows in wrote)


def handover(membership: Membership) -> dict:
    """Open drafts, what came back and why, the last report's values, and who to ask."""
    open_reports = list(ProgressReport.objects.to_write_by(membership).with_progress())
    last = last_report(membership)
    return {
        "open_reports": [
            {"report": report, "message": message}
            for report, message in with_messages(open_reports)
        ],
        "last": last,
        "last_values": values_of(last) if last else [],
        "colleagues": people_of([membership.stakeholder.kind], membership).filter(
            stakeholder=membership.stakeholder
        ),
        "secretariat": people_of([StakeholderKind.SECRETARIAT], membership),
    }


def with_messages(
    reports: Iterable[ProgressReport],
) -> list[tuple[ProgressReport, ReportEvent | None]]:
    """Each report with the words with which it was last returned, if it was."""
    events = ReportEvent.objects.filter(
        report__in=list(reports), action=ReportAction.RETURN
    ).select_related("by", "stakeholder")
    last = {event.report_id: event for event in events}
    return [(report, last.get(report.pk)) for report in reports]


def last_report(membership: Membership) -> ProgressReport | None:
    """The latest that the stakeholder sent and that stands, by whoever it was."""
    return (
        ProgressReport.objects.filter(
            stakeholder=membership.stakeholder_id,
            state__in=[ReportState.SUBMITTED, ReportState.VALIDATED],
        )
        .select_related("stakeholder", "period__semester", "period__edition", "submitted_by")
        .first()
    )


def values_of(report: ProgressReport) -> list[dict]:
    """What each activity with something to count added up to."""
    entries = report.entries.with_values()
    found = []
    for entry in entries:
        entry.report = report
        values = [one for one in entry_values(entry) if has_value(one["value"])]
        if values and not entry.no_activity:
            found.append({"entry": entry, "values": values})
    return found


def has_value(value: dict) -> bool:
    return value["number"] is not None or bool(value["parts"]) or bool(value["text"])


def people_of(kinds: list[str], membership: Membership) -> QuerySet[Membership]:
    """Whom to ask: the people who serve those stakeholders today, oneself aside."""
    return (
        Membership.objects.current()
        .filter(stakeholder__kind__in=kinds, user__is_active=True)
        .exclude(user=membership.user_id)
        .select_related("user", "stakeholder")
    )
