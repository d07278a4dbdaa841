from plan.models.document import GlossaryTerm, GuidingApproach
from plan.models.edition import PlanEdition
from plan.models.measure import (
    Breakdown,
    CountedFrom,
    Indicator,
    Kind,
    Measure,
    Scope,
    Target,
    TargetSource,
    TargetState,
)
from plan.models.plan import Plan, Semester
from plan.models.structure import Activity, Axis, Objective, Responsibility, ScheduleCell

__all__ = [
    "Activity",
    "Axis",
    "Breakdown",
    "CountedFrom",
    "GlossaryTerm",
    "GuidingApproach",
    "Indicator",
    "Kind",
    "Measure",
    "Objective",
    "Plan",
    "PlanEdition",
    "Responsibility",
    "ScheduleCell",
    "Scope",
    "Semester",
    "Target",
    "TargetSource",
    "TargetState",
]
