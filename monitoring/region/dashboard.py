"""The Tablero: a year's figures, or the plan's to date, as plain data for page and spreadsheet."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from monitoring import achievement
from monitoring.achievement import State
from monitoring.models import EntryStatus, ReportState
from monitoring.region.asked import (
    Asked,
    activities_asked,
    axes_asked,
    is_asked,
    is_detailed,
    numbers_asked,
    semesters_asked,
    value_asked,
)
from monitoring.region.coverage import Coverage, Shade, coverage_of, shades_of
from monitoring.region.resources import ResourceLine, resources_of

Named = Callable[[str], bool]
"""Whether the reader may know how the report of a party stands before it is validated."""


@dataclass(frozen=True, kw_only=True)
class Averages:
    """Percentages; each share counts 100 at most, and `raw` is the same without that ceiling."""

    reported: int | None
    reported_n: int
    programmed: int | None
    programmed_n: int
    raw: int | None


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    code: str
    name: str
    unit: str
    value: dict
    goal: int | str | None
    percent: int | None
    state: dict


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    code: str
    statement: str
    state: dict | None
    averages: Averages
    declared: dict
    coverage: list[Coverage]
    actions: int
    measures: list[MeasureLine]


@dataclass(frozen=True, kw_only=True)
class ObjectiveLine:
    number: int
    statement: str
    averages: Averages
    activities: list[ActivityLine]


@dataclass(frozen=True, kw_only=True)
class AxisLine:
    number: int
    name: str
    averages: Averages
    states: list[dict]
    objectives: list[ObjectiveLine]

    @property
    def activities(self) -> list[ActivityLine]:
        return [one for objective in self.objectives for one in objective.activities]


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    is_detailed: bool
    axes: list[AxisLine]
    averages: Averages
    states: list[dict]
    measures: list[dict]
    declared: dict
    actions: int
    coverage: list[Coverage]
    shades: list[Shade]
    resources: list[ResourceLine]
    reporting: list[dict]

    @property
    def activities(self) -> list[ActivityLine]:
        return [one for axis in self.axes for one in axis.activities]

    @property
    def bars(self) -> list[dict]:
        """Each eje's average over all that was programmed, to be drawn where any has one."""
        rows = [
            {"label": f"{axis.number}. {axis.name}", "number": axis.averages.programmed}
            for axis in self.axes
        ]
        return rows if any(row["number"] is not None for row in rows) else []

    @property
    def reopened(self) -> list[tuple[str, str]]:
        """Whose figures do not count while they are corrected, and of which semester."""
        return [
            (report["name"], semester["code"])
            for semester in self.reporting
            for report in semester["reports"]
            if report["state"]["value"] == "reopened"
        ]


def dashboard(data: dict, asked: Asked, *, named: Named) -> Dashboard:
    axes = [axis_line(data, axis, asked) for axis in axes_asked(data, asked)]
    activities = list(activities_asked(data, asked))
    lines = [one for axis in axes for one in axis.activities]
    return Dashboard(
        is_detailed=is_detailed(data),
        axes=[axis for axis in axes if axis.objectives],
        averages=averages_of(activities, asked),
        states=state_parts(lines),
        measures=measure_parts(measure for line in lines for measure in line.measures),
        declared=declared_in_all(lines),
        actions=sum(line.actions for line in lines),
        coverage=coverage_together(lines),
        shades=shades_of(data, asked),
        resources=resources_of(data, asked),
        reporting=reporting_of(data, asked, named=named),
    )


def axis_line(data: dict, axis: dict, asked: Asked) -> AxisLine:
    objectives = [objective_line(data, one, asked) for one in axis["objectives"]]
    objectives = [one for one in objectives if one.activities]
    return AxisLine(
        number=axis["number"],
        name=axis["name"],
        averages=averages_of(
            [one for objective in axis["objectives"] for one in asked_in(objective, asked)], asked
        ),
        states=state_parts([one for objective in objectives for one in objective.activities]),
        objectives=objectives,
    )


def objective_line(data: dict, objective: dict, asked: Asked) -> ObjectiveLine:
    activities = asked_in(objective, asked)
    return ObjectiveLine(
        number=objective["number"],
        statement=objective["statement"],
        averages=averages_of(activities, asked),
        activities=[activity_line(data, one, asked) for one in activities],
    )


def asked_in(objective: dict, asked: Asked) -> list[dict]:
    return [one for one in objective["activities"] if is_asked(one, asked)]


def activity_line(data: dict, activity: dict, asked: Asked) -> ActivityLine:
    return ActivityLine(
        code=activity["code"],
        statement=activity["statement"],
        state=state_of(activity, asked),
        averages=averages_of([activity], asked),
        declared=declared_of(activity, asked),
        coverage=coverage_of(data, activity, asked),
        actions=actions_of(data, activity, asked),
        measures=measure_lines(data, activity, asked),
    )


def measure_lines(data: dict, activity: dict, asked: Asked) -> list[MeasureLine]:
    found = [(one, numbers_asked(one, asked)) for one in activity["measures"]]
    return [
        measure_line(data, measure, numbers, asked)
        for measure, numbers in found
        if numbers is not None
    ]


def measure_line(data: dict, measure: dict, numbers: dict, asked: Asked) -> MeasureLine:
    return MeasureLine(
        code=measure["code"],
        name=measure["name"],
        unit=measure["unit"],
        value=value_asked(data, numbers, asked),
        goal=numbers.get("goal_to_date") if asked.to_date else numbers["goal"],
        percent=numbers[asked.percent],
        state=numbers[asked.state],
    )


def state_of(activity: dict, asked: Asked) -> dict | None:
    """Nothing where the content was frozen before it said so."""
    states = activity.get(asked.states)
    if states is None:
        return None
    if not asked.party:
        return states["region"]
    return next(one for one in states["by"] if one["code"] == asked.party)


def actions_of(data: dict, activity: dict, asked: Asked) -> int:
    """In the year or the semester; what was done before is in the values to date."""
    if "actions_by" not in activity:
        return activity["actions"]
    semesters = semesters_asked(data, asked)
    return sum(
        one["number"]
        for one in activity["actions_by"]
        if asked.party in ("", one["code"]) and one["semester"] in semesters
    )


# Averages


def averages_of(activities: Iterable[dict], asked: Asked) -> Averages:
    shares = [
        None if goal["share"] is None else Fraction(goal["share"])
        for activity in activities
        for goal in activity.get(asked.goals, [])
        if asked.party in ("", goal["code"])
    ]
    average = achievement.average(shares)
    return Averages(
        reported=achievement.percent(average.reported),
        reported_n=average.reported_n,
        programmed=achievement.percent(average.programmed),
        programmed_n=average.programmed_n,
        raw=achievement.percent(achievement.uncapped(shares)),
    )


# Counts


def state_parts(lines: Iterable[ActivityLine]) -> list[dict]:
    """How many activities are in each state, those there are."""
    counted = Counter(line.state["value"] for line in lines if line.state)
    return [
        {"value": state.value, "label": str(state.label), "number": counted[state.value]}
        for state in achievement.FURTHEST_FIRST
        if counted[state.value]
    ]


def measure_groups() -> dict[str, tuple[str, Sequence[State]]]:
    under_way = (State.ON_TIME, State.RED, State.YELLOW, State.GREEN)
    elsewhere = (State.NOT_PROGRAMMED, State.RESCHEDULED, State.NOT_APPLICABLE)
    return {
        "met": (_("cumplidas"), [State.MET]),
        "in_progress": (_("en proceso"), under_way),
        "no_target": (_("sin meta"), [State.NO_TARGET]),
        "no_data": (_("sin dato"), [State.NO_DATA]),
        "not_programmed": (_("no programadas, reprogramadas o no corresponden"), elsewhere),
    }


def measure_parts(measures: Iterable[MeasureLine]) -> list[dict]:
    counted = Counter(measure.state["value"] for measure in measures)
    return [
        {"value": value, "label": label, "number": sum(counted[state.value] for state in states)}
        for value, (label, states) in measure_groups().items()
    ]


def declared_of(activity: dict, asked: Asked) -> dict:
    """How many of those who answer for it call it done; of one party, its word."""
    declared = activity["declared"]
    by = [one for one in declared["by"] if asked.party in ("", one["code"])]
    return {
        "is_regional": declared["is_regional"],
        "done": sum(one["value"] == EntryStatus.DONE for one in by),
        "of": len(by),
        "word": by[0]["label"] if asked.party and by else "",
    }


def declared_in_all(lines: Sequence[ActivityLine]) -> dict:
    done = [line for line in lines if line.declared["done"] == line.declared["of"] > 0]
    return {"done": len(done), "of": len(lines)}


def coverage_together(lines: Iterable[ActivityLine]) -> list[Coverage]:
    """Over all activities: how many of the answers that are asked there are, by scope."""
    together: dict[str, Coverage] = {}
    for one in (coverage for line in lines for coverage in line.coverage):
        before = together.get(one.scope, Coverage(one.scope, 0, 0))
        together[one.scope] = Coverage(one.scope, before.number + one.number, before.of + one.of)
    return list(together.values())


# Who reported


def reporting_of(data: dict, asked: Asked, *, named: Named) -> list[dict]:
    semesters = semesters_asked(data, asked)
    return [
        {**semester, **told(semester, asked, named)}
        for semester in data["reporting"]
        if semester["code"] in semesters
    ]


def told(semester: dict, asked: Asked, named: Named) -> dict:
    reports = [
        {**report, "state": state_of_report(report, named(report["code"]))}
        for report in semester["reports"]
        if asked.party in ("", report["code"])
    ]
    validated = sum(one["state"]["value"] == ReportState.VALIDATED for one in reports)
    return {"reports": reports, "validated": validated, "asked": len(reports), "missing": []}


def state_of_report(report: dict, is_named: bool) -> dict:
    """Who may not read a report before it is validated learns only that it is not."""
    if report.get("is_reopened"):
        return {
            "value": "reopened",
            "label": _("Reabierto: sus cifras no cuentan mientras se corrige"),
        }
    if is_named or report["state"]["value"] == ReportState.VALIDATED:
        return report["state"]
    return {"value": "none", "label": _("Sin informe validado")}
