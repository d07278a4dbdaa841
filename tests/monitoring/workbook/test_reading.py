"""What is no workbook of ours is refused in one sentence and leaves no trace."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from corett.lib.tablefiles.sheets import Unreadable
from monitoring.models import WorkbookUpload
from monitoring.workbook import exchange, guards
from monitoring.workbook.guards import RowCount, look_at
from tests.monitoring.workbook.sheets import Filled, packed, unpacked

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512
SHEET = "xl/worksheets/sheet2.xml"


def plain_workbook(**cells) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for name, value in cells.items():
        book.active[name] = value
    book.save(file)
    return file.getvalue()


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    return packed({**unpacked(content), name: data})


def with_rows(content: bytes, rows: bytes) -> bytes:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return with_member(content, SHEET, sheet + b"<sheetData>" + rows + b"</sheetData></worksheet>")


def lying_archive(content: bytes) -> bytes:
    """One that declares a member far smaller than it unpacks."""
    bomb = with_member(content, "xl/media/image1.png", b"\0" * (2 * guards.MOST_UNPACKED))
    size = (2 * guards.MOST_UNPACKED).to_bytes(4, "little")
    return bomb.replace(size, (1000).to_bytes(4, "little"))


def encrypted(content: bytes) -> bytes:
    """The flag of an archive with a password, in the header and in the directory."""
    data = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda content: b"", "no es un libro"),
        (lambda content: b"PK\x03\x04 nada", "no es un libro"),
        (lambda content: b"a,b\n1,2\n", "no es un libro"),
        (lambda content: content[: len(content) // 2], "no es un libro"),
        (lambda content: packed({"word/document.xml": b"<x/>"}), "no es un libro"),
        (lambda content: with_member(content, "xl/workbook.xml", b"<roto"), "no es un libro"),
        (lambda content: with_member(content, SHEET, b"<worksheet><roto"), "no es un libro"),
        (encrypted, "no es un libro"),
        (lambda content: OLE, "protegido con contraseña"),
        (lambda content: with_member(content, "xl/vbaProject.bin", b"x"), "macros"),
        (
            lambda content: with_member(content, "xl/externalLinks/externalLink1.xml", b"<x/>"),
            "vínculos a otros libros",
        ),
        (lambda content: plain_workbook(A1="hola"), "no se descargó de un informe"),
        (lambda content: with_rows(content, b"<row/>" * 1_000_000), "pasa de 2000 filas"),
        (
            lambda content: with_rows(content, b'<row r="3000"><c r="A3000"><v>1</v></c></row>'),
            "pasa de 2000 filas",
        ),
        (
            lambda content: with_member(content, "xl/x.bin", b"\0" * (guards.MOST_UNPACKED + 1)),
            "demasiado grande por dentro",
        ),
        (
            lambda content: packed(
                {**unpacked(content), **{f"xl/x{n}.xml": b"" for n in range(400)}}
            ),
            "demasiado grande por dentro",
        ),
        (lying_archive, "no es un libro"),
        (
            lambda content: with_member(
                content,
                SHEET,
                b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
            ),
            "no es un libro",
        ),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence_and_leaves_no_trace(report, member, make, sentence):
    content = make(Filled(report).saved())
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=sentence):
        exchange.bring(report, name="malo.xlsx", content=content, by=member)
    assert time.monotonic() - begun < 5
    assert not WorkbookUpload.objects.exists()


def test_empty_rows_that_a_program_left_at_the_very_end_do_no_harm():
    rows = b'<worksheet><sheetData><row r="1"><c><v>1</v></c></row><row r="1048576" ht="12"/>'
    look_at(packed({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": rows}))


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch):
    bomb = packed({"xl/workbook.xml": b"", "xl/bomb.xml": b"\0" * (guards.MOST_UNPACKED + 1)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *args: pytest.fail("unpacked"))
    with pytest.raises(Unreadable, match="demasiado grande"):
        look_at(bomb)


def test_rows_are_counted_while_unpacking(monkeypatch):
    read = []
    whole = zipfile.ZipExtFile.read
    monkeypatch.setattr(
        zipfile.ZipExtFile, "read", lambda part, n=-1: read.append(n) or whole(part, n)
    )
    rows = b"<worksheet>" + b"<row/>" * 5_000_000
    with pytest.raises(Unreadable, match="pasa de 2000 filas"):
        look_at(packed({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": rows}))
    assert len(read) <= 3


def refused(report, member, filled: Filled) -> str:
    with pytest.raises(Unreadable) as told:
        exchange.bring(report, name="l.xlsx", content=filled.saved(), by=member)
    assert not WorkbookUpload.objects.exists()
    return str(told.value)


def test_a_sheet_that_was_renamed_is_named(report, member):
    filled = Filled(report)
    filled.book["Eje 2"].title = "Hoja de Marta"
    assert "Falta la hoja «Eje 2»" in refused(report, member, filled)


def test_a_heading_that_was_changed_is_named(report, member):
    filled = Filled(report)
    filled.cell("Eje 2", 1, "Lugar").value = "Sitio"
    assert "«Eje 2» falta la columna «Lugar»" in refused(report, member, filled)


@pytest.mark.parametrize("said", ["", "{", "[]", '{"format": 99}', '{"format": 1, "key": "x"}'])
def test_hidden_data_that_a_hand_changed_is_refused(report, member, said):
    filled = Filled(report)
    filled.book["_corett"]["A1"] = said
    assert "no se descargó de un informe" in refused(report, member, filled)


def test_columns_and_sheets_of_the_persons_own_do_no_harm(report, member):
    filled = Filled(report)
    filled.book.create_sheet("Mis notas")["A1"] = "=SUM(1,2)"
    filled.book["Eje 1"].insert_cols(3)
    filled.book["Eje 1"].cell(1, 3, "Mis notas")
    filled.book["Eje 1"].cell(4, 3, "pendiente")
    outcome = exchange.find_changes(report, filled.saved(), by=member)
    assert outcome.is_empty


def test_a_sheet_made_to_take_for_ever_is_refused_at_once():
    count = RowCount()
    hostile = b"<row " * 200_000

    with pytest.raises(Unreadable, match="pasa de 2000 filas"):
        count.count(hostile)


def test_merged_cells_are_refused_before_they_are_opened():
    with pytest.raises(Unreadable, match="celdas combinadas"):
        RowCount().count(b'<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>')
