"""The nine countries, shaded by how much of what was asked of each one is there.

Central America has one scale; Mexico is drawn smaller, and the Dominican Republic is moved near.
The outlines are schematic: see `outlines`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _

from corett.lib.charts import outlines
from corett.lib.charts.looks import HATCHED, UNKNOWN, Look, filled, sign, textured
from corett.lib.charts.shapes import (
    INK,
    LINE,
    MUTED,
    PAPER,
    Drawing,
    Path,
    Point,
    Rect,
    Shape,
    Text,
    figure,
    polygon,
    shortened,
)

HEIGHT, SIZE = 372.0, 12.0
LAND = "#e9ecef"
BORDER = "#3d5063"

SOME = Look(fill="#c9dcec")
MOST = Look(fill="#7fabd0")
ALL = Look(fill="#1d5a8a", ink=PAPER)
PLAIN = Look(fill=PAPER)


class Shade(TypedDict):
    """`number` of `of`; None where nothing is known, which is not a zero."""

    code: str
    name: NotRequired[str]
    number: int | None
    of: NotRequired[int]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Where a longitude and a latitude lie, and how long a degree of each is."""

    west: float
    north: float
    x: float
    y: float
    across: float
    down: float

    def __call__(self, point: Point) -> Point:
        longitude, latitude = point
        return (
            self.x + (longitude - self.west) * self.across,
            self.y + (self.north - latitude) * self.down,
        )


ISTHMUS = Scale(west=-92.3, north=18.5, x=6, y=104, across=22.4, down=23)
MEXICO = Scale(west=-117.2, north=32.8, x=6, y=8, across=5.3, down=5.8)
HISPANIOLA = Scale(west=-74.5, north=20, x=232, y=66, across=19, down=20)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An outline, and where its name is written: on it, or beside it at the end of a line."""

    outline: list[Point]
    scale: Scale
    at: Point
    anchor: str = "middle"
    room: float = 110
    line: tuple[Point, Point] | None = None
    is_inside: bool = False
    lakes: tuple[list[Point], ...] = ()


PLACES = {
    "MX": Place(outline=outlines.MEXICO, scale=MEXICO, at=(128, 44), anchor="start", room=96),
    "GT": Place(outline=outlines.GUATEMALA, scale=ISTHMUS, at=(52, 176), room=70, is_inside=True),
    "BZ": Place(
        outline=outlines.BELIZE,
        scale=ISTHMUS,
        at=(120, 128),
        anchor="start",
        room=100,
        line=((90, 130), (117, 128)),
    ),
    "SV": Place(
        outline=outlines.EL_SALVADOR,
        scale=ISTHMUS,
        at=(8, 252),
        anchor="start",
        room=110,
        line=((84, 216), (68, 240)),
    ),
    "HN": Place(outline=outlines.HONDURAS, scale=ISTHMUS, at=(136, 184), room=84, is_inside=True),
    "NI": Place(
        outline=outlines.NICARAGUA,
        scale=ISTHMUS,
        at=(168, 226),
        room=66,
        is_inside=True,
        lakes=(outlines.LAKE_NICARAGUA, outlines.LAKE_MANAGUA),
    ),
    "CR": Place(
        outline=outlines.COSTA_RICA,
        scale=ISTHMUS,
        at=(138, 304),
        anchor="end",
        room=130,
        line=((178, 296), (141, 302)),
    ),
    "PA": Place(
        outline=outlines.PANAMA,
        scale=ISTHMUS,
        at=(286, 292),
        room=80,
        line=((286, 312), (286, 308)),
    ),
    "DO": Place(outline=outlines.DOMINICAN_REPUBLIC, scale=HISPANIOLA, at=(292, 40), room=130),
}


def country_map(shades: Iterable[Shade], label: str) -> Drawing:
    """A country that is not named is drawn as one of which nothing is known."""
    every = list(shades)
    by_code = {shade["code"]: shade for shade in every}
    shapes: list[Shape] = [neighbour()]
    for code, place in PLACES.items():
        shapes += country(place, by_code.get(code, {"code": code, "number": None}))
    return Drawing(
        kind="map",
        title=label,
        description="; ".join(map(said, every)) or _("Sin datos"),
        height=HEIGHT,
        shapes=(*shapes, *key(), *caveat()),
    )


def said(shade: Shade) -> str:
    return f"{shade.get('name') or shade['code']}: {written(shade)}"


def written(shade: Shade) -> str:
    number, of = shade["number"], shade.get("of")
    if number is None:
        return _("sin dato")
    if of is None:
        return figure(number)
    return _("%(number)s de %(of)s") % {"number": figure(number), "of": figure(of)}


def look_of(shade: Shade) -> Look:
    number, of = shade["number"], shade.get("of") or 0
    if number is None:
        return UNKNOWN
    if number <= 0:
        return HATCHED
    if number >= of:
        return ALL
    return MOST if 2 * number >= of else SOME


def neighbour() -> Path:
    points = [HISPANIOLA(point) for point in outlines.HAITI]
    return polygon(points, fill=LAND, stroke=LINE, stroke_width=0.6)


def country(place: Place, shade: Shade) -> Iterator[Shape]:
    look = look_of(shade)
    points = [place.scale(point) for point in place.outline]
    yield polygon(points, fill=look.fill, stroke=PAPER, stroke_width=3)
    yield from textured(points, look)
    yield polygon(points, fill="none", stroke=BORDER, stroke_width=0.8)
    for lake in place.lakes:
        water = [place.scale(point) for point in lake]
        yield polygon(water, fill=PAPER, stroke=BORDER, stroke_width=0.5)
    yield from named(place, shade)


def named(place: Place, shade: Shade) -> Iterator[Shape]:
    x, y = place.at
    if place.line:
        yield Path(runs=[place.line], stroke=MUTED, stroke_width=0.8)
    name = shortened(shade.get("name") or shade["code"], SIZE, place.room)
    look = look_of(shade) if place.is_inside else PLAIN
    lines = [
        Text(x=x, y=y, text=name, size=SIZE, anchor=place.anchor, weight=600, fill=look.ink),
        Text(x=x, y=y + 14, text=written(shade), size=SIZE, anchor=place.anchor, fill=look.ink),
    ]
    if look.texture:
        left, right = min(one.left for one in lines), max(one.right for one in lines)
        yield Rect(x=left, y=y - 11, width=right - left, height=29, fill=look.fill)
    yield from lines


def key() -> Iterator[Shape]:
    rows = [
        (ALL, _("todo")),
        (MOST, _("la mitad o más")),
        (SOME, _("menos de la mitad")),
        (HATCHED, _("cero")),
        (UNKNOWN, _("sin dato")),
    ]
    for i, (look, name) in enumerate(rows):
        x, y = 238.0, 158.0 + 19 * i
        yield from filled(x, y, 18, 13, look)
        yield from sign(look.sign, x + 9, y + 6.5, look.ink)
        yield Text(x=x + 24, y=y + 11, text=name, size=11, fill=INK)


def caveat() -> Iterator[Text]:
    for i, line in enumerate([_("Trazos esquemáticos;"), _("México, a menor escala.")]):
        yield Text(x=8, y=350 + 13 * i, text=line, size=10, fill=MUTED)
