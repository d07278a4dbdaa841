"""The level of a risk over the semesters, as a line that can be drawn. Plain values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from risks.models import Level
from risks.reviews import Said

ANNEX = ""
LEFT, COLUMN, TOP, ROW, FOOT = 70, 30, 22, 30, 40
ROWS = [Level.HIGH, Level.MEDIUM, Level.LOW, None]
SIZE = 6


@dataclass(frozen=True)
class Point:
    """How the risk stood: in Anexo 1, or as a review said in a semester; None while none did."""

    semester: str
    level: Level | None
    happened: bool = False
    response: str = ""

    @property
    def is_annex(self) -> bool:
        return self.semester == ANNEX

    @property
    def label(self) -> str:
        return str(self.level.label) if self.level else ""


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    point: Point

    @property
    def corners(self) -> str:
        """High is a triangle, medium a diamond; low is drawn as a circle."""
        x, y = self.x, self.y
        if self.point.level == Level.HIGH:
            return f"{x},{y - SIZE} {x + SIZE},{y + SIZE} {x - SIZE},{y + SIZE}"
        if self.point.level == Level.MEDIUM:
            return f"{x},{y - SIZE} {x + SIZE},{y} {x},{y + SIZE} {x - SIZE},{y}"
        return ""


@dataclass(frozen=True)
class Segment:
    """A stroke between two known levels; broken where a semester between was not reviewed."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_broken: bool


@dataclass(frozen=True)
class Head:
    """The name of a column: Anexo 1, or a semester of the plan."""

    x: int
    semester: str

    @property
    def is_annex(self) -> bool:
        return self.semester == ANNEX


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    heads: list[Head]
    marks: list[Mark]
    segments: list[Segment]

    @property
    def rows(self) -> list[tuple[int, str]]:
        return [(row_y(level), str(level.label) if level else "") for level in ROWS]


def level_points(
    annex: Level, semesters: Sequence[str], reviews: Mapping[str, Said]
) -> list[Point]:
    """Anexo 1's level, and then that of each semester that has begun."""
    points = [Point(ANNEX, annex)]
    for code in semesters:
        said = reviews.get(code)
        if said is None:
            points.append(Point(code, None))
        else:
            points.append(Point(code, Level(said.level), said.happened, said.response))
    return points


def draw(points: Sequence[Point], later: Sequence[str]) -> Drawing:
    """The line, with a column for each semester that is still to come."""
    codes = [*(point.semester for point in points), *later]
    marks = [Mark(column_x(place), row_y(point.level), point) for place, point in enumerate(points)]
    return Drawing(
        width=LEFT + COLUMN * len(codes),
        height=TOP + ROW * (len(ROWS) - 1) + FOOT,
        heads=[Head(column_x(place), code) for place, code in enumerate(codes)],
        marks=marks,
        segments=segments(marks),
    )


def column_x(place: int) -> int:
    return LEFT + COLUMN * place + COLUMN // 2


def row_y(level: Level | None) -> int:
    return TOP + ROW * ROWS.index(level)


def segments(marks: Sequence[Mark]) -> list[Segment]:
    known = [(place, mark) for place, mark in enumerate(marks) if mark.point.level]
    return [
        Segment(one.x, one.y, other.x, other.y, is_broken=later - earlier > 1)
        for (earlier, one), (later, other) in zip(known, known[1:], strict=False)
    ]
