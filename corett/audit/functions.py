"""What the triggers ask of the connection: on SQLite functions, on PostgreSQL two settings."""

import hashlib
import json
from datetime import UTC, datetime

from corett.audit.acting import acting, tell


def register(connection, **_kwargs) -> None:
    """Django calls it for each new connection."""
    if connection.vendor == "postgresql":
        tell(connection, acting.get())
        return
    create = connection.connection.create_function
    create("corett_actor", 0, lambda: acting.get().name)
    create("corett_stakeholder", 0, lambda: acting.get().stakeholder)
    create("corett_now", 0, now)
    create("corett_sha256", 1, sha256_of, deterministic=True)
    create("corett_changed", 2, changed, deterministic=True)
    create("corett_link", -1, link, deterministic=True)


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256_of(value) -> str | None:
    """Of text or bytes; nothing stays nothing."""
    if value is None:
        return None
    data = value if isinstance(value, bytes) else str(value).encode()
    return hashlib.sha256(data).hexdigest()


def changed(row: str, other: str) -> str:
    """Of the row, the columns that the other has differently. Both are JSON, as is the answer."""
    theirs = json.loads(other)
    kept = {name: value for name, value in json.loads(row).items() if value != theirs[name]}
    return json.dumps(kept, ensure_ascii=False)


def link(*parts) -> str:
    """The hash of a record: of its fields, a line each, that of the record before first."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
