"""Read back what the admin exports."""

from io import BytesIO

import tablib
from django.urls import reverse
from openpyxl import load_workbook

FORMATS = {"xlsx": 0, "ods": 1, "csv": 2, "json": 3}


def export(browser, table, kind, **query):
    address = reverse(f"admin:{table}_export", query=query)
    response = browser.post(address, {"format": FORMATS[kind], "resource": "0"})
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    return response


def rows(response, kind) -> list[list]:
    """The heading and the rows of an exported table, cells as a spreadsheet holds them."""
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(response.content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    if kind == "ods":
        table = tablib.Dataset().load(BytesIO(response.content), format="ods")
    else:
        table = tablib.Dataset().load(response.content.decode("utf-8-sig"), format="csv")
    return [table.headers, *map(list, table)]
