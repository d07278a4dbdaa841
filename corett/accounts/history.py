"""The history of everything that keeps one: plan, metas, cronograma, risks, people, permissions.

A change is kept by django-simple-history in the table beside that of its row; nothing here writes.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model, QuerySet, Value
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.accounts.changes import ACTIONS, FieldChange, Links, field_changes, links_in
from corett.accounts.models import User

HEADINGS = [
    gettext_lazy("Cuándo"),
    gettext_lazy("Quién"),
    gettext_lazy("Tabla"),
    gettext_lazy("Fila"),
    gettext_lazy("Qué se hizo"),
    gettext_lazy("Campo"),
    gettext_lazy("Antes"),
    gettext_lazy("Después"),
    gettext_lazy("Por qué"),
]


@dataclass(frozen=True)
class Asked:
    """Which changes; what is empty does not limit."""

    table: str = ""
    person: User | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True)
class Kept:
    """One change of one row, with what stood before and after."""

    at: datetime.datetime
    by: User | None
    table: str
    row: str
    action: str
    reason: str
    is_whole: bool
    """Whether the row came or went, and its fields are all that it held."""
    fields: list[FieldChange] = field(default_factory=list)


def tracked_models() -> dict[str, type[Model]]:
    """Every model that keeps a history, by its label, in the order of the apps."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    }


def table_choices() -> list[tuple[str, str]]:
    return sorted(
        ((label, name_of(model)) for label, model in tracked_models().items()),
        key=lambda choice: choice[1],
    )


def name_of(model: type[Model]) -> str:
    return str(capfirst(model._meta.verbose_name_plural))


def places(asked: Asked) -> QuerySet:
    """Where each change is kept, as (label, history_id), the latest first; it can be sliced."""
    parts = [
        limited(model.history.all(), asked)
        .order_by()
        .annotate(label=Value(label))
        .values_list("label", "history_id", "history_date")
        for label, model in tracked_models().items()
        if asked.table in ("", label)
    ]
    first, *others = parts
    return first.union(*others, all=True).order_by("-history_date", "-history_id")


def limited(records: QuerySet, asked: Asked) -> QuerySet:
    if asked.person:
        records = records.filter(history_user=asked.person)
    if asked.since:
        records = records.filter(history_date__date__gte=asked.since)
    if asked.until:
        records = records.filter(history_date__date__lte=asked.until)
    return records


def read(found: Iterable[tuple]) -> list[Kept]:
    """The changes at these places, in that order; one query for each table among them."""
    wanted: dict[str, list[int]] = {}
    places = [(label, history_id) for label, history_id, _at in found]
    for label, history_id in places:
        wanted.setdefault(label, []).append(history_id)
    models = tracked_models()
    kept = {
        (label, history_id): change
        for label, ids in wanted.items()
        for history_id, change in changes_of(models[label], set(ids)).items()
    }
    return [kept[place] for place in places]


def changes_of(model: type[Model], ids: set[int]) -> dict[int, Kept]:
    """Each of these records compared with the one before it of the same row."""
    key = model._meta.pk.attname
    rows = model.history.filter(history_id__in=ids).values(key)
    history = model.history.filter(**{f"{key}__in": rows})
    records = list(
        history.select_related("history_user", *pointers(model.history.model)).order_by(
            "history_date", "history_id"
        )
    )
    names = {getattr(record, key): name_in(record) for record in records}
    links = links_in(history)
    previous: dict = {}
    found = {}
    for record in records:
        row = getattr(record, key)
        if record.history_id in ids:
            found[record.history_id] = kept_in(record, previous.get(row), links, names[row])
        previous[row] = record
    return found


def pointers(model: type[Model], *, deep: int = 3) -> list[str]:
    """The roads to what a row points to and is named by, read with it."""
    roads: list[str] = []
    for one in getattr(model, "tracked_fields", model._meta.concrete_fields):
        if one.many_to_one or one.one_to_one:
            roads.append(one.name)
            further = pointers(one.related_model, deep=deep - 1) if deep > 1 else []
            roads += [f"{one.name}__{road}" for road in further]
    return roads


def name_in(record) -> str:
    """What the row was called at that record; of one that went, nothing."""
    if record.history_type == "-":
        return ""
    model = record.instance_type
    row = model(**{one.attname: getattr(record, one.attname) for one in record.tracked_fields})
    row._state.fields_cache |= record._state.fields_cache
    return str(row)


def kept_in(record, previous, links: Links, name: str) -> Kept:
    model = record.instance_type
    return Kept(
        at=record.history_date,
        by=record.history_user,
        table=name_of(model),
        row=name or _("(ya no existe)"),
        action=str(ACTIONS[record.history_type]),
        reason=record.history_change_reason or "",
        is_whole=record.history_type != "~",
        fields=field_changes(record, previous, links),
    )


def table_rows(changes: Iterable[Kept]) -> list[list]:
    """One row for each field that changed, under HEADINGS."""
    return [
        [
            timezone.localtime(change.at).strftime("%Y-%m-%d %H:%M:%S"),
            str(change.by or _("el sistema")),
            change.table,
            change.row,
            change.action,
            str(one.label),
            str(one.old),
            str(one.new),
            change.reason,
        ]
        for change in changes
        for one in change.fields or [FieldChange("", "", "")]
    ]
