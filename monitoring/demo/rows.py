"""Invented rows: for each measure kind a value that such a row could have."""

import datetime
import uuid
from decimal import Decimal
from random import Random

from corett.accounts.models import Membership
from corett.directory.models import Institution
from monitoring.demo import texts
from monitoring.evidence import add_evidence
from monitoring.models import (
    Amount,
    Evidence,
    Figure,
    Milestone,
    Modality,
    ProgressEntry,
    Record,
    RegistryCheck,
    Stage,
)
from monitoring.records import Parts, Value, add_record
from plan.models import CountedFrom, Kind, Measure, Scope

STAGES = list(Stage)
PLACES = ("Sede central", "Zona fronteriza norte", "Zona fronteriza sur", "En línea")


def invent_row(entry: ProgressEntry, step: int, *, by: Membership, dice: Random) -> Record:
    """A row of the entry's semester; `step` says how far its deliverables have come (0 to 3)."""
    semester = entry.report.period.semester
    record = Record(
        entry=entry,
        key=uuid.UUID(int=dice.getrandbits(128), version=4),
        title=texts.ACTIONS[entry.activity.code],
        ended_on=semester.start + datetime.timedelta(days=dice.randint(20, 170)),
        quantity=dice.choice([1, 1, 1, 2]),
        place=dice.choice(PLACES),
        modality=dice.choice(Modality.values),
        scope=Scope.REGIONAL if entry.activity.code in ("3.5", "11.3") else Scope.NATIONAL,
        resources_usd=Decimal(dice.randint(5, 90) * 100) if dice.random() < 0.4 else None,
    )
    if record.resources_usd is not None:
        record.resources_source = dice.choice(["Presupuesto nacional", "Cooperación"])
    values = [value for measure in entry.measures() for value in invent_values(measure, step, dice)]
    parts = Parts(values=values, institutions=some_institutions(entry, dice))
    return add_record(record, parts=parts, by=by)


def invent_values(measure: Measure, step: int, dice: Random) -> list[Value]:
    return INVENTORS[measure.kind](measure, step, dice)


def numbers(measure: Measure, dice: Random, largest: dict[str, int]) -> list[Value]:
    return [
        Figure(measure=measure, category=category, number=dice.randint(0, most))
        for category, most in largest.items()
    ]


def count(measure: Measure, step: int, dice: Random) -> list[Value]:
    if measure.counted_from != CountedFrom.FIGURES:
        return []
    return numbers(measure, dice, {"total": 40})


def people(measure: Measure, step: int, dice: Random) -> list[Value]:
    return numbers(measure, dice, {"women": 45, "men": 40, "other": 2, "unspecified": 3})


def reach(measure: Measure, step: int, dice: Random) -> list[Value]:
    return numbers(measure, dice, {"website": 3_000, "social": 20_000, "other_media": 8_000})


def deliverable(measure: Measure, step: int, dice: Random) -> list[Value]:
    return [Milestone(measure=measure, stage=STAGES[min(step, len(STAGES) - 1)])]


def registry(measure: Measure, step: int, dice: Random) -> list[Value]:
    return [RegistryCheck(measure=measure, is_current=dice.random() < 0.8)]


def amount(measure: Measure, step: int, dice: Random) -> list[Value]:
    usd = Decimal(dice.randint(20, 120) * 1_000)
    return [
        Amount(
            measure=measure,
            amount=usd,
            usd=usd,
            source="Cooperante de demostración",
            status=dice.choice(["managed", "received"]),
        )
    ]


INVENTORS = {
    Kind.COUNT: count,
    Kind.PEOPLE: people,
    Kind.INSTITUTIONS: lambda measure, step, dice: [],
    Kind.DELIVERABLE: deliverable,
    Kind.REGISTRY: registry,
    Kind.AMOUNT: amount,
    Kind.REACH: reach,
}


def some_institutions(entry: ProgressEntry, dice: Random) -> list[Institution]:
    available = list(Institution.objects.available_to(entry.report.stakeholder))
    return dice.sample(available, k=min(len(available), dice.randint(1, 4)))


def invent_evidence(
    entry: ProgressEntry, *, by: Membership, dice: Random, of: Record | None = None
) -> None:
    evidence = Evidence(
        entry=entry,
        record=of,
        title=dice.choice(texts.EVIDENCE),
        url=f"https://demostracion.example/{entry.activity.code}/{dice.randint(100, 999)}",
        is_public=dice.random() < 0.8,
    )
    add_evidence([evidence], by=by)
