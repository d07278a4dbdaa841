"""Whatever comes in by an address, a form, a filter or a header is answered, and never breaks."""

import hashlib
from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.urls import Resolver404, resolve, reverse

from monitoring.forms import evidence, records, reports
from tests.annual import quick_files, quick_pdf
from tests.full_world import make_full_world, member
from tests.monitoring.test_every_form import OTHERS
from tests.scale import times
from tests.test_budgets import Addresses, all_pages
from tests.trust.forms_on_pages import Offered
from tests.trust.fuzzing import SPECIAL, UNESCAPED, Found, encoded, forms_of, said, typed, undone

pytestmark = pytest.mark.django_db

OURS = ("corett.", "plan.", "risks.", "monitoring.")
ONE_BY_ONE = {records.RecordForm, reports.EntryForm, evidence.EvidenceForm}
"""With `OTHERS`, what tests/monitoring/test_every_form.py tries with whatever hypothesis finds."""

PEOPLE = ("ST", "HN", "OIM")
OF_ADMIN = ("o", "q", "p", "all", "e", "_popup", "_to_field", "_changelist_filters", "id__exact")
OF_LISTS = ("sort", "page", "per_page", "q", "year", "siguiente")
WITHOUT_FORM = {
    "InviteForm": "de la administración: tests/accounts/test_admin.py",
    "NotOwnForm": "de la administración: tests/accounts/test_admin.py",
    "UnseenChangeForm": "de la administración: tests/accounts/test_admin.py",
    "SemesterForm": "de la administración: tests/plan/test_admin.py",
    "MeasureForm": "de la administración: tests/plan/test_admin.py",
}
"""Forms that no page of ours shows, and where they are tried."""

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
    {"HTTP_X_FORWARDED_FOR": "<i id=x>"},
    {"HTTP_X_FORWARDED_PROTO": "gopher"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=x,\x00"},
    {"HTTP_USER_AGENT": "\udcff<i id=x>"},
    {"HTTP_COOKIE": "sesion=\x00; csrftoken=" + "x" * 5000},
    {"HTTP_COOKIE": "sesion=<i id=x>; messages=W1tdXQ:x; ;;=;"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "no es una dirección"},
    {"CONTENT_TYPE": "text/html; charset=klingon"},
    {"CONTENT_LENGTH": "-5"},
    {"CONTENT_LENGTH": "mucho"},
]
PARTS = [
    "9" * 40,
    "-1",
    "0",
    str(2**63),
    "..",
    "%00",
    "%ED%A0%80",
    "%E2%80%AE",
    "%3Ci%20id=x%3E",
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


@pytest.fixture
def world(loaded_plan, monkeypatch):
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    return make_full_world(loaded_plan)


@pytest.fixture
def bound(monkeypatch) -> set[type]:
    """Each class of forms that something was sent to, from here on."""
    seen: set[type] = set()
    begin = forms.BaseForm.__init__

    def noting(form, *args, **kwargs):
        begin(form, *args, **kwargs)
        if form.is_bound:
            seen.add(type(form))

    monkeypatch.setattr(forms.BaseForm, "__init__", noting)
    return seen


class Answers:
    """What was asked and how it was answered, told at the end."""

    def __init__(self, client):
        self.client = client
        client.raise_request_exception = False
        self.said: list[tuple[str, int]] = []
        self.broken: list[str] = []

    def take(self, what: str, response) -> None:
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.said.append((what, response.status_code))
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.status_code >= 500 or is_page and UNESCAPED in content:
            self.broken.append(f"{response.status_code} {what[:300]}")

    @property
    def digest(self) -> str:
        """The same on every database."""
        return hashlib.sha256(repr(self.said).encode()).hexdigest()[:16]


def enter(client, code: str) -> None:
    client.force_login(member(code).user)


def addresses_of(world):
    addresses = Addresses(world)
    for name, parts in all_pages().items():
        known = addresses.known(name)
        if set(parts) <= set(known):
            yield name, parts, {part: known[part] for part in parts}


def forms_on_all_pages(world, client):
    """Each form once, with who finds it; the same form of another row is the same."""
    seen = set()
    for code in PEOPLE:
        enter(client, code)
        for name, _parts, known in addresses_of(world):
            response = client.get(reverse(name, kwargs=known))
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                for found in forms_of(response.content, reverse(name, kwargs=known)):
                    key = (goes_to(found), found.method, tuple(sorted(found.offered.options)))
                    if found.offered.options and key not in seen:
                        seen.add(key)
                        yield code, name, found
            elif response.streaming:
                b"".join(response.streaming_content)


FEW = [
    ("ST", "whole_plan:edition_open", {"kinds": ["fix"], "reason": ["Un error."]}),
    (
        "ST",
        "plan:target_measure",
        {
            "step": ["fill"],
            "fill_value": ["1"],
            "fill_holders": ["countries"],
            "fill_years": ["each"],
            "fill_over": ["on"],
        },
    ),
    ("PRES", "plan:target_decisions", {"chosen": ["1:a"], "reason": ["No."], "step": ["discard"]}),
    ("HN", "risks:action_finish", {"done_on": ["2026-01-01"], "result": ["Se hizo."]}),
]
"""Forms that a page shows only in a state of things, or to others than those who walk."""


def forms_of_few(world):
    known = {name: parts for name, _parts, parts in addresses_of(world)}
    for code, name, values in FEW:
        address = reverse(name, kwargs=known[name])
        yield code, name, Found(address, address, "post", Offered(values, values))


def goes_to(found) -> str:
    """The same form stands on many pages, as that of the language on all."""
    try:
        return resolve(found.target).view_name
    except Resolver404:
        return found.target


def test_no_form_and_no_filter_breaks_on_what_is_sent(world, client, bound, figure):
    answers = Answers(client)
    found = [*forms_on_all_pages(world, client), *forms_of_few(world)]
    for code, name, form in found:
        enter(client, code)
        for turn in range(times(60, ci=2)):
            sent = encoded(typed(form, turn))
            with undone(client):
                answers.take(f"{name} {form.method} {turn}", send(client, form, sent))

    tried = bound | set(OTHERS) | ONE_BY_ONE
    missing = {one.__name__ for one in classes_of_ours() if one not in tried} - set(WITHOUT_FORM)
    figure("formularios de páginas", len(found))
    figure("clases de formulario que recibieron algo", len(bound))
    figure("envíos", len(answers.said))
    assert answers.broken == []
    assert sorted(missing) == [], "Ninguna página les envió nada."


def send(client, form, sent: str):
    if form.method == "get":
        return client.get(f"{form.target}?{sent}")
    kind = "application/x-www-form-urlencoded"
    return client.generic("POST", form.target, sent.encode(), content_type=kind)


def classes_of_ours() -> list[type]:
    """Those that nothing else is made of."""

    def below(one: type):
        for heir in one.__subclasses__():
            yield heir
            yield from below(heir)

    return [
        one
        for one in below(forms.BaseForm)
        if one.__module__.startswith(OURS) and not one.__subclasses__()
    ]


def test_no_parameter_of_a_list_breaks_it(world, client, figure):
    answers = Answers(client)
    enter(client, "ST")
    person = member("ST").user
    type(person).objects.filter(pk=person.pk).update(is_superuser=True)
    values = SPECIAL if times(1, ci=0) else SPECIAL[::5]
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for place, parameter in enumerate(OF_ADMIN):
            for value in values[place % 3 :: times(1, ci=3)]:
                answers.take(
                    f"{address}?{parameter}={value!r}",
                    client.get(f"{address}?{parameter}={said(value)}"),
                )
    for name, _parts, known in addresses_of(world):
        address = reverse(name, kwargs=known)
        for place, parameter in enumerate(OF_LISTS):
            for value in values[place % 5 :: times(1, ci=5)]:
                response = client.get(f"{address}?{parameter}={said(value)}")
                answers.take(f"{name}?{parameter}={value!r}", response)

    figure("parámetros de listas probados", len(answers.said))
    assert answers.broken == []


def test_no_part_of_an_address_breaks_it(world, client, figure):
    answers = Answers(client)
    enter(client, "ST")
    for name, parts, known in addresses_of(world):
        address = reverse(name, kwargs=known)
        for place, part in enumerate(parts):
            kept = quote(str(known[part]))
            for hostile in PARTS[place % 3 :: times(1, ci=3)]:
                before, _part, after = address.rpartition(f"/{kept}")
                other = f"{before}/{hostile}{after}"
                answers.take(f"{name} {part}={hostile[:20]}", client.get(other))

    figure("direcciones rotas probadas", len(answers.said))
    assert answers.broken == []
    assert {status for _what, status in answers.said} <= {200, 301, 302, 400, 403, 404, 405}


@pytest.mark.parametrize("door", ["home", "accounts:login", "monitoring:annual_list"])
def test_no_header_and_no_cookie_breaks_a_page(world, client, door, figure):
    answers = Answers(client)
    for code in ("", "ST"):
        if code:
            enter(client, code)
        for headers in BROKEN_HEADERS:
            answers.take(f"{door} {headers}", client.get(reverse(door), **headers))
            answers.take(f"{door} {headers}", client.post(reverse(door), {}, **headers))

    figure(f"cabeceras rotas, {door}", len(answers.said))
    assert answers.broken == []
