import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from corett.lib.canonical import canonical, sha256
from monitoring.annual.files.document import document
from tests.monitoring.annual.contents import FORMULA, make_content, of_schema_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(world):
    return make_content(world)


def opened(data: bytes):
    return Document(io.BytesIO(data))


def headings(word, level: int) -> list[str]:
    return [one.text for one in word.paragraphs if one.style.name == f"Heading {level}"]


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(word) -> str:
    return "\n".join(one.text for one in word.paragraphs)


def test_its_headings_are_those_of_the_report_by_their_level(content):
    word = opened(document(content))

    assert headings(word, 1) == [
        "Presentación",
        "El año en cifras",
        "Eje 1. Prevención",
        "Recursos",
        "Cronograma",
        "Riesgos",
        "Hallazgos y su seguimiento",
        "Informes semestrales",
    ]
    assert headings(word, 2) == ["Objetivo 1"]
    assert headings(word, 3) == ["Actividad 1.1"]
    assert headings(word, 4)[:2] == ["1.1.a. Mesas (mesas)", "1.1.b. Medida b (personas)"]


def test_a_measure_is_a_table_by_who_informs_and_semester(content):
    tables = [cells(one) for one in opened(document(content)).tables]

    [mesas] = [one for one in tables if one[0][0] == "Quién" and "3" in one[1]]
    assert mesas == [
        ["Quién", "2025-1", "2025-2", "2025", "Meta", "Porcentaje de la meta", "Estado"],
        ["Honduras", "3", "—", "3", "4", "75", "amarillo"],
        ["Guatemala", "—", "1", "1", "", "", "sin meta"],
        ["Región", "3", "1", "4", "", "", "sin meta"],
    ]
    assert any("7\nmujeres: 5\nhombres: 2" in row for one in tables for row in one)


def test_every_table_repeats_its_head_and_cuts_no_row_in_two(content):
    for table in opened(document(content)).tables:
        rows = table._element.findall(qn("w:tr"))
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        whole = [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows]

        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(whole)


def test_it_says_that_it_is_a_copy_and_of_which_data(content):
    word = opened(document(content))

    assert f"SHA-256 {sha256(canonical(content))}." in texts(word)
    assert "Copia para editar. Lo publicado es el PDF" in texts(word)


def test_words_are_there_and_those_of_another_language_are_marked(content):
    word = opened(document(content))
    marked = {
        run.text: run._element.rPr.find(qn("w:lang")).get(qn("w:val"))
        for one in word.paragraphs
        for run in one.runs
        if run._element.rPr is not None and run._element.rPr.find(qn("w:lang")) is not None
    }

    assert "Primera línea.\nSegunda línea." in texts(word)
    assert f"Avances: {FORMULA}" in texts(word)
    assert "Obstáculos: Campana y fin." in texts(word)
    assert marked == {"Avances: Two meetings.": "en-US"}


def test_what_is_not_published_is_only_counted(content):
    data = document(content)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert "Honduras: Ministerio Público; sin nombrar: 1" in texts(opened(data))
    assert "Albergue" not in whole


@pytest.mark.parametrize(("language", "code"), [("es", "es-PA"), ("en", "en-US")])
def test_the_language_is_set_and_no_person_or_day_of_making_is_named(content, language, code):
    data = document(content, language)
    word = opened(data)
    [lang] = {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))}

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        properties = archive.read("docProps/core.xml").decode()
    assert lang == code
    assert "dcterms" not in properties
    assert (word.core_properties.author, word.core_properties.language) == ("CORETT", code)
    assert word.core_properties.last_modified_by == ""


def test_the_same_content_gives_the_same_bytes(content):
    assert document(content) == document(content)


def test_an_older_content_is_written_too(content):
    word = opened(document(of_schema_1(content)))

    assert "Cronograma" not in headings(word, 1)
    assert "Actividad 1.1" in headings(word, 3)
    assert "Primera línea.\nSegunda línea." in texts(word)


def test_in_english_its_shell_is_english(content):
    word = opened(document(content, "en"))

    assert headings(word, 1)[:3] == ["Foreword", "The year in figures", "Axis 1. Prevención"]


def test_what_a_later_edition_corrects_is_a_table(content):
    later = content | {
        "corrects": {
            "edition": 1,
            "changes": [{"where": "Mesas", "before": "3", "after": "5"}],
        }
    }

    tables = [cells(one) for one in opened(document(later)).tables]

    assert [["Dónde", "Antes", "Ahora"], ["Mesas", "3", "5"]] in tables


def test_what_was_written_of_the_resources_stands_before_their_table(content):
    said = {"text": "Se usó menos.", "language": "es"}
    word = opened(document(content | {"texts": content["texts"] | {"resources": said}}))

    lines = [one.text for one in word.paragraphs]
    assert lines[lines.index("Recursos") + 1] == "Se usó menos."


def test_what_was_written_of_a_part_without_table_is_there(content):
    said = {"text": "Falta personal.", "language": "es"}
    texts_of_both = content["texts"] | {"challenges": said, "schedule": said | {"text": "Va."}}
    word = opened(document(content | {"texts": texts_of_both, "schedule": None}))

    assert "Falta personal." in texts(word)
    assert "Va." in texts(word)
