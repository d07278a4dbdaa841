"""What a page or a PDF says, read as a person reads it: rows of cells, and lines of text."""

import re
from decimal import Decimal, InvalidOperation
from html import unescape
from io import BytesIO

from pypdf import PdfReader

ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd]\b.*?</t[hd]>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
BESIDE = re.compile(r'<span class="parts">.*?</span>', re.DOTALL)


def section(page: str, name: str) -> str:
    """The section of that id."""
    start = page.index(f'id="{name}"')
    return page[start : page.index("</section>", start)]


def table_rows(html: str) -> list[list[str]]:
    """The cells of every row, without the small print beside a number."""
    plain = BESIDE.sub("", html)
    return [[words(cell) for cell in CELL.findall(row)] for row in ROW.findall(plain)]


def words(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def pdf_text(pdf: bytes) -> str:
    """All of it, line by line."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def number(text: object) -> int | Decimal | None:
    """The first number of a cell; None of a dash, a blank or words."""
    first = str(text).replace("\N{NARROW NO-BREAK SPACE}", "").partition(" ")[0]
    try:
        exact = Decimal(first)
    except InvalidOperation:
        return None
    return int(exact) if exact == int(exact) else exact
