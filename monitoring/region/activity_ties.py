"""What hangs on an activity beside its reports: risks, priorities and findings, in one question."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse

from corett.accounts.models import User
from monitoring.models import Decision, Finding, FindingState, Priority
from plan.models import Plan
from risks.models import Mitigation

NO, YES = (Value(one, BooleanField()) for one in (False, True))


@dataclass(frozen=True, kw_only=True)
class Tie:
    """A risk that it mitigates, a decision of a year, or a finding: in one line, with its page."""

    code: str
    text: str
    address: str
    state: str = ""
    is_marked: bool = False
    """Of a risk: only in part. Of a decision: it has the visto bueno."""


@dataclass(frozen=True, kw_only=True)
class Ties:
    risks: list[Tie] = field(default_factory=list)
    priorities: list[Tie] = field(default_factory=list)
    findings: list[Tie] = field(default_factory=list)


def ties_of(user: User, plan: Plan, code: str) -> Ties:
    """As far as the reader may see them."""
    ties = Ties()
    rows = mitigations(plan, code).union(
        priorities(user, plan, code), findings(user, plan, code), all=True
    )
    for row in sorted(rows, key=lambda row: (row["part"], row["place"])):
        if row["part"] == "risk":
            ties.risks.append(risk_tie(plan, row))
        elif row["part"] == "priority":
            ties.priorities.append(priority_tie(plan, code, row))
        else:
            ties.findings.append(finding_tie(row))
    return ties


def risk_tie(plan: Plan, row: dict[str, Any]) -> Tie:
    return Tie(
        code=row["word"],
        text=row["said"],
        address=reverse("risks:risk", args=[plan.code, row["word"]]),
        is_marked=row["mark"],
    )


def priority_tie(plan: Plan, code: str, row: dict[str, Any]) -> Tie:
    return Tie(
        code=str(row["place"]),
        text=row["said"],
        address=reverse("monitoring:priority_detail", args=[plan.code, row["place"], code]),
        state=str(Decision(row["word"]).label),
        is_marked=row["mark"],
    )


def finding_tie(row: dict[str, Any]) -> Tie:
    return Tie(
        code=f"H{row['place']}",
        text=row["said"],
        address=reverse("monitoring:finding_detail", args=[row["key"]]),
        state=str(FindingState(row["word"]).label),
    )


def mitigations(plan: Plan, code: str) -> QuerySet:
    found = Mitigation.objects.filter(activity__plan=plan, activity__code=code)
    return found.order_by().values(
        part=Value("risk", CharField()),
        key=F("risk_id"),
        place=F("risk__order"),
        word=F("risk__code"),
        said=F("risk__statement"),
        mark=F("is_partial"),
    )


def priorities(user: User, plan: Plan, code: str) -> QuerySet:
    found = Priority.objects.visible_to(user).filter(activity__plan=plan, activity__code=code)
    endorsed = When(Q(endorsed_at__isnull=False), then=YES)
    return found.order_by().values(
        part=Value("priority", CharField()),
        key=F("pk"),
        place=F("year"),
        word=F("decision"),
        said=F("reason"),
        mark=Case(endorsed, default=NO),
    )


def findings(user: User, plan: Plan, code: str) -> QuerySet:
    found = Finding.objects.visible_to(user).filter(activity__plan=plan, activity__code=code)
    return found.order_by().values(
        part=Value("finding", CharField()),
        key=F("pk"),
        place=F("number"),
        word=F("state"),
        said=F("text"),
        mark=NO,
    )
