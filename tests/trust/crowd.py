"""Many browsers at the same moment, and the forms of a page as a browser would send them."""

import threading
from functools import partial
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from corett.accounts.models import Membership

OUTPUTS = ("submit", "button", "file", "image", "reset")


class FormReader(HTMLParser):
    """The POST forms of a page: where each leads, and what it holds before anybody types."""

    def __init__(self):
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self.open: dict[str, list[str]] | None = None
        self.area = self.select = ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.open = {}
            if said.get("method", "get").lower() == "post":
                self.forms.append((said.get("action") or "", self.open))
        elif self.open is None:
            return
        elif tag == "button" and "formaction" in said:
            self.forms.append((said["formaction"], self.open))
        elif tag == "input":
            self.put_input(said)
        elif tag == "textarea":
            self.area = said.get("name", "")
            self.open.setdefault(self.area, [""])
        elif tag == "select":
            self.select = said.get("name", "")
        elif tag == "option" and "selected" in said:
            self.open.setdefault(self.select, []).append(said.get("value") or "")

    def put_input(self, said):
        kind, name = said.get("type", "text"), said.get("name")
        if not name or kind in OUTPUTS:
            return
        if kind in ("checkbox", "radio") and "checked" not in said:
            return
        self.open.setdefault(name, []).append(said.get("value") or "")

    def handle_data(self, data):
        if self.area:
            self.open[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area:
            self.open[self.area] = [self.open[self.area][0].removeprefix("\n")]
            self.area = ""


def forms_of(page: str) -> list[tuple[str, dict[str, list[str]]]]:
    reader = FormReader()
    reader.feed(page)
    return reader.forms


def form_on(client: Client, page: str, action: str = "") -> dict[str, list[str]]:
    """The one form of that page that leads to `action`, or to itself, as the page shows it."""
    response = client.get(page)
    assert response.status_code == 200, (page, response.status_code)
    wanted = (action,) if action else ("", page)
    found = [fields for leads, fields in forms_of(response.content.decode()) if leads in wanted]
    assert len(found) == 1, (page, action, len(found))
    return found[0]


def browser(membership: Membership) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(membership.user)
    return client


def twin(client: Client) -> Client:
    """Another tab of the same browser."""
    other = Client(raise_request_exception=False)
    for name, morsel in client.cookies.items():
        other.cookies[name] = morsel.value
    return other


def at_once(acts) -> list:
    """What each of the acts returned or raised; they start together."""
    outcomes: list = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(place, act):
        start.wait()
        try:
            outcomes[place] = act()
        except Exception as raised:
            outcomes[place] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def send_at_once(client: Client, address: str, fields: dict, *, count: int, files=None) -> list:
    """The same form, from as many tabs; their answers. `files` are of (name, bytes) by field."""

    def send(tab):
        parts = {
            name: SimpleUploadedFile(*file, content_type="application/octet-stream")
            for name, file in (files or {}).items()
        }
        return tab.post(address, {**fields, **parts})

    return at_once([partial(send, twin(client)) for _tab in range(count)])
