"""Files of tables as a person would fill them."""

import json

from corett.lib.tablefiles.sheets import Sheet
from corett.lib.tablefiles.texts import write_json
from plan.exchange import Outcome
from plan.models import Plan
from risks import exchange

Rows = list[dict]


def rows_of(title: str, plan: Plan) -> Rows:
    """The rows of a table as they are exported, by heading."""
    sheet: Sheet = exchange.table_sheet(exchange.find_table(title), plan)
    return json.loads(write_json([sheet]))[title]


def row_of(title: str, plan: Plan, **values) -> dict:
    """The one row that says these values."""
    [found] = [row for row in rows_of(title, plan) if values.items() <= row.items()]
    return found


def load(tables: dict[str, Rows], **options) -> Outcome:
    content = json.dumps(tables, ensure_ascii=False).encode()
    return exchange.load("tablas.json", content, **options)


def faults_of(tables: dict[str, Rows]) -> list[tuple]:
    """What is wrong in the file: its sheet, row, column and sentence."""
    outcome = load(tables)
    assert not outcome.is_applied
    return [(one.sheet, one.line, one.heading, one.sentence) for one in outcome.faults]
