"""What a request may be: somebody reads, or somebody sends a form. Nothing else is answered."""

from django.http import HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")


def readers_and_forms(get_response):
    """No address takes more, so none is asked; which of the three one takes says its view."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware
