"""What a person may do because of the stakeholder that person acts for."""

from corett.accounts.models import Membership, StakeholderKind, User

REGION_READERS = (
    StakeholderKind.SECRETARIAT,
    StakeholderKind.PRESIDENCY,
    StakeholderKind.EVALUATOR,
)


def can_edit_plan(user: User) -> bool:
    return user.is_active and (user.is_superuser or user.serves(StakeholderKind.SECRETARIAT))


def reads_whole_region(user: User) -> bool:
    return user.is_superuser or user.serves(*REGION_READERS)


def reads_history(user: User) -> bool:
    """Who keeps the plan and who evaluates it read who changed what and when."""
    return user.is_superuser or user.serves(StakeholderKind.SECRETARIAT, StakeholderKind.EVALUATOR)


def acts_for_secretariat(membership: Membership | None) -> bool:
    return membership is not None and membership.stakeholder.kind == StakeholderKind.SECRETARIAT


def acts_for_presidency(membership: Membership | None) -> bool:
    return membership is not None and membership.stakeholder.kind == StakeholderKind.PRESIDENCY


def must_have_second_factor(user: User) -> bool:
    """Who decides over others' work enters with more than a password."""
    return user.is_superuser or user.serves(StakeholderKind.SECRETARIAT, StakeholderKind.PRESIDENCY)


def can_keep_account(by: User, user: User) -> bool:
    """Write to a person, or end what opens the account: never of somebody with more rights."""
    return can_edit_plan(by) and (by.is_superuser or not user.is_superuser)


def can_reset_second_factor(by: User, user: User) -> bool:
    """Nobody's own: that takes a code."""
    return can_keep_account(by, user) and by != user
