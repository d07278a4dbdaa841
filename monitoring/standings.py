"""A measure in a year: by country and semester, in total, and against its goals."""

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property, partial

from django.utils.translation import gettext as _

from corett.accounts.models import Stakeholder
from corett.directory.models import Institution
from monitoring import achievement, counting
from monitoring.achievement import Goal, Standing
from monitoring.counting import Participant, Row, Rule, Value
from monitoring.models import (
    AmountStatus,
    Category,
    EntryStatus,
    Modality,
    Record,
    Stage,
)
from monitoring.reading import Answer, Reading, choice, code_and_name
from plan.models import Activity, Kind, Measure, Scope, TargetState

Half = tuple[int, int]
Find = Callable[[int | None], Decimal | None]
Own = Callable[[Stakeholder], Standing]
LABELS = {
    str(choice.value): choice.label
    for choices in (Category, AmountStatus, Modality, Scope)
    for choice in choices
}


class MeasureReading:
    """A measure in a year: by country and semester, in total, against its goals."""

    def __init__(self, reading: Reading, activity: Activity, measure: Measure):
        self.reading, self.activity, self.measure = reading, activity, measure
        self.year = reading.year
        self.answers = [
            answer
            for answer in reading.answers_to(activity)
            if measure.is_asked_of(answer.stakeholder)
        ]
        self.by_party: dict[str, list[Answer]] = {}
        for answer in self.answers:
            self.by_party.setdefault(answer.stakeholder.code, []).append(answer)
        self.rule = rule_of(measure)
        self.goals = [
            Goal(
                stakeholder=target.stakeholder.code if target.stakeholder else None,
                year=target.year,
                value=target.value,
            )
            for target in measure.targets.all()
            if target.state == TargetState.CONFIRMED
        ]
        self.cells = {(c.semester.year, c.semester.half) for c in activity.cells.all()}

    @cached_property
    def rows(self) -> list[Row]:
        return [
            row_of(answer, record, self.measure)
            for answer in self.answers
            for record in answer.records
        ]

    def asks(self, party: Stakeholder) -> bool:
        return self.measure.is_asked_of(party)

    @property
    def is_split(self) -> bool:
        """A deliverable of both scopes: one for each country, and one of the region beside."""
        return self.rule.kind == Kind.DELIVERABLE and self.rule.scope == Scope.BOTH

    @cached_property
    def asked(self) -> list[Stakeholder]:
        everybody = [*self.reading.countries, *self.reading.coordination]
        return [party for party in everybody if self.asks(party)]

    @cached_property
    def reporters(self) -> list[Stakeholder]:
        """Who is asked, and whoever gave a row; of a host, only who gave one."""
        shown = {row.stakeholder for row in self.rows if counting.gives(self.rule, row)}
        if self.measure.reported_by != Measure.ReportedBy.HOST:
            shown |= {party.code for party in self.asked}
        return [party for party in self.reading.stakeholders if party.code in shown]

    @property
    def counted_in_region(self) -> set[str]:
        """Whose rows the region's number is made of."""
        if self.is_split:
            return {party.code for party in self.reading.countries}
        return {party.code for party in self.reporters}

    def value(self, who: set[str], *, semester: Half | None = None, to_date=False) -> Value:
        said_zero = any(
            answer.says_zero
            for code in who
            for answer in self.by_party.get(code, [])
            if self.is_within(answer, semester, to_date)
        )
        rows = self.rows_of(who, semester=semester, to_date=to_date)
        return counting.total(self.rule, rows, said_zero=said_zero)

    def backed(self, who: set[str], *, to_date: bool) -> Value:
        """What the rows with evidence add up to."""
        rows = self.rows_of(who, to_date=to_date)
        return counting.total(self.rule, [row for row in rows if row.has_evidence])

    def rows_of(self, who: set[str], *, semester: Half | None = None, to_date=False) -> list[Row]:
        rows = [row for row in self.rows if row.stakeholder in who]
        if semester:
            return [row for row in rows if row.semester == semester]
        if to_date:
            return counting.rows_to_date(self.rule, rows, self.year)
        return counting.rows_of_year(self.rule, rows, self.year)

    def is_within(self, answer: Answer, semester: Half | None, to_date: bool) -> bool:
        if semester:
            return answer.semester == semester
        if to_date:
            return answer.semester[0] <= self.year
        return answer.semester[0] == self.year

    @property
    def has_region_goal(self) -> bool:
        return self.region.goal is not None

    def goal_of_region(self, year: int | None) -> Decimal | None:
        codes = [party.code for party in self.summed(year)]
        return achievement.region_goal(self.goals_with_region, year, codes)

    @property
    def goals_with_region(self) -> list[Goal]:
        """Where split, the region's own goal is that of the coordination."""
        return [goal for goal in self.goals if goal.stakeholder or not self.is_split]

    def summed(self, year: int | None) -> list[Stakeholder]:
        """Whose goals add up to the region's: the countries', and others' where they have one."""
        with_goal = {goal.stakeholder for goal in self.goals if goal.year == year}
        return [
            party
            for party in self.asked
            if (party.is_country or party.code in with_goal) and not self.is_excused(party, year)
        ]

    def is_excused(self, party: Stakeholder, year: int | None) -> bool:
        """Of a year's goal also who put it off; of the plan's only whom it does not concern."""
        excuses = [EntryStatus.NOT_APPLICABLE] if year is None else achievement.DECLARED
        return self.declared_by(party, year) in excuses

    def goal_of(self, party: Stakeholder, year: int | None) -> Decimal | None:
        """Its own; the coordination answers for the region where only it is asked."""
        own = achievement.own_goal(self.goals, party.code, year)
        answers_for_region = not party.is_country and (self.is_split or self.asked == [party])
        if own is None and answers_for_region:
            return achievement.own_goal(self.goals, None, year)
        return own

    def horizon(self, find: Find) -> int | None:
        """The year; or None, the whole plan, where only that has a goal."""
        has_only_whole = find(self.year) is None and find(None) is not None
        return None if has_only_whole else self.year

    def standing(
        self,
        who: set[str],
        find: Find,
        *,
        horizon: int | None,
        declared: str,
        parts: tuple[Standing, ...] = (),
    ) -> Standing:
        """Against the year's goal, else against that of the whole plan."""
        whole = horizon is None
        return Standing(
            value=self.value(who, to_date=whole),
            goal=find(horizon),
            is_due=self.reading.as_of > (self.reading.plan.end if whole else self.due_on),
            is_programmed=self.is_programmed,
            declared=declared,
            backed=self.backed(who, to_date=whole),
            parts=parts,
        )

    @property
    def is_programmed(self) -> bool:
        return not self.cells or any(year == self.year for year, _half in self.cells)

    @property
    def due_on(self) -> datetime.date:
        """The end of the last semester planned in the year, else of the year."""
        halves = [half for year, half in self.cells if year == self.year]
        if halves == [1]:
            return datetime.date(self.year, 6, 30)
        return datetime.date(self.year, 12, 31)

    def declared_by(self, party: Stakeholder, year: int | None) -> str:
        """What it said last in that year or, of the whole plan, by the end of this one."""
        said = [
            answer.declared
            for answer in self.by_party.get(party.code, [])
            if answer.declared
            and answer.semester[0] <= self.year
            and year in (None, answer.semester[0])
        ]
        return said[-1] if said else ""

    @cached_property
    def region(self) -> Standing:
        who = self.counted_in_region
        find, horizon = self.goal_of_region, self.horizon(self.goal_of_region)
        return self.standing(
            who,
            find,
            horizon=horizon,
            declared=self.declared_by_all(who, self.year),
            parts=self.parts_of_region(horizon),
        )

    def declared_by_all(self, who: set[str], year: int | None) -> str:
        """What each of them said last in the year or the plan, where all said the same."""
        parties = [party for party in self.reading.stakeholders if party.code in who]
        said = {self.declared_by(party, year) for party in parties}
        return said.pop() if len(said) == 1 else ""

    def parts_of_region(self, horizon: int | None) -> tuple[Standing, ...]:
        """Where the region's goal is a sum, each of those whose goals it is the sum of."""
        if achievement.own_goal(self.goals_with_region, None, horizon) is not None:
            return ()
        return tuple(self.standing_of(party, horizon) for party in self.summed(horizon))

    @property
    def judged(self) -> list[Standing]:
        """What must be reached for the indicator: the region's, and its own one where split."""
        if not self.is_split:
            return [self.region]
        return [self.region, *(self.own_standing(party) for party in self.reading.coordination)]

    def own_standing(self, party: Stakeholder) -> Standing:
        return self.standing_of(party, self.horizon(partial(self.goal_of, party)))

    def standing_of(self, party: Stakeholder, horizon: int | None) -> Standing:
        return self.standing(
            {party.code},
            partial(self.goal_of, party),
            horizon=horizon,
            declared=self.declared_by(party, self.year),
        )

    # Towards the end of the plan

    def towards_end(
        self, who: set[str], find: Find, *, declared: str, parts: tuple[Standing, ...] = ()
    ) -> Standing:
        """All that was done by the end of the year, against what the whole plan asks."""
        return Standing(
            value=self.value(who, to_date=True),
            goal=achievement.end_goal(self.rule, self.reading.plan.years, find),
            is_due=self.reading.as_of > self.reading.plan.end,
            is_programmed=not self.cells or any(year <= self.year for year, _half in self.cells),
            declared=declared,
            backed=self.backed(who, to_date=True),
            parts=parts,
        )

    def own_towards_end(self, party: Stakeholder) -> Standing:
        find = partial(self.goal_of, party)
        return self.towards_end({party.code}, find, declared=self.declared_by(party, None))

    @cached_property
    def region_towards_end(self) -> Standing:
        find = partial(achievement.own_goal, self.goals_with_region, None)
        has_own = achievement.end_goal(self.rule, self.reading.plan.years, find) is not None
        theirs = () if has_own else [self.own_towards_end(party) for party in self.summed(None)]
        return self.towards_end(
            self.counted_in_region,
            self.goal_of_region,
            declared=self.declared_by_all(self.counted_in_region, None),
            parts=tuple(one for one in theirs if one.goal is not None),
        )

    @property
    def judged_towards_end(self) -> list[Standing]:
        if not self.is_split:
            return [self.region_towards_end]
        own = [self.own_towards_end(party) for party in self.reading.coordination]
        return [self.region_towards_end, *own]

    def each_goal_once(self, region: Standing, own: Own) -> list[tuple[str, Standing]]:
        """Who has a goal, and how it stands; "" is the region, where it has one of its own."""
        with_goal = {goal.stakeholder for goal in self.goals}
        theirs = [
            (party.code, own(party))
            for party in self.asked
            if party.is_country or self.is_split or party.code in with_goal
        ]
        return theirs if self.is_split or region.parts else [*theirs, ("", region)]

    @property
    def is_unreported(self) -> bool:
        return self.value({party.code for party in self.reporters}, to_date=True).is_blank

    def data(self) -> dict:
        measure = self.measure
        return {
            "code": measure.code,
            "name": measure.name,
            "unit": measure.unit,
            "kind": choice(Kind(measure.kind)),
            "scope": choice(Scope(measure.scope)),
            "reported_by": choice(Measure.ReportedBy(measure.reported_by)),
            "is_proposed": measure.is_proposed,
            "is_unreported": self.is_unreported,
            "rows": [self.row_data(party) for party in self.reporters],
            "region": self.region_data(),
            "average": self.average_data(),
        }

    def row_data(self, party: Stakeholder) -> dict:
        find = partial(self.goal_of, party)
        return {
            **code_and_name(party),
            **self.numbers({party.code}, find, self.own_standing(party), size=1),
            **self.to_date_data(self.own_towards_end(party)),
        }

    def region_data(self) -> dict:
        size = len([p for p in self.asked if p.is_country and p.code in self.counted_in_region])
        return {
            **self.numbers(self.counted_in_region, self.goal_of_region, self.region, size=size),
            **self.to_date_data(self.region_towards_end),
        }

    def to_date_data(self, standing: Standing) -> dict:
        return {"goal_to_date": plain(standing.goal), "state_to_date": self.state_data(standing)}

    def state_data(self, standing: Standing) -> dict:
        return choice(achievement.state(standing, self.reading.thresholds))

    def numbers(self, who: set[str], find: Find, standing: Standing, *, size: int) -> dict:
        show = partial(shown, self.rule, size=size)
        to_date = self.value(who, to_date=True)
        years = self.reading.plan.years
        end = achievement.end_goal(self.rule, years, find)
        is_annual = find(self.year) is not None
        due_share = standing.share if is_annual and standing.is_due else None
        return {
            "semesters": [
                show(self.value(who, semester=(semester.year, semester.half)))
                for semester in self.reading.semesters
            ],
            "year": show(self.value(who)),
            "to_date": show(to_date),
            "goal": plain(standing.goal),
            "goal_is_annual": is_annual,
            "compliance": achievement.percent(due_share),
            "progress": achievement.percent(achievement.share(to_date.number, end)),
            "state": self.state_data(standing),
            "review_target": standing.needs_review_of_target,
        }

    def average_data(self) -> dict | None:
        """Of the countries whose goal is due, each up to 100 %."""
        standings = [self.own_standing(party) for party in self.asked if party.is_country]
        due = [standing for standing in standings if standing.is_owed]
        if len(due) < 2:
            return None
        average = achievement.average([s.share for s in due])
        return {
            "reported": achievement.percent(average.reported),
            "reported_n": average.reported_n,
            "programmed": achievement.percent(average.programmed),
            "programmed_n": average.programmed_n,
        }


def rule_of(measure: Measure) -> Rule:
    return Rule(
        kind=measure.kind,
        scope=measure.scope,
        breakdown=measure.breakdown,
        counted_from=measure.counted_from,
    )


def row_of(answer: Answer, record: Record, measure: Measure) -> Row:
    amount = one_of(record.amounts.all(), measure)
    milestone = one_of(record.milestones.all(), measure)
    check = one_of(record.registry_checks.all(), measure)
    return Row(
        stakeholder=answer.stakeholder.code,
        semester=answer.semester_of(record),
        on=record.ended_on,
        quantity=record.quantity,
        modality=record.modality,
        scope=record.scope,
        participants=frozenset(participant(one) for one in record.institutions.all()),
        figures={
            figure.category: figure.number
            for figure in record.figures.all()
            if figure.measure_id == measure.pk
        },
        stage=milestone.stage if milestone else "",
        is_current=check.is_current if check else None,
        usd=amount.usd if amount else None,
        amount_status=amount.status if amount else "",
        has_evidence=answer.has_evidence(record),
        event=record.event.hex if record.event else "",
    )


def one_of(values: Iterable, measure: Measure):
    return next((value for value in values if value.measure_id == measure.pk), None)


def participant(institution: Institution) -> Participant:
    country = institution.country
    return Participant(institution.pk, country.code if country else "")


def plain(number) -> int | str | None:
    """A JSON number where it is whole, else a text with its two decimals."""
    if number is None or isinstance(number, int):
        return number
    return int(number) if number == int(number) else f"{number:.2f}"


def shown(rule: Rule, value: Value, *, size: int) -> dict:
    """A value as the page prints it: number, its parts in words, or the words alone."""
    return {
        "number": plain(value.number),
        "parts": [
            {"value": key, "label": part_label(key), "number": plain(number)}
            for key, number in sorted(value.parts.items(), key=lambda part: part_order(part[0]))
            if number or key in AmountStatus.values
        ],
        "text": words(rule, value, size),
        "adds_up": value.adds_up,
    }


def part_label(key: str) -> str:
    return str(LABELS[key]) if key else _("sin decir")


def part_order(key: str) -> int:
    return list(LABELS).index(key) if key else len(LABELS)


def words(rule: Rule, value: Value, size: int) -> str:
    if value.number is None or rule.kind not in (Kind.DELIVERABLE, Kind.REGISTRY):
        return ""
    if size > 1 and rule.scope != Scope.REGIONAL:
        return _("%(number)s de %(size)s países") % {"number": value.number, "size": size}
    if rule.kind == Kind.REGISTRY:
        return _("al día") if value.number else _("no está al día")
    return str(Stage(value.stage).label) if value.stage else _("sin etapa")
