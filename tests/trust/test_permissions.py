"""Every address, as every kind of person, in every state: exactly what `permissions.csv` says."""

import csv
import re

import pytest
from django.test import Client

from tests.scale import IS_SOAK
from tests.trust.matrix import (
    ABOUT,
    ELSEWHERE,
    MAY,
    REFUSED,
    TABLE,
    UNCONFIRMED,
    Visitor,
    every_cell,
    one_of_each,
    read_table,
)
from tests.trust.places import ANY, Map
from tests.trust.routes import routes
from tests.trust.submissions import SUBMISSIONS
from tests.trust.verdicts import DOES, LEADS, LOG_IN, NOT_NOW, SEES
from tests.trust.world import in_a_moment, make_trust_world

WORDS = {"ve", "pasa", "hace", "puede", "ahora no", "entrar", "segundo factor"}
CODES = {"403", "404", "405", "410"}


@pytest.fixture
def world(loaded_plan, monkeypatch) -> Map:
    in_a_moment(monkeypatch)
    return Map(make_trust_world(loaded_plan))


def test_everybody_gets_what_the_table_says_and_nothing_else(world, figure):
    cells = list(every_cell(world, read_table()))
    chosen = cells if IS_SOAK else one_of_each(cells)
    visitor = Visitor(world, Client(raise_request_exception=False))

    wrong = [
        f"{cell}, y la tabla dice «{cell.verdict}» pero es «{found}»"
        for cell in chosen
        if (found := visitor.verdict(cell)) != cell.verdict
    ]

    assert wrong == []
    figure("celdas de la matriz de permisos", len(cells))
    figure("celdas visitadas", len(chosen))


def test_every_address_stands_in_the_table_and_every_line_has_an_address(world):
    """And none is left out of the map: a route that nobody knows how to open is never visited."""
    table, places = read_table(), {route: list(world.places(route)) for route in routes()}
    keys = {place.key for found in places.values() for place in found}
    wanted = {(address, method, state) for address, state in keys for method in ("GET", "POST")}
    wanted.add((ELSEWHERE, ", ".join(REFUSED), ANY))

    assert [route.address for route, found in places.items() if not found] == []
    assert wanted - table.keys() == set(), "Direcciones sin línea en la tabla."
    assert table.keys() - wanted == set(), "Líneas sin dirección."


def test_the_table_can_be_read_by_who_knows_no_code():
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    verdicts = {value for line in lines for name, value in line.items() if name not in ABOUT}

    assert verdicts <= WORDS | CODES
    assert [line["dirección"] for line in lines if len(line["qué es"]) < len("Salir")] == []
    assert len({tuple(line[name] for name in ABOUT if name != "qué es") for line in lines}) == len(
        lines
    )


def test_whoever_has_not_entered_sees_only_what_is_public():
    """The whole list, so that a page that opens by mistake is seen here."""
    table = read_table()
    open_to_all = {
        (address, state)
        for (address, method, state), line in table.items()
        if method == "GET" and line["anónimo"] in (SEES, LEADS)
    }

    public, parties = "publicado para cualquier persona", "publicado para las partes interesadas"
    edition = "/seguimiento/informes-anuales/<slug:plan>/<int:year>/<int:edition>/"
    moved = "/seguimiento/informes-anuales/<int:year>/<int:edition>/"
    annual = "/seguimiento/informes-anuales/"
    assert parties not in {state for _address, state in open_to_all}
    assert open_to_all == {
        ("/", ANY),
        ("/cuenta/entrar/", ANY),
        ("/cuenta/contrasena/olvidada/", ANY),
        ("/cuenta/contrasena/olvidada/enviada/", ANY),
        ("/cuenta/contrasena/nueva/<uidb64>/<token>/", "enlace vigente"),
        ("/cuenta/invitacion/<uidb64>/<token>/", "enlace vigente"),
        ("/seguimiento/tablero/", ANY),
        ("/seguimiento/tablero/descargar/<slug:ending>/", ANY),
        (annual, ANY),
        (f"{annual}novedades.atom", ANY),
        (f"{annual}anteriores/<int:pk>/", "para cualquier persona"),
        (moved, public),
        (f"{moved}<slug:part>/", public),
        *((f"{edition}{part}", public) for part in ("", "pdf/", "datos/")),
        (f"{edition}archivos/<str:file_name>/", public),
    }


def test_whoever_has_not_entered_does_nothing_but_ask_for_a_new_password():
    done = {
        address
        for (address, method, _state), line in read_table().items()
        if method == "POST" and line["anónimo"] not in (LOG_IN, "404", "405", "410")
    }

    assert done == {
        "/cuenta/entrar/",
        "/cuenta/contrasena/olvidada/",
        "/cuenta/contrasena/nueva/<uidb64>/<token>/",
        "/cuenta/invitacion/<uidb64>/<token>/",
    }


def test_the_evaluator_changes_nothing_but_the_own_account_and_an_answer():
    """It reads everything; what it may send is its own, or a letter to the Secretaría."""
    done = {
        address
        for (address, method, _state), line in read_table().items()
        if method == "POST" and line["evaluación"] in (DOES, MAY, NOT_NOW)
    }

    answer = "/seguimiento/informes-anuales/<slug:plan>/<int:year>/<int:edition>/responder/"
    assert {one for one in done if not one.startswith("/cuenta/")} == {answer}


def test_only_the_secretariat_and_superusers_get_into_the_admin():
    told = {
        (kind, verdict)
        for (address, _method, _state), line in read_table().items()
        if address.startswith("/administracion/")
        for kind, verdict in line.items()
        if kind not in ("Secretaría", "superusuario")
    }

    others = {"observador", "donante", "evaluación", "país propio", "otro país", "Presidencia"}
    assert told == {
        *((kind, "403") for kind in others),
        *((kind, LOG_IN) for kind in ("anónimo", "cuenta cerrada")),
        (UNCONFIRMED, "segundo factor"),
    }


def test_every_word_and_every_column_of_the_table_is_explained():
    told = re.findall(r"^\| `([^`]+)` \|", TABLE.with_suffix(".md").read_text(), re.MULTILINE)
    columns = next(iter(read_table().values()))

    assert sorted(told) == sorted([*WORDS, *CODES, *columns])


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
