"""The trail as people read it: tables and fields by their names, accounts by theirs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from corett.accounts.models import User
from corett.audit.models import AuditRecord
from corett.audit.tables import watched
from corett.lib.canonical import canonical


@dataclass(frozen=True)
class Line:
    """One field of the row, before and after; "" where there was none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """`at` is None where the record was altered and says no time any more."""

    record: AuditRecord
    at: datetime | None
    actor: str
    table: str
    lines: list[Line]


def table_choices() -> list[tuple[str, str]]:
    names = {table.name: table_name(table.name) for table in watched() if table.audited}
    return sorted(names.items(), key=lambda choice: choice[1])


def told(records: Iterable[AuditRecord]) -> list[Told]:
    records = list(records)
    people = names_of({record.actor for record in records})
    return [
        Told(
            record,
            moment(record.at),
            people.get(record.actor, record.actor) or _("el sistema"),
            table_name(record.table),
            lines(record),
        )
        for record in records
    ]


def names_of(actors: set[str]) -> dict[str, str]:
    numbers = [int(actor) for actor in actors if actor.isdecimal()]
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=numbers)}


def moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def models_by_table() -> dict:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def table_name(table: str) -> str:
    model = models_by_table().get(table)
    return str(capfirst(model._meta.verbose_name_plural)) if model else table


def lines(record: AuditRecord) -> list[Line]:
    before, after = fields(record.before), fields(record.after)
    named = field_names(record.table)
    return [
        Line(named.get(name, name), said(before.get(name)), said(after.get(name)))
        for name in {**before, **after}
        if said(before.get(name)) or said(after.get(name))
    ]


def fields(text: str) -> dict:
    """Of an altered record that says no fields any more, what stands there."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {_("lo que dice"): text}


def field_names(table: str) -> dict[str, str]:
    model = models_by_table().get(table)
    if model is None:
        return {}
    return {field.column: str(field.verbose_name) for field in model._meta.local_concrete_fields}


def said(value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def exported(records: Iterable[AuditRecord]) -> Iterator[bytes]:
    """A line of canonical JSON for each record, with all that its hash is made of."""
    names = [field.name for field in AuditRecord._meta.local_concrete_fields if field.name != "id"]
    for record in records:
        yield canonical({name: getattr(record, name) for name in names}) + b"\n"
