from corett.audit.acting import Actor, acting_as

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def acting(get_response):
    """What a request changes is kept under the account and the hat that sent it."""

    def middleware(request):
        if request.method in SAFE or not request.user.is_authenticated:
            return get_response(request)
        hat = request.membership
        code = hat.stakeholder.code if hat else ""
        with acting_as(Actor(str(request.user.pk), code)):
            return get_response(request)

    return middleware
