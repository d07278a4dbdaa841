"""Short ways through the annual report and past the plan's PDF, for tests about something else."""

from functools import partial

from corett.lib.canonical import canonical, sha256
from corett.lib.pdf import Book, Chapter
from monitoring import annual
from monitoring.annual import editions, printing
from monitoring.annual.writing import CHOICES
from monitoring.models import AnnualFile, AnnualReport
from plan import document


def quick_pdf(monkeypatch) -> None:
    """The slow library stays out where its pages are not what is tested."""
    monkeypatch.setattr(document, "render_pdf", lambda html, _names: f"%PDF- {html}".encode())
    monkeypatch.setattr(printing, "print_book", as_html)
    monkeypatch.setattr(printing, "print_chapter", lambda book, one, names: as_html(book, [one]))
    in_a_moment(monkeypatch, "archive", "document", "workbook", "tables")


def quick_files(monkeypatch) -> None:
    """Every file of an edition in a moment, each with bytes of its own."""
    in_a_moment(monkeypatch, "pdf", "archive", "document", "workbook", "tables")


def only_the_pdf(monkeypatch) -> None:
    """Of an edition the real PDF of the whole region; nothing of the countries."""
    in_a_moment(monkeypatch, "archive", "document", "workbook", "tables")
    monkeypatch.setattr(editions, "country_parts", lambda content: [])


def in_a_moment(monkeypatch, *names: str) -> None:
    for name in names:
        monkeypatch.setattr(editions, name, partial(in_few_bytes, name))


def in_few_bytes(name: str, content: dict, part="es", _on_step=None) -> bytes:
    digest = sha256(canonical(content))
    return (
        f"{name} {getattr(part, 'language', part)} {getattr(part, 'country', '')} {digest}".encode()
    )


def as_html(book: Book, chapters: list[Chapter], names=(), **_options) -> bytes:
    return f"%PDF- {book.keywords} {''.join(one.html for one in chapters)}".encode()


def write(report: AnnualReport, *, by, **texts) -> AnnualReport:
    """Save texts by section, and what it corrects, for whom it is and whether it is final."""
    for name, text in texts.items():
        if name in CHOICES:
            report = AnnualReport.objects.get(pk=report.pk)
            setattr(report, name, text)
            annual.save_choices(report, version=report.version, by=by)
        else:
            version = annual.text_of(report, name).version
            annual.save_text(report, name, text, version=version, by=by)
    return AnnualReport.objects.select_related("plan").get(pk=report.pk)


def publish(report: AnnualReport, *, by) -> AnnualReport:
    """As it stands now, without anybody's visto bueno."""
    return annual.publish(report, version=report.version, by=by, reason="Sin consulta.")


def pdf_of(report: AnnualReport) -> AnnualFile:
    """The file that most people download."""
    return report.files.get(kind="pdf", language="es", country="")


def read(file: AnnualFile) -> bytes:
    with file.file.open() as stored:
        return stored.read()
