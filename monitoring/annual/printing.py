"""The PDF of a content, and of nothing else."""

from collections.abc import Callable

from django.utils import translation

from corett.lib.canonical import canonical, sha256
from corett.lib.pdf import Book, print_book, print_chapter
from monitoring.annual.chapters import chapter_for, chapters_for, title_of
from monitoring.annual.errors import AnnualError

PARTS = ("base", "bound", "front", "activity", "countries", "back")
STYLESHEETS = [f"corett/report/{name}.css" for name in PARTS]


def render(
    content: dict,
    *,
    language: str = "es",
    country: str = "",
    on_step: Callable[[int, int], None] | None = None,
) -> bytes:
    """The whole report, or a country's, with its shell in that language.

    `on_step` hears how many of its chapters are laid out, of how many.
    """
    chapters = chapters_for(content, language=language, country=country)
    return print_book(book_of(content, language), chapters, STYLESHEETS, on_step=on_step)


def chapter_pdf(content: dict, key: str, *, language: str = "es") -> bytes:
    """One chapter, to be looked at while it is written. Raises AnnualError."""
    chapter = chapter_for(content, key, language=language)
    if chapter is None:
        raise AnnualError("")
    return print_chapter(book_of(content, language), chapter, STYLESHEETS)


def book_of(content: dict, language: str) -> Book:
    with translation.override(language):
        title = title_of(content)
    return Book(
        title=title,
        subject=content["report"]["plan_title"],
        keywords=f"SHA-256 {sha256(canonical(content))}",
        language=language,
    )
