"""Who changed what and when: the history of a row and of the rows edited on its page."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import User
from corett.lib.texts import interwoven

ACTIONS = {"+": _("creación"), "~": _("cambio"), "-": _("eliminación")}


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str

    @property
    def pieces(self) -> list[tuple[str, str]]:
        return interwoven(self.old, self.new)


@dataclass(frozen=True)
class Change:
    at: datetime.datetime
    by: User | None
    action: str
    row: str
    fields: list[FieldChange]


def version(histories: list[QuerySet]) -> str:
    """Grows with every change of any of the rows; two equal ones saw the same."""
    return str(sum(history.count() for history in histories))


def last_change(histories: list[QuerySet]):
    """The latest historical record, or None."""
    latest = [record for history in histories if (record := history.first())]
    return max(latest, key=lambda record: record.history_date, default=None)


def changes_since(histories: list[QuerySet], seen: str | None) -> list[Change]:
    """What was saved after somebody saw that version, the latest first."""
    new = int(version(histories)) - int(seen) if seen and seen.isdecimal() else 0
    dates = sorted(at for one in histories for at in one.values_list("history_date", flat=True))
    if not 0 < new <= len(dates):
        return []
    return [change for change in changes(histories) if change.at >= dates[-new]]


def changes(histories: list[QuerySet]) -> list[Change]:
    """Every change of the rows, the latest first; a history begins with its latest record."""
    found = [change for history in histories for change in changes_in(history)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def changes_in(history: QuerySet) -> list[Change]:
    found = []
    previous: dict[int, Model] = {}
    names = row_names(history)
    for record in history.select_related("history_user").reverse():
        row = getattr(record, record.instance_type._meta.pk.attname)
        if fields := field_changes(record, previous.get(row)):
            name = names.get(row, capfirst(record.instance_type._meta.verbose_name))
            action = str(ACTIONS[record.history_type])
            found.append(Change(record.history_date, record.history_user, action, name, fields))
        previous[row] = record
    return found


def row_names(history: QuerySet) -> dict[int, str]:
    """What the rows that still exist are called today."""
    model = history.model.instance_type
    rows = model._default_manager.filter(pk__in=history.values(model._meta.pk.attname))
    return {row.pk: str(row) for row in rows}


Links = dict[str, dict[int, list]]
"""By the name of a field: to what each record pointed, as `diff_against` says it."""


def field_changes(record, previous, links: Links | None = None) -> list[FieldChange]:
    """What differs from the record before; for a row that came or went, all that it held.

    With `links`, read for all records at once, none is asked for its own.
    """
    if record.history_type == "~" and previous:
        delta = record.diff_against(
            previous, foreign_keys_are_objs=True, excluded_fields=list(links or {})
        )
        return [
            *(field_change(record, one.field, old=one.old, new=one.new) for one in delta.changes),
            *link_changes(record, previous, links or {}),
        ]
    side = "old" if record.history_type == "-" else "new"
    return [
        field_change(record, name, **{side: value})
        for name, value in held_by(record).items()
        if value not in (None, "")
    ]


def link_changes(record, previous, links: Links) -> Iterator[FieldChange]:
    for name, by_record in links.items():
        old, new = (by_record.get(one.history_id, []) for one in (previous, record))
        if old != new:
            yield field_change(record, name, old=old, new=new)


def links_in(history: QuerySet) -> Links:
    """One query for each field that points to many."""
    records = history.order_by().values("history_id")
    found: Links = {}
    for field in history.model._history_m2m_fields:
        target = field.m2m_reverse_field_name()
        rows = getattr(history.model, field.name).model.objects.filter(history_id__in=records)
        by_record: dict[int, list] = {}
        for row in rows.select_related(target).order_by(target):
            by_record.setdefault(row.history_id, []).append({target: getattr(row, target)})
        found[field.name] = by_record
    return found


def held_by(record) -> dict:
    fields = [field for field in record.tracked_fields if field.editable and not field.primary_key]
    return {field.name: held_in(record, field) for field in fields}


def held_in(record, field):
    """The value of a field; of a row that no longer exists, nothing."""
    try:
        return getattr(record, field.name)
    except ObjectDoesNotExist:
        return None


def field_change(record, name: str, *, old=None, new=None) -> FieldChange:
    field = record.instance_type._meta.get_field(name)
    return FieldChange(capfirst(field.verbose_name), shown(field, old), shown(field, new))


def shown(field, value) -> str:
    """The value as a person reads it in the form: labels, not codes."""
    if field.many_to_many:
        return ", ".join(str(link[field.m2m_reverse_field_name()]) for link in value or []) or "—"
    if isinstance(value, bool):
        return gettext("sí") if value else gettext("no")
    if value in (None, ""):
        return "—"
    return str(dict(field.flatchoices).get(value, value))
