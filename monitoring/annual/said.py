"""What stands written, said and agreed of an edition, and what waits for it, in one question."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, IntegerField, Value

from monitoring.models import (
    AnnualAction,
    AnnualComment,
    AnnualEvent,
    AnnualReport,
    AnnualText,
    Finding,
    Priority,
)

KINDS = TEXT, COMMENT, ENDORSED, DECIDED, WAITING, OVERDUE = tuple("tcedwo")
NOTHING = {"what": Value("", CharField()), "number": Value(0, IntegerField())}


@dataclass(frozen=True)
class Said:
    """`endorsed` has the version to which each stakeholder last gave its visto bueno."""

    written: set[str]
    unsettled: list[str]
    endorsed: dict[str, int]
    decided: int
    waiting: int
    overdue: int


def said_of(report: AnnualReport) -> Said:
    first, *others = (
        marked(rows, kind, **values) for kind, (rows, values) in asked_for(report).items()
    )
    found = list(first.union(*others, all=True))
    of = {kind: [(what, number) for one, what, number in found if one == kind] for kind in KINDS}
    return Said(
        written={section for section, _number in of[TEXT]},
        unsettled=[section for section, _number in of[COMMENT]],
        endorsed=latest(of[ENDORSED]),
        decided=len(of[DECIDED]),
        waiting=len(of[WAITING]),
        overdue=len(of[OVERDUE]),
    )


def asked_for(report: AnnualReport) -> dict:
    priorities = Priority.objects.of_year(report.plan, report.year + 1)
    findings = Finding.objects.of_plan(report.plan).overdue()
    return {
        TEXT: (AnnualText.objects.filter(report=report).exclude(text=""), {"what": F("section")}),
        COMMENT: (
            AnnualComment.objects.filter(report=report).unsettled(),
            {"what": F("section")},
        ),
        ENDORSED: (
            AnnualEvent.objects.filter(report=report, action=AnnualAction.ENDORSED),
            {"what": F("stakeholder__code"), "number": F("version")},
        ),
        DECIDED: (priorities.filter(endorsed_at__isnull=False), {}),
        WAITING: (priorities.filter(endorsed_at__isnull=True), {}),
        OVERDUE: (findings.filter(found_on__lte=datetime.date(report.year, 12, 31)), {}),
    }


def marked(rows, kind: str, **values):
    columns = {**NOTHING, **values}
    return rows.order_by().values_list(
        Value(kind, CharField()),
        columns["what"],
        columns["number"],
    )


def latest(given: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The version of an edition only grows, so that the last is the highest."""
    found: dict[str, int] = {}
    for code, version in given:
        found[code] = max(version, found.get(code, 0))
    return found
