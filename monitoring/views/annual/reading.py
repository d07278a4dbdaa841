"""Which edition an address means for who asks, and who may change it."""

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


def section_of(report: AnnualReport, key: str) -> tuple[Section, Section | None, Section | None]:
    """The section, with the one before and the one after it; two questions."""
    sections = sections_of(report.plan, report.year)
    place = next((place for place, one in enumerate(sections) if one.key == key), None)
    if place is None:
        raise Http404
    around = [None, *sections, None]
    return sections[place], around[place], around[place + 2]
