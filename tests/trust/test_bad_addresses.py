"""Whatever an address, a parameter or a header says, and whatever is stored, breaks no page."""

import re
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.contrib import admin
from django.urls import reverse

from tests.factories import MembershipFactory
from tests.full_world import World, member
from tests.scale import IS_SOAK, times
from tests.test_budgets import Addresses, all_pages
from tests.trust.bad_forms import IS_A_FILE
from tests.trust.fuzzing import SPECIAL, Answers, encoded
from tests.trust.stored_marks import mark_every_text

pytestmark = pytest.mark.django_db

OURS = ("corett", "plan", "risks", "monitoring")
READ_OF_ADDRESSES = re.compile(r'request\.GET(?:\.get\(|\[)"(\w+)"')
PARAMETERS = ("next", "page", "sort", "medida", "como", "accion", "plan", "orden", "anio")
OF_ADMIN = ("o", "q", "p", "all", "e", "_popup", "_to_field", "_changelist_filters", "id__exact")
PARTS = [
    "9" * 40,
    "-1",
    "0",
    str(2**63),
    "..",
    "%00",
    "%ED%A0%80",
    "%E2%80%AE",
    "%3Cb%20id=x%3E",
    "a" * 3000,
    "2025-3",
    "0000-1",
    "1.1.1.1",
    "²",
    "'",
    "%25",
    " ",
    "ñ",
]
BROKEN_HEADERS = [
    {"HTTP_HOST": "ejemplo.example"},
    {"HTTP_HOST": "a b\x00"},
    {"HTTP_HOST": "localhost:99999999"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5000},
    {"HTTP_ACCEPT_LANGUAGE": "es;q=NaN,\x00,ñ"},
    {"HTTP_RANGE": "bytes=99999999999999999999-"},
    {"HTTP_RANGE": "bytes=-"},
    {"HTTP_IF_MODIFIED_SINCE": "ayer"},
    {"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 0000 00:00:00 GMT"},
    {"HTTP_IF_NONE_MATCH": '"' + "x" * 5000},
    {"HTTP_REFERER": "javascript:alert(1)"},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_X_FORWARDED_FOR": "<b id=x>"},
    {"HTTP_X_FORWARDED_PROTO": "gopher"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=x,\x00"},
    {"HTTP_USER_AGENT": "\udcff<b id=x>"},
    {"HTTP_COOKIE": "sesion=\x00; csrftoken=" + "x" * 5000},
    {"HTTP_COOKIE": "sesion=<b id=x>; messages=W1tdXQ:x; ;;=;"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "no es una dirección"},
    {"CONTENT_TYPE": "text/html; charset=klingon"},
    {"CONTENT_LENGTH": "-5"},
    {"CONTENT_LENGTH": "mucho"},
]


@pytest.fixture
def world(lent_world) -> World:
    return lent_world.world.base


@pytest.fixture
def secretariat(world, client):
    client.force_login(member("ST").user)
    return client


def addresses_of(world):
    """Every page, with its parts and what stands for them; files only in the whole run."""
    addresses = Addresses(world)
    for name, parts in all_pages().items():
        known = addresses.known(name)
        kept = {part: known[part] for part in parts}
        if IS_SOAK or not IS_A_FILE.search(reverse(name, kwargs=kept)):
            yield name, kept


def lists_of_admin() -> list[str]:
    names = (f"{one._meta.app_label}_{one._meta.model_name}" for one in admin.site._registry)
    return [reverse(f"admin:{name}_changelist") for name in names]


def test_what_was_stored_is_text_wherever_it_is_shown(world, secretariat, unguarded, figure):
    """As if no form had ever looked at what people typed."""
    pages = [reverse(name, kwargs=parts) for name, parts in addresses_of(world)]
    answers, marked = Answers(secretariat), mark_every_text()
    for address in [*pages, *lists_of_admin()]:
        answers.take(address, partial(secretariat.get, address))

    figure("columnas con marcas", marked)
    figure("páginas que las muestran, sin nada que corra", answers.echoed)
    assert answers.broken == []
    assert answers.echoed > 40


def test_no_parameter_breaks_a_page(world, secretariat, figure):
    answers, every = Answers(secretariat), times(4, ci=len(SPECIAL))
    of_ours = [reverse(name, kwargs=parts) for name, parts in addresses_of(world)]
    pages = [(one, PARAMETERS) for one in of_ours] + [(one, OF_ADMIN) for one in lists_of_admin()]
    for turn, (page, names) in enumerate(pages):
        for value in SPECIAL[turn % every :: every]:
            address = f"{page}?{encoded({name: [value] for name in names})}"
            answers.take(address, partial(secretariat.get, address))

    figure("parámetros hostiles", answers.sent * len(PARAMETERS))
    assert answers.broken == []
    assert read_of_addresses() <= set(PARAMETERS)


def read_of_addresses() -> set[str]:
    """What views read by themselves, past any form."""
    places = (Path(django_settings.BASE_DIR, app).rglob("*.py") for app in OURS)
    sources = (path.read_text() for several in places for path in several)
    return {name for one in sources for name in READ_OF_ADDRESSES.findall(one)}


def test_no_part_of_an_address_breaks_it(world, secretariat, figure):
    answers, every, letters = Answers(secretariat), times(1, ci=len(PARTS)), set()
    for turn, (name, parts) in enumerate(addresses_of(world)):
        for place, part in enumerate(parts.values()):
            known = f"/{quote(str(part))}"
            before, _known, after = reverse(name, kwargs=parts).rpartition(known)
            for hostile in PARTS[(turn + place) % every :: every]:
                address = f"{before}/{hostile}{after}"
                letters.add(answers.take(address, partial(secretariat.get, address)))

    figure("direcciones rotas", answers.sent)
    assert answers.broken == []
    assert letters <= set("vlhmnpocu")


@pytest.mark.parametrize("door", ["home", "accounts:login", "monitoring:annual_list"])
def test_no_header_and_no_cookie_breaks_a_page(client, door, figure):
    answers, person = Answers(client), MembershipFactory(stakeholder__code="ST").user
    for enter in (lambda: None, lambda: client.force_login(person)):
        enter()
        for headers in BROKEN_HEADERS:
            for ask in (client.get, partial(client.post, data={})):
                answers.take(f"{door} {headers}", partial(ask, reverse(door), **headers))

    figure(f"cabeceras rotas, {door}", answers.sent)
    assert answers.broken == []
