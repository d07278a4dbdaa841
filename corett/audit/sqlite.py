"""The triggers in the words of SQLite. The functions that they call are in `functions`."""

from collections.abc import Iterator

from corett.audit.tables import Watched

RECORD = "audit_auditrecord"
HEAD = "audit_audithead"
FIELDS = 'at, actor, stakeholder, "table", "row", action, before, after, previous, sha256'
LINK = 'previous, position, at, actor, stakeholder, "table", "row", action, before, after'


def statements(tables: list[Watched]) -> Iterator[tuple[str, str]]:
    """Each trigger as (name, statement)."""
    for table in tables:
        if table.audited:
            yield from audit(table)
        if table.frozen:
            yield from freeze(table)
    yield from own()


def audit(table: Watched) -> Iterator[tuple[str, str]]:
    old, new = whole(table, "OLD"), whole(table, "NEW")
    changed = f"corett_changed({old}, {new})", f"corett_changed({new}, {old})"
    yield trigger(table, "insert", "AFTER INSERT", "", record(table, "NEW", "insert", "''", new))
    yield trigger(
        table,
        "update",
        "AFTER UPDATE",
        differs(table.kept),
        record(table, "NEW", "update", *changed),
    )
    yield trigger(table, "delete", "AFTER DELETE", "", record(table, "OLD", "delete", old, "''"))


def freeze(table: Watched) -> Iterator[tuple[str, str]]:
    refuse = f"SELECT RAISE(ABORT, 'corett: {table.name} is frozen')"
    was = table.frozen.of("OLD")
    change = f"{was} AND ({differs(table.columns)})"
    yield trigger(table, "frozen_update", "BEFORE UPDATE", change, refuse)
    yield trigger(table, "frozen_delete", "BEFORE DELETE", was, refuse)
    if table.frozen.also_new:
        yield trigger(table, "frozen_insert", "BEFORE INSERT", table.frozen.of("NEW"), refuse)
        yield trigger(table, "frozen_move", "BEFORE UPDATE", moved_in(table), refuse)


def moved_in(table: Watched) -> str:
    return f"NOT {table.frozen.of('OLD')} AND {table.frozen.of('NEW')}"


def trigger(table: Watched, name: str, event: str, when: str, body: str) -> tuple[str, str]:
    full = f"corett_{table.name}_{name}"
    condition = f"WHEN {when} " if when else ""
    return full, f'CREATE TRIGGER "{full}" {event} ON "{table.name}" {condition}BEGIN {body}; END'


def differs(columns) -> str:
    return " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)


def whole(table: Watched, row: str) -> str:
    """The row as JSON, with the hash of what is secret or long."""
    parts = [f"'{column}', {value(table, row, column)}" for column in table.kept]
    return f"json_object({', '.join(parts)})"


def value(table: Watched, row: str, column: str) -> str:
    plain = f'{row}."{column}"'
    return f"corett_sha256({plain})" if column in table.hashed else plain


def record(table: Watched, row: str, action: str, before: str, after: str) -> str:
    return (
        f"INSERT INTO {RECORD} ({FIELDS}) VALUES (corett_now(), corett_actor(),"
        f" corett_stakeholder(), '{table.name}', {row}.\"{table.key}\", '{action}',"
        f" {before}, {after}, '', '')"
    )


def own() -> Iterator[tuple[str, str]]:
    """The chain: a record gets its place and its hash at once, and keeps them."""
    link = (
        f"INSERT INTO {HEAD} (id, position, sha256) SELECT 1, 0, ''"
        f" WHERE NOT EXISTS (SELECT 1 FROM {HEAD}); "
        f"UPDATE {RECORD} SET position = (SELECT position + 1 FROM {HEAD}),"
        f" previous = (SELECT sha256 FROM {HEAD}) WHERE id = NEW.id; "
        f"UPDATE {RECORD} SET sha256 = corett_link({LINK}) WHERE id = NEW.id; "
        f"UPDATE {HEAD} SET position = position + 1,"
        f" sha256 = (SELECT sha256 FROM {RECORD} WHERE id = NEW.id)"
    )
    refuse = "SELECT RAISE(ABORT, 'corett: the audit trail only grows')"
    yield named("link", f"AFTER INSERT ON {RECORD} WHEN NEW.sha256 = ''", link)
    yield named("forged", f"BEFORE INSERT ON {RECORD} WHEN NEW.sha256 <> ''", refuse)
    yield named("kept", f"BEFORE UPDATE ON {RECORD} WHEN OLD.sha256 <> ''", refuse)
    yield named("not_dropped", f"BEFORE DELETE ON {RECORD}", refuse)
    yield named(
        "head_grows", f"BEFORE UPDATE ON {HEAD} WHEN NEW.position <> OLD.position + 1", refuse
    )
    yield named("head_stays", f"BEFORE DELETE ON {HEAD}", refuse)


def named(name: str, event: str, body: str) -> tuple[str, str]:
    full = f"corett_audit_{name}"
    return full, f"CREATE TRIGGER {full} {event} BEGIN {body}; END"
