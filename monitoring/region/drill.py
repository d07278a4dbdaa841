"""The rows behind the figures of an activity, as far as a reader may see them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from monitoring import counting
from monitoring.models import Evidence, Record
from monitoring.reading import Answer, Reading, code_and_name
from monitoring.region.asked import Asked
from monitoring.standings import row_of, rule_of, shown
from plan.models import Activity, Kind, Measure


class Shown(NamedTuple):
    """What the reader may see by name: keys of institutions and of evidence."""

    institutions: Collection[int]
    evidence: Collection[int]


class Added(NamedTuple):
    """What one row says for one measure."""

    measure: Measure
    value: dict


@dataclass(frozen=True, kw_only=True)
class DrillRow:
    who: dict
    semester: str
    record: Record
    report: str
    """The page of the report's entry."""

    added: list[Added]
    institutions: list[str]
    unnamed: int
    evidence: list[Evidence]
    withheld: int
    is_earlier: bool
    """Of an earlier year: it counts for what, once there, goes on existing."""


@dataclass(frozen=True, kw_only=True)
class DrillEntry:
    """What is shown for the activity as a whole, or that there was nothing to show."""

    who: dict
    semester: str
    report: str
    said_zero: bool
    evidence: list[Evidence]
    withheld: int


def drill_rows(reading: Reading, activity: Activity, asked: Asked, reader: Shown) -> list[DrillRow]:
    measures = list(activity.indicator.measures.all())
    return [
        drill_row(reading, answer, record, measures, reader)
        for answer in answers_asked(reading, activity, asked)
        for record in answer.records
        if counts(reading, answer, record, measures, asked)
    ]


def answers_asked(reading: Reading, activity: Activity, asked: Asked) -> Iterator[Answer]:
    for answer in reading.answers_to(activity):
        if asked.party in ("", answer.stakeholder.code):
            yield answer


def counts(
    reading: Reading, answer: Answer, record: Record, measures: list[Measure], asked: Asked
) -> bool:
    """Whether the row is part of a figure of that semester, of the year, or of the plan to date."""
    year, half = answer.semester_of(record)
    if asked.semester:
        return asked.semester == f"{year}-{half}"
    if year < reading.year and not asked.to_date:
        return any(goes_on_counting(answer, record, measure) for measure in measures)
    return year <= reading.year


def goes_on_counting(answer: Answer, record: Record, measure: Measure) -> bool:
    is_given = counting.gives(rule_of(measure), row_of(answer, record, measure))
    return measure.kind == Kind.DELIVERABLE and is_given


def drill_row(
    reading: Reading, answer: Answer, record: Record, measures: list[Measure], reader: Shown
) -> DrillRow:
    year, half = answer.semester_of(record)
    named = [one.name for one in record.institutions.all() if one.pk in reader.institutions]
    own = [one for one in answer.entry.evidence.all() if one.record_id == record.pk]
    seen = [one for one in own if one.pk in reader.evidence]
    return DrillRow(
        who=code_and_name(answer.stakeholder),
        semester=f"{year}-{half}",
        record=record,
        report=answer.entry.get_absolute_url(),
        added=[
            added_to(answer, record, measure)
            for measure in measures
            if measure.is_asked_of(answer.stakeholder)
            and counting.gives(rule_of(measure), row_of(answer, record, measure))
        ],
        institutions=named,
        unnamed=len(record.institutions.all()) - len(named),
        evidence=seen,
        withheld=len(own) - len(seen),
        is_earlier=year < reading.year,
    )


def added_to(answer: Answer, record: Record, measure: Measure) -> Added:
    rule = rule_of(measure)
    value = counting.total(rule, [row_of(answer, record, measure)])
    return Added(measure, shown(rule, value, size=1))


def drill_entries(
    reading: Reading, activity: Activity, asked: Asked, reader: Shown
) -> list[DrillEntry]:
    """Of each validated report of the period: zeros that were said, evidence of the whole."""
    entries = [
        drill_entry(answer, reader)
        for answer in answers_asked(reading, activity, asked)
        if is_of_period(reading, answer, asked)
    ]
    return [one for one in entries if one.said_zero or one.evidence or one.withheld]


def is_of_period(reading: Reading, answer: Answer, asked: Asked) -> bool:
    year, half = answer.semester
    if asked.semester:
        return asked.semester == f"{year}-{half}"
    return year == reading.year or (asked.to_date and year < reading.year)


def drill_entry(answer: Answer, reader: Shown) -> DrillEntry:
    whole = [one for one in answer.entry.evidence.all() if one.record_id is None]
    seen = [one for one in whole if one.pk in reader.evidence]
    year, half = answer.semester
    return DrillEntry(
        who=code_and_name(answer.stakeholder),
        semester=f"{year}-{half}",
        report=answer.entry.get_absolute_url(),
        said_zero=answer.says_zero,
        evidence=seen,
        withheld=len(whole) - len(seen),
    )
