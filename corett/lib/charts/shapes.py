"""The few shapes that everything is drawn with, and how wide a text is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 360
"""Of every drawing, in its own units: about the pixels of a telephone."""

INK = "#22303c"
MUTED = "#5a6875"
LINE = "#8b99a6"
PAPER = "#ffffff"

Point = tuple[float, float]
Figure = int | float | Decimal

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
THIN, WIDE = frozenset(" iIjlrtf.,:;|!'()-/·"), frozenset("mwMWOQGDÑ@%—&")


@dataclass(frozen=True, kw_only=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = "none"
    stroke_width: float = 1


@dataclass(frozen=True, kw_only=True)
class Path:
    """Lines through points; each run of points begins anew, and closes where it has an inside."""

    runs: Sequence[Sequence[Point]]
    closed: bool = False
    fill: str = "none"
    stroke: str = "none"
    stroke_width: float = 1

    @property
    def d(self) -> str:
        end = "Z" if self.closed else ""
        return "".join(
            "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in run) + end for run in self.runs
        )


@dataclass(frozen=True, kw_only=True)
class Text:
    x: float
    y: float
    text: str
    size: float = 12
    fill: str = INK
    anchor: str = "start"
    weight: int = 400

    @property
    def left(self) -> float:
        part = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return self.x - part * text_width(self.text, self.size)

    @property
    def right(self) -> float:
        return self.left + text_width(self.text, self.size)


Shape = Rect | Path | Text


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """`title` names it and `description` says its numbers to who does not see it."""

    kind: str
    title: str
    description: str
    height: float
    shapes: tuple[Shape, ...]
    width: float = WIDTH


def plain(number: float) -> str:
    """As SVG reads it in every language: two decimals at most, and a point."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def text_width(text: str, size: float) -> float:
    """Not less than Source Sans takes."""
    return size * sum(0.34 if c in THIN else 0.86 if c in WIDE else letter(c) for c in text)


def letter(character: str) -> float:
    return 0.64 if character.isupper() else 0.51 if character.isdigit() else 0.56


def wrapped(text: str, size: float, width: float, *, most: int = 2) -> list[str]:
    """In at most so many lines; what does not fit ends in «…»."""
    lines, words = [""], text.split()
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined, size) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return [shortened(line, size, width) for line in kept]


def shortened(line: str, size: float, width: float) -> str:
    if text_width(line, size) <= width:
        return line
    while line and text_width(f"{line}…", size) > width:
        line = line[:-1].rstrip("… ")
    return f"{line}…"


def figure(number: Figure) -> str:
    """As Spanish prints it, whole where it is whole, and in millions where it is long."""
    value = Decimal(str(number))
    if abs(value) >= 10**6:
        return f"{decimals(value / 10**6)}{NARROW_SPACE}M"
    return decimals(value)


def decimals(value: Decimal) -> str:
    whole, _point, rest = f"{value:.1f}".partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", NARROW_SPACE)
    return whole if rest == "0" else f"{whole},{rest}"


def polygon(points: Iterable[Point], *, fill: str, stroke: str, stroke_width: float = 1) -> Path:
    return Path(
        runs=[tuple(points)], closed=True, fill=fill, stroke=stroke, stroke_width=stroke_width
    )


def hatching(
    points: Sequence[Point], *, slope: Point = (1, -1), step: float = 5
) -> Iterator[tuple[Point, Point]]:
    """The parallel lines inside a polygon: where each one crosses its border, two by two."""
    dx, dy = slope
    offsets = [x * dy - y * dx for x, y in points]
    at = step * (min(offsets) // step) + step / 2
    while at < max(offsets):
        crossings = sorted(crossed(points, offsets, at), key=lambda p: p[0] * dx + p[1] * dy)
        yield from zip(crossings[::2], crossings[1::2], strict=False)
        at += step


def crossed(points: Sequence[Point], offsets: Sequence[float], at: float) -> Iterator[Point]:
    """Where the line with that offset crosses the border."""
    for i, (x, y) in enumerate(points):
        here, there = offsets[i - 1], offsets[i]
        if (here < at) != (there < at):
            part = (at - here) / (there - here)
            from_x, from_y = points[i - 1]
            yield from_x + part * (x - from_x), from_y + part * (y - from_y)
