"""Somebody who opens everything: every address, every link, every file, every member of a file."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterable
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html
from pypdf import PdfReader

TOKEN = re.compile(r"kanario\d{4}zq", re.IGNORECASE)
SIGNATURE = b"PK\x03\x04"
LEFT_ALONE = re.compile(r"/salir/|/rastro/rastro")
PAGED = re.compile(r"[?&](page|orden|o|p)=")


class Crawler:
    def __init__(self, client, *, most: int):
        self.client, self.most = client, most
        self.pages = 0
        self.found: dict[str, str] = {}

    def walk(self, addresses: Iterable[str]) -> dict[str, str]:
        """Where each token was first come upon."""
        waiting, known = deque(addresses), set()
        while waiting and self.pages < self.most:
            url = waiting.popleft()
            if url in known or LEFT_ALONE.search(url):
                continue
            known.add(url)
            waiting.extend(self.visit(url))
        return self.found

    def visit(self, url: str) -> list[str]:
        response = self.client.get(url)
        self.pages += 1
        content = body(response)
        said = f"{content_text(content)} {response.headers}"
        for token in TOKEN.findall(said):
            if token not in url:
                self.found.setdefault(token.lower(), url)
        if response.status_code in (301, 302):
            return own([urljoin(url, response.url)])
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return links(url, content) if is_page and content else []


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


def links(url: str, content: bytes) -> list[str]:
    tree = html.fromstring(content)
    found = [urljoin(url, one.get("href")) for one in tree.iter("a") if one.get("href")]
    return own([*found, *asked(url, tree)])


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


def text_inputs(url: str, content: bytes) -> list[tuple[str, str]]:
    """The searches of a page: where each goes, and the name of its word."""
    tree = html.fromstring(content)
    return [
        (urljoin(url, form.get("action") or urlsplit(url).path), field.get("name"))
        for form in tree.iter("form")
        if form.get("method", "get").lower() == "get"
        for field in form.iter("input")
        if field.get("type", "text") in ("text", "search") and field.get("name")
    ]
