"""What the site does not serve, does not answer and does not run, whoever asks."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import get_resolver, path, reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FEED = reverse("monitoring:annual_feed")
LOGIN = reverse("accounts:login")
STYLES, SCRIPT = "/static/corett/corett.css", "/static/corett/draft.js"
MAKES_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function"
    r"|postMessage|set(Timeout|Interval)\(\s*[\"'`]"
)
WEAK = re.compile(r"\bmd5\b|\bsha1\b|salted_hmac\((?!.*sha256)", re.IGNORECASE)
LETS_MARKUP_THROUGH = re.compile(r"\|\s*safe|autoescape\s+off|\{%\s*filter\s")


@pytest.fixture
def superuser(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize(
    "address",
    [
        *["/.git/config", "/.git/HEAD", "/.env", "/.data/secret-key", "/requirements.txt"],
        *["/static/", "/static/corett/", "/static/../manage.py", "/static/%2e%2e/manage.py"],
        *["/media/", "/media/evidence/", "/evidence/", "/static//etc/passwd"],
        *["/administracion/doc/", "/metrics", "/health/", "/api/", "/__debug__/", "/graphql"],
    ],
)
def test_nothing_of_the_house_is_served(superuser, address):
    assert superuser.get(address).status_code == 404


def read(client, address: str, **headers):
    """To its last byte, which closes a file."""
    response = client.get(address, headers=headers)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize("address", ["/", LOGIN, FEED, STYLES, SCRIPT, "/nada/"])
def test_no_other_site_may_read_an_answer(client, address):
    response = read(client, address, Origin="https://otro.example")

    assert [name for name in response.headers if name.startswith("Access-Control")] == []


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_it_reads_and_takes_forms_and_knows_no_other_method(superuser, method):
    response = superuser.generic(method, "/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("address", ["/", LOGIN, FEED, STYLES, SCRIPT, "/nada/"])
def test_what_is_text_says_in_which_letters(client, address):
    kind = read(client, address)["Content-Type"].lower()

    assert kind.endswith('; charset="utf-8"') or kind.endswith("; charset=utf-8")


@pytest.mark.parametrize("name", ["home", "accounts:second_factor", "admin:index", "plan:current"])
def test_every_page_inside_has_its_way_out(superuser, name, loaded_plan):
    page = superuser.get(reverse(name), follow=True).content.decode()

    assert re.search(r'<form[^>]*action="/(cuenta/salir|administracion/logout)/"', page)


def breaks_down(request):
    secret = "clave-de-la-base"  # noqa: F841
    raise RuntimeError("SELECT * FROM accounts_user")


breaks_down.login_required = False
urlpatterns = [path("roto/", breaks_down), *get_resolver("corett.urls").url_patterns]
INSIDE = (
    "SELECT",
    "RuntimeError",
    "Traceback",
    "breaks_down",
    "clave-de-la-base",
    "corett.",
    ".py",
)


@pytest.mark.parametrize(("address", "status"), [("/roto/", 500), ("/nada/", 404)])
def test_an_error_tells_nothing_of_the_inside(settings, address, status):
    settings.ROOT_URLCONF = __name__

    response = Client(raise_request_exception=False).get(address)

    page = response.content.decode().replace("corett/corett.css", "")
    assert response.status_code == status
    assert [word for word in INSIDE if word in page] == []


def lines_with(pattern: re.Pattern, files) -> list[str]:
    return [
        f"{file.relative_to(django_settings.BASE_DIR)}: {line.strip()}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if pattern.search(line)
    ]


def below(folder: str, ending: str) -> list[Path]:
    return sorted((django_settings.BASE_DIR / folder).rglob(f"*.{ending}"))


def test_no_script_makes_markup_or_code_of_a_text():
    scripts = below("corett/static/corett", "js")

    assert len(scripts) >= 3
    assert lines_with(MAKES_MARKUP, scripts) == []
    assert lines_with(re.compile("<script(?![^>]* src=)"), below("templates", "html")) == []


def test_no_page_lets_a_text_through_as_markup():
    pages = below("templates", "html")

    assert len(pages) > 100
    assert lines_with(LETS_MARKUP_THROUGH, pages) == []


def test_no_digest_of_ours_is_a_weak_one():
    ours = [file for app in ("corett", "monitoring", "plan", "risks") for file in below(app, "py")]

    assert lines_with(re.compile("sha256"), ours) != []
    assert lines_with(WEAK, ours) == []
