"""What was said and what is said now, in few words."""

import datetime
import re

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

LONGEST = 240
CONTEXT = 4
"""Words before and after what changed in a long text."""
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def said_value(value: dict | None) -> str:
    """A number with its parts, as the report prints it."""
    if value is None:
        return gist(None)
    whole = value["text"] or gist(value["number"])
    parts = ", ".join(f"{part['label']} {gist(part['number'])}" for part in value["parts"])
    return f"{whole} ({parts})" if parts else whole


def there(rows: dict, name) -> str:
    """Whether a row is there, and what it says where that is short."""
    if name not in rows:
        return _("no figura")
    row = rows[name]
    return gist(row) if isinstance(row, dict) else _("figura")


def gist(value) -> str:
    """A value in few words."""
    if value is None:
        return _("sin dato")
    if isinstance(value, bool):
        return _("sí") if value else _("no")
    if isinstance(value, dict):
        return value.get("label") or shortened(value.get("text") or "") or _("figura")
    if isinstance(value, list):
        return "; ".join(gist(one) for one in value) or _("nada")
    if isinstance(value, str):
        return shortened(said_text(value))
    return str(localize(value))


def said_text(text: str) -> str:
    if DATE.fullmatch(text):
        return date_format(datetime.date.fromisoformat(text), "d/m/Y")
    return text.strip() or _("nada")


def shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    left = len(text) - LONGEST
    return _("%(text)s [… %(count)d caracteres más]") % {"text": text[:LONGEST], "count": left}


def contrast(before: str, after: str) -> tuple[str, str]:
    """Two texts whole, or, where they are long, from where they part to where they meet again."""
    before, after = said_text(before), said_text(after)
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    old, new = before.split(" "), after.split(" ")
    start = alike(old, new)
    end = alike(old[start:][::-1], new[start:][::-1])
    return part(old, start, end), part(new, start, end)


def alike(first: list[str], second: list[str]) -> int:
    """How many words they share at the beginning."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def part(words: list[str], start: int, end: int) -> str:
    first, last = max(start - CONTEXT, 0), min(len(words) - end + CONTEXT, len(words))
    middle = shortened(" ".join(words[first:last]))
    return f"{'[…] ' if first else ''}{middle}{' […]' if last < len(words) else ''}"
