"""One activity as its reviewer sees it: now, last semester, and what asks for a look."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitoring import counting
from monitoring.comments import Thread
from monitoring.doubts import Doubt, Row, Value, doubts
from monitoring.models import Evidence, ProgressEntry, Record
from monitoring.reading import Answer
from monitoring.review.changes import Changed
from monitoring.standings import part_label, row_of, rule_of, shown
from plan.models import Kind, Measure, Scope

Totals = dict[int, counting.Value]


@dataclass(frozen=True)
class Reviewed:
    """`before` is what the same stakeholder sent last of it, `others` the rows of the others."""

    entry: ProgressEntry
    before: ProgressEntry | None
    values: list[dict]
    threads: list[Thread]
    doubts: list[Doubt]
    changed: Changed
    others: list[Record]

    @property
    def rows(self) -> list[Record]:
        return list(self.entry.records.all())

    @property
    def evidence(self) -> list[Evidence]:
        return list(self.entry.evidence.all())

    @property
    def unjudged(self) -> int:
        return sum(not one.verdict for one in self.evidence)

    @property
    def open_threads(self) -> int:
        return sum(not thread.is_settled for thread in self.threads)


def reviewed(
    entry: ProgressEntry,
    earlier: list[ProgressEntry],
    *,
    threads: list[Thread],
    changed: Changed,
    others: list[Record],
) -> Reviewed:
    """`earlier` are the same stakeholder's of the activity, sent before, the latest first."""
    before = earlier[0] if earlier else None
    measures = entry.measures()
    now = totals(entry, measures)
    then = {one: totals(one, measures) for one in earlier}
    return Reviewed(
        entry=entry,
        before=before,
        values=[
            {
                "measure": measure,
                "now": in_words(measure, now),
                "before": in_words(measure, then[before]) if before else None,
            }
            for measure in measures
        ],
        threads=threads,
        doubts=doubts(
            status="" if entry.no_activity else entry.status,
            values=[sized(measure, now, last_year(entry, then)) for measure in measures],
            rows=[doubtful(row, measures, others) for row in entry.records.all()],
            counted_before=any(counted(one) for of in then.values() for one in of.values()),
        ),
        changed=changed,
        others=others,
    )


def totals(entry: ProgressEntry, measures: Iterable[Measure]) -> Totals:
    """What the rows of its own semester add up to, by measure."""
    answer = Answer(entry, [row for row in entry.records.all() if not row.is_late])
    return {
        measure.pk: counting.total(
            rule_of(measure),
            [row_of(answer, row, measure) for row in answer.records],
            said_zero=answer.says_zero,
        )
        for measure in measures
    }


def in_words(measure: Measure, of: Totals) -> dict:
    return shown(rule_of(measure), of[measure.pk], size=1)


def counted(value: counting.Value) -> bool:
    return bool(value.number) or any(value.parts.values())


def last_year(entry: ProgressEntry, then: dict[ProgressEntry, Totals]) -> list[Totals]:
    year = entry.report.period.semester.year - 1
    return [of for one, of in then.items() if one.report.period.semester.year == year]


def sized(measure: Measure, now: Totals, before: Iterable[Totals]) -> Value:
    return Value(
        measure=measure.name,
        kind=measure.kind,
        now=size(measure, now[measure.pk]),
        last_year=tuple(size(measure, of[measure.pk]) for of in before),
    )


def size(measure: Measure, value: counting.Value) -> dict[str, counting.Number]:
    """One number, or one for each channel: what a reach says does not add up."""
    if measure.kind == Kind.REACH:
        return {part_label(part): number for part, number in value.parts.items()}
    return {} if value.number is None else {"": value.number}


def doubtful(row: Record, measures: Iterable[Measure], others: Iterable[Record]) -> Row:
    by_key = {measure.pk: measure for measure in measures}
    people: dict[str, dict[str, int]] = {}
    kinds = set()
    for value in values_of(row):
        measure = by_key.get(value.measure_id, value.measure)
        kinds.add(str(measure.kind))
        if measure.kind == Kind.PEOPLE:
            people.setdefault(measure.name, {})[value.category] = value.number
    return Row(
        key=str(row.key),
        title=row.title,
        scope=row.scope,
        modality=row.modality,
        institutions=len(row.institutions.all()),
        kinds=frozenset(kinds),
        people=people,
        others=tuple(str(one.entry.report.title) for one in others if is_apart(one, row)),
    )


def is_apart(other: Record, row: Record) -> bool:
    """A regional row of another that nobody linked with this one."""
    return other.scope == Scope.REGIONAL and (row.event is None or other.event != row.event)


def values_of(row: Record) -> list:
    parts = (row.figures, row.milestones, row.registry_checks, row.amounts)
    return [value for part in parts for value in part.all()]
