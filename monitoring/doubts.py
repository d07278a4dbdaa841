"""What a reviewer should look at twice: warnings that are computed from what a report says.

Plain values in and out: no query, and no clock. A doubt refuses nothing; the person decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import Category, EntryStatus, People
from plan.models import Kind, Scope

Number = int | Decimal
TIMES = 10
JUDGED_BY_SIZE = (Kind.COUNT, Kind.PEOPLE, Kind.INSTITUTIONS, Kind.AMOUNT, Kind.REACH)
NO_EVENT = {Kind.DELIVERABLE.value, Kind.REGISTRY.value, Kind.AMOUNT.value}
BROKEN_DOWN = {People.WOMEN.value, People.MEN.value, People.OTHER.value}
UNBROKEN = {Category.TOTAL.value, People.UNSPECIFIED.value}


class Matter(TextChoices):
    TENFOLD = "tenfold", gettext_lazy("diez veces el año anterior")
    NOBODY = "nobody", gettext_lazy("acción sin instituciones")
    UNBROKEN = "unbroken", gettext_lazy("personas sin desglose")
    SHARED = "shared", gettext_lazy("evento que otro también informa")
    EMPTY = "empty", gettext_lazy("concluida sin nada contado")


@dataclass(frozen=True)
class Doubt:
    """A sentence for the reviewer; `row` is the key of the row that it is of, if it is of one."""

    matter: Matter
    sentence: str
    row: str = ""

    def __str__(self):
        return self.sentence


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a row says that can be doubted; `kinds` are those of the measures it gives values for,
    and `others` who else reports a regional row that is not linked with it.
    """

    key: str
    title: str
    scope: str = Scope.NATIONAL
    modality: str = ""
    institutions: int = 0
    kinds: frozenset[str] = frozenset()
    people: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def is_event(self) -> bool:
        """Somebody met: it was held somehow, or it gives more than a product, register or sum."""
        return bool(self.modality) or not self.kinds or not self.kinds <= NO_EVENT


@dataclass(frozen=True, kw_only=True)
class Value:
    """What a measure adds up to, whole or by parts: this semester, and in each of last year."""

    measure: str
    kind: str
    now: Mapping[str, Number] = field(default_factory=dict)
    last_year: tuple[Mapping[str, Number], ...] = ()


def doubts(
    *, status: str, values: Iterable[Value], rows: Iterable[Row], counted_before: bool = False
) -> list[Doubt]:
    """All doubts of one activity in one report.

    `counted_before` tells that an earlier semester of the same stakeholder counted something.
    """
    values, rows = list(values), list(rows)
    found = [*grown_tenfold(values), *done_with_nothing(status, values, before=counted_before)]
    for row in rows:
        found += [*without_institutions(row), *without_breakdown(row), *told_by_others(row)]
    return found


def grown_tenfold(values: Iterable[Value]) -> Iterator[Doubt]:
    """At least ten times the largest semester of the year before; a zero then compares with none.

    Products and registers exist or do not: they have no size.
    """
    for value in values:
        if value.kind not in JUDGED_BY_SIZE:
            continue
        for part, number in value.now.items():
            largest = max((before.get(part) or 0 for before in value.last_year), default=0)
            if largest > 0 and number >= TIMES * largest:
                yield Doubt(Matter.TENFOLD, tenfold_sentence(value, part, number, largest))


def tenfold_sentence(value: Value, part: str, number: Number, largest: Number) -> str:
    sentence = _(
        "%(measure)s: dice %(now)s, y el semestre más alto del año anterior fue %(before)s"
    )
    measure = f"{value.measure} ({part})" if part else value.measure
    return sentence % {
        "measure": measure,
        "now": localize(number),
        "before": localize(largest),
    }


def done_with_nothing(status: str, values: list[Value], *, before: bool) -> Iterator[Doubt]:
    """Where something is asked, and neither this semester nor an earlier one counts any of it."""
    is_empty = not any(number for value in values for number in value.now.values())
    if status == EntryStatus.DONE and values and is_empty and not before:
        yield Doubt(Matter.EMPTY, _("Dice «concluida» y sus acciones no suman nada"))


def without_institutions(row: Row) -> Iterator[Doubt]:
    if row.is_event and not row.institutions:
        sentence = _("«%(title)s» no dice qué instituciones participaron") % {"title": row.title}
        yield Doubt(Matter.NOBODY, sentence, row.key)


def without_breakdown(row: Row) -> Iterator[Doubt]:
    """People who are only a total, or all «sin especificar»; nobody is nothing to break down."""
    for measure, numbers in row.people.items():
        whole = sum(number for part, number in numbers.items() if part in UNBROKEN)
        broken = sum(number for part, number in numbers.items() if part in BROKEN_DOWN)
        if whole and not broken:
            sentence = _("«%(title)s» da %(measure)s sin separar mujeres y hombres") % {
                "title": row.title,
                "measure": measure,
            }
            yield Doubt(Matter.UNBROKEN, sentence, row.key)


def told_by_others(row: Row) -> Iterator[Doubt]:
    """A regional row, while another stakeholder tells of one that is not linked with it."""
    if row.scope == Scope.REGIONAL and row.others:
        sentence = _("«%(title)s» es regional, y también informa uno: %(others)s") % {
            "title": row.title,
            "others": ", ".join(dict.fromkeys(row.others)),
        }
        yield Doubt(Matter.SHARED, sentence, row.key)
