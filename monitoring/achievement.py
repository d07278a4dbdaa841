"""What a measure has reached: how its values add up, and the state that they amount to.

Plain values in and out: no query, and no clock.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from monitoring.models import AmountStatus, Category, Channel, EntryStatus, People, Stage
from plan.models import Breakdown, CountedFrom, Kind, Scope

Number = int | Decimal

REVIEW_TARGET_ABOVE = Fraction(120, 100)
STAGES = Stage.values
ADDS_OVER_YEARS = (Kind.COUNT, Kind.PEOPLE, Kind.AMOUNT)
ZERO_CAN_BE_SAID = (*ADDS_OVER_YEARS, Kind.INSTITUTIONS)
COUNTED_PEOPLE = {str(category) for category in (Category.TOTAL, *People.values)}


class State(TextChoices):
    NOT_PROGRAMMED = "not_programmed", _("no programado")
    ON_TIME = "on_time", _("en plazo")
    RESCHEDULED = "rescheduled", _("reprogramada")
    NOT_APPLICABLE = "not_applicable", _("no corresponde")
    NO_DATA = "no_data", _("sin dato")
    NO_TARGET = "no_target", _("sin meta")
    RED = "red", _("rojo")
    YELLOW = "yellow", _("amarillo")
    GREEN = "green", _("verde")
    MET = "met", _("cumplido")


class Verdict(TextChoices):
    """What may be said of a whole indicator."""

    MET = "met", _("cumplido")
    NOT_MET = "not_met", _("con meta, sin cumplir")
    NOT_EVALUABLE = "not_evaluable", _("no evaluable: sin meta")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What decides how a measure adds up."""

    kind: str
    scope: str = Scope.NATIONAL
    breakdown: str = Breakdown.NONE
    counted_from: str = ""


@dataclass(frozen=True)
class Participant:
    """An institution; the country of an international one is empty."""

    key: int
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """What one action carried out says for one measure."""

    stakeholder: str
    semester: tuple[int, int]
    on: datetime.date
    quantity: int = 1
    modality: str = ""
    scope: str = Scope.NATIONAL
    participants: frozenset[Participant] = frozenset()
    figures: Mapping[str, int] = field(default_factory=dict)
    stage: str = ""
    is_current: bool | None = None
    usd: Decimal | None = None
    amount_status: str = ""
    has_evidence: bool = False


@dataclass(frozen=True, kw_only=True)
class Value:
    """A number that rows add up to, None where nobody gave one: a blank is not a zero."""

    number: Number | None = None
    parts: Mapping[str, Number] = field(default_factory=dict)
    stage: str = ""
    adds_up: bool = True

    @property
    def is_blank(self) -> bool:
        return self.number is None and not self.parts and self.adds_up


BLANK = Value()


def total(rule: Rule, rows: Iterable[Row], *, said_zero: bool = False) -> Value:
    """Add rows up; `said_zero` tells that somebody answered and had no action to give.

    Silence is a zero of what is counted. It says nothing of what exists, is up to date or reaches.
    """
    given = [row for row in rows if gives(rule, row)]
    if given:
        return ADDITIONS[Kind(rule.kind)](rule, given)
    return Value(number=0) if said_zero and rule.kind in ZERO_CAN_BE_SAID else BLANK


def gives(rule: Rule, row: Row) -> bool:
    """Whether the row has something to say for a measure of this rule."""
    match rule.kind:
        case Kind.COUNT if rule.counted_from == CountedFrom.RECORDS:
            return True
        case Kind.COUNT if rule.counted_from == CountedFrom.COUNTRIES:
            return bool(row.participants)
        case Kind.INSTITUTIONS:
            return bool(row.participants)
        case Kind.DELIVERABLE:
            return bool(row.stage)
        case Kind.REGISTRY:
            return row.is_current is not None
        case Kind.AMOUNT:
            return row.usd is not None
        case Kind.PEOPLE:
            return not COUNTED_PEOPLE.isdisjoint(row.figures)
    return bool(row.figures)


def count(rule: Rule, rows: list[Row]) -> Value:
    if rule.counted_from == CountedFrom.COUNTRIES:
        return Value(number=len(countries_taking_part(rows)))
    if rule.counted_from == CountedFrom.FIGURES:
        parts = parts_of_figures(rows)
        return Value(number=sum(parts.values()), parts=without_total(parts))
    return Value(number=sum(row.quantity for row in rows), parts=parts_of_actions(rule, rows))


def people(rule: Rule, rows: list[Row]) -> Value:
    """Participaciones; those under 18 are some of them, not more of them."""
    parts = parts_of_figures(rows)
    number = sum(amount for category, amount in parts.items() if category in COUNTED_PEOPLE)
    return Value(number=number, parts=without_total(parts))


def institutions(rule: Rule, rows: list[Row]) -> Value:
    return Value(number=len(taking_part(rows)))


def deliverable(rule: Rule, rows: list[Row]) -> Value:
    """The one of the region, or how many have it; only the last stage makes it exist."""
    if rule.scope == Scope.REGIONAL:
        stage = latest_stage(rows)
        return Value(number=int(stage == Stage.APPROVED), stage=stage)
    stages = {who: latest_stage(theirs) for who, theirs in by_stakeholder(rows).items()}
    number = sum(stage == Stage.APPROVED for stage in stages.values())
    return Value(number=number, stage=next(iter(stages.values())) if len(stages) == 1 else "")


def registry(rule: Rule, rows: list[Row]) -> Value:
    return Value(number=sum(is_up_to_date(theirs) for theirs in by_stakeholder(rows).values()))


def amount(rule: Rule, rows: list[Row]) -> Value:
    """What was gestionado; what was recibido stands apart and is never added to it."""
    parts = {
        str(status): sum(
            (row.usd for row in rows if row.usd is not None and row.amount_status == status),
            Decimal(),
        )
        for status in AmountStatus.values
    }
    return Value(number=parts[AmountStatus.MANAGED], parts=parts)


def reach(rule: Rule, rows: list[Row]) -> Value:
    """By channel, of one reporter and within one semester; anything wider does not add up."""
    if len({(row.stakeholder, row.semester) for row in rows}) > 1:
        return Value(adds_up=False)
    parts = parts_of_figures(rows)
    return Value(parts={channel: parts[channel] for channel in Channel.values if channel in parts})


ADDITIONS: dict[Kind, Callable[[Rule, list[Row]], Value]] = {
    Kind.COUNT: count,
    Kind.PEOPLE: people,
    Kind.INSTITUTIONS: institutions,
    Kind.DELIVERABLE: deliverable,
    Kind.REGISTRY: registry,
    Kind.AMOUNT: amount,
    Kind.REACH: reach,
}


def parts_of_figures(rows: Iterable[Row]) -> Counter[str]:
    parts: Counter[str] = Counter()
    for row in rows:
        parts.update(row.figures)
    return parts


def without_total(parts: Mapping[str, Number]) -> dict[str, Number]:
    return {category: number for category, number in parts.items() if category != Category.TOTAL}


def parts_of_actions(rule: Rule, rows: Iterable[Row]) -> dict[str, Number]:
    """A count of actions is broken down by what each action says of itself."""
    parts: Counter[str] = Counter()
    for row in rows:
        if rule.breakdown == Breakdown.MODALITY:
            parts[row.modality] += row.quantity
        if rule.breakdown == Breakdown.SCOPE:
            parts[row.scope] += row.quantity
    return dict(parts)


def taking_part(rows: Iterable[Row]) -> frozenset[Participant]:
    return frozenset().union(*(row.participants for row in rows))


def countries_taking_part(rows: Iterable[Row]) -> set[str]:
    return {participant.country for participant in taking_part(rows)} - {""}


def by_stakeholder(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.stakeholder, []).append(row)
    return grouped


def latest_stage(rows: Iterable[Row]) -> str:
    return max(rows, key=lambda row: (row.on, STAGES.index(row.stage))).stage


def is_up_to_date(rows: Iterable[Row]) -> bool:
    return bool(max(rows, key=lambda row: (row.on, bool(row.is_current))).is_current)


def rows_of_year(rule: Rule, rows: Iterable[Row], year: int) -> list[Row]:
    """The year's rows; of a deliverable also the earlier ones, for what exists goes on existing."""
    if rule.kind == Kind.DELIVERABLE:
        return [row for row in rows if row.semester[0] <= year]
    return [row for row in rows if row.semester[0] == year]


def rows_to_date(rule: Rule, rows: Iterable[Row], year: int) -> list[Row]:
    """The plan's rows up to the year's end; of a registry the year's, for it starts anew."""
    if rule.kind == Kind.REGISTRY:
        return rows_of_year(rule, rows, year)
    return [row for row in rows if row.semester[0] <= year]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A confirmed meta: of one stakeholder or (None) the region, of one year or (None) the plan."""

    stakeholder: str | None = None
    year: int | None = None
    value: Decimal


def own_goal(goals: Iterable[Goal], who: str | None, year: int | None) -> Decimal | None:
    return next((g.value for g in goals if g.stakeholder == who and g.year == year), None)


def region_goal(
    goals: Collection[Goal], year: int | None, asked: Collection[str]
) -> Decimal | None:
    """The region's own, else the sum where everyone who is asked has one."""
    own = own_goal(goals, None, year)
    if own is not None or not asked:
        return own
    return sum_of_all(own_goal(goals, who, year) for who in asked)


def end_goal(
    rule: Rule, years: Iterable[int], find: Callable[[int | None], Decimal | None]
) -> Decimal | None:
    """The goal for the end of the plan: its own, else that of every year where they add up."""
    whole = find(None)
    if whole is not None or rule.kind not in ADDS_OVER_YEARS:
        return whole
    return sum_of_all(find(year) for year in years)


def sum_of_all(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None as soon as one is missing."""
    total = Decimal()
    for value in values:
        if value is None:
            return None
        total += value
    return total


def share(number: Number | None, goal: Number | None) -> Fraction | None:
    if number is None or goal is None:
        return None
    return Fraction(number) / Fraction(goal) if goal else Fraction(1)


def is_whole(value: Fraction | None) -> bool:
    return value is not None and value >= 1


def percent(value: Fraction | None) -> int | None:
    """Rounded, but 0 and 100 only where they are exact."""
    if value is None:
        return None
    rounded = int(value * 100 + Fraction(1, 2))
    if rounded == 0 and value > 0:
        return 1
    if rounded == 100 and value != 1:
        return 99 if value < 1 else 101
    return rounded


@dataclass(frozen=True)
class Average:
    """Over those who reported, and over all who were to; each share counts 100 % at most."""

    reported: Fraction | None
    reported_n: int
    programmed: Fraction | None
    programmed_n: int


def average(shares: Collection[Fraction | None]) -> Average:
    """One share for each who was to report, None for who has not."""
    capped = [min(share, Fraction(1)) for share in shares if share is not None]
    added = sum(capped, Fraction())
    return Average(
        reported=added / len(capped) if capped else None,
        reported_n=len(capped),
        programmed=added / len(shares) if shares else None,
        programmed_n=len(shares),
    )


@dataclass(frozen=True)
class Thresholds:
    red_below: int
    green_from: int


DECLARED = {
    EntryStatus.RESCHEDULED.value: State.RESCHEDULED,
    EntryStatus.NOT_APPLICABLE.value: State.NOT_APPLICABLE,
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All that decides the state of a measure for somebody and a period."""

    value: Value
    goal: Decimal | None = None
    is_due: bool = True
    is_programmed: bool = True
    declared: str = ""
    backed: Value = BLANK  # what the rows with evidence add up to
    parts: tuple["Standing", ...] = ()  # whose goals this one's goal is the sum of

    @property
    def share(self) -> Fraction | None:
        return share(self.value.number, self.goal)

    @property
    def is_met(self) -> bool:
        """The goal is reached, also by what has evidence alone, and in each of its parts."""
        return (
            is_whole(self.share)
            and is_whole(share(self.backed.number, self.goal))
            and all(part.is_met for part in self.parts)
        )

    @property
    def is_owed(self) -> bool:
        """Programmed, due, and not declared otherwise."""
        is_asked = self.is_programmed and self.declared not in DECLARED
        return self.goal is not None and self.is_due and is_asked

    @property
    def needs_review_of_target(self) -> bool:
        return self.share is not None and self.share > REVIEW_TARGET_ABOVE


def state(standing: Standing, thresholds: Thresholds) -> State:
    if standing.declared in DECLARED:
        return DECLARED[standing.declared]
    if not standing.is_programmed:
        return State.NOT_PROGRAMMED
    if standing.value.is_blank:
        return State.NO_DATA
    if standing.share is None:
        return State.NO_TARGET
    if standing.is_met:
        return State.MET
    if not standing.is_due:
        return State.ON_TIME
    return light(standing.share, thresholds)


def light(value: Fraction, thresholds: Thresholds) -> State:
    """Red, yellow or green, by the exact share and not by the rounded one."""
    if value * 100 < thresholds.red_below:
        return State.RED
    if value * 100 < thresholds.green_from:
        return State.YELLOW
    return State.GREEN


def verdict(standings: Iterable[Standing]) -> Verdict:
    """Met once every measure that has a goal is at 100 % of it, with its evidence accepted."""
    with_goal = [standing for standing in standings if standing.goal is not None]
    if not with_goal:
        return Verdict.NOT_EVALUABLE
    if all(standing.is_met for standing in with_goal):
        return Verdict.MET
    return Verdict.NOT_MET
