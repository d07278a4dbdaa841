"""PDF from HTML that reads nothing but the project's own static files."""

from corett.lib.pdf.book import PAGE_OF, Book, Chapter, print_book, print_chapter
from corett.lib.pdf.fetching import RefusedURLError, StaticOnlyFetcher
from corett.lib.pdf.layout import render_pdf

__all__ = [
    "PAGE_OF",
    "Book",
    "Chapter",
    "RefusedURLError",
    "StaticOnlyFetcher",
    "print_book",
    "print_chapter",
    "render_pdf",
]
