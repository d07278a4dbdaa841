"""How the values of a stakeholder's report are printed."""

import datetime

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(written: str) -> str:
    """The day that a JSON value writes as 2025-03-01."""
    return date_format(datetime.date.fromisoformat(written), "d/m/Y")
