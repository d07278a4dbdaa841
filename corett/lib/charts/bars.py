"""Lying bars, one a row: its name above, the bar, and its number at the end."""

from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _

from corett.lib.charts.looks import filled, look_of, sign
from corett.lib.charts.shapes import (
    INK,
    LINE,
    MUTED,
    NARROW_SPACE,
    PAPER,
    WIDTH,
    Drawing,
    Figure,
    Path,
    Rect,
    Shape,
    Text,
    figure,
    shortened,
    wrapped,
)

LEFT, LENGTH, THICK, SIZE, BESIDE = 1.0, 222.0, 15.0, 13.0, 12.0
NAME, GAP = 16.0, 12.0


class Row(TypedDict):
    """`value` is a state, where the row has one; `target` is marked across the bar."""

    label: str
    number: Figure | None
    target: NotRequired[Figure | None]
    value: NotRequired[str]


def bars(rows: Iterable[Row], label: str, *, percent: bool = False) -> Drawing:
    """All at one scale; in percent a bar ends at 100, and its number says what it really is."""
    every = list(rows)
    most = 100.0 if percent else largest(every)
    shapes: list[Shape] = []
    y = 0.0
    for row in every:
        for line in wrapped(row["label"], SIZE, WIDTH - 2):
            y += NAME
            shapes.append(Text(x=LEFT, y=y - 3, text=line, size=SIZE))
        shapes += bar(row, y + 2, most, percent=percent)
        y += THICK + GAP
    return Drawing(
        kind="bars",
        title=label,
        description="; ".join(said(row, percent=percent) for row in every) or _("Sin datos"),
        height=max(y, THICK),
        shapes=tuple(shapes),
    )


def largest(rows: Iterable[Row]) -> float:
    numbers = [float(row.get(key) or 0) for row in rows for key in ("number", "target")]  # type: ignore[arg-type]
    return max(numbers, default=0) or 1.0


def written(number: Figure | None, *, percent: bool) -> str:
    if number is None:
        return _("sin dato")
    return figure(number) + (f"{NARROW_SPACE}%" if percent else "")


def said(row: Row, *, percent: bool) -> str:
    number = f"{row['label']}: {written(row['number'], percent=percent)}"
    target = row.get("target")
    if target is None:
        return number
    return f"{number} ({_('meta')} {written(target, percent=percent)})"


def bar(row: Row, y: float, most: float, *, percent: bool) -> Iterator[Shape]:
    number = row["number"]
    look = look_of(row.get("value", ""))
    yield from beside(row, y + 12, percent=percent)
    if number is None:
        yield Path(runs=[[(LEFT, y + THICK / 2), (LEFT + 10, y + THICK / 2)]], stroke=LINE)
        return
    yield Rect(x=LEFT, y=y, width=LENGTH, height=THICK, fill=PAPER, stroke=LINE, stroke_width=0.6)
    length = LENGTH * share(number, most)
    yield from filled(LEFT, y, length, THICK, look)
    if length > 16:
        yield Rect(x=LEFT + 1, y=y + 1, width=13, height=THICK - 2, fill=look.fill)
        yield from sign(look.sign, LEFT + 8, y + THICK / 2, look.ink)
    if number > most:
        yield beyond(y)
    yield from mark(row.get("target"), y, most)


def beside(row: Row, y: float, *, percent: bool) -> Iterator[Text]:
    """The number, and the target in words."""
    number, target = row["number"], row.get("target")
    said = Text(
        x=LEFT + LENGTH + 8,
        y=y,
        text=written(number, percent=percent),
        size=BESIDE,
        weight=400 if number is None else 600,
        fill=MUTED if number is None else INK,
    )
    yield said
    if target is not None:
        x = said.right + 6
        meta = shortened(f"{_('meta')} {written(target, percent=percent)}", 11, WIDTH - x)
        yield Text(x=x, y=y, text=meta, size=11, fill=MUTED)


def share(number: Figure, most: float) -> float:
    return min(1.0, max(0.0, float(number) / most))


def beyond(y: float) -> Path:
    """The cut that says that the bar would go on."""
    x = LEFT + LENGTH - 12
    lines = [[(x + dx, y + THICK + 1), (x + dx + 4, y - 1)] for dx in (0.0, 4.0)]
    return Path(runs=lines, stroke=PAPER, stroke_width=2)


def mark(target: Figure | None, y: float, most: float) -> Iterator[Path]:
    if target is None:
        return
    x = LEFT + LENGTH * share(target, most)
    yield Path(runs=[[(x, y - 2), (x, y + THICK + 2)]], stroke=PAPER, stroke_width=4)
    yield Path(runs=[[(x, y - 2), (x, y + THICK + 2)]], stroke=INK, stroke_width=2)
    flag = [(x, y + THICK), (x + 4, y + THICK + 5), (x - 4, y + THICK + 5)]
    yield Path(runs=[flag], closed=True, fill=INK)
