"""PDF from HTML that reads nothing but the project's own static files."""

from corett.lib.pdf.archive import Attachment, archived
from corett.lib.pdf.binding import Book
from corett.lib.pdf.book import print_book, print_chapter
from corett.lib.pdf.chapter import Chapter
from corett.lib.pdf.fetching import RefusedURLError, StaticOnlyFetcher
from corett.lib.pdf.references import PAGE_OF
from corett.lib.pdf.workers import render_pdf, shared_workers

__all__ = [
    "PAGE_OF",
    "Attachment",
    "Book",
    "Chapter",
    "RefusedURLError",
    "StaticOnlyFetcher",
    "archived",
    "print_book",
    "print_chapter",
    "render_pdf",
    "shared_workers",
]
