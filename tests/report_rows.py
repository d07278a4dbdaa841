"""What the JSON of an annual report says of its measures, where its pages have to print it."""

from collections.abc import Iterator

from django.utils.text import Truncator

from monitoring.annual import annexes
from monitoring.annual.by_country import country_page
from tests.report_numbers import as_printed, whole


def missing_rows(content: dict, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Rows of measures that are said and not printed: the activity and the row in words."""
    return [
        (activity["code"], row)
        for activity in annexes.activities_in(content["axes"])
        for row in missing_in(activity["measures"], texts[f"activity-{activity['code']}"])
    ]


def missing_in(measures: list[dict], text: str) -> Iterator[str]:
    """Each measure after the one before it, and its rows under its own name."""
    names = [f"{measure['code']} {' '.join(measure['name'].split())}" for measure in measures]
    for measure, name, following in zip(measures, names, [*names[1:], ""], strict=True):
        _before, found, text = text.partition(name)
        if not found:
            yield name
        elif not measure["is_unreported"]:
            yield from missing_under(list(rows_of(measure)), up_to(following, text))


def missing_under(rows: list[tuple[str, list[str]]], text: str) -> Iterator[str]:
    """One row after another, and beneath each what its numbers are made of."""
    for (line, parts), following in zip(rows, [*(row for row, _ in rows[1:]), ""], strict=True):
        _before, found, rest = text.partition(line)
        if found:
            text = rest
            yield from (part for part in parts if part not in up_to(following, rest))
        else:
            yield line


def up_to(following: str, text: str) -> str:
    return text.partition(following)[0] if following else text


def rows_of(measure: dict) -> Iterator[tuple[str, list[str]]]:
    """As the table prints them: who, each semester, the year, the goal and the two percentages."""
    named = [(row["name"], row) for row in measure["rows"]]
    for name, row in [*named, ("Región", measure["region"])]:
        values = [*row["semesters"], row["year"]]
        goal = "—" if row["goal"] is None else as_printed(row["goal"])
        shares = [
            "—" if row[one] is None else f"{row[one]} %" for one in ("compliance", "progress")
        ]
        words = [name, *map(said, values), goal, *shares, row["state"]["label"]]
        yield " ".join(words), [parts_of(value) for value in values if value["parts"]]


def parts_of(value: dict) -> str:
    return ", ".join(f"{one['label']} {as_printed(one['number'])}" for one in value["parts"])


def missing_figures(content: dict, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Figures in large print, and tables of the summary and of a country, that are not printed."""
    return [
        (key, line) for key, lines in figures(content) for line in lines if line not in texts[key]
    ]


def figures(content: dict) -> Iterator[tuple[str, list[str]]]:
    """By chapter, as one line of it prints them side by side."""
    summary = content["summary"]
    yield "summary", [*lines_of_summary(summary), *lines_of_axes(content)]
    for axis in summary["axes"]:
        shown = ("with_progress", "declared_done", "met", "not_evaluable")
        yield f"axis-{axis['number']}", [side_by_side(axis, shown)]
    for country in content["countries"]:
        page = country_page(content, country["code"])
        yield f"country-{country['code']}", list(lines_of_country(page))


def side_by_side(counts: dict, shown: tuple[str, ...]) -> str:
    return " ".join(f"{counts[one]} de {counts['activities']}" for one in shown)


def lines_of_summary(summary: dict) -> Iterator[str]:
    shown = ("declared_done", "met", "not_met", "not_evaluable")
    yield side_by_side(summary["all"], shown)
    large = (as_printed(summary[one]) for one in ("actions", "institutions", "participations"))
    yield " ".join([f"{summary['reports_validated']} de {summary['reports_asked']}", *large])


def lines_of_axes(content: dict) -> Iterator[str]:
    shown = ("activities", "with_progress", "declared_done", "met", "not_met", "not_evaluable")
    names = {axis["number"]: axis["name"] for axis in content["axes"]}
    for axis in content["summary"]["axes"]:
        counts = " ".join(str(axis[one]) for one in shown)
        yield f"{axis['number']}. {names[axis['number']]} {counts}"


def lines_of_country(page: dict) -> Iterator[str]:
    count = len(page["activities"])
    shares = [f"{page[one]} de {count}" for one in ("declared_done", "met")]
    used = as_printed(whole(page["resources_total"]))
    yield " ".join([as_printed(page["actions"]), *shares, used])
    for row in page["activities"]:
        statement = Truncator(row["statement"]).chars(58)
        labels = [row[one]["label"] or "—" for one in ("declared", "state")]
        yield " ".join([row["code"], statement, str(row["actions"]), *labels])


def said(value: dict) -> str:
    if not value["adds_up"]:
        return "no se suma"
    if value["text"]:
        return value["text"]
    return "—" if value["number"] is None else as_printed(value["number"])
