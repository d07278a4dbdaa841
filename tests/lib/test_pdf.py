import io
import socket

import pytest
from pypdf import PdfReader
from weasyprint.urls import URLFetcher

from corett.lib.pdf import RefusedURLError, StaticOnlyFetcher, render_pdf

REFUSED = [
    "http://127.0.0.1:1/x.png",
    "https://ejemplo.example/x.css",
    "ftp://ejemplo.example/x",
    "file:///etc/hostname",
    "data:text/css,p{color:red}",
    "static:admin/css/base.css",
    "static:corett/../../settings.py",
    "static:corett/no-existe.css",
    "STATIC:corett/report/base.css",
    "/etc/hostname",
    "",
]


@pytest.fixture(autouse=True)
def _nothing_outside_is_touched(monkeypatch):
    """WeasyPrint catches some errors, so that what was tried is asserted at the end."""
    tried = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: tried.append(args))
    monkeypatch.setattr(URLFetcher, "fetch", lambda *args, **kwargs: tried.append(args))
    yield
    assert tried == []


@pytest.mark.parametrize("url", REFUSED)
def test_the_fetcher_refuses_everything_but_our_own_static_files(url):
    with pytest.raises(RefusedURLError):
        StaticOnlyFetcher().fetch(url)


def test_the_fetcher_answers_our_own_static_files():
    response = StaticOnlyFetcher().fetch("static:corett/report/base.css")

    assert b"@page" in response.read()
    assert response.content_type == "text/css"
    response.close()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{url}" alt="">',
        '<link rel="stylesheet" href="{url}">',
        '<link rel="attachment" href="{url}">',
        '<a rel="attachment" href="{url}">adjunto</a>',
        '<object data="{url}"></object>',
        '<embed src="{url}">',
        "<style>@import url('{url}');</style>",
        "<style>p {{ background: url('{url}') }}</style><p>x</p>",
        "<style>@font-face {{ font-family: x; src: url('{url}') }}</style><p>x</p>",
        '<base href="{url}"><img src="x.png" alt="">',
    ],
)
def test_a_document_that_asks_for_a_file_of_the_machine_is_not_rendered(markup, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("no se lee")

    with pytest.raises(RefusedURLError):
        render_pdf(markup.format(url=secret.as_uri()), [])


def test_a_drawing_that_asks_for_a_file_of_the_machine_stays_empty(tmp_path, caplog):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>no se lee</text></svg>')
    markup = f'<svg width="99" height="99"><image href="{secret.as_uri()}" width="99"/></svg>'

    pdf = render_pdf(f'<html lang="es"><title>x</title><p>fuera</p>{markup}', [])

    assert PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip() == "fuera"
    assert "Failed to render SVG image" in caplog.text


def test_the_same_html_gives_the_same_bytes_with_title_language_and_tags():
    html = (
        '<html lang="es"><head><title>Informe</title></head><body><h1>Uno</h1><p>Ñandú</p></body>'
    )

    first, second = (render_pdf(html, ["corett/report/base.css"]) for _ in range(2))

    assert first == second
    reader = PdfReader(io.BytesIO(first))
    assert reader.metadata.title == "Informe"
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert "Ñandú" in reader.pages[0].extract_text()
