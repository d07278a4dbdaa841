"""How each state looks: a colour that colour-blind people tell apart, a hatching and a sign.

Of three neighbours in a bar no two share their lightness and their hatching, so that they part in
black and white as well. The signs are those of the printed reports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from corett.lib.charts.shapes import INK, LINE, PAPER, Path, Point, Rect, Shape, hatching

SLOPES: dict[str, Point] = {"rising": (1, -1), "upright": (0, 1), "level": (1, 0)}


@dataclass(frozen=True, kw_only=True)
class Look:
    fill: str
    ink: str = INK
    texture: str = ""
    texture_ink: str = LINE
    sign: str = ""


MET = Look(fill="#14522b", ink=PAPER, sign="check")
BEGUN = Look(fill="#9fc1df", sign="half")
EMPTY = Look(fill=PAPER, sign="square")
LATE = Look(fill="#a32a22", ink=PAPER, texture="level", texture_ink="#d58f89", sign="block")
HALFWAY = Look(fill="#f2c14e", texture="upright", texture_ink="#cf9520", sign="triangle")
HATCHED = Look(fill=PAPER, texture="rising")
UNKNOWN = Look(fill="#c3ccd4", sign="dash")
MOVED = Look(fill="#fdf3da", sign="arrow")
WAIVED = Look(fill="#eceff2", sign="cross")
AWAITED = Look(fill="#d3e3f0", sign="ring")
PLAIN = Look(fill="#5b93bf", ink=PAPER)

LOOKS = {
    "met": MET,
    "green": Look(fill="#7cc096", sign="disc"),
    "yellow": HALFWAY,
    "red": LATE,
    "on_time": AWAITED,
    "no_target": EMPTY,
    "no_data": UNKNOWN,
    "not_programmed": HATCHED,
    "rescheduled": MOVED,
    "not_applicable": WAIVED,
    # What may be said of a whole indicator
    "not_met": HALFWAY,
    "not_evaluable": EMPTY,
    # What a country declares
    "done": MET,
    "in_progress": BEGUN,
    "not_started": EMPTY,
    # Where a report stands
    "validated": MET,
    "submitted": BEGUN,
    "returned": HALFWAY,
    "draft": AWAITED,
    "none": UNKNOWN,
    "overdue": LATE,
    # What became of a programmed semester
    "executed": MET,
    "programmed": AWAITED,
}


def look_of(value: str) -> Look:
    """A plain one for what has no state."""
    return LOOKS.get(value, PLAIN)


def filled(x: float, y: float, width: float, height: float, look: Look) -> Iterator[Shape]:
    """A box in that look, with its hatching and a border that parts it from the next."""
    yield Rect(x=x, y=y, width=width, height=height, fill=look.fill)
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    yield from textured(corners, look)
    yield Rect(x=x, y=y, width=width, height=height, stroke=PAPER if look.ink == PAPER else LINE)


def textured(points: Sequence[Point], look: Look) -> Iterator[Path]:
    if not look.texture:
        return
    lines = list(hatching(points, slope=SLOPES[look.texture], step=5))
    if lines:
        yield Path(runs=lines, stroke=look.texture_ink)


# Signs, about a middle and in a box of 10 by 10


def sign(name: str, x: float, y: float, ink: str) -> Iterator[Path]:
    """Nothing where a look has no sign."""
    for runs, closed, is_filled in SIGNS.get(name, ()):
        placed = [[(x + dx, y + dy) for dx, dy in run] for run in runs]
        yield Path(
            runs=placed,
            closed=closed,
            fill=ink if is_filled else "none",
            stroke=ink,
            stroke_width=0.5 if is_filled else 1.6,
        )


def circle(radius: float, start: float = 0, turn: float = 2) -> list[Point]:
    return [
        (radius * cos(pi * (start + turn * i / 24)), radius * sin(pi * (start + turn * i / 24)))
        for i in range(25)
    ]


SQUARE: list[Point] = [(-3.4, -3.4), (3.4, -3.4), (3.4, 3.4), (-3.4, 3.4)]
SIGNS: dict[str, list[tuple[list[list[Point]], bool, bool]]] = {
    "check": [([[(-4, 0.2), (-1.2, 3.2), (4.2, -3.6)]], False, False)],
    "disc": [([circle(3.6)], True, True)],
    "ring": [([circle(3.4)], True, False)],
    "half": [([circle(3.4)], True, False), ([circle(3.4, 0.5, 1)], True, True)],
    "triangle": [([[(0, -4), (4.2, 3.4), (-4.2, 3.4)]], True, True)],
    "block": [([SQUARE], True, True)],
    "square": [([SQUARE], True, False)],
    "dash": [([[(-3.6, 0), (3.6, 0)]], False, False)],
    "cross": [([[(-3, -3), (3, 3)], [(-3, 3), (3, -3)]], False, False)],
    "arrow": [([[(-4, 0), (4, 0)], [(0.8, -3.2), (4, 0), (0.8, 3.2)]], False, False)],
}
