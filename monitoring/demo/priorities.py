"""Invented decisions of which activities come first, each of which says so."""

from django.utils import timezone

from monitoring.demo.people import membership_of
from monitoring.demo.risks import INVENTED
from monitoring.models import Decision, Priority
from plan.models import Plan

KEEP, ACCELERATE = Decision.KEEP, Decision.ACCELERATE
RESCHEDULE, CLOSE = Decision.RESCHEDULE, Decision.CLOSE
SLOW = "Faltan países por informar avances."
UNSEEN = "Nadie ha informado todavía; se pide a la coordinación que empiece."
RISKY = "Mitiga un riesgo alto."
STEADY = "Va al ritmo previsto."
DONE = "Alcanzó su meta; se sigue solo lo que ya está en marcha."
MOVED = "Las fechas del primer semestre no eran viables."
DECISIONS = {
    2026: (
        ("1.1", KEEP, STEADY, ["2026-1", "2026-2"]),
        ("1.2", ACCELERATE, SLOW, ["2026-2"]),
        ("5.1", ACCELERATE, RISKY, ["2026-1"]),
        ("6.2", KEEP, STEADY, ["2026-2"]),
        ("10.1", KEEP, SLOW, ["2026-1", "2026-2"]),
        ("12.1", RESCHEDULE, MOVED, ["2026-1"]),
    ),
    2027: (
        ("5.1", RESCHEDULE, RISKY, ["2027-1"]),
        ("1.2", RESCHEDULE, SLOW, ["2027-1", "2027-2"]),
        ("1.1", ACCELERATE, SLOW, ["2027-1", "2027-2"]),
        ("12.1", ACCELERATE, UNSEEN, ["2027-1"]),
        ("6.2", KEEP, STEADY, ["2027-2"]),
        ("2.1", KEEP, DONE, []),
        ("10.2", ACCELERATE, RISKY, []),
        ("8.1", ACCELERATE, RISKY, []),
    ),
}
WAITING = {(2027, "6.2"), (2027, "2.1"), (2027, "10.2"), (2027, "8.1")}
TAKEN = {2026}
"""What was in the cronograma when the year began."""


def invent_priorities(plan: Plan) -> None:
    activities = {activity.code: activity for activity in plan.activities.all()}
    semesters = {semester.code: semester for semester in plan.semesters.all()}
    for year, decisions in DECISIONS.items():
        for code, decision, reason, chosen in decisions:
            priority = Priority(
                activity=activities[code],
                year=year,
                decision=decision,
                reason=f"{reason} {INVENTED}",
                decided_by=membership_of("ST").user,
            )
            if (year, code) not in WAITING:
                endorse(priority, is_taken=year in TAKEN)
            priority.save()
            priority.semesters.set([semesters[one] for one in chosen])


def endorse(priority: Priority, *, is_taken: bool) -> None:
    priority.endorsed_at = timezone.now()
    priority.endorsed_by = membership_of("PRES").user
    if is_taken:
        priority.scheduled_at, priority.scheduled_by = timezone.now(), priority.decided_by
