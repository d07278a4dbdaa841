import json

from tablib import Dataset

from corett.accounts import spreadsheets


def test_a_table_without_a_title_is_called_so_in_the_language_of_the_page(monkeypatch):
    monkeypatch.setattr(spreadsheets, "_", {"Tabla": "Table"}.get)

    content = spreadsheets.SafeJSON().export_data(Dataset(["a"], headers=["Plan"]))

    assert json.loads(content) == {"Table": [{"Plan": "a"}]}
