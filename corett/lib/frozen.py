"""Rows that must never change again, as their model declares it; triggers of the database hold it.

`corett.audit.triggers` makes a trigger of each declaration, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass

ROW = "{row}"


@dataclass(frozen=True)
class Frozen:
    """`when` is a condition in SQL of both databases, in which {row} is the row as it was."""

    when: str = "TRUE"
    also_new: bool = False
    """Whether a row for which it would hold cannot be added either."""

    def of(self, row: str) -> str:
        return self.when.replace(ROW, row)


def frozen_with(parent: str, key: str, condition: str, *, also_new: bool = True) -> Frozen:
    """Frozen as soon as its parent is: `parent` is a table, `key` the column that leads to it."""
    return Frozen(
        f"EXISTS (SELECT 1 FROM {parent} parent WHERE parent.id = {ROW}.{key} AND {condition})",
        also_new,
    )
