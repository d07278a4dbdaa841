"""The plan's tables as sheets: Spanish headings, codes and never an id."""

from plan.resources.document import ApproachResource, TermResource
from plan.resources.measures import MeasureResource, TargetResource
from plan.resources.plan import PlanResource, SemesterResource
from plan.resources.schedule import ScheduleTable
from plan.resources.structure import (
    ActivityResource,
    AxisResource,
    ObjectiveResource,
    ResponsibilityResource,
)

__all__ = [
    "ActivityResource",
    "ApproachResource",
    "AxisResource",
    "MeasureResource",
    "ObjectiveResource",
    "PlanResource",
    "ResponsibilityResource",
    "ScheduleTable",
    "SemesterResource",
    "TargetResource",
    "TermResource",
]
