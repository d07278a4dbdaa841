"""Chapters that were laid out apart, bound into one tagged PDF.

Pages, bookmarks, the names that links lead to and the tree of tags are joined (ISO 32000-1, 7.9.6,
12.3 and 14.7); each page gets its number as an artifact. The same chapters give the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from corett.lib.pdf.chapter import CELLS, Chapter
from corett.lib.pdf.references import ELSEWHERE

DIGIT_WIDTH = 0.513 * 9
"""In points: of each digit of Source Sans 3 in semibold, at the 9 points of `stamps.css`."""
FIRST_HEADING = re.compile(r"<h([1-6])\b")


@dataclass(frozen=True)
class Book:
    """What the file says of itself; `unnumbered` chapters show no number on their pages."""

    title: str
    subject: str
    keywords: str
    language: str
    author: str = "CORETT"
    unnumbered: tuple[str, ...] = ("cover",)


@dataclass(frozen=True)
class Bookmark:
    depth: int
    title: str
    place: Array


@dataclass(frozen=True)
class Sheaf:
    """A chapter with its pages."""

    chapter: Chapter
    pdf: Pdf

    @property
    def depth(self) -> int:
        """On which level of the bookmarks its first heading stands: a chapter's h2 on the first."""
        found = FIRST_HEADING.search(self.chapter.html)
        return max(int(found[1]) - 1, 1) if found else 1

    def names(self) -> Iterator[tuple[str, Array]]:
        """Each id that a link may lead to, and where it is."""
        catalog: Any = self.pdf.Root
        if "/Names" in catalog:
            pairs = list(catalog.Names.Dests.Names)
            for name, place in zip(pairs[::2], pairs[1::2], strict=True):
                yield str(name), place

    def bookmarks(self) -> Iterator[Bookmark]:
        outlines = self.pdf.Root.get("/Outlines")
        if outlines is not None and "/First" in outlines:
            yield from bookmarks_from(outlines.First, self.depth)

    def page_of(self, place: Any) -> int:
        """The page of the chapter, from 0, on which a place is."""
        return self.page_numbers[place[0].objgen]

    @cached_property
    def page_numbers(self) -> dict[Any, int]:
        return {page.objgen: number for number, page in enumerate(self.pdf.pages)}


def bookmarks_from(item: Any, depth: int) -> Iterator[Bookmark]:
    while item is not None:
        yield Bookmark(depth, str(item.Title), item.Dest)
        if "/First" in item:
            yield from bookmarks_from(item.First, depth + 1)
        item = item.get("/Next")


def pages_of_ids(sheaves: Sequence[Sheaf]) -> dict[str, int]:
    """The number that is printed on the page of each id."""
    pages: dict[str, int] = {}
    before = 1
    for sheaf in sheaves:
        pages |= {name: before + sheaf.page_of(place) for name, place in sheaf.names()}
        before += len(sheaf.pdf.pages)
    return pages


def bind(book: Book, sheaves: Sequence[Sheaf], stamps: Pdf) -> bytes:
    bound = pikepdf.new()
    tree = Tree(bound)
    names: dict[str, Array] = {}
    outline: list[tuple[int, OutlineItem]] = []
    for sheaf in sheaves:
        first = len(bound.pages)
        for page in sheaf.pdf.pages:
            bound.pages.append(page)
        tree.add(sheaf, first)
        names |= {name: bound_place(bound, sheaf, first, at) for name, at in sheaf.names()}
        outline += [(one.depth, item_of(sheaf, first, one)) for one in sheaf.bookmarks()]
    tree.finish()
    set_names(bound, names)
    set_links(bound, names)
    set_outline(bound, outline)
    number_pages(book, bound, sheaves, stamps)
    describe(book, bound)
    return saved(bound)


def bound_place(bound: Pdf, sheaf: Sheaf, first: int, place: Array) -> Array:
    page = bound.pages[first + sheaf.page_of(place)]
    return Array([page.obj, *list(place)[1:]])


class Tree:
    """The tags of all chapters under one document."""

    def __init__(self, bound: Pdf):
        self.bound = bound
        self.root = bound.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = bound.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root)
        )
        self.elements: list[Object] = []
        self.owners: list[Any] = []
        self.next_key = 0

    def add(self, sheaf: Sheaf, first: int) -> None:
        copied = self.bound.copy_foreign(sheaf.pdf.Root.StructTreeRoot)
        for element in copied.K[0].K:
            element.P = self.document
            self.elements.append(element)
        pairs = list(copied.ParentTree.Nums)
        for key, owner in zip(pairs[::2], pairs[1::2], strict=True):
            self.owners += [self.next_key + int(key), owner]
        for page in list(self.bound.pages)[first:]:
            page.StructParents = self.next_key + int(page.StructParents)
            for link in page.get("/Annots", []):
                link.StructParent = self.next_key + int(link.StructParent)
        self.next_key += len(pairs) // 2

    def finish(self) -> None:
        self.document.K = Array(self.elements)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.bound.make_indirect(Dictionary(Nums=Array(self.owners)))
        self.root.ParentTreeNextKey = self.next_key
        named = sorted(self.named_cells(), key=lambda pair: pair[0])
        pairs = [part for name, cell in named for part in (String(name), cell)]
        if pairs:
            self.root.IDTree = self.bound.make_indirect(Dictionary(Names=Array(pairs)))
        self.bound.Root.StructTreeRoot = self.root

    def named_cells(self) -> Iterator[tuple[str, Object]]:
        for one in self.bound.objects:
            if isinstance(one, Dictionary) and one.get("/S") in CELLS and "/ID" in one:
                yield str(one.ID), one


def set_names(bound: Pdf, names: dict[str, Array]) -> None:
    pairs = [part for name in sorted(names) for part in (String(name), names[name])]
    bound.Root.Names = Dictionary(Dests=bound.make_indirect(Dictionary(Names=Array(pairs))))


def set_links(bound: Pdf, names: dict[str, Array]) -> None:
    """Links to another chapter lead there by its name."""
    numbers: Any = {page.objgen: number for number, page in enumerate(bound.pages, start=1)}
    links: Any = [link for page in bound.pages for link in page.get("/Annots", [])]
    for link in links:
        if "/A" in link:
            target = str(link.A.URI)
            if target.startswith(ELSEWHERE):
                name = target.removeprefix(ELSEWHERE)
                del link.A
                link.Dest = String(name)
                link.Contents = String(f"p. {numbers[names[name][0].objgen]}")


def item_of(sheaf: Sheaf, first: int, bookmark: Bookmark) -> OutlineItem:
    left, top = (float(number) for number in list(bookmark.place)[2:4])
    page = first + sheaf.page_of(bookmark.place)
    return OutlineItem(bookmark.title, page, "XYZ", left=left, top=top)


def set_outline(bound: Pdf, items: Sequence[tuple[int, OutlineItem]]) -> None:
    with bound.open_outline() as outline:
        above: list[tuple[int, OutlineItem]] = []
        for depth, item in items:
            while above and above[-1][0] >= depth:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((depth, item))


def number_pages(book: Book, bound: Pdf, sheaves: Sequence[Sheaf], stamps: Pdf) -> None:
    """Set the digits of its number on each page, from the ten stamps."""
    keys = [sheaf.chapter.key for sheaf in sheaves for _page in sheaf.pdf.pages]
    digits = [bound.copy_foreign(page.as_form_xobject()) for page in stamps.pages]
    for number, (page, key) in enumerate(zip(bound.pages, keys, strict=True), start=1):
        if key not in book.unnumbered:
            names = [
                page.add_resource(digits[int(digit)], Name.XObject, Name(f"/Stamp{digit}"))
                for digit in str(number)
            ]
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q /Artifact BMC {stamped(names)} EMC".encode())


def stamped(names: Sequence[Name]) -> str:
    """All stamps print at the same place: the last digit stays, the others move to its left."""
    places = range(1 - len(names), 1)
    return " ".join(
        f"q 1 0 0 1 {place * DIGIT_WIDTH:.3f} 0 cm {name} Do Q"
        for place, name in zip(places, names, strict=True)
    )


def describe(book: Book, bound: Pdf) -> None:
    """Title, author and language, in the words that PDF/UA-1 asks for (ISO 14289-1, 5 and 7.1)."""
    with bound.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = book.title
        metadata["dc:creator"] = [book.author]
        metadata["dc:description"] = book.subject
        metadata["pdf:Keywords"] = book.keywords
        metadata["pdfuaid:part"] = "1"
    root = bound.Root
    root.Lang = String(book.language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines


def saved(pdf: Pdf) -> bytes:
    written = BytesIO()
    pdf.save(
        written,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        min_version="1.7",
    )
    return written.getvalue()
