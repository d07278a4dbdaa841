"""Every number that a printed annual report shows, beside the numbers of its JSON.

Chapter by chapter: a number that stands anywhere in the JSON but not in what the chapter is about
would be as wrong as one that stands nowhere.
"""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from pypdf import PdfReader

from corett.lib.pdf import Book, print_chapter
from monitoring.annual import annexes
from monitoring.annual.by_country import country_page
from monitoring.annual.chapters import chapters_for
from monitoring.annual.printing import STYLESHEETS
from monitoring.templatetags.annual_charts import measure_states, validated_by_country

NUMBER = re.compile(r"\d+(?:\.\d+)?")
TEMPLATES = Path(settings.BASE_DIR, "templates", "monitoring", "report_pdf")
TAGS = Path(settings.BASE_DIR, "monitoring", "templatetags")
TRANSLATED = re.compile(
    r'(?:translate |_\()"([^"]*)"|\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate',
    re.DOTALL,
)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
STEPS = [1, 2, 3]
"""The marks of the list that tells how to verify it."""
BOOK = Book("Informe", "Plan", "", "es")


def strangers(content: dict, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Numbers that are printed and not said: the chapter and the number."""
    always = numbers_in(content["report"]) | numbers_of_sentences()
    found = []
    for key, text in texts.items():
        allowed = always | numbers_in(about(key, content))
        found += [(key, one) for one in sorted(printed_numbers(text, allowed) - allowed)]
    return found


def as_printed(number: int | str) -> str:
    whole, point, rest = str(number).partition(".")
    return (f"{int(whole):,}".replace(",", " ") if len(whole) > 4 else whole) + point + rest


def texts_of_chapters(content: dict) -> dict[str, str]:
    """Of each chapter that says something, without the numbers of its pages and without hashes."""
    return dict(read_chapters(content))


def read_chapters(content: dict) -> Iterator[tuple[str, str]]:
    for chapter in chapters_for(content, language="es"):
        if chapter.key not in ("cover", "contents"):
            pdf = print_chapter(BOOK, chapter, STYLESHEETS)
            pages = PdfReader(io.BytesIO(pdf)).pages
            raw = " ".join(page.extract_text() for page in pages)
            yield chapter.key, HASH.sub("", " ".join(raw.split()))


def printed_numbers(text: str, known: set[str]) -> set[str]:
    """Of a date each part is one. A long number that is known is read with the space in it.

    Which of two neighbours in a row are one number cannot be told from the text alone.
    """
    for one in sorted(known, key=len, reverse=True):
        if as_printed(one) != one:
            text = re.sub(rf"(?<!\d){re.escape(as_printed(one))}(?!\d)", one, text)
    return {one.lstrip("0") or "0" for one in NUMBER.findall(text)}


def numbers_in(part: object) -> set[str]:
    written = json.dumps(part, ensure_ascii=False)
    found = {one.lstrip("0") or "0" for one in re.findall(r"\d+(?:\.\d+)?", written)}
    return found | {piece.lstrip("0") or "0" for one in found for piece in one.split(".")}


def numbers_of_sentences() -> set[str]:
    """What the sentences of the report themselves say, such as the 100 % of a goal."""
    sources = [*TEMPLATES.glob("*.html"), *TAGS.glob("annual*.py")]
    words = " ".join(
        " ".join(found) for path in sources for found in TRANSLATED.findall(path.read_text())
    )
    return {one.lstrip("0") or "0" for one in re.findall(r"\d+", words)}


def about(key: str, content: dict) -> object:
    """The part of the content that a chapter tells, with what is counted in it."""
    kind, _dash, name = key.partition("-")
    if kind == "activity":
        return [
            content["thresholds"],
            content["semesters"],
            *(
                [axis["number"], objective["number"], objective["statement"], activity]
                for axis in content["axes"]
                for objective in axis["objectives"]
                for activity in objective["activities"]
                if activity["code"] == name
            ),
        ]
    if kind == "axis":
        axes = [axis for axis in content["axes"] if axis["number"] == int(name)]
        counts = [one for one in content["summary"]["axes"] if one["number"] == int(name)]
        return [counts, *(outline_of(axis) for axis in axes)]
    if kind == "country":
        page = country_page(content, name)
        return [page, len(page["activities"]), whole(page["resources_total"])]
    return [PARTS[kind](content), texts_of(kind, content)]


def outline_of(axis: dict) -> list:
    return [
        axis["number"],
        axis["definition"],
        *([one["number"], one["statement"]] for one in axis["objectives"]),
        *(
            [one["code"], one["statement"], one["declared"]]
            for one in annexes.activities_in([axis])
        ),
    ]


def whole(amount: str) -> str:
    return str(round(float(amount)))


def statements(content: dict) -> list:
    return [[one["code"], one["statement"]] for one in annexes.activities_in(content["axes"])]


def overview_of(content: dict) -> list:
    rows = validated_by_country(content["reporting"], content["countries"])
    declared = [one["declared"] for one in annexes.activities_in(content["axes"])]
    return [rows, measure_states(content["axes"]), declared, statements(content)]


def approaches_of(content: dict) -> list:
    table = annexes.by_party(content["approaches"], content["countries"])
    counts = [len(row["activities"]) for row in table["rows"]]
    return [content["approaches"], table, counts, statements(content)]


PARTS = {
    "presentation": lambda content: [content["highlights"], content["corrects"]],
    "summary": lambda content: content["summary"],
    "overview": overview_of,
    "method": lambda content: [content["thresholds"], content["reporting"]],
    "resources": lambda content: content["resources"],
    "schedule": lambda content: [content["schedule"], statements(content)],
    "approaches": approaches_of,
    "risks": lambda content: [content["risks"], statements(content)],
    "obstacles": lambda content: annexes.obstacles_in(content["axes"]),
    "findings": lambda content: content["findings"],
    "priorities": lambda content: content["priorities"],
    "institutions": lambda content: [
        content["summary"]["institutions"],
        *(
            [activity["code"], activity["institutions"]]
            for activity in annexes.activities_in(content["axes"])
        ),
    ],
    "glossary": lambda content: content["glossary"],
    "plan_editions": lambda content: content["plan_editions"],
    "reports": lambda content: content["reporting"],
    "colophon": lambda content: [content["thresholds"], STEPS],
}


def texts_of(kind: str, content: dict) -> list:
    return [text for key, text in content["texts"].items() if "-" not in key or key == kind]
