"""Validated reports as plain data: numbers, states, names and words, ready for JSON.

What is marked "no publicar" is counted, never named.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from corett.directory.models import Institution
from monitoring import achievement
from monitoring.activity_rows import actions_by, resources_by
from monitoring.activity_states import (
    goals_of_year,
    goals_to_date,
    states_of_year,
    states_to_date,
)
from monitoring.models import AmountStatus, EntryStatus, ProgressReport, Record, ReportState
from monitoring.reading import Answer, Reading, choice, code_and_name, reporter_name
from monitoring.standings import MeasureReading
from plan.models import Activity, Kind, Semester
from risks.models import Risk


def year_data(reading: Reading) -> dict:
    """The whole year: who reported, each activity, resources and risks."""
    activities = {
        activity.code: activity_data(reading, activity) for activity in reading.activities
    }
    return {
        "semesters": [code_and_label(semester) for semester in reading.semesters],
        "reporting": [reporting_data(reading, semester) for semester in reading.semesters],
        "countries": [code_and_name(party) for party in reading.countries],
        "axes": axes_data(reading, activities),
        "summary": summary_data(reading, list(activities.values())),
        "resources": resources_data(reading),
        "risks": [risk_data(risk, activities) for risk in reading.risks],
    }


def code_and_label(semester: Semester) -> dict:
    return {"code": semester.code, "label": str(semester.label)}


# Who reported


def reporting_data(reading: Reading, semester: Semester) -> dict:
    by_code = {
        report.stakeholder.code: report
        for report in reading.reports
        if report.period.semester_id == semester.pk
    }
    asked = [*reading.countries, *reading.coordination]
    reports = [
        {**code_and_name(party), **report_data(reading, by_code.get(party.code))} for party in asked
    ]
    missing = [one for one in reports if one["state"]["value"] != ReportState.VALIDATED]
    return {
        **code_and_label(semester),
        "is_opened": semester.pk in reading.opened,
        "validated": len(reports) - len(missing),
        "asked": len(reports),
        "reports": reports,
        "missing": missing,
    }


def report_data(reading: Reading, report: ProgressReport | None) -> dict:
    """While a reopened report is corrected, its figures do not count."""
    return {
        "state": state_of_report(report),
        "is_reopened": report is not None and report.pk in reading.reopened,
        "submitted_on": day_of(report.submitted_at if report else None),
        "validated_on": day_of(report.validated_at if report else None),
    }


def day_of(moment: datetime.datetime | None) -> str | None:
    return timezone.localtime(moment).date().isoformat() if moment else None


def state_of_report(report: ProgressReport | None) -> dict:
    if report is None:
        return {"value": "none", "label": _("Sin informe")}
    return choice(ReportState(report.state))


# One activity


def axes_data(reading: Reading, activities: dict[str, dict]) -> list[dict]:
    """Ejes with their objectives, and these with their activities, as the plan orders them."""
    axes: dict[int, dict] = {}
    for activity in reading.activities:
        objective = activity.objective
        axis = axes.setdefault(
            objective.axis.number,
            {
                "number": objective.axis.number,
                "name": objective.axis.name,
                "definition": objective.axis.definition,
                "objectives": {},
            },
        )
        axis["objectives"].setdefault(
            objective.number,
            {"number": objective.number, "statement": objective.statement, "activities": []},
        )["activities"].append(activities[activity.code])
    return [{**axis, "objectives": list(axis["objectives"].values())} for axis in axes.values()]


def activity_data(reading: Reading, activity: Activity) -> dict:
    answers = reading.answers_to(activity)
    of_year = [answer for answer in answers if answer.semester[0] == reading.year]
    records = [record for answer in answers for record in answer.records_in(reading.year)]
    measures = [
        MeasureReading(reading, activity, measure) for measure in activity.indicator.measures.all()
    ]
    return {
        "code": activity.code,
        "statement": activity.statement,
        "responsibilities": activity.responsibilities_text,
        "programmed": [cell.semester.code for cell in activity.cells.all()],
        "indicator": {
            "statement": activity.indicator.statement,
            "measures": len(measures),
            "with_goal": sum(measure.has_region_goal for measure in measures),
            "verdict": choice(
                achievement.verdict(s for measure in measures for s in measure.judged)
            ),
        },
        "declared": declared_data(reading, measures, answers),
        "actions": sum(record.quantity for record in records),
        "has_progress": bool(records) or any(answer.entry.progress for answer in of_year),
        "measures": [measure.data() for measure in measures],
        "states": states_of_year(reading, measures),
        "states_to_date": states_to_date(reading, measures),
        "goals": goals_of_year(measures),
        "goals_to_date": goals_to_date(measures),
        "actions_by": actions_by(answers, reading.year),
        "resources": resources_by(answers, reading.year),
        "institutions": institutions_data(records),
        "narratives": [narrative_data(answer) for answer in of_year if has_words(answer)],
        "silent": [silent_data(answer) for answer in of_year if answer.entry.no_activity],
        **evidence_data(reading, answers),
    }


def declared_data(
    reading: Reading, measures: "list[MeasureReading]", answers: list[Answer]
) -> dict:
    """Who says that the activity is concluded: of the countries, or of the coordination."""
    asked = [party for party in reading.countries if any(m.asks(party) for m in measures)]
    is_regional = not asked
    latest = {
        answer.stakeholder.code: answer.declared
        for answer in answers
        if answer.semester[0] <= reading.year and answer.declared
    }
    by = [
        {**code_and_name(party), **declared_status(latest.get(party.code))}
        for party in asked or reading.coordination
    ]
    done = sum(row["value"] == EntryStatus.DONE for row in by)
    return {"is_regional": is_regional, "done": done, "of": len(by), "by": by}


def declared_status(status: EntryStatus | None) -> dict:
    if status is None:
        return {"value": "no_data", "label": _("sin dato")}
    return choice(status)


def has_words(answer: Answer) -> bool:
    entry = answer.entry
    return bool(entry.progress or entry.obstacles or entry.next_steps or entry.reason)


def silent_data(answer: Answer) -> dict:
    """Who said that there was no activity in a semester."""
    semester = answer.entry.report.period.semester.code
    return {**code_and_name(answer.stakeholder), "semester": semester}


def narrative_data(answer: Answer) -> dict:
    entry = answer.entry
    return {
        **code_and_name(answer.stakeholder),
        "semester": entry.report.period.semester.code,
        "status": choice(EntryStatus(entry.status)),
        "reason": entry.reason,
        "progress": entry.progress,
        "obstacles": entry.obstacles,
        "next_steps": entry.next_steps,
        "language": entry.language,
    }


def institutions_data(records: Iterable[Record]) -> list[dict]:
    """By country, each once; what is not to be published is counted without its name."""
    taking_part = {one for record in records for one in record.institutions.all()}
    groups: dict[tuple[int, str], list[Institution]] = {}
    for institution in taking_part:
        country = institution.country
        key = (country.order, country.name) if country else (10**6, _("Internacionales"))
        groups.setdefault(key, []).append(institution)
    return [
        {
            "country": name,
            "names": sorted(one.name for one in groups[order, name] if one.is_public),
            "unnamed": sum(not one.is_public for one in groups[order, name]),
        }
        for order, name in sorted(groups)
    ]


def evidence_data(reading: Reading, answers: Iterable[Answer]) -> dict:
    of_year = [
        (answer, evidence) for answer in answers for evidence in answer.evidence_in(reading.year)
    ]
    return {
        "evidence": [
            {
                **code_and_name(answer.stakeholder),
                "semester": answer.entry.report.period.semester.code,
                "title": evidence.title,
                "url": evidence.url,
            }
            for answer, evidence in of_year
            if evidence.is_public
        ],
        "evidence_withheld": sum(not evidence.is_public for _answer, evidence in of_year),
    }


# Summary, resources, risks


def summary_data(reading: Reading, activities: list[dict]) -> dict:
    reporting = [reporting_data(reading, semester) for semester in reading.semesters]
    records = [
        record
        for answers in reading.answers.values()
        for answer in answers
        for record in answer.records_in(reading.year)
    ]
    institutions = {one.pk for record in records for one in record.institutions.all()}
    by_axis: dict[int, list[str]] = {}
    for activity in reading.activities:
        by_axis.setdefault(activity.objective.axis.number, []).append(activity.code)
    return {
        "reports_validated": sum(semester["validated"] for semester in reporting),
        "reports_asked": sum(semester["asked"] for semester in reporting),
        "actions": sum(record.quantity for record in records),
        "institutions": len(institutions),
        "participations": participations(activities),
        "all": counts(activities),
        "axes": [
            {"number": number, **counts([one for one in activities if one["code"] in codes])}
            for number, codes in by_axis.items()
        ],
    }


def counts(activities: list[dict]) -> dict:
    """Declared, met, and what cannot be told, side by side."""
    verdicts = [activity["indicator"]["verdict"]["value"] for activity in activities]
    return {
        "activities": len(activities),
        "with_progress": sum(activity["has_progress"] for activity in activities),
        "declared_done": sum(
            activity["declared"]["done"] == activity["declared"]["of"] > 0
            for activity in activities
        ),
        **{str(value): verdicts.count(value) for value in achievement.Verdict.values},
    }


def participations(activities: list[dict]) -> int:
    return sum(
        measure["region"]["year"]["number"] or 0
        for activity in activities
        for measure in activity["measures"]
        if measure["kind"]["value"] == Kind.PEOPLE
    )


def resources_data(reading: Reading) -> dict:
    managed: dict[str, dict[str, Decimal]] = {}
    used: dict[tuple[int, str, str], Decimal] = {}
    for answers in reading.answers.values():
        for answer in answers:
            for record in answer.records_in(reading.year):
                for amount in record.amounts.all():
                    by_status = managed.setdefault(amount.source, {})
                    by_status[amount.status] = by_status.get(amount.status, 0) + amount.usd
                if record.resources_usd is not None:
                    party = answer.stakeholder
                    key = (party.order, reporter_name(party), record.resources_source)
                    used[key] = used.get(key, Decimal()) + record.resources_usd
    return {
        "managed": [
            {"source": source, **{s: money(managed[source].get(s)) for s in AmountStatus.values}}
            for source in sorted(managed)
        ],
        "managed_totals": {
            status: money(sum((row.get(status, Decimal()) for row in managed.values()), Decimal()))
            for status in AmountStatus.values
        },
        "used": [
            {"name": name, "source": source, "usd": money(used[order, name, source])}
            for order, name, source in sorted(used)
        ],
        "used_total": money(sum(used.values(), Decimal())),
    }


def money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def risk_data(risk: Risk, activities: dict[str, dict]) -> dict:
    mitigations = sorted(risk.mitigations.all(), key=lambda one: one.activity.order)
    return {
        "code": risk.code,
        "type": risk.type.name,
        "statement": risk.statement,
        "level": {"value": risk.level, "label": str(risk.get_level_display())},
        "mitigation": risk.mitigation,
        "activities": [
            {
                "code": mitigation.activity.code,
                "is_partial": mitigation.is_partial,
                "has_progress": activities[mitigation.activity.code]["has_progress"],
            }
            for mitigation in mitigations
            if mitigation.activity.code in activities
        ],
    }
