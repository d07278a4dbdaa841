"""The enfoques rectores: who applied each in the year, in which activities, and how."""

from monitoring.models import ProgressEntry
from monitoring.reading import Answer, Reading, code_and_name, validated_entries


def approaches_data(reading: Reading, approaches: list[dict]) -> dict:
    """From validated entries of the year; how it was done is told once, for all its enfoques.

    `approaches` are those of the plan, as `export_plan` says them.
    """
    told = [
        (activity.code, answer)
        for activity in reading.activities
        for answer in reading.answers_to(activity)
        if answer.semester[0] == reading.year
    ]
    in_force = [
        one for one in approaches if (one["retired_on"] or "9999") > f"{reading.year}-01-01"
    ]
    marked = marked_in(reading)
    return {
        "told": len(told),
        "marked": sum(answer.entry.pk in marked for _code, answer in told),
        "parties": parties_data(reading, told, marked),
        "rows": [row_data(reading, one, told, marked) for one in in_force],
        "how": [
            how_data(code, answer, in_force, marked)
            for code, answer in told
            if answer.entry.approaches_how
        ],
    }


def marked_in(reading: Reading) -> dict[int, set[int]]:
    """The enfoques that each entry of the year marks, by their order."""
    entries = validated_entries(reading.plan).filter(report__period__semester__year=reading.year)
    pairs = ProgressEntry.approaches.through.objects.filter(
        progressentry__in=entries.order_by().values("pk")
    )
    found: dict[int, set[int]] = {}
    for entry, approach in pairs.values_list("progressentry_id", "guidingapproach__order"):
        found.setdefault(entry, set()).add(approach)
    return found


def parties_data(
    reading: Reading, told: list[tuple[str, Answer]], marked: dict[int, set[int]]
) -> list[dict]:
    """How many entries each has in the year, and how many of them mark any enfoque."""
    by_party: dict[str, list[Answer]] = {}
    for _code, answer in told:
        by_party.setdefault(answer.stakeholder.code, []).append(answer)
    return [
        {
            **code_and_name(party),
            "told": len(by_party[party.code]),
            "marked": sum(answer.entry.pk in marked for answer in by_party[party.code]),
        }
        for party in reading.stakeholders
        if party.code in by_party
    ]


def row_data(
    reading: Reading,
    approach: dict,
    told: list[tuple[str, Answer]],
    marked: dict[int, set[int]],
) -> dict:
    applied = [
        (code, answer.stakeholder)
        for code, answer in told
        if approach["order"] in marked.get(answer.entry.pk, ())
    ]
    parties = [one for one in reading.stakeholders if any(who == one for _code, who in applied)]
    return {
        "order": approach["order"],
        "name": approach["name"],
        "activities": each_once(code for code, _who in applied),
        "by": [
            {
                **code_and_name(party),
                "activities": each_once(code for code, who in applied if who == party),
            }
            for party in parties
        ],
    }


def how_data(
    code: str, answer: Answer, approaches: list[dict], marked: dict[int, set[int]]
) -> dict:
    entry = answer.entry
    return {
        **code_and_name(answer.stakeholder),
        "activity": code,
        "semester": entry.report.period.semester.code,
        "approaches": [
            one["name"] for one in approaches if one["order"] in marked.get(entry.pk, ())
        ],
        "text": entry.approaches_how,
        "language": entry.language,
    }


def each_once(codes) -> list[str]:
    return list(dict.fromkeys(codes))
