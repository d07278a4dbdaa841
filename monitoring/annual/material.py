"""What countries and the coordination said, put beside the section that tells of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from monitoring.annual.desk import of_year
from monitoring.annual.sections import Section
from monitoring.models import AnnualReport, AnnualText, ProgressEntry, Record, ReportState
from monitoring.reading import reporter_name
from monitoring.row_values import read_rows
from plan.models import Measure

ALL = ("progress", "obstacles", "next_steps", "reason")
ONLY = {
    "challenges": ("obstacles",),
    "approaches": ("approaches_how",),
    "risks": ("risks_response",),
}
"""Of the sections about the whole region, what is at hand for which."""


@dataclass(frozen=True)
class Words:
    """What one who informs said of an activity in a semester."""

    entry: ProgressEntry
    said: list[tuple[str, str]]
    is_highlight: bool

    @property
    def who(self) -> str:
        return reporter_name(self.entry.report.stakeholder)

    @property
    def semester(self) -> str:
        return self.entry.report.period.semester.code


@dataclass(frozen=True)
class Row:
    """An action, of the semester in which it ended."""

    record: Record
    values: list[tuple[str, str]]

    @property
    def who(self) -> str:
        return reporter_name(self.record.entry.report.stakeholder)


def words_for(report: AnnualReport, section: Section) -> list[Words]:
    """In the order of the plan; two questions, or none where nobody is asked about it."""
    names = names_of(section)
    if not names:
        return []
    chosen = set(report.highlights.values_list("entry_id", flat=True))
    found = [
        Words(entry, said_in(entry, names), entry.pk in chosen)
        for entry in entries_about(report, section)
    ]
    return [one for one in found if one.said]


def names_of(section: Section) -> tuple[str, ...]:
    kind = section.key.partition("-")[0]
    if kind in ("activity", "country"):
        return ALL
    return ONLY.get(section.key, ())


def entries_about(report: AnnualReport, section: Section) -> Iterable[ProgressEntry]:
    kind, _dash, code = section.key.partition("-")
    found = of_year(report)
    if kind == "activity":
        found = found.filter(activity__code=code)
    elif kind == "country":
        found = found.filter(report__stakeholder__code=code)
    return found.select_related(
        "activity__plan", "report__stakeholder", "report__period__semester"
    ).order_by(
        "activity__order",
        "report__stakeholder__order",
        "report__period__semester__year",
        "report__period__semester__half",
        "pk",
    )


def said_in(entry: ProgressEntry, names: Iterable[str]) -> list[tuple[str, str]]:
    """What it says, with the name of each field of its form."""
    label = {one.name: str(one.verbose_name) for one in ProgressEntry._meta.concrete_fields}
    return [(label[name], getattr(entry, name)) for name in names if getattr(entry, name)]


def written_beneath(
    report: AnnualReport, sections: list[Section]
) -> list[tuple[Section, AnnualText | None]]:
    """The sections that another sums up, with what is written in each."""
    if not sections:
        return []
    keys = [one.key for one in sections]
    texts = {one.section: one for one in report.texts.filter(section__in=keys).exclude(text="")}
    return [(one, texts.get(one.key)) for one in sections]


def rows_for(report: AnnualReport, section: Section) -> list[Row]:
    """The validated actions of an activity in the year, forgotten ones told later included."""
    kind, _dash, code = section.key.partition("-")
    if kind != "activity":
        return []
    of_activity = Record.objects.filter(
        entry__activity__plan=report.plan_id,
        entry__activity__code=code,
        entry__report__state=ReportState.VALIDATED,
    )
    measures = Measure.objects.filter(
        indicator__activity__plan=report.plan_id, indicator__activity__code=code
    )
    rows = read_rows(
        of_activity.filter(in_year(report.year)).select_related(
            "entry__report__stakeholder", "entry__report__period__semester"
        ),
        measures={measure.pk: measure for measure in measures},
    )
    return [Row(row, values_of(row)) for row in sorted(rows, key=place_of)]


def in_year(year: int) -> Q:
    return Q(is_late=False, entry__report__period__semester__year=year) | Q(
        is_late=True, ended_on__year=year
    )


def place_of(row: Record) -> tuple:
    return row.entry.report.stakeholder.order, row.ended_on, row.pk


def values_of(row: Record) -> list[tuple[str, str]]:
    parts = (row.figures, row.milestones, row.registry_checks, row.amounts)
    given: dict[str, list[str]] = {}
    for values in parts:
        for value in values.all():
            given.setdefault(value.measure.name, []).append(str(value))
    return [(name, ", ".join(values)) for name, values in given.items()]
