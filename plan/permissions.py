"""Who proposes a meta, and who gives it the visto bueno."""

from corett.accounts.models import Membership
from corett.accounts.permissions import acts_for_presidency, acts_for_secretariat
from plan.models import Target, TargetSource, TargetState


def decides_targets(membership: Membership | None) -> bool:
    """Whether it may decide any meta at all; which ones depends on each."""
    return acts_for_presidency(membership) or acts_for_secretariat(membership)


def can_confirm(membership: Membership | None, target: Target) -> bool:
    """Presidencia gives the visto bueno; what the plan's text implies, the Secretaría also."""
    if acts_for_presidency(membership):
        return True
    return acts_for_secretariat(membership) and target.source == TargetSource.IMPLIED


def can_discard(membership: Membership | None, target: Target) -> bool:
    """Both discard a proposal; one in force, only who could have confirmed it."""
    if target.state == TargetState.PROPOSED:
        return decides_targets(membership)
    return can_confirm(membership, target)
