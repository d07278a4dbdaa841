"""The table of permissions and the cells that prove it: an address, a method, a state, a person."""

import csv
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

from django.test import override_settings

from corett.accounts.models import User
from tests.trust.forms_on_pages import offered
from tests.trust.places import ANY, Map, Place
from tests.trust.routes import Route, routes
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
FORMS_OF_ADMIN = ("/add/", "/change/", "/delete/", "/export/")
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

    def __init__(self, world: Map, client):
        self.world, self.client = world, client
        self.clerk = Clerk(world, client)
        self.filled: dict[tuple[Place, str], dict | None] = {}
        self.states: dict[Route, list[Place]] = {}
        self.sessions: dict[User | None, SimpleCookie] = {}

    def verdict(self, cell: Cell) -> str:
        data = self.data_of(cell) if cell.method == "POST" else None
        self.enter(cell)
        with override_settings(SECOND_FACTOR=cell.kind == UNCONFIRMED):
            with undone():
                found, wrote = ask(self.client, cell.method, cell.place.url, data)
            if wrote and cell.method != "POST" and not self.is_same_after(cell):
                return f"{found}, y escribe"
        return in_admin(cell, found)

    def enter(self, cell: Cell) -> None:
        """With the session of the person's first visit; no answer that is undone changes it."""
        user = self.person_of(cell)
        if user not in self.sessions:
            self.client.cookies = SimpleCookie()
            enter(self.client, user)
            self.sessions[user] = self.client.cookies
        self.client.cookies = deepcopy(self.sessions[user])

    def person_of(self, cell: Cell) -> User | None:
        if cell.kind == "país propio":
            return cell.place.own
        return self.world.world.people["Secretaría" if cell.kind == UNCONFIRMED else cell.kind]

    def is_same_after(self, cell: Cell) -> bool:
        """What a page rehearses it takes back: every row is as it was."""
        self.enter(cell)
        with undone():
            before = content_hash()
            ask(self.client, cell.method, cell.place.url)
            return content_hash() == before

    def data_of(self, cell: Cell) -> dict:
        """What the form sends that the person is offered, else what somebody else is offered,
        else what is offered in another state.
        """
        data = next(filter(None, self.forms_for(cell)), {})
        for value in data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return data

    def forms_for(self, cell: Cell) -> Iterator[dict | None]:
        people = self.who_fills_in(cell)
        for place in (cell.place, *(self.states_of(cell.place.route) if people else ())):
            for kind in people:
                if (place, kind) not in self.filled:
                    self.filled[place, kind] = self.form_of(place, kind)
                yield self.filled[place, kind]

    def who_fills_in(self, cell: Cell) -> list[str]:
        if cell.place.route.address.startswith("/administracion/"):
            return ["Secretaría"]
        submission = SUBMISSIONS.get(cell.place.route.name)
        people = submission.people if submission else ()
        return sorted(people, key=lambda one: one != cell.kind)

    def states_of(self, route: Route) -> list[Place]:
        if route not in self.states:
            self.states[route] = list(self.world.places(route))
        return self.states[route]

    def form_of(self, place: Place, kind: str) -> dict | None:
        with undone():
            if place.route.address.startswith("/administracion/"):
                return self.untouched(place)
            return self.clerk.fills(place, kind)

    def untouched(self, place: Place) -> dict | None:
        enter(self.client, self.world.world.people["Secretaría"])
        page = self.client.get(place.url)
        form = offered(page.content, place.url, place.url) if page.status_code == 200 else None
        return form.values if form else None


def in_admin(cell: Cell, found: str) -> str:
    address = cell.place.route.address
    is_form = address.startswith("/administracion/") and address.endswith(FORMS_OF_ADMIN)
    if cell.method == "POST" and is_form and found in (SEES, DOES, LEADS, NOT_NOW):
        return MAY
    return found
