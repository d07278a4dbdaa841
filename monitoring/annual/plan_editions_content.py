"""The editions of the plan: which was in force in each semester, and what changed in the year."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone

from monitoring.reading import Reading, choice
from plan.difference import FIELDS, Change, Part, difference
from plan.models import Plan, PlanEdition, Semester

TITLES = ("title", "name", "statement", "term")
Pair = tuple[PlanEdition | None, PlanEdition]
"""An edition, after the one before it."""


def plan_editions_data(reading: Reading, plan_content: dict) -> dict:
    """`pending` is what the plan says today and its last edition does not.

    Where publishing the report makes an edition, that is what changed in it.
    """
    editions = list(reading.plan.editions.defer("content").order_by("number"))
    pairs = zip([None, *editions], editions, strict=False)
    of_year = [pair for pair in pairs if day_of(pair[1])[:4] == str(reading.year)]
    contents = contents_of(reading.plan, [*of_year, *((None, one) for one in editions[-1:])])
    numbers = {edition.pk: edition.number for edition in editions}
    return {
        "semesters": [semester_data(reading, one, numbers) for one in reading.semesters],
        "last": edition_data(editions[-1]) if editions else None,
        "of_year": [
            {
                **edition_data(edition),
                "is_first": earlier is None,
                "changes": changes_between(earlier, edition, contents),
            }
            for earlier, edition in of_year
        ],
        "pending": pending(editions, contents, plan_content),
    }


def semester_data(reading: Reading, semester: Semester, numbers: dict[int, int]) -> dict:
    """With the number of the edition that its opening fixed, if it was opened."""
    period = reading.calendar.periods[semester]
    return {
        "code": semester.code,
        "label": str(semester.label),
        "edition": numbers[period.edition_id] if period else None,
    }


def day_of(edition: PlanEdition) -> str:
    return timezone.localtime(edition.published_at).date().isoformat()


def edition_data(edition: PlanEdition) -> dict:
    return {
        "number": edition.number,
        "published_on": day_of(edition),
        "kinds": edition.reason_labels,
        "reason": edition.reason,
    }


def contents_of(plan: Plan, pairs: Iterable[Pair]) -> dict[int, dict]:
    """By number, only of those that are compared: they are large."""
    wanted = {one.number for pair in pairs for one in pair if one}
    found = plan.editions.filter(number__in=wanted) if wanted else []
    return {edition.number: edition.content for edition in found}


def changes_between(
    earlier: PlanEdition | None, edition: PlanEdition, contents: dict[int, dict]
) -> list[dict]:
    """The first is not compared with anything: all of it was new."""
    if earlier is None:
        return []
    return lines(difference(contents[earlier.number], contents[edition.number]))


def pending(
    editions: Sequence[PlanEdition], contents: dict[int, dict], plan_content: dict
) -> list[dict]:
    if not editions:
        return []
    return lines(difference(contents[editions[-1].number], plan_content))


# What changed, in lines


def lines(changes: Iterable[Change]) -> list[dict]:
    """One line for what changed in a field; of a new row, or one that went, only its name.

    The semesters of an activity are told together.
    """
    found = list(changes)
    whole = {row_of(one) for one in found if one.place.field == "is_there"}
    marked: dict[str, dict[str, list[str]]] = {}
    for one in found:
        if one.place.part == Part.CELL:
            of_activity = marked.setdefault(one.place.code, {"old": [], "new": []})
            of_activity["old" if one.old else "new"].append(one.place.field)
    told = [*field_lines(found, whole), *cell_lines(marked)]
    order = [part.value for part in Part]
    return sorted(told, key=lambda line: order.index(line["part"]["value"]))


def row_of(change: Change) -> tuple[Part, str]:
    return change.place.part, change.place.code


def field_lines(changes: Iterable[Change], whole: set[tuple[Part, str]]) -> Iterator[dict]:
    for one in changes:
        if one.place.part == Part.CELL:
            continue
        if row_of(one) not in whole or one.place.field in TITLES:
            yield line(one.place.part, one.place.code, one.label, one.old, one.new)


def cell_lines(marked: dict[str, dict[str, list[str]]]) -> Iterator[dict]:
    for code, told in marked.items():
        old, new = (", ".join(sorted(told[name])) for name in ("old", "new"))
        yield line(Part.CELL, code, str(FIELDS["semesters"]), old, new)


def line(part: Part, code: str, label: str, old: str, new: str) -> dict:
    return {"part": choice(part), "code": code, "label": label, "old": old, "new": new}
