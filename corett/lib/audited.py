"""What the audit trail keeps of a model's rows, where that is not simply all of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Audited:
    """By columns of the table. A change of `ignored` alone leaves no trace; of `hashed`, which are
    secret or long, the trail keeps the SHA-256.
    """

    ignored: tuple[str, ...] = ()
    hashed: tuple[str, ...] = ()
