"""One HTML document laid out as one PDF, in this process: `workers` does it in a limited one."""

import hashlib
from collections.abc import Iterable
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from corett.lib.pdf.fetching import SCHEME, RefusedURLError, StaticOnlyFetcher

STAMPS = "corett/report/stamps.css"


def to_pdf(html: str, stylesheet_names: Iterable[str]) -> bytes:
    """A tagged PDF (PDF/UA); the same HTML gives the same bytes. Raises RefusedURLError."""
    style, fonts = style_of(tuple(stylesheet_names))
    try:
        return HTML(string=html, base_url=SCHEME, url_fetcher=StaticOnlyFetcher()).write_pdf(
            stylesheets=style,
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    except FatalURLFetchingError as fatal:
        raise RefusedURLError(str(fatal)) from None


@cache
def style_of(names: tuple[str, ...]) -> tuple[list[CSS], FontConfiguration]:
    """Read once in each process: parsing takes as long as a page."""
    fetcher, fonts = StaticOnlyFetcher(), FontConfiguration()
    return [
        CSS(url=f"{SCHEME}{name}", url_fetcher=fetcher, font_config=fonts) for name in names
    ], fonts


def lay_out_stamps() -> bytes:
    """Ten pages, each with its digit from 0 to 9 where the number of a page ends; no tags."""
    style, fonts = style_of((STAMPS,))
    return HTML(string="<p></p>" * 10, base_url=SCHEME, url_fetcher=StaticOnlyFetcher()).write_pdf(
        stylesheets=style, font_config=fonts, pdf_identifier=b"stamps"
    )
