"""Who reviews risks, and who answers for the actions against them."""

from corett.accounts.models import Membership
from corett.accounts.permissions import acts_for_secretariat
from risks.models import MitigationAction


def can_review(membership: Membership | None) -> bool:
    """The Secretaría reviews for the region, a country for itself."""
    return membership is not None and (
        acts_for_secretariat(membership) or membership.stakeholder.is_country
    )


def can_plan_actions(membership: Membership | None) -> bool:
    return acts_for_secretariat(membership)


def can_remove(membership: Membership | None, action: MitigationAction) -> bool:
    return can_plan_actions(membership) and not action.is_done


def can_finish(membership: Membership | None, action: MitigationAction) -> bool:
    """Its owner says that it was done; the Secretaría also for who has no account."""
    if membership is None:
        return False
    return acts_for_secretariat(membership) or membership.stakeholder_id == action.owner_id
