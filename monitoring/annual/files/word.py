"""A Word document written part by part: headings, paragraphs, and tables whose heads repeat.

Rows are built as XML, since the library looks a table over again for each of its cells.
"""

import datetime
import io
from collections.abc import Iterable
from decimal import Decimal

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Inches, Pt

from corett.lib.tablefiles.sheets import UNWRITABLE
from monitoring.annual.files.packing import undated
from monitoring.annual.files.table import Table, Value, in_words

LANGUAGES = {"es": "es-PA", "en": "en-US"}
CELL = "Celda"
HEADING_FILL = "DCE6F1"
MARGIN = Inches(0.9)
PAGE_WIDTH = Inches(8.5) - 2 * MARGIN
LETTERS_ACROSS, AROUND = 110, 5
LONGEST_WORD, LONGEST_LINE = 18, 60


class Word:
    def __init__(self, language: str):
        self.language = language
        self.document = Document()
        self.set_language()
        page = self.document.sections[0]
        page.left_margin = page.right_margin = MARGIN
        cell = self.document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
        cell.font.size = Pt(8)
        cell.paragraph_format.space_after = Pt(0)

    def set_language(self) -> None:
        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), LANGUAGES[self.language])

    def title(self, text: str) -> None:
        self.document.add_heading(clean(text), 0)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(clean(text), level)

    def says(self, text: str, language: str = "", *, style: str | None = None) -> None:
        """Each line of it a paragraph; words of another language are marked as such."""
        for line in filter(None, map(str.strip, clean(text).splitlines())):
            run = self.document.add_paragraph(style=style).add_run(line)
            if language and language != self.language:
                run._element.get_or_add_rPr().append(language_mark(language))

    def pairs(self, lines: Iterable[tuple[str, Value]]) -> None:
        for label, value in lines:
            paragraph = self.document.add_paragraph(style=CELL)
            paragraph.add_run(f"{clean(label)}: ").bold = True
            paragraph.add_run(clean(printed(value)))

    def table(self, headings: list[str], rows: Iterable[list[Value]]) -> None:
        texts = [headings, *([clean(printed(value)) for value in row] for row in rows)]
        made = self.document.add_table(rows=0, cols=len(headings), style="Table Grid")
        for column, width in zip(made.columns, widths(texts), strict=True):
            column.width = width
        for place, row in enumerate(texts):
            made._element.append(row_of(row, is_head=place == 0))
        self.document.add_paragraph(style=CELL)

    def whole_table(self, table: Table) -> None:
        self.says(table.about)
        self.table([column.title for column in table.columns], table.rows)

    def new_page(self) -> None:
        self.document.add_page_break()

    def footer(self, text: str) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{clean(text)} · ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._element.append(field)

    def bytes(self, title: str) -> bytes:
        file = io.BytesIO()
        self.document.save(file)
        return undated(file.getvalue(), title=clean(title), language=LANGUAGES[self.language])


def clean(text: str) -> str:
    return UNWRITABLE.sub("", text)


def printed(value: Value) -> str:
    told = in_words(value)
    if told is None:
        return ""
    if isinstance(told, datetime.date):
        return told.strftime("%d/%m/%Y")
    return f"{told:f}" if isinstance(told, Decimal) else str(told)


def language_mark(language: str):
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), LANGUAGES[language])
    return mark


def widths(texts: list[list[str]]) -> list[Emu]:
    """Each column gets room for its longest word; what is left goes to those with long lines."""
    columns = ["\n".join(column) for column in zip(*texts, strict=True)]
    least = [min(LONGEST_WORD, longest(column.split())) + AROUND for column in columns]
    wished = [min(LONGEST_LINE, longest(column.split("\n"))) + AROUND for column in columns]
    more = [max(0, wish - base) for base, wish in zip(least, wished, strict=True)]
    spare = max(0, LETTERS_ACROSS - sum(least)) / (sum(more) or 1)
    shares = [base + spare * extra for base, extra in zip(least, more, strict=True)]
    return [Emu(int(PAGE_WIDTH * share / sum(shares))) for share in shares]


def longest(pieces: list[str]) -> int:
    return max(map(len, pieces), default=0)


def row_of(texts: list[str], *, is_head: bool = False):
    """Not cut in two by a page; the head stands again on each page."""
    row = OxmlElement("w:tr")
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    row.extend(cell_of(text, is_head) for text in texts)
    return row


def cell_of(text: str, is_head: bool):
    cell = OxmlElement("w:tc")
    if is_head:
        shade = OxmlElement("w:shd")
        for name, value in {"val": "clear", "color": "auto", "fill": HEADING_FILL}.items():
            shade.set(qn(f"w:{name}"), value)
        cell.get_or_add_tcPr().append(shade)
    cell.extend(paragraph_of(line, is_head) for line in text.splitlines() or [""])
    return cell


def paragraph_of(text: str, is_bold: bool):
    paragraph = OxmlElement("w:p")
    paragraph.get_or_add_pPr().style = CELL
    if text:
        run = paragraph.add_r()
        if is_bold:
            run.get_or_add_rPr().append(OxmlElement("w:b"))
        run.text = text
    return paragraph
