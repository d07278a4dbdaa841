"""The annual report of the demonstration, made in three ways in one run: time, memory, ratios."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from pypdf import PdfReader

from tests.bench.contestants import in_one_piece, read
from tests.bench.measuring import Taken, take

CHROMIUM = [
    "/usr/bin/chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
]
YEAR = 2025
CORRECTED = "activity-3.4"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder))


def run(folder: Path) -> None:
    chapters = folder / "chapters.json"
    chapters.write_text(json.dumps(chapters_of_the_demonstration()))
    corrected = folder / "corrected.json"
    corrected.write_text(json.dumps(with_one_corrected(read(str(chapters)))))
    page = folder / "one-piece.html"
    page.write_text(for_a_browser(in_one_piece(read(str(chapters)))))

    ours = made("ours", chapters, folder / "ours.pdf", folder)
    again = made("ours", corrected, folder / "again.pdf", folder)
    one_piece = made("one-piece", chapters, folder / "one-piece.pdf", folder)
    printed = folder / "chromium.pdf"
    chromium = take(
        [*CHROMIUM, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", page],
        stderr=subprocess.DEVNULL,
    )
    slowest, seconds = slowest_preview(read(str(chapters)), folder)

    tell("nuestro, por capítulos", ours, folder / "ours.pdf", ours)
    tell("nuestro, un capítulo corregido", again, folder / "again.pdf", ours)
    tell("(a) WeasyPrint de una pieza", one_piece, folder / "one-piece.pdf", ours)
    tell("(b) Chromium sin ventana", chromium, printed, ours)
    say(f"vista previa más lenta: {slowest}, {seconds:.2f} s")


def made(way: str, source: Path, target: Path, folder: Path) -> Taken:
    command = [sys.executable, "-m", "tests.bench.contestants", way, source, target]
    return take(command, env={**os.environ, "CHAPTERS_DIR": str(folder / "kept")})


def tell(way: str, taken: Taken, pdf: Path, ours: Taken) -> None:
    pages = len(PdfReader(pdf).pages)
    say(
        f"{way:34} {taken.seconds:6.2f} s  × {taken.seconds / ours.seconds:4.2f}"
        f"  {taken.megabytes:6.0f} MB  {pages:4} páginas  {pdf.stat().st_size / 1e6:5.2f} MB"
    )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def chapters_of_the_demonstration() -> list[tuple[str, str]]:
    from monitoring.annual.chapters import chapters_for
    from monitoring.models import AnnualReport

    content = AnnualReport.objects.get(year=YEAR, edition=1).content
    return [(one.key, one.html) for one in chapters_for(content, language="es")]


def with_one_corrected(chapters: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (key, html.replace("</body>", "<p>Corregido.</p></body>") if key == CORRECTED else html)
        for key, html in chapters
    ]


def for_a_browser(html: str) -> str:
    """With the stylesheets in it, and the fonts where they lie."""
    from corett.lib.pdf.fetching import SCHEME, static_file
    from monitoring.annual.printing import STYLESHEETS

    style = "\n".join(Path(static_file(SCHEME + name)).read_text() for name in STYLESHEETS)
    with_files = re.sub(r"static:[\w./-]+", lambda found: f"file://{static_file(found[0])}", style)
    return html.replace("<style>", f"<style>{with_files}", 1)


def slowest_preview(chapters: list[tuple[str, str]], folder: Path) -> tuple[str, float]:
    """Each chapter alone, never laid out before, in a process that has printed one already."""
    from django.core.cache import caches

    from corett.lib.pdf import Book, Chapter, print_chapter
    from monitoring.annual.printing import STYLESHEETS

    book = Book("Informe", "Plan", "", "es")
    print_chapter(book, Chapter("colophon", chapters[-1][1]), STYLESHEETS)
    taken = []
    for key, html in chapters:
        caches["chapters"].clear()
        began = time.perf_counter()
        print_chapter(book, Chapter(key, html), STYLESHEETS)
        taken.append((time.perf_counter() - began, key))
    seconds, key = max(taken)
    return key, seconds


if __name__ == "__main__":
    django.setup()
    main()
