"""How the values of a measure add up, over rows, semesters and countries by its kind.

Plain values in and out: no query, and no clock.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from monitoring.models import AmountStatus, Category, Channel, People, Stage
from plan.models import Breakdown, CountedFrom, Kind, Scope

Number = int | Decimal

STAGES = Stage.values
ADDS_OVER_YEARS = (Kind.COUNT, Kind.PEOPLE, Kind.AMOUNT)
ZERO_CAN_BE_SAID = (*ADDS_OVER_YEARS, Kind.INSTITUTIONS)
COUNTED_PEOPLE = {str(category) for category in (Category.TOTAL, *People.values)}


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
    event: str = ""  # the same in rows of several countries that are one regional event


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
    actions = each_event_once(rows)
    return Value(number=sum(row.quantity for row in actions), parts=parts_of_actions(rule, actions))


def each_event_once(rows: Iterable[Row]) -> list[Row]:
    """Of the rows that are one event, the one that counts most."""
    alone: list[Row] = []
    events: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: (one.quantity, one.stakeholder, one.semester, one.on)):
        if row.event:
            events[row.event] = row
        else:
            alone.append(row)
    return alone + list(events.values())


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
