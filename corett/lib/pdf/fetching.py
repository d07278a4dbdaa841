"""What a document may read while it is laid out: the project's own static files, nothing else."""

import mimetypes
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
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
