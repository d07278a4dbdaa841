"""Which edition an address means for who asks, and who may change it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from monitoring.annual.sections import Section, sections_of
from monitoring.models import AnnualReport
from monitoring.permissions import can_compose_annual


def visible_report(request, plan, year, edition) -> AnnualReport:
    visible = AnnualReport.objects.visible_to(request.user).select_related("plan", "published_by")
    return get_object_or_404(visible, plan__code=plan, year=year, edition=edition)


def report_in_preparation(request, plan, year, edition) -> AnnualReport:
    """For who changes it."""
    report = visible_report(request, plan, year, edition)
    if not can_compose_annual(request.membership):
        raise PermissionDenied
    return report


@dataclass(frozen=True)
class Part:
    """A section of an edition among the others; `beneath` are those that it sums up."""

    section: Section
    before: Section | None
    after: Section | None
    beneath: list[Section]


def part_of(report: AnnualReport, key: str) -> Part:
    """Two questions."""
    sections = sections_of(report.plan, report.year)
    place = next((place for place, one in enumerate(sections) if one.key == key), None)
    if place is None:
        raise Http404
    around = [None, *sections, None]
    section = sections[place]
    return Part(section, around[place], around[place + 2], beneath(section, sections))


def beneath(section: Section, sections: list[Section]) -> list[Section]:
    """Of an eje its activities, and of the presentation the ejes."""
    if section.key == "introduction":
        return [one for one in sections if one.key.startswith("axis-")]
    if section.key.startswith("axis-"):
        return [one for one in sections if one.group == section.group and one != section]
    return []
