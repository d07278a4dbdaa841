"""What a reader may open or see by name of one party, in one question."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, CharField, F, IntegerField, QuerySet, Value

from corett.accounts.models import User
from corett.directory.models import Institution
from monitoring.models import ProgressReport, ReportState
from plan.models import Plan
from risks.models import Level, RiskReview

NO = Value(value=False, output_field=BooleanField())
COLUMNS: dict[str, Any] = {
    "part": Value("", CharField()),
    "key": F("pk"),
    "year": Value(0, IntegerField()),
    "half": Value(0, IntegerField()),
    "order": Value(0, IntegerField()),
    "code": Value("", CharField()),
    "statement": Value("", CharField()),
    "level": Value("", CharField()),
    "response": Value("", CharField()),
    "happened": NO,
}
SAID = "said_"
SEMESTER = ("year", "half")


@dataclass(frozen=True, kw_only=True)
class ReviewSeen:
    """What the party said of a risk in a semester."""

    code: str
    statement: str
    year: int
    half: int
    level: Level
    happened: bool
    response: str

    @property
    def semester(self) -> str:
        return f"{self.year}-{self.half}"


@dataclass(frozen=True, kw_only=True)
class Seen:
    institutions: set[int] = field(default_factory=set)
    reports: dict[str, int] = field(default_factory=dict)
    """The report that the reader may open, by semester."""

    reviews: list[ReviewSeen] = field(default_factory=list)


def seen_of(user: User, plan: Plan, code: str) -> Seen:
    found = Seen()
    for row in rows_seen(user, plan, code):
        if row["part"] == "institution":
            found.institutions.add(row["key"])
        elif row["part"] == "report":
            found.reports[f"{row['year']}-{row['half']}"] = row["key"]
        else:
            found.reviews.append(review_seen(row))
    return found


def review_seen(row: dict[str, Any]) -> ReviewSeen:
    said = ("code", "statement", "year", "half", "happened", "response")
    return ReviewSeen(level=Level(row["level"]), **{name: row[name] for name in said})


def rows_seen(user: User, plan: Plan, code: str) -> Iterator[dict[str, Any]]:
    rows = institutions_seen(user, plan, code).union(
        reports_seen(user, plan, code), reviews_seen(user, plan, code), all=True
    )
    plain = [{name.removeprefix(SAID): value for name, value in row.items()} for row in rows]
    yield from sorted(plain, key=lambda row: (row["year"], row["half"], row["order"], row["key"]))


def institutions_seen(user: User, plan: Plan, code: str) -> QuerySet:
    """Of those that took part in validated rows of the party, whom the reader may see by name."""
    found = Institution.objects.visible_to(user).filter(
        records__entry__report__state=ReportState.VALIDATED,
        records__entry__report__stakeholder__code=code,
        records__entry__report__period__semester__plan=plan,
    )
    return columns(found.distinct(), part=Value("institution", CharField()))


def reports_seen(user: User, plan: Plan, code: str) -> QuerySet:
    found = ProgressReport.objects.visible_to(user).of_plan(plan).filter(stakeholder__code=code)
    when = {name: F(f"period__semester__{name}") for name in SEMESTER}
    return columns(found, part=Value("report", CharField()), **when)


def reviews_seen(user: User, plan: Plan, code: str) -> QuerySet:
    found = RiskReview.objects.visible_to(user).filter(semester__plan=plan, stakeholder__code=code)
    return columns(
        found,
        part=Value("review", CharField()),
        order=F("risk__order"),
        code=F("risk__code"),
        statement=F("risk__statement"),
        **{name: F(f"semester__{name}") for name in SEMESTER},
        **{name: F(name) for name in ("level", "response", "happened")},
    )


def columns(found: QuerySet, **given: Any) -> QuerySet:
    """The same columns of every part, as a union needs them, named like no field of a model."""
    said = {f"{SAID}{name}": value for name, value in (COLUMNS | given).items()}
    return found.order_by().values(**said)
