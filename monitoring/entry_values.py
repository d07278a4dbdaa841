"""What the rows of an entry add up to in its own semester, for each measure it is asked."""

from collections.abc import Sequence

from monitoring import counting
from monitoring.models import ProgressEntry
from monitoring.reading import Answer
from monitoring.standings import row_of, rule_of, shown
from plan.models import Measure


def entry_values(entry: ProgressEntry) -> list[dict]:
    """What the entry's rows of its own semester add up to, for each measure it is asked.

    Read with its parts (`entries.put_parts`), it costs no query.
    """
    answer = Answer(entry, [record for record in entry.records.all() if not record.is_late])
    return [
        {"measure": measure, "value": value_in(answer, measure)} for measure in entry.measures()
    ]


def values_over(entries: Sequence[ProgressEntry]) -> list[dict]:
    """For each measure of the first entry, (semester, value) in each of the entries.

    They are all of one activity and one stakeholder.
    """
    by_semester = [
        (
            entry.report.period.semester.code,
            {one["measure"]: one["value"] for one in entry_values(entry)},
        )
        for entry in entries
    ]
    return [
        {
            "measure": measure,
            "values": [(semester, values.get(measure)) for semester, values in by_semester],
        }
        for measure in by_semester[0][1]
    ]


def value_in(answer: Answer, measure: Measure) -> dict:
    rule = rule_of(measure)
    rows = [row_of(answer, record, measure) for record in answer.records]
    value = counting.total(rule, rows, said_zero=answer.says_zero)
    return shown(rule, value, size=1)
