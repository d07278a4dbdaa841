"""How plain values of an edition are printed."""

import datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

register = template.Library()

LEVELS = {"low": _("Bajo"), "medium": _("Medio"), "high": _("Alto")}
HALVES = {"1": _("1er Sem"), "2": _("2do Sem")}


@register.filter
def day(value: str) -> str:
    return date_format(datetime.date.fromisoformat(value), r"j \d\e F \d\e Y")


@register.filter
def level(value: str) -> str:
    """As Anexo 1 prints it."""
    return str(LEVELS.get(value, value))


@register.filter
def half(semester: str) -> str:
    """As the cronograma heads its columns."""
    return str(HALVES.get(semester.partition("-")[2], semester))
