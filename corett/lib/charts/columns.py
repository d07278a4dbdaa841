"""Values over time, a column each; where nobody said anything there is a gap and no zero."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _

from corett.lib.charts.looks import filled, look_of
from corett.lib.charts.shapes import (
    INK,
    LINE,
    MUTED,
    PAPER,
    WIDTH,
    Drawing,
    Figure,
    Path,
    Shape,
    Text,
    figure,
    shortened,
    text_width,
)

TOP, TALL, SIZE = 34.0, 110.0, 11.0
BASE = TOP + TALL
HEIGHT = BASE + 20


class Column(TypedDict):
    label: str
    number: Figure | None
    target: NotRequired[Figure | None]
    value: NotRequired[str]


def columns(series: Iterable[Column], label: str) -> Drawing:
    every = list(series)
    most = max((float(one.get(k) or 0) for one in every for k in ("number", "target")), default=0)  # type: ignore[arg-type]
    shapes: list[Shape] = [baseline(), *targets_named(every)]
    slot = WIDTH / max(1, len(every))
    size = number_size(every, slot)
    for i, one in enumerate(every):
        shapes += column(one, (i + 0.5) * slot, slot, most or 1.0, size)
    return Drawing(
        kind="columns",
        title=label,
        description="; ".join(map(said, every)) or _("Sin datos"),
        height=HEIGHT,
        shapes=tuple(shapes),
    )


def baseline() -> Path:
    return Path(runs=[[(0, BASE), (WIDTH, BASE)]], stroke=LINE)


def targets_named(series: Sequence[Column]) -> Iterator[Shape]:
    if any(one.get("target") is not None for one in series):
        yield Path(runs=[[(1, 9), (25, 9)]], stroke=INK, stroke_width=2)
        yield Text(x=31, y=13, text=_("meta"), size=SIZE)


def number_size(series: Sequence[Column], slot: float) -> float:
    """One size for all, with which none touches its neighbour."""
    widest = max((text_width(written(one["number"]), 1) for one in series), default=1.0)
    return min(SIZE + 1, (slot - 2) / (1.06 * widest))


def written(number: Figure | None) -> str:
    return "—" if number is None else figure(number)


def said(one: Column) -> str:
    number = _("sin dato") if one["number"] is None else figure(one["number"])
    target = one.get("target")
    meta = "" if target is None else f" ({_('meta')} {figure(target)})"
    return f"{one['label']}: {number}{meta}"


def column(one: Column, middle: float, slot: float, most: float, size: float) -> Iterator[Shape]:
    number = one["number"]
    tall = 0.0 if number is None else TALL * max(0.0, float(number)) / most
    if tall:
        wide = min(30.0, slot * 0.66)
        yield from filled(middle - wide / 2, BASE - tall, wide, tall, look_of(one.get("value", "")))
    yield from mark(one.get("target"), middle, slot, most)
    yield Text(
        x=middle,
        y=BASE - tall - 5,
        text=written(number),
        size=size,
        anchor="middle",
        weight=400 if number is None else 600,
        fill=MUTED if number is None else INK,
    )
    name = shortened(one["label"], SIZE, slot - 1)
    yield Text(x=middle, y=BASE + 14, text=name, size=SIZE, anchor="middle")


def mark(target: Figure | None, middle: float, slot: float, most: float) -> Iterator[Path]:
    if target is None:
        return
    y = BASE - TALL * max(0.0, float(target)) / most
    line = [(middle - slot * 0.45, y), (middle + slot * 0.45, y)]
    yield Path(runs=[line], stroke=PAPER, stroke_width=4)
    yield Path(runs=[line], stroke=INK, stroke_width=2)
