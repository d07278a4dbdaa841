"""In which order the address asks a table to be, and the headings that ask for another one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Row = TypeVar("Row")
Key = Callable[[Any], Any]


@dataclass(frozen=True)
class Heading:
    label: str
    next: str
    """What a press asks for."""
    direction: str = ""
    """As `aria-sort` says it; empty where the table is sorted by another column."""
    css: str = ""


class Order:
    """`nombre` sorts by that key, `-nombre` the other way round; anything else, by the default."""

    def __init__(self, asked: str, keys: Mapping[str, Key], default: str):
        name = asked.removeprefix("-")
        self.keys = keys
        self.name = name if name in keys else default
        self.is_descending = asked.startswith("-") and self.name == name

    def sorted(self, rows: Sequence[Row]) -> list[Row]:
        return sorted(rows, key=self.keys[self.name], reverse=self.is_descending)

    def heading(self, name: str, label: str, css: str = "") -> Heading:
        if name != self.name:
            return Heading(label, name, css=css)
        if self.is_descending:
            return Heading(label, name, "descending", css)
        return Heading(label, f"-{name}", "ascending", css)
