"""What every answer says to the browser: pages, files, refusals, errors, static files."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client
from django.urls import URLPattern, get_resolver, path, reverse

from tests.annual import quick_files, quick_pdf
from tests.factories import MembershipFactory, StakeholderFactory, UserFactory
from tests.full_world import make_full_world, member
from tests.scale import IS_SOAK
from tests.test_budgets import Addresses, all_pages

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
UNSAFE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", " *")
DEMANDED = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
SANDBOXED = ("default-src 'none'", "sandbox", "frame-ancestors 'none'")


def faults(response, *, is_private: bool) -> list[str]:
    """What the headers of an answer lack."""
    headers = response.headers
    found = [name for name, value in ALWAYS.items() if headers.get(name) != value]
    is_page = headers.get("Content-Type", "").startswith("text/html")
    if is_page and "camera=()" not in headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if is_private and "no-store" not in headers.get("Cache-Control", ""):
        found.append(f"Cache-Control: {headers.get('Cache-Control')}")
    return found + policy_faults(headers.get("Content-Security-Policy", ""))


def policy_faults(policy: str) -> list[str]:
    demanded = SANDBOXED if "sandbox" in policy else DEMANDED
    lacking = [f"CSP lacks {one}" for one in demanded if one not in policy]
    return lacking + [f"CSP allows {one}" for one in UNSAFE if one in policy]


def answered(client: Client, address: str, method: str = "get"):
    response = getattr(client, method)(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.fixture
def addresses(loaded_plan, monkeypatch) -> list[str]:
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    known = Addresses(make_full_world(loaded_plan))
    pages = [known.find(name, parts) for name, parts in all_pages().items()]
    return [*pages, *admin_addresses()]


def admin_addresses() -> list[str]:
    patterns = next(
        one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == "admin"
    )
    return [
        address
        for one in patterns.url_patterns
        for inner in getattr(one, "url_patterns", [one])
        if isinstance(inner, URLPattern) and (address := filled(one, inner))
    ]


def filled(outer, inner) -> str:
    text = "/administracion/" + (str(outer.pattern) if outer is not inner else "")
    return re.sub(r"<[^>]*>", "1", text + str(inner.pattern)).replace("^", "").replace("$", "")


def everybody() -> dict:
    """In CI, who has no account and who sees most."""
    people = {"nadie": None, "ST": member("ST").user}
    if not IS_SOAK:
        return people
    evaluator = MembershipFactory(stakeholder=StakeholderFactory(evaluator=True)).user
    others = {code: member(code).user for code in ("PRES", "HN", "GT", "OIM")}
    superuser = UserFactory(is_superuser=True)
    return {**people, **others, "EVAL": evaluator, "superusuario": superuser}


def visits(people: dict, addresses: list[str]) -> Iterator[tuple]:
    """Who asks for what, and how. In CI each address once, by turns; all of it under soak."""
    ways = [(who, method) for who in people for method in ("get", "post")]
    for turn, address in enumerate(addresses):
        for who, method in ways if IS_SOAK else [ways[turn % len(ways)]]:
            yield who, people[who], method, address


def test_every_address_answers_everybody_with_all_of_them(addresses, figure):
    """By GET and by an empty POST; nobody inside receives what a cache may keep."""
    found, statuses = {}, Counter()
    for who, user, method, address in visits(everybody(), addresses):
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        response = answered(client, address, method)
        statuses[response.status_code] += 1
        private = user is not None or response.status_code >= 400
        if lacking := faults(response, is_private=private):
            found[who, method, address] = lacking

    assert found == {}
    assert {200, 302, 403, 404, 405} <= set(statuses)
    assert [status for status in statuses if status >= 500] == []
    figure("respuestas con todos los encabezados", sum(statuses.values()))


def fails(error):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("400/", fails(SuspiciousOperation())),
    path("413/", fails(RequestDataTooBig())),
    path("500/", fails(RuntimeError("roto"))),
    *get_resolver("corett.urls").url_patterns,
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/400/", 400), ("/413/", 400), ("/500/", 500), ("/no-hay/", 404)],
)
@pytest.mark.parametrize("is_inside", [True, False])
def test_an_error_says_all_of_them_too(settings, address, status, is_inside):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    if is_inside:
        client.force_login(UserFactory())

    response = client.get(address)

    assert (response.status_code, faults(response, is_private=True)) == (status, [])


@pytest.mark.django_db
def test_what_a_middleware_refuses_says_all_of_them_too():
    forged = Client(enforce_csrf_checks=True).post(reverse("accounts:login"), {})
    strange = Client(raise_request_exception=False).get("/", headers={"host": "otro.example"})

    assert (forged.status_code, faults(forged, is_private=True)) == (403, [])
    assert (strange.status_code, faults(strange, is_private=True)) == (400, [])


@pytest.mark.django_db
def test_who_tries_too_often_is_answered_with_all_of_them():
    typed = {"username": "nadie@prueba.example", "password": "no es"}
    answers = [Client().post(reverse("accounts:login"), typed) for _n in range(11)]

    assert (answers[-1].status_code, faults(answers[-1], is_private=True)) == (429, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["corett/corett.css", "corett/icon.svg", "corett/draft.js", "no-hay.css"]
)
def test_a_static_file_says_all_of_them_too(client, name):
    response = client.get(f"/static/{name}")
    response.close()

    assert response.status_code == (404 if name == "no-hay.css" else 200)
    assert faults(response, is_private=response.status_code == 404) == []


@pytest.mark.django_db
def test_what_everybody_may_read_is_not_kept_of_who_is_inside(client):
    client.force_login(UserFactory())

    assert client.get("/")["Cache-Control"] == "private, no-store"


IN_SERVICE = """
import django, json
django.setup()
from django.test import Client
from django.conf import settings
from django.contrib.messages.storage.base import Message
from corett.lib.messages import PrefixedCookie
client = Client(SERVER_NAME="corett.example")
plain = client.get("/static/corett/corett.css")
safe = client.get("/static/corett/corett.css", secure=True)
print(json.dumps({
    "redirect": [plain.status_code, dict(plain.headers)],
    "page": dict(safe.headers),
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,
                settings.DEVICE_COOKIE_NAME, PrefixedCookie.cookie_name],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,
               settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY],
    "scope": [settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN,
              settings.CSRF_COOKIE_PATH, settings.CSRF_COOKIE_DOMAIN],
}))
"""


@pytest.fixture(scope="module")
def in_service(tmp_path_factory):
    """The settings of an installation behind https, in a process of its own."""

    surroundings = {
        **os.environ,
        "SITE_URL": "https://corett.example",
        "DATA_DIR": str(tmp_path_factory.mktemp("datos")),
        "DJANGO_SETTINGS_MODULE": "corett.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", IN_SERVICE],
        env=surroundings,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def test_behind_https_cookies_belong_to_this_host_alone(in_service):
    assert [name.startswith("__Host-") for name in in_service["cookies"]] == [True] * 4
    assert in_service["secure"] == [True] * 4
    assert in_service["scope"] == ["/", None, "/", None]


def test_behind_https_the_browser_is_told_to_come_that_way_only(in_service):
    status, headers = in_service["redirect"]
    said = in_service["page"]["Strict-Transport-Security"]

    assert (status, headers["Location"]) == (301, "https://corett.example/static/corett/corett.css")
    assert said == "max-age=31536000; includeSubDomains; preload"


def test_behind_https_even_the_redirect_has_a_policy(in_service):
    _status, headers = in_service["redirect"]

    assert policy_faults(headers["Content-Security-Policy"]) == []
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
