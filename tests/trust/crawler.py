"""Somebody who opens everything: every address, every link, every file, every member of a file."""

import hashlib
import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html
from pypdf import PdfReader

from tests.trust.canaries import tokens_in

SIGNATURE = b"PK\x03\x04"
LEFT_ALONE = re.compile(r"/salir/|/administracion/logout/")
PAGED = re.compile(r"[?&](page|orden|o|p)=")


class Crawler:
    """Opens the addresses that it is given, and of what these lead to a few of each kind."""

    read: dict[str, frozenset[str]] = {}
    """The tokens of each file that anybody opened, by its hash: files are unpacked once."""

    def __init__(self, client, *, alike: int):
        self.client, self.alike = client, alike
        self.pages = 0
        self.found: dict[str, str] = {}
        self.searches: dict[tuple, tuple[str, str]] = {}
        self.known: set[str] = set()
        self.kinds: Counter[tuple] = Counter()

    def walk(self, addresses: Iterable[str]) -> dict[str, str]:
        """Where each token was first come upon."""
        waiting: deque[str] = deque()
        for url in addresses:
            waiting.extend(self.open(url))
        while waiting:
            url = waiting.popleft()
            if self.kinds[kind_of(url)] < self.alike:
                waiting.extend(self.open(url))
        return self.found

    def open(self, url: str) -> list[str]:
        """What it leads to, the first time."""
        if url in self.known or LEFT_ALONE.search(url):
            return []
        self.known.add(url)
        self.kinds[kind_of(url)] += 1
        return self.visit(url)

    def visit(self, url: str) -> list[str]:
        response = self.client.get(url)
        self.pages += 1
        content = body(response)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        for token in self.told(content, is_page=is_page) | tokens_in(str(response.headers)):
            if token not in url.lower():
                self.found.setdefault(token, url)
        if response.status_code in (301, 302):
            return own([urljoin(url, response.url)])
        return self.links(url, content) if is_page and content else []

    def told(self, content: bytes, *, is_page: bool) -> frozenset[str]:
        if is_page:
            return tokens_in(content_text(content))
        key = hashlib.sha256(content).hexdigest()
        if key not in self.read:
            self.read[key] = tokens_in(content_text(content))
        return self.read[key]

    def links(self, url: str, content: bytes) -> list[str]:
        tree = html.fromstring(content)
        for target, name in text_inputs(url, tree):
            self.searches.setdefault((kind_of(target)[0], name), (target, name))
        found = [urljoin(url, one.get("href")) for one in tree.iter("a") if one.get("href")]
        return own([*found, *asked(url, tree)])


def kind_of(url: str) -> tuple:
    """The view with what it is asked, or with the kind of file that it answers with. Several
    questions at once only join what each of them gets; a file holds what its page shows.
    """
    path, _mark, query = url.partition("?")
    names = sorted({name for name, _value in parse_qsl(query)})
    try:
        match = resolve(path)
    except Resolver404:
        return "", ""
    asked = "".join(names) if len(names) < 2 else "varias"
    return match.view_name, match.kwargs.get("ending") or asked


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def content_text(content: bytes) -> str:
    """What is said in it; of a file of files what is said in each, to any depth."""
    if content.startswith(SIGNATURE):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [content_text(archive.read(name)) for name in archive.namelist()]
            return " ".join([*archive.namelist(), *inside])
    if content.startswith(b"%PDF-1") and b"startxref" in content:
        pages = PdfReader(io.BytesIO(content)).pages
        return " ".join(page.extract_text() for page in pages)
    return content.decode("utf-8", "replace")


def asked(url: str, tree) -> list[str]:
    """What a filter asks: each of its choices, alone."""
    found = []
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "get":
            target = urljoin(url, form.get("action") or urlsplit(url).path)
            found += [f"{target}?{urlencode(pair)}" for pair in choices(form)]
    return found


def choices(form) -> list[dict]:
    return [
        {select.get("name"): option.get("value")}
        for select in form.iter("select")
        for option in select.iter("option")
        if option.get("value")
    ]


def own(addresses: list[str]) -> list[str]:
    """Of this site, without the place on the page, and without what only sorts or turns pages."""
    plain = (urlsplit(one) for one in addresses)
    return [
        f"{one.path}?{one.query}" if one.query else one.path
        for one in plain
        if one.netloc in ("", "testserver") and one.scheme in ("", "http")
        if not PAGED.search(f"?{one.query}")
    ]


def text_inputs(url: str, tree) -> list[tuple[str, str]]:
    """The searches of a page: where each goes, and the name of its word."""
    return [
        (urljoin(url, form.get("action") or urlsplit(url).path), field.get("name"))
        for form in tree.iter("form")
        if form.get("method", "get").lower() == "get"
        for field in form.iter("input")
        if field.get("type", "text") in ("text", "search") and field.get("name")
    ]
