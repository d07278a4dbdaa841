"""Bars cut into parts: one, or one for each row; each part named beneath with its number."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from corett.lib.charts.looks import filled, look_of, sign
from corett.lib.charts.shapes import (
    LINE,
    MUTED,
    WIDTH,
    Drawing,
    Rect,
    Shape,
    Text,
    figure,
    shortened,
    text_width,
)

BAR, LEFT, BETWEEN, SWATCH = 30.0, 1.0, 14.0, 16.0
LINE_HEIGHT, SIZE, BOLD = 22.0, 13.0, 1.06
LENGTH = WIDTH - 2 * LEFT
NAME, APART = 70.0, 10.0


class Part(TypedDict):
    value: str
    label: str
    number: int


class Row(TypedDict):
    name: str
    parts: list[Part]


def stacked_bar(parts: Iterable[Part], label: str) -> Drawing:
    """As long as the whole, whatever it counts; parts of zero have no place in it."""
    every = list(parts)
    shown = [part for part in every if part["number"] > 0]
    key, height = keyed(shown)
    body = [*segments(shown), *key] if shown else list(nothing())
    return Drawing(
        kind="stacked",
        title=label,
        description="; ".join(said(part) for part in every) or _("Sin datos"),
        height=height,
        shapes=tuple(body),
    )


def stacked_bars(rows: Iterable[Row], label: str) -> Drawing:
    """One bar a row, all on one scale, and one key for all; every row has the same parts."""
    every = list(rows)
    most = max((total(row) for row in every), default=0)
    shapes: list[Shape] = []
    for number, row in enumerate(every):
        top = 1 + number * (BAR + APART)
        shapes.append(Text(x=LEFT, y=top + 20, text=shortened(row["name"], SIZE, NAME), size=SIZE))
        length = (WIDTH - NAME - LEFT) * total(row) / most if most else 0
        parts = [part for part in row["parts"] if part["number"] > 0]
        shapes += segments(parts, left=NAME, length=length, top=top)
    key, height = keyed(summed(every), top=len(every) * (BAR + APART) + 12)
    return Drawing(
        kind="stacked",
        title=label,
        description="; ".join(f"{row['name']}: {row_said(row)}" for row in every) or _("Sin datos"),
        height=height,
        shapes=(*shapes, *key),
    )


def total(row: Row) -> int:
    return sum(part["number"] for part in row["parts"])


def summed(rows: Sequence[Row]) -> list[Part]:
    """What each part counts in all rows; what counts nothing needs no key."""
    found: dict[str, Part] = {}
    for part in (part for row in rows for part in row["parts"]):
        known = found.setdefault(part["value"], {**part, "number": 0})
        known["number"] += part["number"]
    return [part for part in found.values() if part["number"]]


def row_said(row: Row) -> str:
    return ", ".join(said(part) for part in row["parts"])


def said(part: Part) -> str:
    return f"{part['label']}: {figure(part['number'])}"


def nothing() -> Iterator[Shape]:
    yield Rect(x=LEFT, y=1, width=WIDTH - 2 * LEFT, height=BAR, stroke=LINE)
    yield Text(x=WIDTH / 2, y=21, text=_("Sin datos"), size=SIZE, fill=MUTED, anchor="middle")


def segments(
    parts: Sequence[Part], *, left: float = LEFT, length: float = LENGTH, top: float = 1.0
) -> Iterator[Shape]:
    for part, x, width in placed(parts, left, length):
        look = look_of(part["value"])
        yield from filled(x, top, width, BAR, look)
        number = figure(part["number"])
        needed = text_width(number, SIZE) * BOLD + 6
        if needed > width:
            continue
        middle = x + width / 2
        yield Rect(x=middle - needed / 2, y=top + 5, width=needed, height=BAR - 10, fill=look.fill)
        yield Text(
            x=middle, y=top + 20, text=number, size=SIZE, fill=look.ink, anchor="middle", weight=600
        )


def placed(
    parts: Sequence[Part], left: float, length: float
) -> Iterator[tuple[Part, float, float]]:
    """Each part with where it begins and how long it is; together they fill the bar."""
    whole = sum(part["number"] for part in parts)
    before = 0
    for part in parts:
        start = left + length * before / whole
        before += part["number"]
        yield part, start, left + length * before / whole - start


def keyed(parts: Sequence[Part], *, top: float = BAR + 20) -> tuple[list[Shape], float]:
    """Sign, name and number of each part in its order, and the height down to the last line."""
    shapes: list[Shape] = []
    x, y = LEFT, top
    for part in parts:
        number = figure(part["number"])
        beside = text_width(number, SIZE) * BOLD + 5
        name = shortened(part["label"], SIZE, WIDTH - SWATCH - 8 - beside)
        width = SWATCH + 5 + text_width(name, SIZE) + beside
        if x > LEFT and x + width > WIDTH:
            x, y = LEFT, y + LINE_HEIGHT
        look = look_of(part["value"])
        shapes += filled(x, y - 12, SWATCH, SWATCH, look)
        shapes += sign(look.sign, x + SWATCH / 2, y - 4, look.ink)
        shapes.append(Text(x=x + SWATCH + 5, y=y, text=number, size=SIZE, weight=600))
        shapes.append(Text(x=x + SWATCH + 5 + beside, y=y, text=name, size=SIZE))
        x += width + BETWEEN
    return shapes, (y + 8 if parts else BAR + 2)
