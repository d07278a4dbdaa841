"""What the public pages of the annual report read out of a content or a list."""

import datetime

from django import template

from monitoring.models import AnnualReport

register = template.Library()


@register.simple_tag
def files_of(report: AnnualReport, editions: dict) -> dict:
    return editions.get(report.pk, {})


@register.filter
def iso_day(written: str) -> datetime.date:
    return datetime.date.fromisoformat(written)


@register.filter
def axes_counted(content: dict) -> list[tuple[dict, dict]]:
    """Each eje with its counts of the summary."""
    counts = {axis["number"]: axis for axis in content["summary"]["axes"]}
    return [(axis, counts[axis["number"]]) for axis in content["axes"]]
