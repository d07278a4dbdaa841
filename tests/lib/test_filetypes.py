import io
import zipfile

import pytest

from corett.lib.filetypes import CHECKS, carries_macros, is_what_it_claims

WORD, SHEET, SLIDES = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"
ODF = "application/vnd.oasis.opendocument."


def zipped(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


OFFICE = "[Content_Types].xml"
SAMPLES = {
    "pdf": b"%PDF-1.7\n",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "doc": bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"),
    "xls": bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"),
    "ppt": bytes.fromhex("d0cf11e0a1b11ae1") + "PowerPoint Document".encode("utf-16-le"),
    "docx": zipped(OFFICE, WORD),
    "xlsx": zipped(OFFICE, SHEET),
    "pptx": zipped(OFFICE, SLIDES),
    "odt": zipped("content.xml", mimetype=f"{ODF}text"),
    "ods": zipped("content.xml", mimetype=f"{ODF}spreadsheet"),
    "odp": zipped("content.xml", mimetype=f"{ODF}presentation"),
    "csv": "país;número\nHonduras;3\n".encode(),
    "txt": "Acta de la sesión".encode("latin-1"),
}
SAME_KIND = [{"jpg", "jpeg"}, {"csv", "txt"}]


def looked_at(ending: str, content: bytes) -> bool:
    return is_what_it_claims(f"archivo.{ending}", io.BytesIO(content))


def test_there_is_a_sample_of_every_kind():
    assert set(SAMPLES) == set(CHECKS)


@pytest.mark.parametrize("ending", SAMPLES)
def test_a_file_is_what_its_ending_says(ending):
    assert looked_at(ending, SAMPLES[ending])
    assert looked_at(ending.upper(), SAMPLES[ending])


@pytest.mark.parametrize("ending", SAMPLES)
def test_a_file_of_another_kind_is_not(ending):
    alike = next((kinds for kinds in SAME_KIND if ending in kinds), {ending})

    for other in set(SAMPLES) - alike:
        assert not looked_at(ending, SAMPLES[other]), other


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("pdf", b"<html><script>alert(1)</script></html>"),
        ("txt", b"  <svg onload=alert(1)>"),
        ("txt", b"\xef\xbb\xbf<html><script>"),
        ("doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"un instalador"),
        ("txt", b"texto con \x00 nulo"),
        ("docx", zipped("a.txt")),
        ("docx", b"PK\x03\x04 roto"),
        ("html", b"<p>"),
        ("svg", b"<svg/>"),
        ("exe", b"MZ"),
        ("", b"%PDF-1.7"),
    ],
)
def test_what_pretends_or_is_not_known_is_refused(ending, content):
    assert not looked_at(ending, content)


def test_a_look_leaves_the_file_at_its_beginning():
    file = io.BytesIO(SAMPLES["docx"])
    is_what_it_claims("a.docx", file)

    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "has_macros"),
    [
        (zipped(OFFICE, WORD, "word/vbaProject.bin"), True),
        (zipped("Basic/Standard/Module1.xml", mimetype=f"{ODF}text"), True),
        (SAMPLES["doc"] + "_VBA_PROJECT".encode("utf-16-le"), True),
        (SAMPLES["docx"], False),
        (SAMPLES["doc"], False),
        (SAMPLES["pdf"], False),
    ],
)
def test_macros_are_seen(content, has_macros):
    assert carries_macros(io.BytesIO(content)) is has_macros
