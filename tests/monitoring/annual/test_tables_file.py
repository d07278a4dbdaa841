"""The zip of tables, read again by the rules of Frictionless Data Package v1 and of RFC 4180."""

import csv
import datetime
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest

from corett.lib.canonical import canonical, sha256
from monitoring.annual.files.contents import tables_of
from monitoring.annual.files.tables import tables
from tests.monitoring.annual.contents import FORMULA, make_content, of_schema_1

pytestmark = pytest.mark.django_db

NAME = re.compile(r"[-a-z0-9._/]+")
FIELD = re.compile(r"[a-z_]+")
VERSION = re.compile(r"\d+\.\d+\.\d+")
READERS = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": datetime.date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


@pytest.fixture
def content(world):
    return make_content(world)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def package(data: bytes) -> dict:
    return json.loads(unpacked(data)["datapackage.json"])


def read_table(resource: dict, files: dict[str, bytes]) -> list[list]:
    """The typed rows of a resource, read by nothing but its own description."""
    schema, data = resource["schema"], files[resource["path"]]
    assert resource["bytes"] == len(data)
    assert resource["hash"] == f"sha256:{sha256(data)}"
    headings, *lines = csv.reader(io.StringIO(data.decode(resource["encoding"]), newline=""))
    assert headings == [field["name"] for field in schema["fields"]]
    return [
        [
            None if text in schema["missingValues"] else READERS[field["type"]](text)
            for field, text in zip(schema["fields"], line, strict=True)
        ]
        for line in lines
    ]


def test_the_package_says_what_it_is_as_the_specification_asks(content):
    told = package(tables(content))

    assert told["profile"] == "tabular-data-package"
    assert NAME.fullmatch(told["name"])
    assert (told["title"], told["version"]) == (
        "Informe anual 2025 de la CORETT, edición 1: datos",
        "1.0.0",
    )
    assert VERSION.fullmatch(told["version"])
    assert told["homepage"].endswith("/seguimiento/informes-anuales/tim-2024-2028/2025/1/")
    assert told["id"] == sha256(canonical(content))
    assert "licenses" not in told
    assert not {"created", "contributors"} & told.keys()


def test_each_file_is_described_and_nothing_else_is_packed(content):
    files = unpacked(tables(content))
    resources = package(tables(content))["resources"]

    assert [one["path"] for one in resources] == [name for name in files if name.endswith(".csv")]
    assert len(files) == len(resources) + 1
    for one in resources:
        assert one["profile"] == "tabular-data-resource"
        assert (one["format"], one["mediatype"]) == ("csv", "text/csv")
        assert NAME.fullmatch(one["name"])
        names = [field["name"] for field in one["schema"]["fields"]]
        assert all(FIELD.fullmatch(name) for name in names)
        assert len(set(names)) == len(names)


def test_every_value_is_read_back_by_the_types_that_are_declared(content):
    files = unpacked(tables(content))

    for table, resource in zip(
        tables_of(content), package(tables(content))["resources"], strict=True
    ):
        wanted = [[None if one == "" else one for one in row] for row in table.rows]
        assert [len(row) for row in read_table(resource, files)] == [len(row) for row in wanted]
        assert plain(read_table(resource, files)) == plain(wanted), table.name


def plain(rows: list[list]) -> list[list]:
    """Without what guards a text from being calculated, and the sign that no file may hold."""
    return [
        [one.removeprefix("'").replace("\x07", "") if isinstance(one, str) else one for one in row]
        for row in rows
    ]


def test_texts_stay_utf_8_without_a_mark_and_no_cell_is_calculated(content):
    files = unpacked(tables(content))
    words = files["avances.csv"].decode("utf-8")

    assert not any(data.startswith(b"\xef\xbb\xbf") for data in files.values())
    assert f",'{FORMULA}," in words
    assert not re.search(r"(?m)(^|,)\"?[=+@]", words)
    assert "\r\n" in words


def test_the_same_content_gives_the_same_bytes_without_any_day_in_them(content):
    data = tables(content)

    assert tables(content) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_another_language_says_the_same_under_the_same_names(content):
    spanish, english = package(tables(content)), package(tables(content, "en"))

    def shape(told):
        return [
            (one["name"], [(f["name"], f["type"]) for f in one["schema"]["fields"]])
            for one in told["resources"]
        ]

    assert shape(spanish) == shape(english)
    assert [one["title"] for one in english["resources"]][:2] == ["Summary", "Measures"]


def test_an_older_content_is_packed_too(content):
    files = unpacked(tables(of_schema_1(content)))

    assert "medidas.csv" in files
    assert "cronograma.csv" not in files
