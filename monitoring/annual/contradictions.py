"""Dates of validated reports that cannot all be true, each with the page on which it stands."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from monitoring.models import ProgressEntry, ProgressReport, Record, ReportState, Stage
from monitoring.reading import Answer, Reading, reporter_name

STAGES = [stage.value for stage in Stage]


@dataclass(frozen=True)
class Reached:
    """A stage of a deliverable, as a row tells it."""

    entry: ProgressEntry
    measure: str
    on: datetime.date
    stage: Stage


def contradictions(reading: Reading) -> Iterator[tuple[str, str]]:
    """Each in a sentence, with the address where it is looked at; no question."""
    yield from reports_out_of_order(reading.reports)
    answers = [answer for one in reading.activities for answer in of_year(reading, one)]
    for answer in answers:
        yield from rows_outside(reading, answer)
    yield from stages_back(reached_in(reading))


def of_year(reading: Reading, activity) -> list[Answer]:
    return [one for one in reading.answers_to(activity) if one.semester[0] == reading.year]


def reports_out_of_order(reports: Iterable[ProgressReport]) -> Iterator[tuple[str, str]]:
    for report in reports:
        sent, validated = report.submitted_at, report.validated_at
        if report.state != ReportState.VALIDATED or sent is None or validated is None:
            continue
        if validated < sent:
            said = {"name": reporter_name(report.stakeholder), "semester": semester_of(report)}
            sentence = _("%(name)s, %(semester)s: el informe se validó antes de enviarse.") % said
            yield sentence, reverse("monitoring:report_history", args=[report.pk])


def rows_outside(reading: Reading, answer: Answer) -> Iterator[tuple[str, str]]:
    semester = answer.entry.report.period.semester
    for row in answer.records:
        if not row.is_late and not semester.start <= row.ended_on <= semester.end:
            text = _("«%(row)s» terminó el %(day)s, fuera de %(semester)s, y no es tardía.")
        elif row.is_late and row.ended_on >= semester.start:
            text = _("«%(row)s» terminó el %(day)s y está como tardía de %(semester)s.")
        elif row.ended_on > reading.as_of:
            text = _("«%(row)s» termina el %(day)s, que todavía no llega.")
        else:
            continue
        yield about(answer.entry, text % told(row, semester.code)), where(answer.entry)


def told(row: Record, semester: str) -> dict[str, str]:
    return {"row": row.title, "day": day(row.ended_on), "semester": semester}


def reached_in(reading: Reading) -> dict[tuple[int, str], list[Reached]]:
    """The stages of each deliverable of each stakeholder, until the end of the year."""
    found: dict[tuple[int, str], list[Reached]] = {}
    for activity in reading.activities:
        names = {one.pk: one.name for one in activity.indicator.measures.all()}
        for answer in reading.answers_to(activity):
            for row in answer.records:
                for one in row.milestones.all():
                    if row.ended_on.year > reading.year or one.measure_id not in names:
                        continue
                    key = (one.measure_id, answer.stakeholder.code)
                    stage = Reached(
                        answer.entry, names[one.measure_id], row.ended_on, Stage(one.stage)
                    )
                    found.setdefault(key, []).append(stage)
    return found


def stages_back(reached: dict[tuple[int, str], list[Reached]]) -> Iterator[tuple[str, str]]:
    """A later day with an earlier stage."""
    for stages in reached.values():
        in_time = sorted(stages, key=lambda one: one.on)
        for before, after in zip(in_time, in_time[1:], strict=False):
            if before.on < after.on and place_of(after) < place_of(before):
                text = _("«%(measure)s» pasa de %(before)s (%(on)s) a %(after)s (%(then)s).") % {
                    "measure": after.measure,
                    "before": before.stage.label,
                    "on": day(before.on),
                    "after": after.stage.label,
                    "then": day(after.on),
                }
                yield about(after.entry, text), where(after.entry)


def place_of(reached: Reached) -> int:
    return STAGES.index(reached.stage)


def about(entry: ProgressEntry, sentence: str) -> str:
    """Who says it, and of which activity."""
    name = reporter_name(entry.report.stakeholder)
    return f"{entry.activity.code} · {name} · {sentence}"


def where(entry: ProgressEntry) -> str:
    return reverse("monitoring:entry_detail", args=[entry.report_id, entry.activity.code])


def semester_of(report: ProgressReport) -> str:
    return report.period.semester.code


def day(on: datetime.date) -> str:
    return date_format(on, "d/m/Y")
