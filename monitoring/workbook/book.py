"""A workbook that came back, as plain rows; and what it says of the draft it was made from."""

import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A row of a sheet, by heading, with the number that the spreadsheet shows for it."""

    number: int
    values: dict[str, object]


@dataclass(frozen=True)
class Origin:
    """From which report a workbook was made, and in which versions its rows were then.

    `links` holds the addresses of evidence by the key of a row or the code of an activity, so
    that what a colleague added since is not taken for something that the person removed. `told`
    holds a digest of what each row said, so that one that nobody touched follows the page.
    """

    key: str
    report: int
    stakeholder: str
    semester: str
    boxes: int
    entries: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    origin: Origin
    lines: dict[str, list[Line]]


def is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
