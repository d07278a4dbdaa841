"""What a person, a browser or a robot may send, and the forms of a page to send it by."""

import copy
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote_plus, urljoin, urlsplit

from django.db import transaction
from lxml import html

from tests.trust.forms_on_pages import Offered, read

TOKEN = "<i id=x>\"'"
SPECIAL = [
    "",
    " ",
    TOKEN,
    "nul\0o",
    "\ud800",
    "\ufffe\uffff",
    "\u202etxet\u200f",
    "-1",
    "0",
    "1.000",
    "1,5",
    "9" * 40,
    str(2**31),
    str(2**63),
    str(-(2**63) - 1),
    "1e9999",
    "-1e-9999",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "0000-00-00",
    "0000-01-01",
    "9999-12-31",
    "10000-01-01",
    "2025-02-30",
    "31/02/2025",
    "24:61",
    "²",
    "١٢",
    "on",
    "new",
    "../../etc/passwd",
    "javascript:alert(1)",
    "http://[::1",
    "00000000-0000-0000-0000-000000000000",
    "%s%(a)s{0}{{ a }}{% a %}",
    "' OR 1=1 --",
    "=1+1",
    "a" * 5000,
    "ñ" * 300,
    "\r\nSet-Cookie: a=b",
    "1;2;3",
    "1/",
    "/",
    "2025-1/x",
    "[]",
    "{}",
]
UNESCAPED = b"<i id=x>"


@dataclass(frozen=True)
class Found:
    """A form of a page: where it goes, how, and what it would send untouched."""

    page: str
    target: str
    method: str
    offered: Offered


def forms_of(content: bytes, page: str) -> Iterator[Found]:
    for form in html.fromstring(content).iter("form"):
        actions = [form.get("action") or page]
        actions += [one.get("formaction") for one in form.iter("button") if one.get("formaction")]
        for action in actions:
            target = urlsplit(urljoin(page, action)).path
            yield Found(page, target, form.get("method", "get").lower(), read(form))


def typed(found: Found, turn: int) -> list[tuple[str, str]]:
    """One field in a strange way at even turns, about half of them at odd ones; always the same."""
    names = list(found.offered.options)
    chance = random.Random(f"{found.method} {names} {turn}")
    strange = [name for name in names if chance.random() < 0.5]
    if turn % 2 == 0:
        strange = [chance.choice(names)]
    sent = []
    for name in names:
        if name in strange:
            sent += [(name, chance.choice(SPECIAL)) for _once in range(chance.choice([1, 1, 2]))]
        else:
            sent += [(name, value) for value in found.offered.values.get(name, [])]
    return sent


def encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{said(name)}={said(value)}" for name, value in pairs)


def said(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


@contextmanager
def undone(client) -> Iterator[None]:
    """Everything as before, the browser too."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies
