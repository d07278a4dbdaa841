from plan.models.document import GlossaryTerm, GuidingApproach
from plan.models.edition import EditionReason, PlanEdition
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
from plan.models.retirement import Retirable, RetirableQuerySet
from plan.models.structure import Activity, Axis, Objective, Responsibility, ScheduleCell
from plan.models.upload import PlanUpload

__all__ = [
    "Activity",
    "Axis",
    "Breakdown",
    "CountedFrom",
    "EditionReason",
    "GlossaryTerm",
    "GuidingApproach",
    "Indicator",
    "Kind",
    "Measure",
    "Objective",
    "Plan",
    "PlanEdition",
    "PlanUpload",
    "Responsibility",
    "Retirable",
    "RetirableQuerySet",
    "ScheduleCell",
    "Scope",
    "Semester",
    "Target",
    "TargetSource",
    "TargetState",
]
