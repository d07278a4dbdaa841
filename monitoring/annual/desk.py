"""The sections of an edition in preparation, with what each still lacks, in five questions."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from monitoring.annual.sections import Section, sections_of
from monitoring.models import (
    AnnualReport,
    AnnualText,
    ProgressEntry,
    Record,
    ReportState,
)

Validated = dict[str, datetime.datetime]


@dataclass(frozen=True)
class Line:
    """A section; `written` is its text, where somebody saved one."""

    section: Section
    written: AnnualText | None
    unsettled: int
    is_behind: bool
    is_silent: bool

    @property
    def has_text(self) -> bool:
        return self.written is not None and bool(self.written.text.strip())

    @property
    def lacks(self) -> list[str]:
        found = [] if self.has_text else [_("sin texto")]
        if self.is_silent:
            found.append(_("nadie tiene avances validados"))
        if self.is_behind:
            found.append(_("se validó algo después de escribirla"))
        return found


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]

    @property
    def written(self) -> int:
        return sum(one.has_text for one in self.lines)


def groups_of(report: AnnualReport) -> list[Group]:
    sections = sections_of(report.plan, report.year)
    lines = lines_of(report, sections)
    grouped = groupby(lines, key=lambda line: line.section.group)
    return [Group(title, list(own)) for title, own in grouped]


def lines_of(report: AnnualReport, sections: Iterable[Section]) -> list[Line]:
    texts = {one.section: one for one in report.texts.select_related("saved_by")}
    unsettled = Counter(report.comments.unsettled().values_list("section", flat=True))
    validated = last_validated(report)
    return [
        Line(
            section=one,
            written=texts.get(one.key),
            unsettled=unsettled[one.key],
            is_behind=is_behind(texts.get(one.key), validated.get(one.key)),
            is_silent=one.key.startswith(("activity-", "country-")) and one.key not in validated,
        )
        for one in sections
    ]


def is_behind(written: AnnualText | None, validated: datetime.datetime | None) -> bool:
    """Something about it was validated after it was written."""
    if written is None or written.saved_at is None or validated is None:
        return False
    return validated > written.saved_at


def last_validated(report: AnnualReport) -> Validated:
    """When something was last validated in the year, by the section of which it tells."""
    rows = Record.objects.filter(entry=OuterRef("pk"))
    told = of_year(report).filter(~Q(progress="") | Exists(rows))
    found: Validated = {}
    for code, axis, party, at in told.values_list(
        "activity__code",
        "activity__objective__axis__number",
        "report__stakeholder__code",
        "report__validated_at",
    ):
        for key in (f"activity-{code}", f"axis-{axis}", f"country-{party}"):
            found[key] = max(at, found.get(key, at))
    return found


def of_year(report: AnnualReport):
    return ProgressEntry.objects.filter(
        report__state=ReportState.VALIDATED,
        report__period__semester__plan=report.plan_id,
        report__period__semester__year=report.year,
    )
