"""What a measure has reached: its value against its goal, and the state that this amounts to.

Plain values in and out: no query, and no clock.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from monitoring.counting import ADDS_OVER_YEARS, BLANK, Number, Rule, Value
from monitoring.models import EntryStatus

REVIEW_TARGET_ABOVE = Fraction(120, 100)


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


FURTHEST_FIRST = [
    State.MET,
    State.GREEN,
    State.YELLOW,
    State.RED,
    State.ON_TIME,
    State.NO_TARGET,
    State.NO_DATA,
    State.RESCHEDULED,
    State.NOT_APPLICABLE,
    State.NOT_PROGRAMMED,
]
"""As a legend and a bar of states put them."""


class Verdict(TextChoices):
    """What may be said of a whole indicator."""

    MET = "met", _("cumplido")
    NOT_MET = "not_met", _("con meta, sin cumplir")
    NOT_EVALUABLE = "not_evaluable", _("no evaluable: sin meta")


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


def uncapped(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The raw value that stands beside an average: of those who reported, without a ceiling."""
    given = [share for share in shares if share is not None]
    return sum(given, Fraction()) / len(given) if given else None


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
    def is_comparable(self) -> bool:
        """It has a goal, and its value is a number or still to come: reach alone is neither."""
        return self.goal is not None and (self.share is not None or self.value.is_blank)

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


WEAKEST_FIRST = [State.NO_DATA, State.RED, State.YELLOW, State.GREEN, State.MET]


def activity_state(standings: Collection[Standing], thresholds: Thresholds) -> State:
    """How a whole activity stands for somebody, by the measures that are asked of them.

    What they declared comes first. An activity without a semester in the period is *no programado*;
    where nobody gave any value it is *sin dato*. Then the weakest of the measures whose goal is
    owed decides: one that is owed and has no value leaves the activity *sin dato*, however well the
    others do, for a blank is not a zero and no achievement either. It is *cumplido* only once every
    measure that has a goal meets it, also those not yet due; where nothing is due, it is *en
    plazo*; where nothing has a goal, *sin meta*.
    """
    declared = {standing.declared for standing in standings}
    if len(declared) == 1 and (said := declared.pop()) in DECLARED:
        return DECLARED[said]
    if standings and not any(standing.is_programmed for standing in standings):
        return State.NOT_PROGRAMMED
    if all(standing.value.is_blank for standing in standings):
        return State.NO_DATA
    return state_by_goals(standings, thresholds)


def state_by_goals(standings: Collection[Standing], thresholds: Thresholds) -> State:
    with_goal = [one for one in standings if one.goal is not None]
    if with_goal and all(one.is_met for one in with_goal):
        return State.MET
    states = {state(one, thresholds) for one in with_goal if one.is_owed}
    weakest = next((one for one in WEAKEST_FIRST if one in states), None)
    if weakest is None:
        return State.ON_TIME if any(one.is_comparable for one in with_goal) else State.NO_TARGET
    return State.GREEN if weakest == State.MET else weakest


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
