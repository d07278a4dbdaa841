"""What rows say of measures and of who took part, for any number of rows in one question.

`read_rows` gives the rows of a queryset with their figures, milestones, registry checks, amounts
and institutions where `.all()` finds them without asking again: for a year, an entry or a page.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DecimalField,
    F,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from corett.accounts.models import Stakeholder
from corett.directory.models import Institution
from monitoring.models import Amount, Figure, Milestone, Record, RegistryCheck
from plan.models import Measure

PARTS: dict[str, tuple[type[Model], dict[str, str]]] = {
    "amounts": (
        Amount,
        {
            "text_1": "currency",
            "text_2": "source",
            "text_3": "status",
            "money_1": "amount",
            "money_2": "usd",
        },
    ),
    "figures": (Figure, {"text_1": "category", "many": "number"}),
    "milestones": (Milestone, {"text_1": "stage"}),
    "registry_checks": (RegistryCheck, {"flag": "is_current"}),
}
"""Of each part of a row, its model and which column of the one question carries which field."""

NAMED = {"text_1": "name", "text_2": "type", "text_3": "sector", "flag": "is_public"}
MONEY = DecimalField(max_digits=16, decimal_places=2)
COLUMNS = {
    "part": Value("", CharField()),
    "row": F("record_id"),
    "key": F("pk"),
    "other": Value(0, BigIntegerField()),
    "text_1": Value("", CharField()),
    "text_2": Value("", CharField()),
    "text_3": Value("", CharField()),
    "many": Value(0, BigIntegerField()),
    "money_1": Value(Decimal(), MONEY),
    "money_2": Value(Decimal(), MONEY),
    "flag": Value(False, BooleanField()),  # noqa: FBT003 — a value, not an argument
}


def read_rows(
    rows: QuerySet[Record],
    *,
    institutions: QuerySet[Institution] | None = None,
    measures: Mapping[int, Measure] | None = None,
    parties: Mapping[int, Stakeholder] | None = None,
) -> list[Record]:
    """The rows with their values: the question for the rows, and one more for all of these.

    Of the institutions only those in `institutions`, where it is given: what the reader may see.
    `measures` and `parties`, by their key, spare a question where a value names its measure, or an
    institution its country.
    """
    found = list(rows)
    put_values(found, values_of(rows, institutions), measures=measures or {}, parties=parties or {})
    return found


def put_values(
    found: Iterable[Record],
    values: Iterable[dict[str, Any]],
    *,
    measures: Mapping[int, Measure],
    parties: Mapping[int, Stakeholder],
) -> None:
    kept: dict[tuple[int, str], list] = {}
    for value in values:
        kept.setdefault((value["row"], value["part"]), []).append(value)
    for record in found:
        cache = vars(record).setdefault("_prefetched_objects_cache", {})
        for part in PARTS:
            mine = kept.get((record.pk, part), [])
            cache[part] = [part_of(record, part, value, measures) for value in mine]
        named = kept.get((record.pk, "institutions"), [])
        cache["institutions"] = [institution_of(value, parties) for value in named]


def values_of(
    rows: QuerySet[Record], institutions: QuerySet[Institution] | None
) -> Iterator[dict[str, Any]]:
    """The values of the rows, part by part, each part in its own order."""
    asked = [
        columns(
            model._default_manager.filter(record__in=keys_of(rows)),
            part=Value(part, CharField()),
            other=F("measure_id"),
            **{column: F(field) for column, field in fields.items()},
        )
        for part, (model, fields) in PARTS.items()
    ]
    first, *others = [*asked, who_took_part(rows, institutions)]
    yield from sorted(first.union(*others, all=True), key=in_order)


def in_order(value: dict[str, Any]) -> tuple[str, int]:
    """Institutions by their name, the rest as it was written down."""
    name = value["text_1"].casefold() if value["part"] == "institutions" else ""
    return name, value["key"]


def who_took_part(
    rows: QuerySet[Record], institutions: QuerySet[Institution] | None
) -> QuerySet[Any, dict[str, Any]]:
    links = Record.institutions.through._default_manager.filter(record__in=keys_of(rows))
    if institutions is not None:
        links = links.filter(institution__in=institutions)
    return columns(
        links,
        part=Value("institutions", CharField()),
        key=F("institution_id"),
        other=Coalesce("institution__country_id", 0),
        **{column: F(f"institution__{field}") for column, field in NAMED.items()},
    )


def columns(found: QuerySet, **given) -> QuerySet[Any, dict[str, Any]]:
    """The same columns of every part, as a union needs them; none is ever empty."""
    return found.order_by().values(**COLUMNS | given)


def keys_of(rows: QuerySet[Record]) -> QuerySet:
    return rows.order_by().values("pk")


def part_of(record: Record, part: str, value: dict, measures: Mapping[int, Measure]) -> Model:
    model, fields = PARTS[part]
    said = {field: value[column] for column, field in fields.items()}
    keys = {"id": value["key"], "record_id": record.pk, "measure_id": value["other"]}
    one = model(**keys, **said)
    one._state.adding = False
    one._state.fields_cache["record"] = record
    if value["other"] in measures:
        one._state.fields_cache["measure"] = measures[value["other"]]
    return one


def institution_of(value: dict, parties: Mapping[int, Stakeholder]) -> Institution:
    said = {field: value[column] for column, field in NAMED.items()}
    one = Institution(pk=value["key"], country_id=value["other"] or None, **said)
    one._state.adding = False
    if value["other"] in parties:
        one.country = parties[value["other"]]
    return one
