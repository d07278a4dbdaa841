"""A real browser opens every page, the admin's too: nothing breaks the policy or the console.

Of addresses that differ in their numbers alone, the first is opened.
"""

import re

import pytest
from django.urls import reverse

from tests.annual import quick_files, quick_pdf
from tests.factories import UserFactory
from tests.full_world import World, make_full_world, member
from tests.scale import IS_SOAK
from tests.test_budgets import Addresses, all_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/administracion/"
SUPERUSER = "superusuario"
LINKS = "links => links.map(link => link.pathname)"
FILES = re.compile(
    r"\.(xlsx|ods|csv|json|jsonl|pdf|zip|svg)/?$|/(pdf|datos|xlsx|ods|csv|json|zip)/$"
)
LISTEN = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def world(loaded_plan, monkeypatch) -> World:
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    return make_full_world(loaded_plan)


@pytest.fixture
def addresses(world) -> list[str]:
    """Of each page, one; what answers with a file is no page."""
    known = Addresses(world)
    found = [known.find(name, parts) for name, parts in all_pages().items()]
    return [one for one in found if not FILES.search(one)]


def pages_of(client, user, addresses) -> list[str]:
    """Those that answer this person with a page."""
    client.force_login(user)
    client.raise_request_exception = False
    return [one for one in addresses if is_page(client.get(one))]


def is_page(response) -> bool:
    response.close()
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


class Walk:
    def __init__(self, page):
        self.page, self.opened, self.faults = page, set(), []
        page.add_init_script(LISTEN)
        page.on("console", lambda message: self.note(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append((page.url, str(error))))

    def note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append((self.page.url, text))

    def open(self, address: str) -> list[str]:
        """Its links, to go on; a page of the admin's whose sort was seen is not opened again."""
        if (sort := re.sub(r"\d+", "1", address)) in self.opened:
            return []
        self.opened.add(sort)
        response = self.page.goto(address)
        assert response.status == 200, address
        self.faults += [(address, said) for said in self.page.evaluate("window.violations")]
        return self.page.eval_on_selector_all("a[href]", LINKS)

    def follow(self, home: str) -> None:
        waiting = [home]
        while waiting:
            found = self.open(waiting.pop())
            waiting += [link for link in found if link.startswith(home)]


def test_nobody_meets_a_violation_or_an_error_on_the_public_pages(visit, client, addresses, figure):
    client.raise_request_exception = False
    with visit() as page:
        walk = Walk(page)
        for address in (one for one in addresses if is_page(client.get(one))):
            walk.open(address)

    assert walk.faults == []
    assert len(walk.opened) >= 7
    figure("páginas públicas en un navegador, sin faltas", len(walk.opened))


LEAST = {"ST": 60, "HN": 9, SUPERUSER: 60}


def pages_for(client, who: str, users: dict, addresses) -> list[str]:
    """In CI, of a country and a superuser what the Secretaría does not open."""
    own = pages_of(client, users[who], addresses)
    if IS_SOAK or who == "ST":
        return own
    opened = pages_of(client, users["ST"], addresses)
    return [one for one in own if one not in opened]


@pytest.mark.parametrize("who", LEAST)
def test_nobody_inside_meets_one_on_any_page(visit, log_in, client, world, addresses, figure, who):
    """In CI a superuser goes round the admin, where `test_admin` goes as the Secretaría; both do
    under soak.
    """
    users = {code: member(code).user for code in ("ST", "HN")}
    users[SUPERUSER] = UserFactory(is_superuser=True)

    with visit() as page:
        log_in(page, users[who])
        walk = Walk(page)
        for address in pages_for(client, who, users, addresses):
            walk.open(address)
        if walks_admin := who == SUPERUSER or (IS_SOAK and who == "ST"):
            walk.follow(HOME)

    assert walk.faults == []
    assert len(walk.opened) >= LEAST[who]
    assert not walks_admin or len([one for one in walk.opened if one.startswith(HOME)]) >= 60
    figure(f"páginas en un navegador como {who}, sin faltas", len(walk.opened))


def test_the_listener_of_these_tests_hears_a_violation(browser, live_server):
    """Lest they pass because nothing listens."""
    page = browser.new_context(base_url=live_server.url).new_page()
    walk = Walk(page)
    walk.open(reverse("accounts:login"))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    heard = page.evaluate("window.violations")
    page.context.close()

    assert any("style-src" in one for one in heard)
    assert any("Content Security Policy" in said for _address, said in walk.faults)
