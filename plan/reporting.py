"""The plan as its pages read it: plain data, in the order of the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext

from corett.accounts.models import Stakeholder
from plan.models import (
    Activity,
    Axis,
    Measure,
    Objective,
    Plan,
    Responsibility,
    Semester,
    Target,
    TargetState,
)


@dataclass(frozen=True)
class TargetLine:
    """Equal targets of several stakeholders and years, said once."""

    value: str
    who: str
    when: str
    state: str
    source: str
    note: str


@dataclass(frozen=True)
class MeasureLine:
    measure: Measure
    targets: list[TargetLine]


@dataclass(frozen=True)
class ResponsibilityLine:
    who: str
    role: str


@dataclass(frozen=True)
class ActivitySheet:
    activity: Activity
    measures: list[MeasureLine]
    responsibilities: list[ResponsibilityLine]
    semesters: list[Semester]
    previous: Activity | None
    next: Activity | None


@dataclass(frozen=True)
class ScheduleRow:
    activity: Activity
    cells: list[bool]

    @property
    def is_captured(self) -> bool:
        return any(self.cells)


@dataclass(frozen=True)
class ScheduleAxis:
    axis: Axis
    rows: list[ScheduleRow]


@dataclass(frozen=True)
class Schedule:
    semesters: list[Semester]
    axes: list[ScheduleAxis]

    @property
    def years(self) -> list[tuple[int, int]]:
        """Each year with the number of its semesters."""
        by_year = groupby(self.semesters, key=lambda semester: semester.year)
        return [(year, len(list(semesters))) for year, semesters in by_year]

    @property
    def uncaptured(self) -> int:
        """How many activities still wait for their first cell."""
        return sum(not row.is_captured for group in self.axes for row in group.rows)


def outline(plan: Plan) -> list[Axis]:
    activities = Activity.objects.select_related("plan")
    return list(plan.axes.prefetch_related(Prefetch("objectives__activities", activities)))


def counts(content: dict) -> dict[str, int]:
    """How many rows of each kind a content has, in the shape of `export_plan`."""
    objectives = [objective for axis in content["axes"] for objective in axis["objectives"]]
    return {
        "axes": len(content["axes"]),
        "objectives": len(objectives),
        "activities": sum(len(objective["activities"]) for objective in objectives),
        "semesters": len(content["plan"]["semesters"]),
    }


def axis_table(axis: Axis) -> list[Objective]:
    """The objectives of an eje with their activities and indicators, as the plan tabulates them."""
    activities = Activity.objects.select_related("plan", "indicator")
    return list(axis.objectives.prefetch_related(Prefetch("activities", activities)))


def activity_sheet(activity: Activity) -> ActivitySheet:
    countries = set(Stakeholder.objects.countries())
    neighbours = dict(around(list(activity.plan.activities.select_related("plan"))))
    before, after = neighbours[activity]
    return ActivitySheet(
        activity=activity,
        measures=[
            MeasureLine(measure, target_lines(measure, countries))
            for measure in with_targets(activity.indicator.measures.all())
        ],
        responsibilities=[
            ResponsibilityLine(names(clause.stakeholders.all(), countries), clause.role)
            for clause in clauses(activity)
        ],
        semesters=list(activity.semesters.all()),
        previous=before,
        next=after,
    )


def around(
    rows: list[Activity],
) -> Iterator[tuple[Activity, tuple[Activity | None, Activity | None]]]:
    """Each with the one before and the one after."""
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        yield row, (before, after)


def clauses(activity: Activity) -> QuerySet[Responsibility]:
    return activity.responsibilities.prefetch_related("stakeholders")


def with_targets(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with the targets that count: a discarded one is none."""
    targets = Target.objects.exclude(state=TargetState.DISCARDED).select_related("stakeholder")
    return measures.select_related(
        "indicator__activity__plan", "indicator__activity__objective__axis"
    ).prefetch_related(Prefetch("targets", targets))


def target_lines(measure: Measure, countries: set[Stakeholder]) -> list[TargetLine]:
    holders: dict[tuple, list[Stakeholder]] = {}
    for target in measure.targets.all():
        holders.setdefault((said(target), target.year), []).append(target.stakeholder)
    years: dict[tuple, list[int | None]] = {}
    for (told, year), who in holders.items():
        years.setdefault((told, names(who, countries, each=True)), []).append(year)
    return [
        TargetLine(value=value, who=who, when=span(when), state=state, source=source, note=note)
        for ((value, state, source, note), who), when in years.items()
    ]


def said(target: Target) -> tuple[str, str, str, str]:
    value = f"{target.value.normalize():f}"
    return value, target.get_state_display(), target.get_source_display(), target.source_note


def names(stakeholders, countries: set[Stakeholder], *, each: bool = False) -> str:
    """All the countries together have the name that the plan gives them; nobody is the region."""
    listed = [stakeholder for stakeholder in stakeholders if stakeholder]
    if not listed:
        return gettext("la región") if each else ""
    if countries and countries.issubset(listed):
        together = gettext("cada País Miembro") if each else gettext("Países Miembros")
        rest = [str(stakeholder) for stakeholder in listed if stakeholder not in countries]
        return ", ".join([*rest, together])
    return ", ".join(str(stakeholder) for stakeholder in listed)


def span(years: list[int | None]) -> str:
    if None in years:
        return gettext("todo el plan")
    first, last = min(years), max(years)
    if len(years) > 2 and len(years) == last - first + 1:
        return gettext("cada año, de %(first)s a %(last)s") % {"first": first, "last": last}
    return ", ".join(str(year) for year in sorted(years))


def schedule(plan: Plan) -> Schedule:
    """The grid of activity and semester; an activity without any cell is still to be captured."""
    semesters = list(plan.semesters.all())
    activities = plan.activities.select_related("plan", "objective__axis").prefetch_related("cells")
    by_axis = groupby(activities, key=lambda activity: activity.objective.axis)
    return Schedule(
        semesters,
        [
            ScheduleAxis(axis, [schedule_row(activity, semesters) for activity in in_axis])
            for axis, in_axis in by_axis
        ],
    )


def schedule_row(activity: Activity, semesters: list[Semester]) -> ScheduleRow:
    marked = {cell.semester_id for cell in activity.cells.all()}
    return ScheduleRow(activity, [semester.pk in marked for semester in semesters])
