"""The hat: which of a person's current memberships this request acts through."""

from corett.accounts.models import Membership

SESSION_KEY = "acting_membership"


def acting_membership(get_response):
    def middleware(request):
        request.membership = chosen_membership(request.user, request.session.get(SESSION_KEY))
        return get_response(request)

    return middleware


def chosen_membership(user, chosen_pk) -> Membership | None:
    """The chosen one while it is current, else the first; None for who has none."""
    if not user.is_authenticated:
        return None
    memberships = user.current_memberships
    chosen = [membership for membership in memberships if membership.pk == chosen_pk]
    return next(iter(chosen or memberships), None)
