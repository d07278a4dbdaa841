import datetime
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from django.core.cache import caches
from pypdf import PdfReader

from corett.lib.pdf import (
    PAGE_OF,
    Attachment,
    Book,
    Chapter,
    archived,
    book,
    print_book,
    print_chapter,
    shared_workers,
    workers,
)
from tests.pdf_structure import accessibility_faults, archive_faults

STYLE = [f"corett/report/{name}.css" for name in ("base", "bound", "front")]
BOOK = Book("Informe de prueba", "Plan de prueba", "SHA-256 abc", "es")
ROW = "<tr><th scope='row'>Fila {0}</th><td>{0}</td></tr>"
TABLE = (
    "<table><thead><tr><th scope='col'>Quién</th><th scope='col'>Cuánto</th></tr></thead>"
    "<tbody>{}</tbody></table>"
)


@pytest.fixture(autouse=True)
def _nothing_laid_out_before(settings, tmp_path):
    settings.CACHES = {
        **settings.CACHES,
        "chapters": {**settings.CACHES["chapters"], "LOCATION": tmp_path / "chapters"},
    }


def chapter(key: str, body: str) -> Chapter:
    head = "<!doctype html><html lang='es'><head><title>Prueba</title></head>"
    running = "<p class='running-report'>Cabeza de prueba</p>"
    return Chapter(key, f"{head}<body class='of-{key}'>{running}{body}</body></html>")


def entry(name: str, words: str) -> str:
    return f'<li><a href="#{name}" data-page="{PAGE_OF.format(name)}">{words}</a></li>'


def chapters() -> list[Chapter]:
    rows = "".join(ROW.format(number) for number in range(150))
    contents = "".join([entry("uno", "Primero"), entry("dos", "Segundo"), entry("no", "Nada")])
    return [
        chapter("cover", "<section class='cover'><h1>Cubierta</h1></section>"),
        chapter("contents", f"<nav class='contents'><h2>Contenido</h2><ol>{contents}</ol></nav>"),
        chapter("first", f'<section class="chapter" id="uno"><h2>Uno</h2>{TABLE.format(rows)}'),
        chapter(
            "second",
            '<section class="objective"><h3>Objetivo</h3></section><section class="activity"'
            ' id="dos"><h4>Dos</h4><p>Antes, <a href="#uno">uno</a>; aquí, <a href="#dos">dos</a>;'
            ' fuera, <a href="https://ejemplo.example/">sitio</a>; <a href="#no">nada</a>.</p>',
        ),
        chapter("third", f'<section class="chapter"><h2>Tres</h2>{TABLE.format(ROW.format(7))}'),
    ]


def printed(of=None, **options) -> bytes:
    return print_book(BOOK, of or chapters(), STYLE, **options)


def page_texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def outline(pdf: bytes) -> list:
    reader = PdfReader(io.BytesIO(pdf))

    def told(items):
        return [
            told(item)
            if isinstance(item, list)
            else (item.title, reader.get_destination_page_number(item) + 1)
            for item in items
        ]

    return told(reader.outline)


def test_the_contents_tell_the_page_that_each_part_is_printed_on():
    texts = page_texts(printed())

    first = next(number for number, text in enumerate(texts, 1) if "Uno\n" in text)
    second = next(number for number, text in enumerate(texts, 1) if "Dos\n" in text)
    assert second > first + 1
    lines = [" ".join(line.replace(".", " ").split()) for line in texts[1].splitlines()]
    assert f"Primero {first}" in lines
    assert f"Segundo {second}" in lines
    assert "Nada" in lines


def test_every_page_but_the_cover_wears_its_number():
    texts = page_texts(printed())

    assert [text.split()[-1] for text in texts[1:]] == [str(n) for n in range(2, len(texts) + 1)]
    assert texts[0].split() == ["Cubierta"]


def test_links_lead_over_chapters_and_a_link_to_nowhere_is_only_its_words():
    pdf = printed()
    reader = PdfReader(io.BytesIO(pdf))
    pages = {
        name: reader.get_destination_page_number(at)
        for name, at in reader.named_destinations.items()
    }
    links = [link.get_object() for link in reader.pages[pages["dos"]].get("/Annots", [])]

    assert [link.get("/Dest") or link["/A"]["/URI"] for link in links] == [
        "uno",
        "dos",
        "https://ejemplo.example/",
    ]
    assert pages["uno"] == 2
    assert "nada" in page_texts(pdf)[pages["dos"]]


def test_bookmarks_stand_under_each_other_as_the_headings_of_all_chapters_do():
    texts = page_texts(printed())

    second = len(texts) - 1
    assert outline(printed()) == [
        ("Contenido", 2),
        ("Uno", 3),
        [("Objetivo", second), [("Dos", second)]],
        ("Tres", len(texts)),
    ]


def test_it_is_tagged_as_pdf_ua_asks_and_as_an_archive_pdf_a():
    pdf = printed()
    data = Attachment("datos.json", b"{}", "application/json", "Datos", datetime.date(2026, 1, 2))

    archive = archived(pdf, [data])

    assert accessibility_faults(pdf) == []
    assert archive_faults(archive) == []
    with pikepdf.open(io.BytesIO(archive)) as opened:
        assert opened.attachments["datos.json"].get_file().read_bytes() == b"{}"
    assert page_texts(archive) == page_texts(pdf)
    assert archived(pdf, [data]) == archive


def test_the_checker_of_these_tests_finds_what_is_missing():
    """It would be of no use if it found nothing anywhere."""
    pdf = pikepdf.open(io.BytesIO(printed()))
    del pdf.Root.Lang
    pdf.Root.StructTreeRoot.K[0].K[0].S = pikepdf.Name.Nonsense
    pdf.pages[2].contents_add(b"0 0 10 10 re f")
    changed = io.BytesIO()
    pdf.save(changed)

    assert accessibility_faults(changed.getvalue()) == [
        "it does not say its language",
        "/Nonsense is no standard tag",
        "page 3 paints 1 times outside any tag",
    ]


def test_the_same_chapters_give_the_same_bytes_from_one_process_or_many(monkeypatch):
    alone = printed()
    caches["chapters"].clear()
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", 2)
    many = printed()
    caches["chapters"].clear()
    with shared_workers(STYLE):
        shared = printed()

    assert alone == many == shared


def test_only_what_changed_is_laid_out_again(monkeypatch):
    before = chapters()
    printed(before)
    asked = []

    def remembered(jobs):
        asked.extend(job.key for job in jobs)
        return workers.laid_out(jobs)

    monkeypatch.setattr(book, "laid_out", remembered)
    again = printed(before)
    assert asked == []

    longer = chapter("third", "<section class='chapter'><h2>Tres</h2><p>Corregido.</p>")
    changed = printed([*before[:-1], longer])

    assert asked == ["third"]
    assert "Corregido." in page_texts(changed)[-1]
    assert "Corregido." not in page_texts(again)[-1]


def test_a_chapter_that_grows_moves_the_numbers_of_what_follows():
    before = chapters()
    rows = "".join(ROW.format(number) for number in range(400))
    grown = chapter("first", f'<section class="chapter" id="uno"><h2>Uno</h2>{TABLE.format(rows)}')

    texts = page_texts(printed([*before[:2], grown, *before[3:]]))

    second = next(number for number, text in enumerate(texts, 1) if "Dos\n" in text)
    lines = [" ".join(line.replace(".", " ").split()) for line in texts[1].splitlines()]
    assert f"Segundo {second}" in lines


def test_what_a_person_writes_cannot_ask_for_the_number_of_a_page():
    said = chapter("third", f"<section class='chapter'><h2>Tres</h2><p>[{PAGE_OF.format('x')}]</p>")

    assert "[]" in page_texts(printed([*chapters()[:-1], said]))[-1]


def test_steps_are_told_as_chapters_are_ready():
    told = []

    printed(on_step=lambda done, of: told.append((done, of)))

    assert told == [(number, 5) for number in range(1, 6)]


def test_a_chapter_alone_is_whole_and_leads_nowhere_else():
    pdf = print_chapter(BOOK, chapters()[3], STYLE)

    [page] = PdfReader(io.BytesIO(pdf)).pages
    links = [link.get_object() for link in page["/Annots"]]
    assert [link.get("/Dest") or link["/A"]["/URI"] for link in links] == [
        "dos",
        "https://ejemplo.example/",
    ]
    assert "Antes, uno" in page.extract_text()


PARENT = """
import django, os, sys, time
django.setup()
from corett.lib.pdf import shared_workers, workers
from concurrent.futures import wait

if __name__ == "__main__":
    with shared_workers(["corett/report/base.css"]):
        pool = workers._workers.get()
        print(*sorted({pool.submit(os.getpid).result() for _ in range(20)}), flush=True)
        time.sleep(60)
"""


def test_the_workers_end_with_who_started_them(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root, "DJANGO_SETTINGS_MODULE": "corett.settings"}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=env) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert pids
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + 20
        while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.1)

    assert [pid for pid in pids if is_alive(pid)] == []


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
