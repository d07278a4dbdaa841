"""Database constraints that several models share, each with the sentence a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, F, Q

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def both_or_neither(
    first: str, second: str, *, name: str, message: str | _StrPromise = ""
) -> CheckConstraint:
    """Two nullable fields that are filled together or not at all (when and by whom)."""
    together = Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    neither = Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    return CheckConstraint(
        condition=together | neither, name=name, violation_error_message=message or None
    )


def in_order(earlier: str, later: str, *, name: str, message: str | _StrPromise) -> CheckConstraint:
    """`earlier` is not after `later`; either may be empty."""
    return CheckConstraint(
        condition=Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__lte": F(later)}),
        name=name,
        violation_error_message=message,
    )


def one_of(field: str, choices, *, name: str) -> CheckConstraint:
    """The field holds a value of its choices, whoever writes it."""
    return CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)
