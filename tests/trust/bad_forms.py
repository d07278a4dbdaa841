"""The forms that the pages offer, each once, with what a person would send by them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html

from tests.trust.codes import telephone_of
from tests.trust.forms_on_pages import Offered, read
from tests.trust.fuzzing import MARK, NUL, content_of, is_page, kinds_of, undone
from tests.trust.places import ANY, Map, Place
from tests.trust.routes import routes
from tests.trust.submissions import OWN, SUBMISSIONS, Clerk
from tests.trust.verdicts import enter

KINDS = ("Secretaría", OWN, "Presidencia", "superusuario", "anónimo")
AT_THE_CODE = "Secretaría, ante el código"
WITH_TELEPHONE = "observador, con segundo factor"
BY_LINK = "quien abre un enlace"
ONLY_THERE = {
    AT_THE_CODE: ("accounts:code",),
    WITH_TELEPHONE: ("accounts:second_factor",),
    BY_LINK: ("accounts:reset_confirm", "accounts:invitation"),
}
"""What is shown to nobody but people in these circumstances."""

AN_INSTITUTION = {
    "institutions": ["Una que no está"],
    "nueva-0-name": ["Una que no está"],
    "nueva-0-same": ["new"],
    "nueva-0-type": [MARK],
    "nueva-0-sector": [NUL],
}
"""What a row says of who took part and is in no directory: the page then asks about it."""

SECOND = " (se confirma)"
IS_A_FILE = re.compile(
    r"archivo|pdf|datos/.|\.json|libro/$|descarg|historial/.|novedades|evidencia/\d+/$|errores/$"
)

PageKey = tuple[str, str, str]
"""The name of a page, the state of the thing, and who opens it."""


@dataclass(frozen=True)
class Form:
    """`values` is sent where nothing hostile is: what it holds, and what a person would add."""

    name: str
    method: str
    page: PageKey
    target: str
    values: dict[str, list]
    options: dict[str, list[str]]
    files: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.method

    @property
    def ways(self) -> list[dict[str, list]]:
        """As it stands, with each of its buttons that does something else, and so that it asks
        for more.
        """
        more = [{"step": [one]} for one in self.options.get("step", [])]
        more += [AN_INSTITUTION] if "institutions" in self.options else []
        return [self.values, *(self.values | one for one in more)]

    @property
    def kinds(self) -> dict[str, str]:
        """What one may choose or type, by kind of field; its key only where there is no more.

        From the row that the browser copies to add another nothing is ever read.
        """
        found = kinds_of(name for name in self.options if "__prefix__" not in name)
        return {kind: name for kind, name in found.items() if kind != "once"} or found


def state_of(place: Place, places: list[Place]) -> str:
    """Said only where there are several."""
    return place.state if len(places) > 1 else ANY


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


class Walk:
    """Opens pages as somebody and gathers their forms: of those alike the one that asks most."""

    def __init__(self, world: Map, client, settings):
        self.world, self.client, self.settings = world, client, settings
        self.clerk = Clerk(world, client)
        self.places = dict(self.of_views())
        self.of_address = {one.url: one for places in self.places.values() for one in places}
        self.entered = None

    def of_views(self) -> Iterator[tuple[str, list[Place]]]:
        for route in routes():
            places = [one for one in self.world.places(route) if not IS_A_FILE.search(one.url)]
            if places:
                yield view_of(places[0].url), places

    def every_page(self) -> Iterator[PageKey]:
        for kind in (*KINDS, *ONLY_THERE):
            for view, places in self.places.items():
                if view in ONLY_THERE.get(kind, self.places):
                    yield from ((view, state_of(place, places), kind) for place in places)

    def forms(self, pages: Iterable[PageKey]) -> list[Form]:
        found: dict[tuple[str, str], Form] = {}
        for page in pages:
            for form in self.on(page):
                known = found.get(form.key)
                if known is None or len(known.kinds) < len(form.kinds):
                    found[form.key] = form
        return [more for form in found.values() for more in self.with_second(form)]

    def on(self, page: PageKey) -> Iterator[Form]:
        place = self.place_of(page)
        self.enter(page[2], place)
        response = self.client.get(place.url, follow=page[2] == BY_LINK)
        content = content_of(response)
        if response.status_code == 200 and is_page(response):
            address = response.request["PATH_INFO"]
            yield from self.in_content(content, address, page)

    def in_content(self, content: bytes, address: str, page: PageKey) -> Iterator[Form]:
        for one in html.fromstring(content).iter("form"):
            fields = read(one)
            method = one.get("method", "get").lower()
            files = tuple(file.get("name") for file in one.iter("input") if is_file(file))
            for action in dict.fromkeys([one.get("action") or address, *elsewhere(one)]):
                target = urlsplit(urljoin(address, action)).path
                form = Form(view_of(target), method, page, target, {}, fields.options, files)
                if fields.options:
                    yield replace(form, values=self.values_of(form, fields))

    def values_of(self, form: Form, fields: Offered) -> dict[str, list]:
        """With what makes it valid, as far as the form can be filled here."""
        place = self.of_address.get(form.target)
        if form.method == "get" or place is None or form.name not in SUBMISSIONS:
            return fields.values
        try:
            filled = self.clerk.filled(SUBMISSIONS[form.name], place, fields)
        except (KeyError, IndexError, StopIteration):
            return fields.values
        return in_lists(filled)

    def with_second(self, form: Form) -> Iterator[Form]:
        """And the page that asks once more, where one does."""
        yield form
        submission = SUBMISSIONS.get(form.name)
        if form.method == "post" and submission and submission.then:
            self.enter(form.page[2], self.place_of(form.page))
            with undone(self.client):
                shown = self.client.post(form.target, form.values)
            for other in self.in_content(shown.content, form.target, form.page):
                if other.key == form.key:
                    sent = other.values | in_lists(submission.then)
                    yield replace(other, name=form.name + SECOND, values=sent)
                    return

    def place_of(self, page: PageKey) -> Place:
        view, state, _kind = page
        places = self.places[view]
        return next(one for one in places if state_of(one, places) == state)

    def enter(self, kind: str, place: Place) -> None:
        """Once and not for each form."""
        if self.entered == (kind, place.own) and kind in KINDS:
            return
        self.settings.SECOND_FACTOR = kind == AT_THE_CODE
        enter(self.client, self.person(kind, place))
        self.entered = (kind, place.own)
        if kind == BY_LINK:
            self.client.get(place.url, follow=True)

    def person(self, kind: str, place: Place):
        people = self.world.world.people
        if kind in (AT_THE_CODE, WITH_TELEPHONE):
            user = people[kind.partition(",")[0]]
            if not user.totpdevice_set.exists():
                telephone_of(user)
            return user
        return place.own if kind == OWN else people.get(kind)


def in_lists(values: dict) -> dict[str, list]:
    return {name: one if isinstance(one, list) else [one] for name, one in values.items()}


def elsewhere(form) -> list[str]:
    return [one.get("formaction") for one in form.iter("button") if one.get("formaction")]


def is_file(field) -> bool:
    return field.get("type") == "file" and bool(field.get("name"))
