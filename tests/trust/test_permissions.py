"""Every address, as every kind of person, in every state: exactly what `permissions.csv` says."""

import csv

import pytest
from django.test import Client

from tests.trust.matrix import (
    ABOUT,
    ELSEWHERE,
    REFUSED,
    TABLE,
    UNCONFIRMED,
    read_table,
)
from tests.trust.places import ANY, Map
from tests.trust.routes import routes
from tests.trust.submissions import SUBMISSIONS
from tests.trust.verdicts import DOES, LEADS, SEES
from tests.trust.world import in_a_moment, make_trust_world

WORDS = {"ve", "pasa", "hace", "puede", "ahora no", "entrar", "segundo factor"}
CODES = {"403", "404", "405", "410"}


@pytest.fixture
def world(loaded_plan, monkeypatch) -> Map:
    in_a_moment(monkeypatch)
    return Map(make_trust_world(loaded_plan))


def test_every_address_stands_in_the_table_and_every_line_has_an_address(world):
    table = read_table()
    places = {place.key for route in routes() for place in world.places(route)}
    wanted = {(address, method, state) for address, state in places for method in ("GET", "POST")}
    wanted.add((ELSEWHERE, ", ".join(REFUSED), ANY))

    assert wanted - table.keys() == set(), "Direcciones sin línea en la tabla."
    assert table.keys() - wanted == set(), "Líneas sin dirección."


def test_no_address_is_left_out_of_the_map(world):
    """A route that nobody knows how to open would never be visited."""
    assert [route.address for route in routes() if not list(world.places(route))] == []


def test_the_table_can_be_read_by_who_knows_no_code():
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    verdicts = {value for line in lines for name, value in line.items() if name not in ABOUT}

    assert verdicts <= WORDS | CODES
    assert [line["dirección"] for line in lines if len(line["qué es"]) < len("Salir")] == []
    assert len({tuple(line[name] for name in ABOUT if name != "qué es") for line in lines}) == len(
        lines
    )


def test_a_closed_account_gets_what_somebody_without_one_gets():
    odd = [key for key, line in read_table().items() if line["cuenta cerrada"] != line["anónimo"]]

    assert odd == []


def test_without_the_second_factor_nothing_is_seen_and_nothing_is_done():
    """Beyond what anybody sees, and setting it up."""
    seen = {
        address
        for (address, _method, _state), line in read_table().items()
        if line[UNCONFIRMED] in (SEES, DOES) and line["anónimo"] not in (SEES, DOES)
    }

    assert seen <= {"/cuenta/segundo-factor/", "/cuenta/segundo-factor/poner/", "/cuenta/codigo/"}


def test_another_country_s_report_is_not_found():
    told = {
        (address, state): line["otro país"]
        for (address, method, state), line in read_table().items()
        if address.startswith("/seguimiento/informes/<int:pk>/") and method in ("GET", "POST")
    }

    assert {key: verdict for key, verdict in told.items() if verdict not in ("404", "405")} == {}


def test_every_form_is_done_by_somebody():
    """Else what is sent here would be no valid submission, and a refusal would say nothing."""
    table = read_table()
    of_route = {route.address: route.name for route in routes()}
    done = {
        address
        for (address, method, _state), line in table.items()
        if method == "POST" and DOES in line.values()
    }
    sent = {address for address, name in of_route.items() if name in SUBMISSIONS}

    door = {"/cuenta/entrar/", "/cuenta/salir/", "/cuenta/representacion/"}
    assert sent - done == door
    assert {table[address, "POST", ANY]["país propio"] for address in door} == {LEADS}


def test_no_form_is_taken_without_its_token(world):
    """CSRF: a page elsewhere that sends a form gets nowhere, whoever's browser it is in."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.world.people["Secretaría"])

    taken = [
        place.url
        for route in routes()
        for place in list(world.places(route))[:1]
        if client.post(place.url).status_code not in (403, 405)
    ]

    assert taken == []
