"""A long document as chapters, each laid out apart and then bound into one PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from corett.lib.pdf.layout import render_pdf

PAGE_OF = "\ue000{}\ue001"
"""Where the number of the page is to stand on which an id is found."""


@dataclass(frozen=True)
class Chapter:
    key: str
    html: str


@dataclass(frozen=True)
class Book:
    title: str
    subject: str
    keywords: str
    language: str


def print_book(
    book: Book,
    chapters: Sequence[Chapter],
    stylesheet_names: Sequence[str],
    *,
    on_step: Callable[[int, int], None] | None = None,
) -> bytes:
    bound = pikepdf.new()
    for number, chapter in enumerate(chapters, start=1):
        bound.pages.extend(
            pikepdf.open(BytesIO(print_chapter(book, chapter, stylesheet_names))).pages
        )
        if on_step:
            on_step(number, len(chapters))
    written = BytesIO()
    bound.save(written, deterministic_id=True)
    return written.getvalue()


def print_chapter(book: Book, chapter: Chapter, stylesheet_names: Sequence[str]) -> bytes:
    return render_pdf(chapter.html, stylesheet_names)
