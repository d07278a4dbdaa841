"""Quién debe qué: what each stakeholder owes of a semester, as plain data."""

from monitoring.owing.activities import SemesterOwing, read_semester
from monitoring.owing.debts import OF_REPORTS, Debt, Row, Standing
from monitoring.owing.semesters import PlanOwing, read_plan

__all__ = [
    "OF_REPORTS",
    "Debt",
    "PlanOwing",
    "Row",
    "SemesterOwing",
    "Standing",
    "read_plan",
    "read_semester",
]
