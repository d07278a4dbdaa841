"""A long document as chapters: each laid out apart, only when it changed, and then bound."""

import hashlib
from collections.abc import Callable, Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pikepdf
from django.core.cache import caches
from pikepdf import Pdf

from corett.lib.pdf.binding import Book, Sheaf, bind, pages_of_ids
from corett.lib.pdf.chapter import Chapter
from corett.lib.pdf.fetching import SCHEME, static_file
from corett.lib.pdf.layout import STAMPS
from corett.lib.pdf.references import link_up, needs_numbers, numbered
from corett.lib.pdf.workers import Job, laid_out, stamps, workers_for

OnStep = Callable[[int, int], None]


def print_book(
    book: Book,
    chapters: Sequence[Chapter],
    stylesheet_names: Sequence[str],
    *,
    on_step: OnStep | None = None,
) -> bytes:
    """A tagged PDF/UA-1; the same chapters give the same bytes.

    `on_step` hears how many chapters are ready, of how many.
    """
    style = Style(stylesheet_names)
    linked = link_up(list(chapters))
    plain = [numbered(one, {}) for one in linked]
    missing = len(plain) - len(style.kept(plain))
    with workers_for(missing, style.names):
        done = style.print_all(plain, on_step=on_step)
        sheaves = [Sheaf(one, opened(done[one.key])) for one in linked]
        settle_numbers(style, sheaves)
        return bind(book, sheaves, opened(style.stamps()))


def settle_numbers(style: "Style", sheaves: list[Sheaf]) -> None:
    """Lay out again what names pages, now that their numbers are known.

    How long it is itself moves them, so that it is laid out until nothing moves: once, as a rule.
    """
    printed, pages = None, pages_of_ids(sheaves)
    while printed != pages:
        for place, sheaf in enumerate(sheaves):
            if needs_numbers(sheaf.chapter):
                pdf = style.print_one(numbered(sheaf.chapter, pages))
                sheaves[place] = Sheaf(sheaf.chapter, opened(pdf))
        printed, pages = pages, pages_of_ids(sheaves)


def print_chapter(book: Book, chapter: Chapter, stylesheet_names: Sequence[str]) -> bytes:
    """The chapter alone, without the numbers of its pages; links out of it are dropped."""
    style = Style(stylesheet_names)
    [alone] = link_up([chapter])
    sheaf = Sheaf(alone, opened(style.print_one(numbered(alone, {}))))
    unnumbered = Book(
        book.title, book.subject, book.keywords, book.language, book.author, (chapter.key,)
    )
    return bind(unnumbered, [sheaf], pikepdf.new())


def opened(pdf: bytes) -> Pdf:
    return pikepdf.open(BytesIO(pdf))


class Style:
    """Stylesheets, and what was already laid out with them."""

    def __init__(self, names: Sequence[str]):
        self.names = tuple(names)
        self.cache = caches["chapters"]
        self.digest = hashlib.sha256()
        for part in (version("weasyprint"), version("pikepdf"), *map(text_of, self.names)):
            self.digest.update(part.encode())

    def key_of(self, *parts: str) -> str:
        """By which a layout is kept: nothing else has a say in how it looks."""
        digest = self.digest.copy()
        for part in parts:
            digest.update(b"\0" + part.encode())
        return digest.hexdigest()

    def kept(self, chapters: Sequence[Chapter]) -> dict[str, bytes]:
        """Those that were laid out before."""
        keys = {one.key: self.key_of(one.key, one.html) for one in chapters}
        known = self.cache.get_many(keys.values())
        return {name: known[key] for name, key in keys.items() if key in known}

    def print_one(self, chapter: Chapter) -> bytes:
        return self.print_all([chapter])[chapter.key]

    def print_all(
        self, chapters: Sequence[Chapter], *, on_step: OnStep | None = None
    ) -> dict[str, bytes]:
        done = self.kept(chapters)
        missing = {one.key: one for one in chapters if one.key not in done}
        jobs = [Job(one.key, one.html, self.names) for one in missing.values()]
        for key, pdf in laid_out(jobs):
            done[key] = pdf
            self.cache.set(self.key_of(key, missing[key].html), pdf)
            if on_step:
                on_step(len(done), len(chapters))
        return done

    def stamps(self) -> bytes:
        key = self.key_of("stamps", text_of(STAMPS))
        made = self.cache.get(key)
        if made is None:
            made = stamps()
            self.cache.set(key, made)
        return made


def text_of(stylesheet_name: str) -> str:
    return Path(static_file(f"{SCHEME}{stylesheet_name}")).read_text()
