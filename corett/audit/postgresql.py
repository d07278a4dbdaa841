"""The triggers in the words of PostgreSQL 14 and later.

A record gets its place in the chain when its transaction commits, by a deferred trigger: two people
who write at once do not wait for each other before that.
"""

from collections.abc import Iterator

from corett.audit.tables import Watched

RECORD = "audit_auditrecord"
HEAD = "audit_audithead"

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION corett_kept(whole jsonb, ignored text[], hashed text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY (hashed) AND value <> 'null'
        THEN to_jsonb(encode(sha256(convert_to(value #>> '{{}}', 'UTF8')), 'hex'))
        ELSE value END), '{{}}')
    FROM jsonb_each(whole) WHERE key <> ALL (ignored)
$$;
CREATE OR REPLACE FUNCTION corett_changed(one jsonb, other jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM jsonb_each(one)
    WHERE other -> key IS DISTINCT FROM value
$$;
CREATE OR REPLACE FUNCTION corett_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ignored text[] := string_to_array(TG_ARGV[1], ',');
    hashed text[] := string_to_array(TG_ARGV[2], ',');
    was jsonb; is_now jsonb; before text := ''; after text := '';
BEGIN
    IF TG_OP <> 'INSERT' THEN was := corett_kept(to_jsonb(OLD), ignored, hashed); END IF;
    IF TG_OP <> 'DELETE' THEN is_now := corett_kept(to_jsonb(NEW), ignored, hashed); END IF;
    IF TG_OP = 'UPDATE' THEN
        IF was = is_now THEN RETURN NULL; END IF;
        before := corett_changed(was, is_now); after := corett_changed(is_now, was);
    ELSE
        before := coalesce(was::text, ''); after := coalesce(is_now::text, '');
    END IF;
    INSERT INTO {RECORD} (at, actor, stakeholder, "table", "row", action, before, after,
        previous, sha256)
    VALUES (
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        coalesce(current_setting('corett.actor', true), ''),
        coalesce(current_setting('corett.stakeholder', true), ''),
        TG_TABLE_NAME, coalesce(is_now, was) ->> TG_ARGV[0], lower(TG_OP), before, after, '', ''
    );
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION corett_audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head {HEAD}; mine {RECORD};
BEGIN
    INSERT INTO {HEAD} (id, position, sha256) VALUES (1, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM {HEAD} WHERE id = 1 FOR UPDATE;
    SELECT * INTO mine FROM {RECORD} WHERE id = NEW.id;
    mine.position := head.position + 1; mine.previous := head.sha256;
    mine.sha256 := encode(sha256(convert_to(concat_ws(E'\\n', mine.previous, mine.position,
        mine.at, mine.actor, mine.stakeholder, mine."table", mine."row", mine.action,
        mine.before, mine.after), 'UTF8')), 'hex');
    UPDATE {RECORD} SET position = mine.position, previous = mine.previous, sha256 = mine.sha256
    WHERE id = mine.id;
    UPDATE {HEAD} SET position = mine.position, sha256 = mine.sha256 WHERE id = 1;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION corett_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'corett: % is frozen', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def statements(tables: list[Watched]) -> Iterator[tuple[str, str]]:
    """Each trigger as (name, statement); those of frozen tables with the function that asks."""
    for table in tables:
        if table.audited:
            yield audit(table)
        if table.frozen:
            yield from freeze(table)
    yield from own()


def audit(table: Watched) -> tuple[str, str]:
    name = f"corett_{table.name}_audit"
    ignored, hashed = ",".join(table.audited.ignored), ",".join(table.hashed)
    return name, (
        f'CREATE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE ON "{table.name}"'
        f" FOR EACH ROW EXECUTE FUNCTION corett_audit('{table.key}', '{ignored}', '{hashed}')"
    )


def freeze(table: Watched) -> Iterator[tuple[str, str]]:
    name = f"corett_{table.name}_frozen"
    events = "UPDATE OR DELETE" + (" OR INSERT" if table.frozen.also_new else "")
    yield (
        name,
        (
            f"{asking(table, name)}"
            f' CREATE TRIGGER "{name}" BEFORE {events} ON "{table.name}"'
            f' FOR EACH ROW EXECUTE FUNCTION "{name}"()'
        ),
    )
    yield whole_table(table.name)


def asking(table: Watched, name: str) -> str:
    """A function, since the condition of a trigger may not look into other tables."""
    also_new = f"""
    IF TG_OP <> 'DELETE' AND {table.frozen.of("NEW")} THEN {refusal(table)} END IF;"""
    return f"""
CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        IF {table.frozen.of("OLD")} THEN {refusal(table)} END IF;
    END IF;{also_new if table.frozen.also_new else ""}
    RETURN coalesce(NEW, OLD);
END $$;"""


def refusal(table: Watched) -> str:
    return f"RAISE EXCEPTION 'corett: {table.name} is frozen' USING ERRCODE = 'restrict_violation';"


def own() -> Iterator[tuple[str, str]]:
    """The chain, which only grows."""
    yield (
        "corett_audit_link",
        f"CREATE CONSTRAINT TRIGGER corett_audit_link AFTER INSERT ON {RECORD} DEFERRABLE"
        " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION corett_audit_link()",
    )
    yield guard("forged", f"BEFORE INSERT ON {RECORD}", "NEW.sha256 <> ''")
    yield guard("kept", f"BEFORE UPDATE ON {RECORD}", "OLD.sha256 <> ''")
    yield guard("not_dropped", f"BEFORE DELETE ON {RECORD}", "TRUE")
    yield guard("head_grows", f"BEFORE UPDATE ON {HEAD}", "NEW.position <> OLD.position + 1")
    yield guard("head_stays", f"BEFORE DELETE ON {HEAD}", "TRUE")
    yield whole_table(RECORD)
    yield whole_table(HEAD)


def guard(name: str, event: str, when: str) -> tuple[str, str]:
    full = f"corett_audit_{name}"
    return full, (
        f"CREATE TRIGGER {full} {event} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION corett_refuse()"
    )


def whole_table(table: str) -> tuple[str, str]:
    name = f"corett_{table}_truncate"
    return name, (
        f'CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION corett_refuse()"
    )
