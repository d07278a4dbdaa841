"""The table of permissions and the cells that prove it: an address, a method, a state, a person."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.trust.forms_on_pages import offered
from tests.trust.places import ANY, Map, Place
from tests.trust.routes import routes
from tests.trust.submissions import SUBMISSIONS, Clerk
from tests.trust.verdicts import (
    DOES,
    LEADS,
    NOT_NOW,
    SEES,
    ask,
    content_hash,
    enter,
    undone,
)

TABLE = Path(__file__).with_name("permissions.csv")
ABOUT = ("dirección", "qué es", "método", "estado")
MAY = "puede"
"""Of the forms of the admin: whether one may send them; what is wrong in them they say."""

ELSEWHERE = "(cualquier otra cosa)"
REFUSED = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
UNCONFIRMED = "sin segundo factor"

Key = tuple[str, str, str]


def read_table() -> dict[Key, dict[str, str]]:
    """The verdicts of each line, by kind of person."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return {key_of(line): {kind: line[kind] for kind in kinds(line)} for line in lines}


def key_of(line: dict[str, str]) -> Key:
    return line["dirección"], line["método"], line["estado"]


def kinds(line: Iterable[str]) -> list[str]:
    return [name for name in line if name not in ABOUT]


@dataclass(frozen=True)
class Cell:
    place: Place
    method: str
    kind: str
    verdict: str

    @property
    def key(self) -> Key:
        return self.place.route.address, line_of(self.method), self.place.state

    def __str__(self):
        return f"{self.method} {self.place.url} ({self.place.state}), {self.kind}: {self.verdict}"


def line_of(method: str) -> str:
    """A HEAD is answered as the GET that it announces."""
    return "GET" if method == "HEAD" else method


def every_cell(world: Map, table: dict[Key, dict[str, str]]) -> Iterator[Cell]:
    for place in (place for route in routes() for place in world.places(route)):
        for method in ("GET", "HEAD", "POST"):
            line = table.get((place.route.address, line_of(method), place.state), {})
            for kind, verdict in line.items():
                yield Cell(place, method, kind, verdict)
        for method in REFUSED:
            for kind, verdict in table[ELSEWHERE, ", ".join(REFUSED), ANY].items():
                yield Cell(place, method, kind, verdict)


def one_of_each(cells: Iterable[Cell]) -> list[Cell]:
    """One for each distinct verdict of an address and a method, and one HEAD of each address."""
    chosen: dict[tuple, Cell] = {}
    for cell in cells:
        told = cell.verdict if cell.method in ("GET", "POST") else ""
        place = cell.place.route.address if cell.method not in REFUSED else ""
        chosen.setdefault((place, cell.method, told), cell)
    return list(chosen.values())


class Visitor:
    """Opens a cell as its person, and undoes what came of it."""

    def __init__(self, world: Map, client, settings):
        self.world, self.client, self.settings = world, client, settings
        self.clerk = Clerk(world, client)
        self.filled: dict[Place, dict] = {}

    def verdict(self, cell: Cell) -> str:
        data = self.data_of(cell.place) if cell.method == "POST" else None
        self.enter(cell)
        with undone():
            found, wrote = ask(self.client, cell.method, cell.place.url, data)
        if wrote and cell.method != "POST":
            return found if self.is_same_after(cell) else f"{found}, y escribe"
        return in_admin(cell, found)

    def enter(self, cell: Cell) -> None:
        self.settings.SECOND_FACTOR = cell.kind == UNCONFIRMED
        people = self.world.world.people
        if cell.kind == "país propio":
            return enter(self.client, cell.place.own)
        return enter(self.client, people["Secretaría" if cell.kind == UNCONFIRMED else cell.kind])

    def is_same_after(self, cell: Cell) -> bool:
        """What a page rehearses it takes back: every row is as it was."""
        with undone():
            before = content_hash()
            ask(self.client, cell.method, cell.place.url)
            return content_hash() == before

    def data_of(self, place: Place) -> dict:
        """What the form of the place sends; where nobody is offered it, that of another state."""
        if place not in self.filled:
            self.settings.SECOND_FACTOR = False
            self.filled[place] = self.form_of(place) or self.form_of_another(place) or {}
        for value in self.filled[place].values():
            if hasattr(value, "seek"):
                value.seek(0)
        return self.filled[place]

    def form_of(self, place: Place) -> dict | None:
        with undone():
            if place.route.address.startswith("/administracion/"):
                return self.untouched(place)
            return self.clerk.fills(place) if place.route.name in SUBMISSIONS else None

    def form_of_another(self, place: Place) -> dict | None:
        others = (one for one in self.world.places(place.route) if one != place)
        return next(filter(None, map(self.form_of, others)), None)

    def untouched(self, place: Place) -> dict | None:
        enter(self.client, self.world.world.people["Secretaría"])
        page = self.client.get(place.url)
        form = offered(page.content, place.url, place.url) if page.status_code == 200 else None
        return form.values if form else None


def in_admin(cell: Cell, found: str) -> str:
    is_form = cell.method == "POST" and cell.place.route.address.startswith("/administracion/")
    return MAY if is_form and found in (SEES, DOES, LEADS, NOT_NOW) else found
