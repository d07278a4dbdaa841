"""How far the mitigation of each risk has come, by what validated reports say of its activities."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from monitoring.reading import Answer, Reading, read_year
from monitoring.reporting import declared_data
from monitoring.standings import MeasureReading
from plan.models import Activity, Plan, Semester
from risks.attention import ActionFact, Attention, RiskFacts, needing_attention
from risks.levels import Point, level_points
from risks.models import Level, Mitigation, MitigationAction, Risk, RiskReview
from risks.reporting import RiskLine, line, with_answers
from risks.reviews import Said, has_begun, said_in


@dataclass(frozen=True)
class ActivityProgress:
    """Of those who answer for an activity, how many tell progress, and how many call it done."""

    activity: Activity
    is_partial: bool
    is_regional: bool
    asked: int
    telling: int
    done: int
    is_due: bool

    @property
    def is_idle(self) -> bool:
        return self.is_due and not self.telling


@dataclass(frozen=True)
class RiskProgress:
    line: RiskLine
    points: list[Point]
    activities: list[ActivityProgress]
    actions: list[MitigationAction]

    @property
    def risk(self) -> Risk:
        return self.line.risk

    @property
    def now(self) -> Point:
        return [point for point in self.points if point.level][-1]


@dataclass(frozen=True)
class RiskReading:
    plan: Plan
    as_of: datetime.date
    risks: list[RiskProgress]
    attention: list[tuple[RiskProgress, Attention]]


@dataclass(frozen=True)
class Known:
    """What is read once for all the risks of a plan."""

    reading: Reading
    semesters: list[Semester]  # those that have begun
    reviews: dict[int, dict[str, Said]]  # by risk and semester, what the region said

    @cached_property
    def activities(self) -> dict[int, Activity]:
        return {activity.pk: activity for activity in self.reading.activities}

    @property
    def last_ended(self) -> str:
        codes = [one.code for one in self.semesters if one.end < self.reading.as_of]
        return codes[-1] if codes else ""


def read_risks(plan: Plan) -> RiskReading:
    """The plan to date: each risk in force, and which of them need attention."""
    today = timezone.localdate()
    year = min(max(today.year, plan.start.year), plan.end.year)
    reading = read_year(plan, year, with_risks=False, with_evidence=False)
    known = Known(
        reading=reading,
        semesters=[one for one in reading.calendar.semesters if has_begun(one)],
        reviews=reviews_of_region(plan),
    )
    lines = [line(risk) for risk in with_answers(plan.risks.in_force(today))]
    risks = {one.risk.code: risk_progress(known, one) for one in lines}
    found = needing_attention([facts_of(known, one) for one in risks.values()], today)
    attention = [(risks[one.facts.code], one) for one in found]
    return RiskReading(plan, today, list(risks.values()), attention)


def reviews_of_region(plan: Plan) -> dict[int, dict[str, Said]]:
    found: dict[int, dict[str, Said]] = {}
    reviews = RiskReview.objects.of_region().filter(semester__plan=plan)
    for review in reviews.select_related("semester"):
        found.setdefault(review.risk_id, {})[review.semester.code] = said_in(review)
    return found


def risk_progress(known: Known, one: RiskLine) -> RiskProgress:
    codes = [semester.code for semester in known.semesters]
    said = known.reviews.get(one.risk.pk, {})
    return RiskProgress(
        line=one,
        points=level_points(Level(one.risk.level), codes, said),
        activities=[
            activity_progress(known, mitigation)
            for mitigation in one.mitigations
            if mitigation.activity_id in known.activities
        ],
        actions=list(one.risk.actions.all()),
    )


def activity_progress(known: Known, mitigation: Mitigation) -> ActivityProgress:
    activity = known.activities[mitigation.activity_id]
    answers = known.reading.answers_to(activity)
    measures = [
        MeasureReading(known.reading, activity, measure)
        for measure in activity.indicator.measures.all()
    ]
    declared = declared_data(known.reading, measures, answers)
    telling = {answer.stakeholder.code for answer in answers if tells_progress(answer)}
    return ActivityProgress(
        activity=mitigation.activity,
        is_partial=mitigation.is_partial,
        is_regional=declared["is_regional"],
        asked=declared["of"],
        telling=sum(party["code"] in telling for party in declared["by"]),
        done=declared["done"],
        is_due=is_due(known, activity),
    )


def tells_progress(answer: Answer) -> bool:
    """It says what was done, in words or in rows."""
    return bool(answer.records or answer.entry.progress)


def is_due(known: Known, activity: Activity) -> bool:
    """Something could be known of it: a planned semester ended, or any where none is planned."""
    today = known.reading.as_of
    planned = [cell.semester for cell in activity.cells.all()] or known.semesters
    return activity.is_in_force(today) and any(semester.end < today for semester in planned)


def facts_of(known: Known, one: RiskProgress) -> RiskFacts:
    return RiskFacts(
        code=one.risk.code,
        order=one.risk.order,
        points=one.points,
        coverage=one.line.coverage,
        ended=known.last_ended,
        actions=[ActionFact(row.code, row.due_on, row.is_done) for row in one.actions],
        idle=[row.activity.code for row in one.activities if row.is_idle],
    )
