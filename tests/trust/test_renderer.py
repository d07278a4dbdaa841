"""No text leads the PDF renderer to another machine or to a file of this one."""

import copy
import io
import socket
import threading
from collections.abc import Iterator
from itertools import count

import pikepdf
import pytest
from django.template.loader import render_to_string
from lxml import html as trees
from pypdf import PdfReader

from corett.lib.apart import Failed
from corett.lib.pdf import RefusedURLError, render_pdf, shared_workers, workers
from monitoring import receipts
from monitoring.annual import chapters, printing
from plan import document
from plan.models import PlanEdition
from tests.annual import quick_files
from tests.full_world import make_full_world
from tests.lib.apart import jobs
from tests.scale import times

pytestmark = pytest.mark.django_db

SECRET = "canario-7f3a91c2"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
CHANNELS = {
    "img": '<img src="{url}" alt="">',
    "srcset": '<img srcset="{url} 2x" alt="">',
    "picture": '<picture><source srcset="{url}"><img src="{url}" alt=""></picture>',
    "link": '<link rel="stylesheet" href="{url}">',
    "link-icon": '<link rel="icon" href="{url}">',
    "attachment": '<link rel="attachment" href="{url}">',
    "a-attachment": '<a rel="attachment" href="{url}">adjunto</a>',
    "import": '<style>@import "{url}";</style>',
    "background": '<style>p {{ background: url("{url}") }}</style><p>x</p>',
    "font-face": '<style>@font-face {{ font-family: x; src: url("{url}") }}</style><p>x</p>',
    "content": '<style>p::before {{ content: url("{url}") }}</style><p>x</p>',
    "list-style": '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "iframe": '<iframe src="{url}"></iframe>',
    "refresh": '<meta http-equiv="refresh" content="0; url={url}">',
    "base": '<base href="{url}"><img src="x.png" alt="">',
    "svg-image": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg-use": '<svg width="9" height="9"><use xlink:href="{url}#a"/></svg>',
}


LEADING = {"src", "srcset", "href", "xlink:href", "data", "style", "background", "poster", "action"}


class Listener:
    """Counts who knocks, and answers an image that a document could take in."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/{SECRET}.png"
        self.connections = 0
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self) -> None:
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                head = b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n"
                connection.sendall(head + PNG + SECRET.encode())


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.socket.close()


@pytest.fixture(autouse=True)
def _apart(settings):
    settings.LIMITED_PROCESSES = True


def try_it(markup: str) -> bytes:
    """The PDF; nothing where the whole document was refused."""
    try:
        return render_pdf(f'<html lang="es"><title>x</title><body>{markup}</body></html>', [])
    except (RefusedURLError, Failed):
        return b""


def inside(pdf: bytes) -> bytes:
    """Everything that the file holds, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [
            one.read_raw_bytes() + read(one)
            for one in opened.objects
            if isinstance(one, pikepdf.Stream)
        ]
    return pdf + b"".join(streams)


def read(stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def test_the_listener_hears_who_knocks(listener):
    host, port = listener.socket.getsockname()
    with socket.create_connection((host, port)) as connection:
        assert SECRET.encode() in connection.makefile("rb").read()
    assert listener.connections == 1


def test_the_many_workers_of_a_book_are_cut_off_as_well(listener):
    port = listener.socket.getsockname()[1]
    with shared_workers():
        pool = workers._workers.get()
        with pytest.raises(PermissionError, match="socket"):
            pool.submit(jobs.connect, port).result()
        with pytest.raises(PermissionError, match="open"):
            pool.submit(jobs.write, "/dentro.txt").result()

    assert listener.connections == 0


def test_no_channel_of_html_or_css_leads_out_of_the_renderer(listener, tmp_path, figure):
    """The text of the secret may stand in an address that was refused; never what is behind it."""
    secret = tmp_path / "secreto.svg"
    secret.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text id="a">{SECRET}</text></svg>')
    foreign = []
    for name, markup in CHANNELS.items():
        for url in (listener.url, secret.as_uri(), str(secret)):
            pdf = try_it(markup.format(url=url))
            if pdf and has_foreign_bytes(pdf):
                foreign.append((name, url))

    figure("canales de HTML y CSS", len(CHANNELS))
    figure("conexiones del renderizador", listener.connections)
    figure("documentos con bytes ajenos", len(foreign))
    assert (foreign, listener.connections, len(CHANNELS)) == ([], 0, 19)


def has_foreign_bytes(pdf: bytes) -> bool:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    attached = PdfReader(io.BytesIO(pdf)).attachments
    images = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    return SECRET in text or bool(attached) or bool(images) or PNG[-30:] in inside(pdf)


def typed_everywhere(content, url: str):
    """The content with one of the channels at the end of every text that a person writes."""
    numbers = count()
    markups = [markup.format(url=url) for markup in CHANNELS.values()]

    def typed(value):
        if isinstance(value, dict):
            return {key: typed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [typed(one) for one in value]
        if isinstance(value, str) and " " in value:
            return f"{value} {markups[next(numbers) % len(markups)]}"
        return value

    return typed(copy.deepcopy(content)), numbers


def parts_that_lead(html: str, address: str) -> Iterator[str]:
    """What of a page would be followed: attributes and styles that hold the address."""
    for element in trees.fromstring(html).iter():
        if element.tag == "style" and address in (element.text or ""):
            yield "style"
        if "http-equiv" in element.attrib and address in element.get("content", ""):
            yield "refresh"
        for name, value in element.attrib.items():
            if address in value and name in LEADING and element.tag != "a":
                yield f"{element.tag} {name}"


@pytest.fixture
def world(loaded_plan, monkeypatch):
    quick_files(monkeypatch)
    return make_full_world(loaded_plan)


def test_what_a_person_types_comes_out_as_text_in_every_document(world, listener, figure):
    pages, pdfs = documents(world, listener.url)
    leading = {name: list(parts_that_lead(html, listener.url)) for name, html in pages.items()}
    shown = sum(html.count("&lt;img src=") for html in pages.values())
    texts = {name: text_of(make()) for name, make in pdfs.items()}

    figure("páginas de documentos miradas", len(pages))
    figure("documentos impresos", len(texts))
    figure("textos escritos que salen como texto", shown)
    assert {name: found for name, found in leading.items() if found} == {}
    assert listener.connections == 0
    assert [name for name, text in texts.items() if listener.url not in text] == []
    assert shown > 100


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def documents(world, url: str):
    """The HTML of every kind of document, and some that are printed for good."""
    report, _told = typed_everywhere(receipts.report_content(world.draft), url)
    edition = world.plan.editions.get(number=2)
    content, _told = typed_everywhere(edition.content, url)
    typed = PlanEdition(plan=edition.plan, number=2, content=content)
    typed.published_at = edition.published_at
    annual, _told = typed_everywhere(world.published.content, url)
    whole = chapters.chapters_for(annual, language="es")
    pages = {
        "informe": render_to_string(
            "monitoring/country_pdf/report.html", receipts.to_print(report)
        ),
        "plan": document.as_html(typed),
        **{f"anual {one.key}": one.html for one in whole},
    }
    printed = times(len(whole), ci=2)
    keys = [one.key for one in whole if url in one.html][:printed]
    pdfs = {
        "informe": lambda: receipts.render(report),
        **{key: (lambda key=key: printing.chapter_pdf(annual, key)) for key in keys},
    }
    if printed == len(whole):
        pdfs["plan"] = lambda: document.render(typed)
    return pages, pdfs
