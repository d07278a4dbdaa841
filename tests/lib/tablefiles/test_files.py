"""A file is told by its content; one that is no table of ours is refused in a sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from corett.lib.tablefiles import archive, files, ods, sheets
from corett.lib.tablefiles.archive import packed
from corett.lib.tablefiles.sheets import Unreadable, Unusable, sheet_of

TABLE = sheet_of("Metas", ["Plan", "Valor"], [["a", 1], ["b", 2]])
OTHER = sheet_of("Ejes", ["Plan"], [["a"]])
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512
ROW = (
    "<table:table-row><table:table-cell{0}><text:p>a</text:p></table:table-cell></table:table-row>"
)


def with_member(content: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {one: old.read(one) for one in old.namelist()}
    return packed({**members, name: data})


def document(rows: str) -> bytes:
    """An ODS file with these rows below a heading."""
    empty = ods.write([sheet_of("Hoja", ["Texto"], [])])
    content = archive.member(empty, "content.xml").decode()
    return with_member(
        empty, "content.xml", content.replace("</table:table>", f"{rows}</table:table>").encode()
    )


@pytest.mark.parametrize("ending", ["xlsx", "ods", "zip", "json"])
def test_several_tables_come_back_in_their_order_whatever_the_file_is_called(ending):
    read = files.read("cualquier nombre.txt", files.write([TABLE, OTHER], ending))

    assert [(one.title, one.headings, len(one.lines)) for one in read] == [
        ("Metas", ["Plan", "Valor"], 2),
        ("Ejes", ["Plan"], 1),
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Plan;Valor\r\na;1\r\n\r\nb;2\r\n".encode("utf-8-sig"),
        b"Plan\tValor\na\t1\n\nb\t2\n",
        "Plan,Valor\na,1\n,\nb,2".encode("cp1252"),
    ],
)
def test_a_csv_is_read_as_the_programs_of_here_write_it(content):
    [sheet] = files.read("carpeta/Metas.csv", content)

    assert (sheet.title, sheet.is_loose) == ("Metas", True)
    assert [(line.number, line.values) for line in sheet.lines] == [
        (2, {"Plan": "a", "Valor": "1"}),
        (4, {"Plan": "b", "Valor": "2"}),
    ]


def test_the_accents_of_a_csv_of_excel_are_understood():
    [sheet] = files.read("x.csv", "Descripción\nPanamá".encode("cp1252"))

    assert (sheet.headings, sheet.lines[0].values) == (["Descripción"], {"Descripción": "Panamá"})


def test_blank_rows_columns_and_sheets_mean_nothing():
    book = Workbook()
    page = book.active
    page.title = "Ejes"
    page["A1"], page["A4"], page["C9"].value = "Plan", "a", None
    book.create_sheet("Hoja2")
    file = io.BytesIO()
    book.save(file)

    [sheet] = files.read("x.xlsx", file.getvalue())

    assert sheet.headings == ["Plan"]
    assert [(line.number, line.values["Plan"]) for line in sheet.lines] == [(4, "a")]


def test_what_libreoffice_leaves_at_the_edge_of_a_sheet_costs_nothing():
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
    )

    [sheet] = files.read("x.ods", document(ROW.format("") + blank))

    assert [(line.number, line.values) for line in sheet.lines] == [(2, {"Texto": "a"})]


def test_a_note_beside_a_cell_is_none_of_its_text():
    note = "<office:annotation><text:p>nota</text:p></office:annotation>"
    row = ROW.format("").replace("<text:p>a", f"{note}<text:p>a")

    [sheet] = files.read("x.ods", document(row))

    assert sheet.lines[0].values == {"Texto": "a"}


def test_a_formula_is_no_value():
    [sheet] = files.read("x.ods", document(ROW.format(' table:formula="of:=1+1"')))

    assert isinstance(sheet.lines[0].values["Texto"], Unusable)


def xlsx(**members: bytes) -> bytes:
    content = files.write([TABLE], "xlsx")
    for name, data in members.items():
        content = with_member(content, name.replace("__", "/").replace("_dot_", "."), data)
    return content


def page(*rows: str, merged: str = "") -> bytes:
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f"{start}<sheetData>{''.join(rows)}</sheetData>{merged}</worksheet>".encode()


def test_the_empty_row_that_libreoffice_leaves_at_the_very_end_of_a_page_costs_nothing():
    rows = [
        f'<row r="{row}"><c t="str"><v>{text}</v></c></row>'
        for row, text in [(1, "Plan"), (4, "a")]
    ]
    content = xlsx(xl__worksheets__sheet1_dot_xml=page(*rows, '<row r="1048576" ht="12.8"/>'))

    [sheet] = files.read("x.xlsx", content)

    assert [(line.number, line.values) for line in sheet.lines] == [(4, {"Plan": "a"})]


def test_merged_cells_are_refused_since_only_one_of_them_has_the_value():
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    covered = ROW.format("").replace(
        "</table:table-row", "<table:covered-table-cell/></table:table-row"
    )

    for content in (xlsx(xl__worksheets__sheet1_dot_xml=page(merged=merged)), document(covered)):
        with pytest.raises(Unreadable, match="celdas combinadas"):
            files.read("archivo", content)


def test_macros_and_links_to_other_books_are_not_looked_at():
    content = xlsx(xl__vbaProject_dot_bin=b"x", xl__externalLinks__externalLink1_dot_xml=b"<x/>")

    assert [sheet.title for sheet in files.read("x.xlsm", content)] == ["Metas"]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: b"%PDF-1.7 hola", "no es una hoja de cálculo"),
        (lambda: b"<html></html>", "no es una hoja de cálculo"),
        (lambda: b"PK\x03\x04 nada", "no es una hoja de cálculo"),
        (lambda: b"a\0b", "no es una hoja de cálculo"),
        (lambda: b'{"Metas": 3}', "no es una hoja de cálculo"),
        (lambda: b'{"Metas": [1]}', "no es una hoja de cálculo"),
        (lambda: b'{"Metas": [], "Metas": []}', "no es una hoja de cálculo"),
        (lambda: b'{"Metas": [' + b"[" * 10_000, "no es una hoja de cálculo"),
        (lambda: b'{"Metas": [' + b"[" * 100_000, "grande por dentro"),
        (lambda: b"[1, 2]", "no es una hoja de cálculo"),
        (lambda: b'Plan,Valor\n"a', "no es una hoja de cálculo"),
        (lambda: files.write([TABLE], "xlsx")[:900], "no es una hoja de cálculo"),
        (lambda: xlsx(xl__workbook_dot_xml=b"<roto"), "no es una hoja de cálculo"),
        (lambda: xlsx(xl__workbook_dot_xml=BOMB), "no es una hoja de cálculo"),
        (lambda: xlsx(xl__worksheets__sheet1_dot_xml=BOMB), "no es una hoja de cálculo"),
        (lambda: packed({"word/document.xml": b"<x/>"}), "no es una hoja de cálculo"),
        (lambda: packed({"notas.txt": b"hola"}), "no es una hoja de cálculo"),
        (lambda: with_member(files.write([TABLE], "ods"), "content.xml", BOMB), "no es una hoja"),
        (lambda: with_member(files.write([TABLE], "ods"), "mimetype", b"text"), "no es una hoja"),
        (lambda: document('<table:table-row table:number-rows-repeated="x"/>'), "no es una hoja"),
        (lambda: OLE, "protegido con contraseña"),
        (lambda: b"\n\n", "no tiene ninguna tabla"),
        (lambda: files.write([sheet_of("Hoja", [], [])], "xlsx"), "no tiene ninguna tabla"),
        (lambda: xlsx(xl__x_dot_bin=b"\0" * (archive.MOST_UNPACKED + 1)), "grande por dentro"),
        (lambda: packed({f"{n}.csv": b"" for n in range(301)}), "grande por dentro"),
        (lambda: lying_archive(), "no es una hoja de cálculo"),
        (lambda: b"Plan\n" + b"a\n" * (sheets.MOST_ROWS + 1), "pasa de 10000 filas"),
        (
            lambda: document(
                ROW.format("").replace("row>", 'row table:number-rows-repeated="20000">', 1)
            ),
            "pasa de 10000 filas",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(make, sentence):
    with pytest.raises(Unreadable, match=sentence):
        files.read("archivo", make())


def lying_archive() -> bytes:
    """One that declares a member far smaller than it unpacks."""
    size = 2 * archive.MOST_UNPACKED
    bomb = xlsx(xl__x_dot_bin=b"\0" * size)
    return bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def test_a_row_at_the_far_end_of_a_sheet_is_refused_soon():
    sheet = page('<row r="999999999"><c r="A999999999"><v>1</v></c></row>')

    with pytest.raises(Unreadable, match="por debajo de la fila 20000"):
        files.read("x.xlsx", xlsx(xl__worksheets__sheet1_dot_xml=sheet))
