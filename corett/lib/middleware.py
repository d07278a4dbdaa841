"""What happens to every answer, whatever it holds."""

from django.middleware.gzip import GZipMiddleware


class GZipPages(GZipMiddleware):
    """Compresses pages; a download keeps its length, so that a person sees how much is left."""

    def process_response(self, request, response):
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
