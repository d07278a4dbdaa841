"""The risks: level in Anexo 1, a year ago and now, what happened, and how far mitigation came."""

import datetime
from dataclasses import replace

from django.db.models import Prefetch, TextChoices, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from monitoring.models import ProgressEntry
from monitoring.reading import Answer, Reading, choice, code_and_name, validated_entries
from monitoring.risks import (
    ActivityProgress,
    Known,
    RiskProgress,
    reviews_of_region,
    risk_progress,
)
from risks.levels import Point
from risks.models import Level, MitigationAction
from risks.reporting import line

ORDER = [Level.LOW, Level.MEDIUM, Level.HIGH]


class Trend(TextChoices):
    """How the region's level moved since the end of the year before."""

    ROSE = "rose", _("subió")
    SAME = "same", _("sigue igual")
    FELL = "fell", _("bajó")
    UNREVIEWED = "unreviewed", _("sin revisar este año")


def risks_data(reading: Reading, risks: list[dict]) -> list[dict]:
    """`risks` with what is known of each at the year's end; countries' own reviews stay theirs.

    The level is the region's, as the Secretaría reviewed it; where it did not, Anexo 1's.
    """
    known = known_of(reading)
    actions = Prefetch("actions", MitigationAction.objects.select_related("owner"))
    prefetch_related_objects(reading.risks, actions)
    met = met_in(reading)
    more = {
        risk.code: risk_data(reading, risk_progress(known, line(risk)), met.get(risk.pk, []))
        for risk in reading.risks
    }
    return [with_more(risk, more[risk["code"]]) for risk in risks]


def with_more(risk: dict, more: dict) -> dict:
    progress = more.pop("progress")
    activities = [{**one, **progress[one["code"]]} for one in risk["activities"]]
    return {**risk, **more, "activities": activities}


def known_of(reading: Reading) -> Known:
    """As at the end of the year: nothing that was reported for a later one."""
    answers = {
        activity: [answer for answer in found if answer.semester[0] <= reading.year]
        for activity, found in reading.answers.items()
    }
    return Known(
        reading=replace(reading, answers=answers),
        semesters=[one for one in reading.calendar.semesters if one.year <= reading.year],
        reviews=reviews_of_region(reading.plan),
    )


def met_in(reading: Reading) -> dict[int, list[dict]]:
    """Where a validated entry of the year says that the risk occurred, and what was done."""
    entries = validated_entries(reading.plan).filter(report__period__semester__year=reading.year)
    pairs = ProgressEntry.risks_met.through.objects.filter(
        progressentry__in=entries.order_by().values("pk")
    )
    marked: dict[int, list[int]] = {}
    for entry, risk in pairs.values_list("progressentry_id", "risk_id"):
        marked.setdefault(entry, []).append(risk)
    found: dict[int, list[dict]] = {}
    for activity in reading.activities:
        for answer in reading.answers_to(activity):
            for risk in marked.get(answer.entry.pk, []):
                found.setdefault(risk, []).append(met_data(activity.code, answer))
    return found


def met_data(activity: str, answer: Answer) -> dict:
    return {
        **code_and_name(answer.stakeholder),
        "activity": activity,
        "semester": answer.entry.report.period.semester.code,
        "text": answer.entry.risks_response,
        "language": answer.entry.language,
    }


def risk_data(reading: Reading, found: RiskProgress, met: list[dict]) -> dict:
    before, now = levels(found.points, reading.year)
    return {
        "coverage": choice(found.line.coverage),
        "before": point_data(before),
        "now": point_data(now),
        "trend": choice(trend(before, now)),
        "happened": [
            {"semester": point.semester, "response": point.response}
            for point in found.points
            if point.happened and point.semester[:4] == str(reading.year)
        ],
        "met": met,
        "progress": {one.activity.code: progress_data(one) for one in found.activities},
        "actions": [action_data(action, reading.as_of) for action in found.actions],
    }


def levels(points: list[Point], year: int) -> tuple[Point, Point]:
    """The last that was known when the year began, and when it ended."""
    known = [point for point in points if point.level]
    before = [one for one in known if one.is_annex or int(one.semester[:4]) < year]
    return before[-1], known[-1]


def trend(before: Point, now: Point) -> Trend:
    if now == before:
        return Trend.UNREVIEWED
    moved = ORDER.index(level_of(now)) - ORDER.index(level_of(before))
    if moved == 0:
        return Trend.SAME
    return Trend.ROSE if moved > 0 else Trend.FELL


def level_of(point: Point) -> Level:
    assert point.level is not None
    return point.level


def point_data(point: Point) -> dict:
    """Its semester is empty where no review said anything yet, and Anexo 1 stands."""
    return {**choice(level_of(point)), "semester": point.semester}


def progress_data(one: ActivityProgress) -> dict:
    return {
        "is_regional": one.is_regional,
        "asked": one.asked,
        "telling": one.telling,
        "done": one.done,
        "is_idle": one.is_idle,
    }


def action_data(action: MitigationAction, as_of: datetime.date) -> dict:
    return {
        "code": action.code,
        "statement": action.statement,
        "owner": action.owner.name,
        "due_on": action.due_on.isoformat(),
        "done_on": action.done_on.isoformat() if action.done_on else None,
        "is_overdue": not action.is_done and action.due_on < as_of,
        "result": action.result,
    }
