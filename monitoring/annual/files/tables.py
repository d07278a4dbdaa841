"""The tables of an edition as .csv files, in a .zip that describes them (Frictionless, v1).

Each .csv is plain UTF-8 without the mark that a spreadsheet would want, as the specification asks:
who opens tables in a spreadsheet has the workbook.
"""

import csv
import io
import json

from django.utils import translation

from corett.lib.canonical import canonical, sha256
from corett.lib.tablefiles.archive import packed
from corett.lib.tablefiles.sheets import quoted
from monitoring.annual.chapters import upgraded
from monitoring.annual.files.contents import about, tables_of, title
from monitoring.annual.files.table import Column, Table, Value

PROFILE = "tabular-data-package"


def tables(content: dict, language: str = "es") -> bytes:
    with translation.override(language):
        found = tables_of(content)
        files = {path_of(table): csv_of(table) for table in found}
        package = package_of(content, language, found, files)
    text = json.dumps(package, ensure_ascii=False, indent=2)
    return packed({"datapackage.json": f"{text}\n".encode(), **files})


def path_of(table: Table) -> str:
    return f"{table.name}.csv"


def csv_of(table: Table) -> bytes:
    """Texts that a spreadsheet would calculate stand behind an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[written(value) for value in row] for row in table.rows])
    return file.getvalue().encode()


def written(value: Value) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value)


def package_of(content: dict, language: str, found: list[Table], files: dict[str, bytes]) -> dict:
    report = upgraded(content)["report"]
    name = f"corett-{report['plan']}-{report['year']}-ed{report['edition']}-{language}"
    return {
        "profile": PROFILE,
        "name": name.lower(),
        "id": sha256(canonical(content)),
        "title": title(content),
        "description": "\n".join(f"{label}: {value}" for label, value in about(content)),
        "version": f"{report['edition']}.0.0",
        **({"homepage": report["address"]} if report.get("address") else {}),
        "resources": [resource_of(table, files[path_of(table)]) for table in found],
    }


def resource_of(table: Table, data: bytes) -> dict:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path_of(table),
        "title": table.title,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data)}",
        "schema": {"fields": [field_of(one) for one in table.columns], "missingValues": [""]},
    }


def field_of(column: Column) -> dict:
    return {"name": column.name, "type": column.kind, "title": column.title}
