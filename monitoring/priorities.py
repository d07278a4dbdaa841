"""What is decided of an activity for a year: the Secretaría decides, Presidencia endorses.

Nothing else writes a `Priority`, but for `scheduling`, which takes it to the cronograma.
"""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corett.accounts.models import Membership
from monitoring.models import Decision, Priority
from monitoring.models.priority import PriorityQuerySet
from monitoring.permissions import can_decide_priorities, can_endorse_priorities
from plan.models import Activity, Plan, Semester


@dataclass(frozen=True)
class Said:
    """What is decided of an activity; without a decision it says nothing yet."""

    decision: str = ""
    reason: str = ""
    semesters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What a person wants decided, on top of the version that was read; 0 where there was none."""

    version: int
    said: Said


@dataclass(frozen=True)
class Conflict:
    """An activity of which somebody else saved another decision in the meantime."""

    activity: Activity
    saved: Priority
    said: Said


@dataclass(frozen=True)
class Decided:
    priority: Priority
    lost_endorsement: bool


class PriorityDenied(Exception):
    """The message is written for the person who tried."""


class Stale(PriorityDenied):
    def __init__(self, conflicts: list[Conflict]):
        self.conflicts = conflicts
        super().__init__(_("Mientras usted escribía se guardó una versión más nueva."))


def said_in(priority: Priority | None) -> Said:
    if priority is None:
        return Said()
    return Said(priority.decision, priority.reason, tuple(priority.semester_codes))


def differing(one: Said, other: Said) -> list[str]:
    values = asdict(other)
    return [name for name, value in asdict(one).items() if value != values[name]]


def faults(said: Said, *, is_decided: bool) -> dict[str, str]:
    """What keeps a decision from being saved, by field."""
    if not said.decision:
        if is_decided:
            return {"decision": _("Esta actividad ya tiene una decisión: deje una.")}
        if said != Said():
            return {"decision": _("Elija la decisión: sin ella no se guarda lo que escribió.")}
        return {}
    if not said.reason:
        return {"reason": _("Escriba el motivo de la decisión.")}
    if said.decision == Decision.CLOSE and said.semesters:
        return {"semesters": _("Si se cierra no se programa: quite los semestres.")}
    return {}


# When


def is_decidable(year: int) -> bool:
    """Until the year has ended."""
    return timezone.localdate() <= datetime.date(year, 12, 31)


def when_decided(year: int) -> str:
    if is_decidable(year):
        return _("Se decide hasta el final de %(year)d.") % {"year": year}
    return _("%(year)d ya terminó: sus decisiones se leen y ya no cambian.") % {"year": year}


# Deciding


@transaction.atomic
def decide(
    plan: Plan, year: int, *, changes: Mapping[str, Change], by: Membership | None
) -> list[Decided]:
    """Record what is decided of these activities, by their code; all of it, or nothing.

    One that changes after the visto bueno loses it, and is taken to the cronograma anew. Returns
    what changed. Raises PriorityDenied, Stale.
    """
    membership = lock_for_deciding(plan, year, by)
    activities = decidable_activities(plan, year)
    saved = {one.activity.code: one for one in priorities_of(plan, year)}
    semesters = {one.code: one for one in plan.semesters.filter(year=year)}
    if gone := sorted(set(changes) - set(activities)):
        raise PriorityDenied(
            _("No se decide de estas actividades: %(codes)s.") % {"codes": ", ".join(gone)}
        )
    found = [conflict_in(activities[code], saved.get(code), c) for code, c in changes.items()]
    if conflicts := [conflict for conflict in found if conflict]:
        raise Stale(conflicts)
    for code, change in changes.items():
        refuse_wrong(code, change.said, saved.get(code), semesters)
    written = [
        write(activities[code], year, saved.get(code), change.said, semesters, membership)
        for code, change in changes.items()
    ]
    return [one for one in written if one is not None]


def lock_for_deciding(plan: Plan, year: int, by: Membership | None) -> Membership:
    """Under the plan's lock, the writer's hat as it is now. Raises PriorityDenied."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_decide_priorities(membership):
        raise PriorityDenied(_("Solo la Secretaría Técnica decide las prioridades."))
    if year not in plan.years or not is_decidable(year):
        raise PriorityDenied(when_decided(year))
    return membership


def decidable_activities(plan: Plan, year: int) -> dict[str, Activity]:
    in_force = plan.activities.in_force(datetime.date(year, 1, 1))
    return {activity.code: activity for activity in in_force.select_related("plan")}


def priorities_of(plan: Plan, year: int) -> PriorityQuerySet:
    found = Priority.objects.of_year(plan, year).select_related("activity__plan", "decided_by")
    return found.prefetch_related("semesters")


def conflict_in(activity: Activity, saved: Priority | None, change: Change) -> Conflict | None:
    """Where another version stands than the one that was read, and says something else."""
    if saved is None or saved.version == change.version or said_in(saved) == change.said:
        return None
    return Conflict(activity, saved, change.said)


def refuse_wrong(
    code: str, said: Said, saved: Priority | None, semesters: Mapping[str, Semester]
) -> None:
    sentences = faults(said, is_decided=saved is not None)
    for name in set(said.semesters) - set(said_in(saved).semesters):
        if wrong := wrong_semester(name, semesters):
            sentences = {"semesters": wrong}
    if sentences:
        raise PriorityDenied(f"{code}: {' '.join(sentences.values())}")


def wrong_semester(code: str, semesters: Mapping[str, Semester]) -> str:
    if code not in semesters:
        return _("Elija semestres del año que se prioriza.")
    if semesters[code].end < timezone.localdate():
        return _("%(semester)s ya terminó: no se programa hacia atrás.") % {"semester": code}
    return ""


def write(
    activity: Activity,
    year: int,
    saved: Priority | None,
    said: Said,
    semesters: Mapping[str, Semester],
    by: Membership,
) -> Decided | None:
    """The decision as it now is; None where that was saved already."""
    if said == said_in(saved):
        return None
    lost = saved is not None and saved.is_endorsed
    priority = saved or Priority(activity=activity, year=year, version=0)
    priority.decision, priority.reason = said.decision, said.reason
    priority.version += 1
    priority.decided_at, priority.decided_by = timezone.now(), by.user
    priority.endorsed_at = priority.endorsed_by = None
    priority.scheduled_at = priority.scheduled_by = None
    if lost:
        reason = _("Cambió después del visto bueno: lo perdió.")
        priority._change_reason = reason  # type: ignore[attr-defined]  # kept in its history
    priority.save()
    priority.semesters.set([semesters[code] for code in said.semesters])
    return Decided(priority, lost)


# The visto bueno


@transaction.atomic
def endorse(
    plan: Plan, year: int, *, seen: Mapping[int, int], by: Membership | None
) -> list[Priority]:
    """Give the visto bueno to these decisions, each in the version that was seen.

    All of them, or none. Raises PriorityDenied.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    membership = Membership.objects.current_of(by)
    if membership is None or not can_endorse_priorities(membership):
        raise PriorityDenied(_("El visto bueno lo da la Presidencia."))
    if not seen:
        raise PriorityDenied(_("Elija al menos una decisión."))
    waiting = priorities_of(plan, year).filter(endorsed_at=None, pk__in=seen)
    found = [one for one in waiting if one.version == seen[one.pk]]
    if changed := len(seen) - len(found):
        raise PriorityDenied(unseen_change(changed))
    for priority in found:
        priority.endorsed_at, priority.endorsed_by = timezone.now(), membership.user
        priority.save()
    return found


def unseen_change(count: int) -> str:
    sentence = ngettext(
        "%(count)d de las que eligió cambió o ya tiene visto bueno desde que usted abrió la"
        " página. No se dio ninguno: revise la lista y elija de nuevo.",
        "%(count)d de las que eligió cambiaron o ya tienen visto bueno desde que usted abrió la"
        " página. No se dio ninguno: revise la lista y elija de nuevo.",
        count,
    )
    return sentence % {"count": count}


# For the annual report


def printed(plan: Plan, year: int, *, whole: bool = True) -> dict | None:
    """What has the visto bueno for a year, and how much waits; None where the plan has ended.

    Not whole, its rows say only of which activity each is.
    """
    if year not in plan.years:
        return None
    found = priorities_of(plan, year).order_by("activity__order")
    decided = list(found if whole else found.prefetch_related(None))
    return {
        "year": year,
        "decided": len(decided),
        "waiting": sum(not one.is_endorsed for one in decided),
        "rows": [
            printed_row(one) if whole else {"code": one.activity.code}
            for one in decided
            if one.is_endorsed
        ],
    }


def printed_row(priority: Priority) -> dict:
    decision = Decision(priority.decision)
    return {
        "code": priority.activity.code,
        "statement": priority.activity.statement,
        "decision": {"value": decision.value, "label": str(decision.label)},
        "reason": priority.reason,
        "semesters": priority.semester_codes,
    }
