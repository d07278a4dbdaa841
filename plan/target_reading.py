"""The metas as their pages read them: by eje and activity, as grids, and waiting to be decided."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from corett.accounts.models import Membership, Stakeholder
from plan.decisions import decided_by_hand, refusal_to_confirm, refusal_to_discard, seen_as
from plan.models import Activity, Axis, Measure, Plan, Target, TargetState
from plan.reporting import TargetLine, target_lines, with_targets
from plan.targets import (
    Key,
    State,
    fixed_targets,
    holder_name,
    is_retired,
    key_of,
    plain,
    possible_holders,
)

REGION = "region"


@dataclass(frozen=True)
class GridRow:
    code: str
    name: str
    keys: list[Key]


@dataclass(frozen=True)
class TargetGrid:
    """Rows of one measure (its holders) or of one holder (its measures)."""

    title: str
    subtitle: str
    columns: list[str]
    rows: list[GridRow]

    @property
    def keys(self) -> list[Key]:
        return [key for row in self.rows for key in row.keys]


def spans(plan: Plan) -> list[int | None]:
    return [None, *plan.years]


def headings(plan: Plan) -> list[str]:
    return [_("Todo el plan"), *map(str, plan.years)]


def holders_of(state: State, measure: Measure) -> list[str | None]:
    """The region first, then each stakeholder that is asked for the measure."""
    return [None, *(code for code in state.holders if state.asks(measure, code))]


def grid_of_measure(state: State, measure: Measure) -> TargetGrid:
    return TargetGrid(
        title=_("Metas de %(code)s") % {"code": measure.code},
        subtitle=f"{measure.name} ({measure.unit})",
        columns=headings(state.plan),
        rows=[
            GridRow(
                "",
                capfirst(name_of(state, holder)),
                [Key(measure.code, holder, y) for y in spans(state.plan)],
            )
            for holder in holders_of(state, measure)
        ],
    )


def grid_of_holder(state: State, holder: str | None) -> TargetGrid:
    return TargetGrid(
        title=_("Metas de %(code)s") % {"code": name_of(state, holder)},
        subtitle=_("Cada medida que se le pide."),
        columns=headings(state.plan),
        rows=[
            GridRow(
                measure.code,
                f"{measure.name} ({measure.unit})",
                [Key(measure.code, holder, year) for year in spans(state.plan)],
            )
            for measure in state.measures.values()
            if holder in holders_of(state, measure) and not is_retired(measure)
        ],
    )


def name_of(state: State, holder: str | None) -> str:
    return holder_name(state.holders[holder] if holder else None)


def holders_by_name() -> list[tuple[str, str]]:
    """The code of each that has a grid, with the name that it is shown under."""
    return [(code, holder_name(holder)) for code, holder in possible_holders().items()]


@dataclass(frozen=True)
class MeasureTargets:
    measure: Measure
    in_force: list[TargetLine]
    proposed: list[TargetLine]

    @property
    def is_without(self) -> bool:
        return not self.in_force and not self.proposed


@dataclass(frozen=True)
class ActivityTargets:
    activity: Activity
    measures: list[MeasureTargets]


@dataclass(frozen=True)
class AxisTargets:
    axis: Axis
    activities: list[ActivityTargets]


def measures_with_targets(plan: Plan) -> list[MeasureTargets]:
    """The measures that are in force today, in the order of the document."""
    today = timezone.localdate()
    countries = set(Stakeholder.objects.countries())
    measures = Measure.objects.of_plan(plan).in_force(today)
    return [
        MeasureTargets(
            measure,
            in_force=lines_in(TargetState.CONFIRMED, measure, countries),
            proposed=lines_in(TargetState.PROPOSED, measure, countries),
        )
        for measure in with_targets(measures)
        if measure.indicator.activity.is_in_force(today)
    ]


def lines_in(state: TargetState, measure: Measure, countries: set[Stakeholder]):
    return [line for line in target_lines(measure, countries) if line.state == state.label]


def by_axis(found: list[MeasureTargets]) -> list[AxisTargets]:
    axes = groupby(found, key=lambda each: each.measure.indicator.activity.objective.axis)
    return [
        AxisTargets(
            axis,
            [
                ActivityTargets(activity, list(measures))
                for activity, measures in groupby(
                    of_axis, key=lambda each: each.measure.indicator.activity
                )
            ],
        )
        for axis, of_axis in axes
    ]


@dataclass(frozen=True)
class Choice:
    """One meta that may be chosen; `seen` comes back with it."""

    pk: int
    seen: str
    who: str
    when: str
    in_force: str
    is_offered: bool

    @property
    def value(self) -> str:
        return f"{self.pk}:{self.seen}"


@dataclass(frozen=True)
class ChoiceGroup:
    """Equal metas of a measure: the same value from the same source."""

    value: str
    state: str
    source: str
    note: str
    dated: date
    choices: list[Choice]
    who_may: list[str]

    @property
    def values(self) -> str:
        return ",".join(choice.value for choice in self.choices if choice.is_offered)

    @property
    def may_choose(self) -> bool:
        return any(choice.is_offered for choice in self.choices)


@dataclass(frozen=True)
class MeasureChoices:
    measure: Measure
    groups: list[ChoiceGroup]


def waiting(plan: Plan) -> int:
    return Target.objects.of_plan(plan).proposed().count()


def to_decide(plan: Plan, *, by: Membership | None, measure: str = "") -> list[MeasureChoices]:
    """The proposals that wait, by measure; of one measure, also what is in force."""
    targets = decided_by_hand(plan).order_by(
        "measure__indicator__activity__order", "measure__letter", "measure"
    )
    in_force = {key_of(t): t for t in targets if t.state == TargetState.CONFIRMED}
    shown = [t for t in targets if is_shown(t, measure)]
    fixed = fixed_targets(plan)
    return [
        MeasureChoices(
            each,
            [
                choice_group(list(equal), in_force, fixed, by)
                for _said, equal in groupby(sorted(of_measure, key=told), key=told)
            ],
        )
        for each, of_measure in groupby(shown, key=lambda target: target.measure)
    ]


def is_shown(target: Target, measure: str) -> bool:
    if measure:
        return target.measure.code == measure
    return target.state == TargetState.PROPOSED


def told(target: Target) -> tuple:
    """What makes metas equal: proposals first, then by value and source."""
    is_in_force = target.state == TargetState.CONFIRMED
    return is_in_force, target.value, target.source, target.source_note, target.dated


def choice_group(
    targets: list[Target], in_force: dict[Key, Target], fixed: set[Key], by: Membership | None
) -> ChoiceGroup:
    first = targets[0]
    in_order = sorted(targets, key=place_in_list)
    return ChoiceGroup(
        value=plain(first.value),
        state=first.state,
        source=first.get_source_display(),
        note=first.source_note,
        dated=first.dated,
        choices=[choice(target, in_force, fixed, by) for target in in_order],
        who_may=sorted({why for each in targets if (why := why_not(each, fixed, by))}),
    )


def place_in_list(target: Target) -> tuple:
    return (target.stakeholder.order if target.stakeholder else 0, target.year or 0)


def choice(
    target: Target, in_force: dict[Key, Target], fixed: set[Key], by: Membership | None
) -> Choice:
    replaced = in_force.get(key_of(target))
    return Choice(
        pk=target.pk,
        seen=seen_as(target),
        who=holder_name(target.stakeholder),
        when=str(target.year or _("todo el plan")),
        in_force=plain(replaced.value) if replaced and replaced != target else "",
        is_offered=not refusal_to_discard(target, fixed, by),
    )


def why_not(target: Target, fixed: set[Key], by: Membership | None) -> str:
    """Who may, where this person may not."""
    if target.state == TargetState.PROPOSED:
        return refusal_to_confirm(target, fixed, by)
    return refusal_to_discard(target, fixed, by)
