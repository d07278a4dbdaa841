"""What the plan asks in a year: activities with their measures, metas and cells.

Read in three questions, and put where `.all()` finds it without asking again.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, DecimalField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce

from corett.accounts.models import Stakeholder
from plan.models import Activity, Measure, Plan, ScheduleCell, Semester, Target

KEPT = "_prefetched_objects_cache"
COLUMNS = {
    "key": F("pk"),
    "owner": F("measure_id"),
    "other": Coalesce("stakeholder_id", 0),
    "when": Coalesce("year", 0),
    "what": F("value"),
    "how": F("state"),
}


def activities_of(plan: Plan, year: int) -> QuerySet[Activity]:
    """Those in force when the year began, or since."""
    in_force = plan.activities.in_force(datetime.date(year, 1, 1))
    return in_force.select_related("indicator", "objective__axis")


def put_measures(
    activities: Sequence[Activity],
    year: int,
    *,
    semesters: Sequence[Semester],
    parties: Iterable[Stakeholder],
) -> None:
    """Give activities their measures in force, these their metas, and the cells of each."""
    by_indicator: dict[int, list[Measure]] = {}
    for measure in measures_of(activities, year):
        by_indicator.setdefault(measure.indicator_id, []).append(measure)
    targets, cells = targets_and_cells(activities)
    holders = {party.pk: party for party in parties}
    for activity in activities:
        measures = by_indicator.get(activity.indicator.pk, [])
        for measure in measures:
            measure.indicator = activity.indicator
            mine = targets.get(measure.pk, [])
            vars(measure)[KEPT] = {"targets": [target_of(measure, one, holders) for one in mine]}
        vars(activity.indicator)[KEPT] = {"measures": measures}
        marked = cells.get(activity.pk, {})
        vars(activity)[KEPT] = {
            "cells": [
                ScheduleCell(pk=marked[semester.pk], activity=activity, semester=semester)
                for semester in semesters
                if semester.pk in marked
            ]
        }


def measures_of(activities: Sequence[Activity], year: int) -> QuerySet[Measure]:
    in_force = Measure.objects.in_force(datetime.date(year, 1, 1))
    return in_force.filter(indicator__in=[activity.indicator for activity in activities])


def targets_and_cells(
    activities: Sequence[Activity],
) -> tuple[dict[int, list[dict]], dict[int, dict[int, int]]]:
    """The metas by measure, and the key of each cell by activity and semester."""
    wanted = [activity.pk for activity in activities]
    targets: QuerySet = Target.objects.filter(measure__indicator__activity__in=wanted).order_by()
    cells: QuerySet = ScheduleCell.objects.filter(activity__in=wanted).order_by()
    none = {
        "when": Value(0, IntegerField()),
        "what": Value(0, DecimalField(max_digits=14, decimal_places=2)),
        "how": Value("", CharField()),
    }
    of_activity = {"owner": F("activity_id"), "other": F("semester_id"), **none}
    by_measure: dict[int, list[dict]] = {}
    by_activity: dict[int, dict[int, int]] = {}
    asked = targets.values(**COLUMNS).union(cells.values(**COLUMNS | of_activity), all=True)
    for one in asked:
        if one["how"]:
            by_measure.setdefault(one["owner"], []).append(one)
        else:
            by_activity.setdefault(one["owner"], {})[one["other"]] = one["key"]
    return by_measure, by_activity


def target_of(measure: Measure, said: dict[str, Any], holders: Mapping[int, Stakeholder]) -> Target:
    """Without the words about where it comes from, which nothing that counts reads."""
    target = Target(
        pk=said["key"],
        measure=measure,
        year=said["when"] or None,
        value=said["what"],
        state=said["how"],
    )
    target._state.adding = False
    if said["other"]:
        target.stakeholder = holders[said["other"]]
    return target
