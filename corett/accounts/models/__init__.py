"""The stakeholders and their people, and what the door keeps of them."""

from corett.accounts.models.entry import (
    Attempts,
    Letter,
    LetterKind,
    RecoveryCode,
    Session,
)
from corett.accounts.models.people import (
    Language,
    Membership,
    MembershipQuerySet,
    Position,
    Stakeholder,
    StakeholderKind,
    User,
    UserManager,
)

__all__ = [
    "Attempts",
    "Language",
    "Letter",
    "LetterKind",
    "Membership",
    "MembershipQuerySet",
    "Position",
    "RecoveryCode",
    "Session",
    "Stakeholder",
    "StakeholderKind",
    "User",
    "UserManager",
]
