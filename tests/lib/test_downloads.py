from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.http import Http404
from django.utils.translation import gettext_lazy

from corett.lib.downloads import table_download
from corett.lib.tablefiles.sheets import sheet_of


def download(ending: str):
    rows = [[gettext_lazy("Enviado"), "=1+1", None], ["-2", 3, "a"]]
    sheet = sheet_of("Tabla", ["Estado", "Texto", "Otro"], rows)
    return table_download([sheet], about=[("Qué es", "Prueba")], name="tabla", ending=ending)


def test_the_workbook_says_first_what_it_is_and_calculates_nothing():
    response = download("xlsx")

    book = openpyxl.load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["Acerca de", "Tabla"]
    assert list(book["Acerca de"].values) == [("Dato", "Valor"), ("Qué es", "Prueba")]
    cells = [cell for row in book["Tabla"].iter_rows(min_row=2) for cell in row]
    assert cells[0].value == "Enviado"
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "no-store" in response["Cache-Control"]
    assert 'filename="tabla.xlsx"' in response["Content-Disposition"]


def test_csv_comes_as_a_zip_with_a_file_for_each_table():
    response = download("csv")

    with ZipFile(BytesIO(response.content)) as packed:
        names, told = packed.namelist(), packed.read(packed.namelist()[1]).decode("utf-8-sig")
    assert len(names) == 2
    assert "Enviado" in told
    assert "=1+1" not in told.replace("'=1+1", "")


def test_another_ending_is_not_found():
    with pytest.raises(Http404):
        download("exe")
