"""Writing what a report says of an activity."""

from django.db import transaction
from django.db.models import F, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, User
from monitoring.models import Comment, Evidence, ProgressEntry, ProgressReport, Record
from monitoring.models.entry import ProgressEntryQuerySet
from monitoring.permissions import can_comment
from monitoring.reports import Stale, WritingDenied, lock_for_writing


def read_entries(report: ProgressReport, user: User) -> ProgressEntryQuerySet:
    """The report's entries with rows, comments and the evidence that the person may see."""
    return report.entries.in_plan_order().prefetch_related(
        Prefetch("records", Record.objects.for_reading(user)),
        Prefetch("evidence", Evidence.objects.visible_to(user)),
        Prefetch("comments", Comment.objects.visible_to(user).select_related("by", "stakeholder")),
    )


@transaction.atomic
def save_entry(entry: ProgressEntry, *, version: int, by: Membership) -> ProgressEntry:
    """Save the status and narrative that `entry` carries, on top of the version it was read in.

    Any written text takes back «sin actividad», which would hide it. Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(entry.report, by=by)
    saved = ProgressEntry.objects.filter(pk=entry.pk, version=version).update(
        status=entry.status,
        reason=entry.reason,
        progress=entry.progress,
        obstacles=entry.obstacles,
        next_steps=entry.next_steps,
        no_activity=entry.no_activity and not entry.has_text,
        version=F("version") + 1,
        saved_at=timezone.now(),
        saved_by=membership.user,
    )
    current = ProgressEntry.objects.select_related("saved_by").get(pk=entry.pk)
    if not saved:
        raise Stale(current)
    return current


@transaction.atomic
def declare_no_activity(report: ProgressReport, *, codes: list[str], by: Membership) -> int:
    """Say of the activities with these codes that nothing was done; return how many.

    What already has text, rows or evidence is left as it is. Raises WritingDenied.
    """
    membership = lock_for_writing(report, by=by)
    untouched = report.entries.untouched().filter(activity__code__in=codes).values("pk")
    return ProgressEntry.objects.filter(pk__in=list(untouched.values_list("pk", flat=True))).update(
        no_activity=True,
        version=F("version") + 1,
        saved_at=timezone.now(),
        saved_by=membership.user,
    )


@transaction.atomic
def take_back_no_activity(entry: ProgressEntry, *, by: Membership) -> None:
    """The text is as it was, and so is its version. Raises WritingDenied."""
    membership = lock_for_writing(entry.report, by=by)
    ProgressEntry.objects.filter(pk=entry.pk, no_activity=True).update(
        no_activity=False, saved_at=timezone.now(), saved_by=membership.user
    )


@transaction.atomic
def add_comment(entry: ProgressEntry, *, text: str, by: Membership | None) -> Comment:
    """The same words again, from a request that was repeated, are said once.

    Raises WritingDenied.
    """
    report = ProgressReport.objects.select_for_update().get(pk=entry.report_id)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_comment(membership, report):
        raise WritingDenied(_("Usted no puede comentar este informe, o ya está validado."))
    last = entry.comments.last()
    if last and (last.text, last.by) == (text, membership.user):
        return last
    return Comment.objects.create(
        entry=entry, text=text, by=membership.user, stakeholder=membership.stakeholder
    )
