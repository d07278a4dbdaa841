"""What a published edition consists of: each of its files, and what makes it of the content."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from corett.accounts.models import Language
from corett.lib.canonical import canonical
from corett.lib.pdf import Attachment, archived
from monitoring.annual.files.document import document
from monitoring.annual.files.tables import tables
from monitoring.annual.files.workbook import workbook
from monitoring.annual.printing import render
from monitoring.models import FileKind

OnStep = Callable[[int, int], None]
Make = Callable[[dict, "Part", OnStep], bytes]


@dataclass(frozen=True)
class Part:
    """A file to be made; `country` is the code of a country edition's."""

    kind: FileKind
    language: Language
    name: str
    label: str
    maker: Make
    country: str = ""

    def make(self, content: dict, on_step: OnStep) -> bytes:
        """`on_step` hears how far it is, where it takes long."""
        return self.maker(content, self, on_step)


def parts_of(content: dict) -> list[Part]:
    """In the order in which they are made, and shown."""
    return [*whole_parts(content), *country_parts(content)]


def whole_parts(content: dict) -> Iterator[Part]:
    stem = file_stem(content)
    endings = {
        FileKind.PDF: ("-{}.pdf", pdf),
        FileKind.ARCHIVE: ("-archivo-{}.pdf", archive),
        FileKind.DOCUMENT: ("-{}.docx", of_content(document)),
        FileKind.WORKBOOK: ("-datos-{}.xlsx", of_content(workbook)),
        FileKind.TABLES: ("-tablas-{}.zip", of_content(tables)),
    }
    for kind, (ending, maker) in endings.items():
        for language in Language:
            said = {"kind": kind.label, "language": language.label.lower()}
            label = _("%(kind)s, en %(language)s") % said
            yield Part(kind, language, stem + ending.format(language), label, maker)
    label = str(FileKind.DATA.label)
    yield Part(FileKind.DATA, Language.SPANISH, f"{stem}-datos.json", label, data)


def country_parts(content: dict) -> Iterator[Part]:
    stem = file_stem(content)
    known = content.get("country_languages", {})
    for country in content["countries"]:
        for language in map(Language, known.get(country["code"], [Language.SPANISH])):
            said = {"country": country["name"], "language": language.label.lower()}
            label = _("Edición de %(country)s, en %(language)s") % said
            name = f"{stem}-{country['code'].lower()}-{language}.pdf"
            yield Part(FileKind.PDF, language, name, label, pdf, country["code"])


def file_stem(content: dict) -> str:
    report = content["report"]
    return f"informe-anual-{report['year']}-ed{report['edition']}"


# What makes them


def of_content(maker: Callable[[dict, str], bytes]) -> Make:
    """What needs the content and a language, and takes a moment."""
    return lambda content, part, _on_step: maker(content, str(part.language))


def pdf(content: dict, part: Part, on_step: OnStep) -> bytes:
    return render(content, language=str(part.language), country=part.country, on_step=on_step)


def archive(content: dict, part: Part, on_step: OnStep) -> bytes:
    """The same pages, with the data inside."""
    with override(str(part.language)):
        description = _("Los datos de los que se hizo el informe (JSON)")
    attached = Attachment(
        name=f"{file_stem(content)}-datos.json",
        data=canonical(content),
        mime_type="application/json",
        description=description,
        day=datetime.date.fromisoformat(content["report"]["as_of"]),
    )
    return archived(pdf(content, part, on_step), [attached])


def data(content: dict, _part: Part, _on_step: OnStep) -> bytes:
    """The very bytes whose hash the colophon prints."""
    return canonical(content)
