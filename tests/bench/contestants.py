"""The same report, made in each way: one process each, from the same chapters to a file.

python -m tests.bench.contestants ours|one-piece CHAPTERS.json OUTPUT.pdf
"""

import json
import re
import sys
from pathlib import Path

import django

BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
RUNNING = re.compile(r'<p class="(?:watermark|running-\w+)">.*?</p>', re.DOTALL)
PAGE = re.compile(r' data-page="\ue000[^"]*\ue001"')
NUMBERED = """
.piece { break-before: page; }
.contents a::after { content: leader(" . . .") " " target-counter(attr(href), page); }
@page { @bottom-right { content: counter(page); font: 600 9pt "Source Sans 3"; } }
"""


def read(path: str) -> list[tuple[str, str]]:
    return [(key, html) for key, html in json.loads(Path(path).read_text())]


def in_one_piece(chapters: list[tuple[str, str]]) -> str:
    """All chapters in one document, each beginning a page, with what runs on every page once."""
    bodies = [BODY.search(html)[1] for _key, html in chapters]
    running = "".join(RUNNING.findall(bodies[0]))
    pieces = [RUNNING.sub("", PAGE.sub("", body)) for body in bodies]
    joined = "".join(f'<div class="piece">{piece}</div>' for piece in pieces)
    return (
        '<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Informe</title>'
        f"<style>{NUMBERED}</style></head><body>{running}{joined}</body></html>"
    )


def make(way: str, source: str, target: str) -> None:
    from corett.lib.pdf import Book, Chapter, print_book, render_pdf
    from monitoring.annual.printing import STYLESHEETS

    chapters = read(source)
    if way == "ours":
        book = Book("Informe", "Plan", "", "es")
        pdf = print_book(book, [Chapter(key, html) for key, html in chapters], STYLESHEETS)
    else:
        pdf = render_pdf(in_one_piece(chapters), STYLESHEETS)
    Path(target).write_bytes(pdf)


if __name__ == "__main__":
    django.setup()
    make(*sys.argv[1:])
