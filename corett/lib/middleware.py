"""What happens to every answer, whatever it holds."""

from csp.middleware import CSPMiddleware
from django.middleware.gzip import GZipMiddleware

PRIVATE = "private, no-store"
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)
"""What a page may ask of the browser: nothing. Only a page can, so its parts need not carry it."""

SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For a file that somebody opens from the site after all: it runs nothing and loads nothing."""


class GuardingHeaders(CSPMiddleware):
    """The first of the middlewares: so it reaches what the others answer by themselves, too.

    Whatever somebody who is inside receives is kept by no cache; and neither are refusals, nor
    what a view did not expressly give to everybody.
    """

    def process_response(self, request, response):
        super().process_response(request, response)
        if response.get("Content-Disposition", "").startswith("attachment"):
            response.headers["Content-Security-Policy"] = SANDBOX
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if is_private(request, response):
            response.headers["Cache-Control"] = PRIVATE
        return response


def is_private(request, response) -> bool:
    if response.status_code >= 400 or request.method not in ("GET", "HEAD"):
        return True
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return True
    return user is not None and "Cache-Control" not in response.headers


class GZipPages(GZipMiddleware):
    """Compresses pages; a download keeps its length, so that a person sees how much is left."""

    def process_response(self, request, response):
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
