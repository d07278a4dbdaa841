"""What whoever takes over from a punto focal needs on the first day."""

from collections.abc import Iterable

from django.db.models import Exists, Q, QuerySet

from corett.accounts.models import Membership, Stakeholder, StakeholderKind
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
from monitoring.row_values import read_rows


def is_newcomer(membership: Membership | None) -> bool:
    """Who reports for a stakeholder and has not yet written anything for it."""
    return membership is not None and can_start_report(membership) and not has_written(membership)


def has_written(membership: Membership) -> bool:
    """Whether the person ever wrote for the stakeholder: an entry, a row, a step or a comment."""
    party, person = membership.stakeholder_id, membership.user_id
    wrote = (
        Exists(ProgressEntry.objects.filter(report__stakeholder=party, saved_by=person))
        | Exists(Record.objects.filter(entry__report__stakeholder=party, saved_by=person))
        | Exists(ReportEvent.objects.filter(stakeholder=party, by=person))
        | Exists(Comment.objects.filter(stakeholder=party, by=person))
    )
    return Membership.objects.filter(wrote, pk=membership.pk).exists()


def handover(membership: Membership) -> dict:
    """What is open, the last report with its values, and who to ask."""
    reports = list(own_reports(membership))
    last = last_of(reports)
    return {**open_tasks(membership, reports), "last_values": values_of(last) if last else []}


def own_reports(membership: Membership) -> QuerySet[ProgressReport]:
    """All that the stakeholder ever reported, the latest first."""
    mine = ProgressReport.objects.filter(stakeholder=membership.stakeholder_id)
    return mine.with_progress().select_related("submitted_by")


def open_tasks(membership: Membership, reports: Iterable[ProgressReport]) -> dict:
    """Of the stakeholder's reports: open drafts, what came back and why, the last; who to ask."""
    people = people_to_ask(membership)
    own, kind = membership.stakeholder, StakeholderKind.SECRETARIAT
    return {
        "open_reports": [
            {"report": report, "message": message}
            for report, message in with_messages(one for one in reports if one.is_editable)
        ],
        "last": last_of(reports),
        "colleagues": [one for one in people if one.stakeholder == own],
        "secretariat": [one for one in people if one.stakeholder.kind == kind],
    }


def with_messages(
    reports: Iterable[ProgressReport],
) -> list[tuple[ProgressReport, ReportEvent | None]]:
    """Each report with the words with which it was last returned, if it was."""
    reports = list(reports)
    events = ReportEvent.objects.filter(
        report__in=reports, action=ReportAction.RETURN
    ).select_related("by", "stakeholder")
    last = {event.report_id: event for event in events}
    return [(report, last.get(report.pk)) for report in reports]


def last_of(reports: Iterable[ProgressReport]) -> ProgressReport | None:
    """The latest that the stakeholder sent and that stands, by whoever it was."""
    sent = (ReportState.SUBMITTED, ReportState.VALIDATED)
    return next((report for report in reports if report.state in sent), None)


def values_of(report: ProgressReport) -> list[dict]:
    """What each activity with something to count added up to."""
    found = []
    for entry in with_rows(report):
        values = [one for one in entry_values(entry) if has_value(one["value"])]
        if values and not entry.no_activity:
            found.append({"entry": entry, "values": values})
    return found


def with_rows(report: ProgressReport) -> list[ProgressEntry]:
    """The report's entries with all that their rows give to their measures."""
    measured = ("activity__indicator__measures", "evidence")
    entries = list(report.entries.in_plan_order().prefetch_related(*measured))
    parties = {party.pk: party for party in Stakeholder.objects.all()}
    rows: dict[int, list[Record]] = {entry.pk: [] for entry in entries}
    for record in read_rows(Record.objects.filter(entry__report=report), parties=parties):
        rows[record.entry_id].append(record)
    for entry in entries:
        entry.report = report
        put_rows(entry, rows[entry.pk])
    return entries


def put_rows(entry: ProgressEntry, rows: list[Record]) -> None:
    for record in rows:
        record.entry = entry
    vars(entry).setdefault("_prefetched_objects_cache", {})["records"] = rows


def has_value(value: dict) -> bool:
    return value["number"] is not None or bool(value["parts"]) or bool(value["text"])


def people_to_ask(membership: Membership) -> list[Membership]:
    """The colleagues and the people of the Secretaría today, oneself aside."""
    asked = Q(stakeholder=membership.stakeholder_id) | Q(
        stakeholder__kind=StakeholderKind.SECRETARIAT
    )
    return list(
        Membership.objects.current()
        .filter(asked, user__is_active=True)
        .exclude(user=membership.user_id)
        .select_related("user", "stakeholder")
    )
