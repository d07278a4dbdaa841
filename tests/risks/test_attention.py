import datetime

import pytest

from risks.attention import ActionFact, Reason, RiskFacts, needing_attention, reasons
from risks.levels import Point
from risks.models import Level
from risks.reporting import Coverage

TODAY = datetime.date(2026, 3, 10)
ANNEX = Point("", Level.MEDIUM)
CALM = Point("2025-2", Level.MEDIUM)


def facts(*points, **values) -> RiskFacts:
    """A risk that asks for nothing, unless told otherwise."""
    calm = {"code": "R1", "order": 1, "coverage": Coverage.WHOLE, "ended": "2025-2"}
    return RiskFacts(points=points or (ANNEX, CALM), **{**calm, **values})


def action(due_on: str, *, is_done=False, code="R1.1") -> ActionFact:
    return ActionFact(code, datetime.date.fromisoformat(due_on), is_done)


def test_a_reviewed_and_answered_risk_needs_no_attention():
    assert needing_attention([facts()], TODAY) == []


@pytest.mark.parametrize(
    ("risk", "said"),
    [
        (
            facts(ANNEX, Point("2025-2", Level.MEDIUM, happened=True)),
            {Reason.HAPPENED: "Se presentó en 2025-2."},
        ),
        (
            facts(Point("", Level.HIGH), Point("2025-2", Level.HIGH)),
            {Reason.HIGH: "Su nivel es alto según la revisión de 2025-2."},
        ),
        (
            facts(Point("", Level.HIGH), ended=""),
            {Reason.HIGH: "Su nivel es alto en Anexo 1, y la región no lo ha revisado todavía."},
        ),
        (
            facts(Point("", Level.LOW), CALM),
            {Reason.ROSE: "Su nivel subió de bajo, en Anexo 1, a medio en 2025-2."},
        ),
        (
            facts(ANNEX, Point("2025-1", Level.LOW), CALM),
            {Reason.ROSE: "Su nivel subió de bajo en 2025-1 a medio en 2025-2."},
        ),
        (
            facts(actions=[action("2026-03-09")]),
            {
                Reason.OVERDUE: "La acción R1.1 debía estar hecha el 9 de marzo de 2026:"
                " va 1 día tarde."
            },
        ),
        (
            facts(coverage=Coverage.NONE),
            {
                Reason.UNANSWERED: "Ninguna actividad del plan lo mitiga y no tiene acciones"
                " propias."
            },
        ),
        (
            facts(coverage=Coverage.PARTLY),
            {Reason.UNANSWERED: "El plan lo cubre solo en parte y no tiene acciones propias."},
        ),
        (
            facts(idle=["5.1", "8.1"]),
            {
                Reason.NO_PROGRESS: "Ningún informe validado dice avances de actividades que lo"
                " mitigan: 5.1, 8.1."
            },
        ),
        (
            facts(ANNEX, Point("2025-1", Level.MEDIUM), Point("2025-2", None)),
            {Reason.UNREVIEWED: "No se revisó en 2025-2, el último semestre terminado."},
        ),
    ],
)
def test_each_reason_is_said_in_a_sentence(risk, said):
    assert reasons(risk, TODAY) == said


@pytest.mark.parametrize(
    "risk",
    [
        facts(Point("", Level.HIGH), CALM),
        facts(ANNEX, Point("2025-1", Level.MEDIUM, happened=True), CALM),
        facts(actions=[action("2026-03-10")]),
        facts(actions=[action("2025-01-01", is_done=True)]),
        facts(coverage=Coverage.NONE, actions=[action("2026-12-31")]),
        facts(coverage=Coverage.PARTLY, actions=[action("2025-01-01", is_done=True)]),
        facts(ANNEX, ended=""),
    ],
)
def test_what_was_answered_or_is_not_due_yet_gives_no_reason(risk):
    assert reasons(risk, TODAY) == {}


def test_the_gravest_come_first_and_equals_stand_in_the_order_of_anexo_1():
    late = {"actions": [action("2026-01-01")]}
    high = (Point("", Level.HIGH), Point("2025-2", Level.HIGH))
    risks = [
        facts(code="R1", order=1, **late),
        facts(*high, code="R2", order=2),
        facts(*high, code="R3", order=3, **late),
        facts(ANNEX, Point("2025-2", Level.MEDIUM, happened=True), code="R4", order=4),
        facts(*high, code="R10", order=10),
        facts(code="R11", order=11),
    ]

    found = needing_attention(risks, TODAY)

    assert [one.facts.code for one in found] == ["R4", "R3", "R2", "R10", "R1"]
