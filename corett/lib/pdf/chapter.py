"""One chapter of a book, laid out so that it can be bound with others.

WeasyPrint tags a document as if it were the only one. What a book must have unlike it is put right
here, where chapters are laid out apart and kept: the names of table heads are the chapter's own
(ISO 32000-1, 14.7.4.1: an ID is unique in the file), and what stands in the margins is an artifact
and no part of the text (ISO 14289-1, 7.1).
"""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from corett.lib.pdf.layout import to_pdf

CELLS = (Name.TH, Name.TD)
MARK = re.compile(rb"/(\w+)\s*<</MCID (\d+)>>\s*BDC")


@dataclass(frozen=True)
class Chapter:
    """A whole HTML document; its key is unique in the book."""

    key: str
    html: str


def lay_out(key: str, html: str, stylesheet_names: Iterable[str]) -> bytes:
    """The chapter as a tagged PDF that can be bound; the same HTML gives the same bytes."""
    with pausing_the_collector():
        pdf = pikepdf.open(BytesIO(to_pdf(html, stylesheet_names)))
        name_cells(pdf, key)
        free_margins(pdf)
        written = BytesIO()
        pdf.save(written, deterministic_id=True)
        return written.getvalue()


@contextmanager
def pausing_the_collector() -> Iterator[None]:
    """A layout makes millions of objects that live to its end: looking for waste finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def name_cells(pdf: Pdf, key: str) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/S") in CELLS:
            if "/ID" in one:
                one.ID = own_name(key, one.ID)
            if "/A" in one and "/Headers" in one.A:
                one.A.Headers = Array([own_name(key, name) for name in one.A.Headers])


def own_name(key: str, name: Object) -> String:
    return String(f"{key}:{name}")


def free_margins(pdf: Pdf) -> None:
    """Turn what is mapped to elements outside the tree into artifacts."""
    tree = pdf.Root.StructTreeRoot
    document = tree.K[0]
    inside = {element.objgen for element in document.K}
    numbers = tree.ParentTree.Nums
    for page, owners in zip(pdf.pages, pages_in(numbers), strict=True):
        outside = {
            number
            for number, element in enumerate(owners)
            if top_of(element, document).objgen not in inside
        }
        if outside:
            page.Contents = pdf.make_stream(unmarked(page.Contents.read_bytes(), outside))
            for number in outside:
                owners[number] = None


def pages_in(numbers: Any) -> Iterator[Array]:
    """Of the pairs of a number tree, those that tell what is on a page; the rest are links."""
    for value in list(numbers)[1::2]:
        if isinstance(value, Array):
            yield value


def top_of(element: Object, document: Object) -> Object:
    while element.P.objgen != document.objgen:
        element = element.P
    return element


def unmarked(stream: bytes, outside: set[int]) -> bytes:
    def as_artifact(found: re.Match) -> bytes:
        return b"/Artifact BMC" if int(found[2]) in outside else found[0]

    return MARK.sub(as_artifact, stream)
