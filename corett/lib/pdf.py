"""PDF from HTML that reads nothing but the project's own static files."""

import hashlib
import mimetypes
from collections.abc import Iterable
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "static:"
FOLDERS = ("corett/", "vendor/")


class RefusedURLError(ValueError):
    """A document asked for something that is not one of our static files."""


class StaticOnlyFetcher(URLFetcher):
    """Answers `static:corett/…` and `static:vendor/…`; anything else stops the rendering."""

    def __init__(self):
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        path = static_file(url)
        mime_type, _encoding = mimetypes.guess_type(path.name)
        return URLFetcherResponse(
            url,
            path.read_bytes(),
            {"Content-Type": mime_type or "application/octet-stream"},
        )


def static_file(url: str) -> Path:
    name = url.removeprefix(SCHEME)
    if name == url or not name.startswith(FOLDERS):
        raise RefusedURLError(url)
    try:
        found = finders.find(name)
    except SuspiciousOperation as error:
        raise RefusedURLError(url) from error
    if not found:
        raise RefusedURLError(url)
    return Path(found)


def render_pdf(html: str, stylesheet_names: Iterable[str]) -> bytes:
    """A tagged PDF (PDF/UA); the same HTML gives the same bytes."""
    fetcher, fonts = StaticOnlyFetcher(), FontConfiguration()
    stylesheets = [
        CSS(url=f"{SCHEME}{name}", url_fetcher=fetcher, font_config=fonts)
        for name in stylesheet_names
    ]
    return HTML(string=html, base_url=SCHEME, url_fetcher=fetcher).write_pdf(
        stylesheets=stylesheets,
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )
