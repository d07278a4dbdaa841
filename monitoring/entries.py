"""Writing what a report says of an activity."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Exists, F, Model, OuterRef, Prefetch, Q
from django.utils import timezone

from corett.accounts.models import Membership, Stakeholder, User
from corett.accounts.permissions import reads_whole_region
from monitoring.changes import describe_entry, note
from monitoring.models import (
    Amount,
    ChangeAction,
    Comment,
    Evidence,
    Figure,
    Milestone,
    ProgressEntry,
    ProgressReport,
    Record,
    RegistryCheck,
)
from monitoring.models.record import institutions_named_to
from monitoring.models.status import TEXTS
from monitoring.reports import Stale, lock_for_writing
from monitoring.row_values import read_rows
from plan.models import GuidingApproach, Measure
from risks.models import Risk

Part = TypeVar("Part", Record, Evidence)


def read_entries(report: ProgressReport, user: User) -> list[ProgressEntry]:
    """The report's entries with rows, comments and the evidence that the person may see."""
    entries = list(
        report.entries.in_plan_order().prefetch_related(
            "approaches",
            "risks_met",
            Prefetch("evidence", Evidence.objects.visible_to(user).select_related("record")),
            Prefetch(
                "comments",
                Comment.objects.visible_to(user).select_related(
                    "by", "stakeholder", "record", "settled_by"
                ),
            ),
        )
    )
    for entry, rows in rows_of(entries, user).items():
        vars(entry)["_prefetched_objects_cache"]["records"] = rows
    return entries


def rows_of(entries: Collection[ProgressEntry], user: User) -> dict[ProgressEntry, list[Record]]:
    """The rows of each entry with all that they say to the person, in three questions."""
    rows = Record.objects.filter(entry__in=entries).order_by("ended_on", "pk")
    measures = Measure.objects.filter(indicator__activity__entries__in=entries).distinct()
    read = read_rows(
        rows.annotate(institution_count=Count("institutions", distinct=True)),
        institutions=institutions_named_to(user),
        measures={measure.pk: measure for measure in measures},
    )
    found: dict[ProgressEntry, list[Record]] = {entry: [] for entry in entries}
    for row in read:
        row.entry = next(entry for entry in entries if entry.pk == row.entry_id)
        found[row.entry].append(row)
    return found


def put_parts(told: Sequence[ProgressEntry]) -> None:
    """Give entries of one activity their measures, rows and evidence, in five questions.

    Each has measures of its own, because it calls them as its edition does.
    """
    indicator = told[0].activity.indicator
    measures = list(Measure.objects.filter(indicator=indicator))
    parties = {party.pk: party for party in Stakeholder.objects.all()}
    rows = by_entry(read_rows(Record.objects.filter(entry__in=told), parties=parties))
    evidence = by_entry(Evidence.objects.filter(entry__in=told))
    for entry in told:
        own = {measure.pk: copy(measure) for measure in measures}
        for measure in own.values():
            measure.indicator = entry.activity.indicator
        keep(entry.activity.indicator.measures, own.values())
        mine = rows.get(entry.pk, [])
        for row in mine:
            row.entry = entry
            for value in values_in(row):
                value.measure = own[value.measure_id]
        named = {row.pk: row for row in mine}
        for one in evidence.get(entry.pk, []):
            one.entry, one.record = entry, named.get(one.record_id or 0)
        keep(entry.records, mine)
        keep(entry.evidence, evidence.get(entry.pk, []))


def values_in(row: Record) -> Iterator[Figure | Milestone | RegistryCheck | Amount]:
    yield from row.figures.all()
    yield from row.milestones.all()
    yield from row.registry_checks.all()
    yield from row.amounts.all()


def by_entry(parts: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.entry_id, []).append(part)
    return found


def put_marks(entry: ProgressEntry) -> None:
    """Its enfoques and risks, and all that its plan has of them, in two questions."""
    plan = entry.activity.plan
    pairs: list[tuple[Any, Any]] = [
        (entry.approaches, plan.approaches),
        (entry.risks_met, plan.risks),
    ]
    for marks, offered in pairs:
        links = marks.through._default_manager.filter(progressentry=entry.pk)
        here = links.filter(**{marks.target_field_name: OuterRef("pk")})
        every = list(offered.annotate(is_marked=Exists(here)))
        keep(marks, [one for one in every if one.is_marked])
        keep(offered, every)


def keep(manager: Any, rows: Iterable[Model]) -> None:
    """Where `.all()` finds them without asking again, and a filter asks anew."""
    known = manager.all()
    known._result_cache, known._prefetch_done = list(rows), True
    name = getattr(manager, "prefetch_cache_name", None) or manager.field.remote_field.accessor_name
    vars(manager.instance).setdefault("_prefetched_objects_cache", {})[name] = known


def shown_rows(entry: ProgressEntry, user: User) -> list[Record]:
    """Its rows with the institutions that the person may see by name, and how many there are."""
    held = {hat.stakeholder_id for hat in user.current_memberships}
    reads_all = reads_whole_region(user) or entry.report.stakeholder_id in held
    found = []
    for row in entry.records.all():
        every = row.institutions.all()
        shown: Any = copy(row)
        vars(shown)["_prefetched_objects_cache"] = dict(vars(row)["_prefetched_objects_cache"])
        shown.institution_count = len(every)
        seen = [one for one in every if reads_all or one.is_public or one.country_id in held]
        vars(shown)["_prefetched_objects_cache"]["institutions"] = seen
        found.append(shown)
    return found


@dataclass(frozen=True)
class Chosen:
    """The enfoques and risks that were marked; None leaves them as they are."""

    approaches: Collection[GuidingApproach] | None = None
    risks_met: Collection[Risk] | None = None


@transaction.atomic
def save_entry(
    entry: ProgressEntry, *, version: int, by: Membership, chosen: Chosen = Chosen()
) -> ProgressEntry:
    """Save the status and narrative that `entry` carries, on top of the version it was read in.

    Anything said takes back «sin actividad», which would hide it. The change is kept with what
    stood before. Raises WritingDenied, Stale.
    """
    membership = lock_for_writing(entry.report, by=by)
    before = ProgressEntry.objects.get(pk=entry.pk)
    described = describe_entry(before)
    says_something = entry.has_text or entry.no_records or chosen.approaches or chosen.risks_met
    saved = ProgressEntry.objects.filter(pk=entry.pk, version=version).update(
        status=entry.status,
        **{name: getattr(entry, name) for name in TEXTS},
        no_records=entry.no_records and not before.own_records().exists(),
        no_activity=before.no_activity and not says_something,
        language=language_of(entry, before, membership),
        version=F("version") + 1,
        saved_at=timezone.now(),
        saved_by=membership.user,
    )
    if not saved:
        raise Stale(ProgressEntry.objects.select_related("saved_by").get(pk=entry.pk))
    mark(before, chosen)
    current = ProgressEntry.objects.select_related("saved_by").get(pk=entry.pk)
    note(entry, ChangeAction.SAVED, by=membership, before=described, after=describe_entry(current))
    return current


def language_of(entry: ProgressEntry, before: ProgressEntry, membership: Membership) -> str:
    """Words are in the language of the person who wrote them last."""
    is_rewritten = any(getattr(entry, name) != getattr(before, name) for name in TEXTS)
    return membership.user.language if is_rewritten else before.language


def mark(entry: ProgressEntry, chosen: Chosen) -> None:
    for name in ("approaches", "risks_met"):
        marked = getattr(chosen, name)
        if marked is not None:
            getattr(entry, name).set(marked)


@transaction.atomic
def declare_no_activity(report: ProgressReport, *, codes: list[str], by: Membership) -> int:
    """Say of the activities with these codes that nothing was done; return how many.

    What already has text, rows or evidence is left as it is. Raises WritingDenied.
    """
    membership = lock_for_writing(report, by=by)
    untouched = list(report.entries.untouched().filter(activity__code__in=codes))
    for entry in untouched:
        note(entry, ChangeAction.NO_ACTIVITY, by=membership)
    return ProgressEntry.objects.filter(pk__in=[entry.pk for entry in untouched]).update(
        no_activity=True,
        version=F("version") + 1,
        saved_at=timezone.now(),
        saved_by=membership.user,
    )


@transaction.atomic
def take_back_no_activity(entry: ProgressEntry, *, by: Membership) -> None:
    """The text is as it was, and so is its version. Raises WritingDenied."""
    membership = lock_for_writing(entry.report, by=by)
    taken_back = ProgressEntry.objects.filter(pk=entry.pk, no_activity=True).update(
        no_activity=False, saved_at=timezone.now(), saved_by=membership.user
    )
    if taken_back:
        note(entry, ChangeAction.ACTIVITY, by=membership)


@transaction.atomic
def say_activity(entry: ProgressEntry, *, by: Membership) -> None:
    """Somebody says on purpose that there was activity after all. Raises WritingDenied."""
    take_back_no_activity(entry, by=by)
    ProgressEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1)


def earlier_than(report: ProgressReport) -> Q:
    """The entries of the same stakeholder and plan in earlier semesters."""
    semester = report.period.semester
    earlier = Q(report__period__semester__year__lt=semester.year) | Q(
        report__period__semester__year=semester.year,
        report__period__semester__half__lt=semester.half,
    )
    return earlier & Q(
        report__stakeholder=report.stakeholder_id, report__period__semester__plan=semester.plan_id
    )


def earlier_entries(entry: ProgressEntry, user: User) -> list[ProgressEntry]:
    """What the same stakeholder said of the activity in earlier semesters, the last first.

    Whoever wrote it: it is the stakeholder's, and not the person's.
    """
    return list(
        ProgressEntry.objects.visible_to(user)
        .filter(earlier_than(entry.report), activity=entry.activity_id)
        .select_related(
            "activity__indicator",
            "report__stakeholder",
            "report__period__semester__plan",
            "report__period__edition",
        )
        .order_by("-report__period__semester__year", "-report__period__semester__half")
    )


def last_said(earlier: Sequence[ProgressEntry]) -> ProgressEntry | None:
    """The last one in which something was written, else the last."""
    written = [entry for entry in earlier if entry.has_text]
    return next(iter([*written, *earlier]), None)
