"""The activities of a plan ranked by gap, with what is decided of each for a year."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corett.accounts.models import User
from monitoring import achievement
from monitoring.achievement import State
from monitoring.gap_words import say_place, why
from monitoring.gaps import (
    Basis,
    Facts,
    Gap,
    MeasureFact,
    RiskFact,
    Suggestion,
    ranked,
    suggestion,
)
from monitoring.models import EntryStatus, Priority
from monitoring.reading import Reading, read_year
from monitoring.reporting import year_data
from monitoring.risks import tells_progress
from plan.models import Activity, Plan, Semester
from risks.models import Level, RiskReview

STANDINGS = {
    "open": _("sin decisión"),
    "waiting": _("espera el visto bueno"),
    "endorsed": _("con visto bueno"),
    "scheduled": _("en el cronograma"),
}


@dataclass(frozen=True)
class Line:
    """An activity in its place, with the decision that the reader may see."""

    activity: Activity
    gap: Gap
    priority: Priority | None

    @property
    def standing(self) -> str:
        if self.priority is None:
            return "open"
        if self.priority.is_scheduled:
            return "scheduled"
        return "endorsed" if self.priority.is_endorsed else "waiting"

    @property
    def lost_endorsement(self) -> bool:
        """It had the visto bueno, and changed since."""
        return self.standing == "waiting" and getattr(self.priority, "was_endorsed", False)

    @property
    def standing_label(self) -> str:
        return str(STANDINGS[self.standing])

    @cached_property
    def suggestion(self) -> Suggestion:
        return suggestion(self.gap)

    @property
    def place(self) -> str:
        return say_place(self.gap)

    @cached_property
    def why(self) -> list:
        return why(self.gap)


@dataclass(frozen=True)
class Ranking:
    plan: Plan
    year: int
    as_of: datetime.date
    lines: list[Line]
    semesters: list[Semester]  # those of the year

    def line_of(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.activity.code == code), None)

    def count(self, *standings: str) -> int:
        return sum(line.standing in standings for line in self.lines)

    @cached_property
    def counts(self) -> dict[str, int]:
        return {standing: self.count(standing) for standing in STANDINGS}


def years_to_prioritise(plan: Plan) -> range:
    """Every year that has another one before it."""
    return plan.years[1:]


def next_year(plan: Plan, today: datetime.date) -> int:
    years = years_to_prioritise(plan) or plan.years
    return min(max(today.year + 1, years[0]), years[-1])


def read_ranking(plan: Plan, year: int, user: User) -> Ranking:
    """As the validated reports of the year before leave the plan."""
    reading = read_year(plan, year - 1, with_risks=False)
    data = {
        activity["code"]: activity
        for axis in year_data(reading)["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
    }
    first_day = datetime.date(year, 1, 1)
    activities = {one.code: one for one in reading.activities if one.is_in_force(first_day)}
    risks = risks_before(plan, year)
    facts = [
        facts_of(reading, activity, data[code], risks.get(activity.pk, []))
        for code, activity in activities.items()
    ]
    decided = {one.activity_id: one for one in decisions(plan, year, user)}
    return Ranking(
        plan=plan,
        year=year,
        as_of=reading.as_of,
        lines=[
            Line(activities[gap.facts.code], gap, decided.get(activities[gap.facts.code].pk))
            for gap in ranked(facts, reading.thresholds)
        ],
        semesters=reading.calendar.semesters_in(year),
    )


def risks_before(plan: Plan, year: int) -> dict[int, list[RiskFact]]:
    """By activity, the risks in force that it mitigates; in one question.

    The level is that of the region's last review before the year, else that of Anexo 1.
    """
    reviews = RiskReview.objects.of_region().filter(risk=OuterRef("pk"), semester__year__lt=year)
    last = reviews.order_by("-semester__year", "-semester__half").values("level")[:1]
    rows = (
        plan.risks.in_force(timezone.localdate())
        .filter(mitigations__isnull=False)
        .annotate(level_now=Coalesce(Subquery(last), "level"))
        .order_by("order")
        .values_list("mitigations__activity", "code", "level_now")
    )
    found: dict[int, list[RiskFact]] = {}
    for activity, code, level in rows:
        found.setdefault(activity, []).append(RiskFact(code, Level(level)))
    return found


def decisions(plan: Plan, year: int, user: User) -> list[Priority]:
    """Those that the reader may see, with their semesters; in one question."""
    earlier = Priority.history.filter(id=OuterRef("pk"), endorsed_at__isnull=False)
    rows = (
        Priority.objects.of_year(plan, year)
        .visible_to(user)
        .select_related("decided_by", "endorsed_by", "scheduled_by")
        .annotate(
            semester_year=F("semesters__year"),
            semester_half=F("semesters__half"),
            was_endorsed=Exists(earlier),
        )
        .order_by("activity__order", "semester_year", "semester_half")
    )
    found: dict[int, Priority] = {}
    for row in rows:
        priority = found.setdefault(row.pk, row)
        kept = vars(priority).setdefault("_prefetched_objects_cache", {"semesters": []})
        if row.semester_year:
            semester = Semester(plan=plan, year=row.semester_year, half=row.semester_half)
            kept["semesters"].append(semester)
    return list(found.values())


def facts_of(
    reading: Reading,
    activity: Activity,
    data: dict,
    risks: Iterable[RiskFact],
) -> Facts:
    cells = {cell.semester.code for cell in activity.cells.all()}
    left = [one.code for one in reading.calendar.semesters if one.year > reading.year]
    declared = data["declared"]
    return Facts(
        code=activity.code,
        order=activity.order,
        measures=tuple(facts_of_measures(data)),
        left=tuple(code for code in left if code in cells or not cells),
        is_captured=bool(cells),
        asked=declared["of"],
        missing=tuple(missing(reading, activity, declared)) if has_begun(reading, activity) else (),
        is_regional=declared["is_regional"],
        risks=tuple(risks),
    )


def has_begun(reading: Reading, activity: Activity) -> bool:
    """It was programmed by then, or could have been: its cronograma is por capturar."""
    years = [cell.semester.year for cell in activity.cells.all()]
    return not years or min(years) <= reading.year


def missing(reading: Reading, activity: Activity, declared: dict) -> list[str]:
    """Who was asked, tells no validated progress to date, and calls it neither done nor foreign."""
    telling = {
        answer.stakeholder.code
        for answer in reading.answers_to(activity)
        if answer.semester[0] <= reading.year and tells_progress(answer)
    }
    excused = (EntryStatus.DONE, EntryStatus.NOT_APPLICABLE)
    return [
        party["name"]
        for party in declared["by"]
        if party["code"] not in telling and party["value"] not in excused
    ]


def facts_of_measures(data: dict) -> list[MeasureFact]:
    """What each measure says of the region; none where it is nobody's concern."""
    regions = [measure["region"] for measure in data["measures"]]
    return [
        fact_of_measure(region)
        for region in regions
        if region["state"]["value"] != State.NOT_APPLICABLE
    ]


def fact_of_measure(region: dict) -> MeasureFact:
    """Against the goal with which the year's light compares it: the year's, else the plan's."""
    is_annual = region["goal_is_annual"]
    number = region["year" if is_annual else "to_date"]["number"]
    if number is None:
        is_owed = region["state"]["value"] != State.NOT_PROGRAMMED
        return MeasureFact(Basis.NO_DATA if is_owed else Basis.NOT_PROGRAMMED)
    if region["goal"] is None:
        return MeasureFact(Basis.NO_TARGET)
    reached = achievement.share(Decimal(number), Decimal(region["goal"]))
    return MeasureFact(Basis.MEASURED, min(reached or Fraction(), Fraction(1)), is_annual)
