"""Invented reviews of the risks and actions against them, each of which says so."""

import datetime

from monitoring.demo.people import membership_of
from plan.models import Plan, Semester
from risks.models import Level, MitigationAction, Risk, RiskReview

INVENTED = "(Demostración.)"
LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH
REVIEWS = {
    "R1": {"2024-2": HIGH, "2025-1": HIGH, "2025-2": MEDIUM, "2026-1": MEDIUM},
    "R2": {"2024-2": MEDIUM, "2025-1": LOW, "2025-2": LOW, "2026-1": LOW},
    "R4": {"2024-2": HIGH, "2025-2": MEDIUM, "2026-1": MEDIUM},
    "R5": {"2024-2": HIGH, "2025-1": HIGH, "2025-2": HIGH, "2026-1": HIGH},
    "R7": {"2025-1": HIGH, "2026-1": MEDIUM},
    "R8": {"2024-2": MEDIUM, "2026-1": LOW},
    "R10": {"2024-2": MEDIUM, "2025-1": MEDIUM, "2025-2": MEDIUM, "2026-1": HIGH},
    "R12": {"2025-2": HIGH, "2026-1": HIGH},
}
HAPPENED = {("R10", "2026-1"), ("R12", "2025-2"), ("R5", "2025-1")}
OF_COUNTRIES = {
    "HN": {"R10": {"2025-2": HIGH, "2026-1": HIGH}, "R1": {"2026-1": MEDIUM}},
    "GT": {"R10": {"2026-1": MEDIUM}},
}
QUIET = "No se presentó en el semestre; se dio seguimiento a la mitigación."
MET = "Se presentó: hubo que mover fechas y se acordó un enlace suplente. Falta formalizarlo."
ACTIONS = (
    ("R1", "Acordar una ficha común de datos desagregados por país.", "ST", "2025-11-30", True),
    ("R1", "Probar la ficha común en dos países.", "HN", "2026-06-30", False),
    (
        "R3",
        "Proponer una lista de la información que puede compartirse.",
        "ST",
        "2027-03-31",
        False,
    ),
    ("R10", "Dar una inducción a los puntos focales nuevos.", "PA", "2026-03-31", False),
)
RESULT = "Ficha acordada y difundida a los puntos focales."


def invent_risks(plan: Plan) -> None:
    semesters = {semester.code: semester for semester in plan.semesters.all()}
    risks = {risk.code: risk for risk in plan.risks.all()}
    for party, of_party in {"ST": REVIEWS, **OF_COUNTRIES}.items():
        for code, levels in of_party.items():
            for semester, level in levels.items():
                invent_review(party, risks[code], semesters[semester], level)
    for code, statement, owner, due_on, is_done in ACTIONS:
        invent_action(risks[code], statement, owner, datetime.date.fromisoformat(due_on), is_done)


def invent_review(party: str, risk: Risk, semester: Semester, level: Level) -> None:
    by = membership_of(party)
    happened = (risk.code, semester.code) in HAPPENED
    RiskReview.objects.create(
        risk=risk,
        semester=semester,
        stakeholder=by.stakeholder,
        level=level,
        happened=happened,
        response=f"{MET if happened else QUIET} {INVENTED}",
        reviewed_by=by.user,
    )


def invent_action(
    risk: Risk, statement: str, owner: str, due_on: datetime.date, is_done: bool
) -> None:
    MitigationAction.objects.create(
        risk=risk,
        order=risk.actions.count() + 1,
        statement=f"{statement} {INVENTED}",
        owner=membership_of(owner).stakeholder,
        due_on=due_on,
        done_on=due_on if is_done else None,
        result=f"{RESULT} {INVENTED}" if is_done else "",
    )
