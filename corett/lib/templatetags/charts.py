"""Drawings in a template: `{% stacked_bar parts label %}`, beside the table of the same numbers.

`label` names the drawing for who does not see it.
"""

from django import template
from django.template.loader import get_template

from corett.lib import charts
from corett.lib.charts.shapes import Path, Rect, Text, plain

register = template.Library()
register.filter(plain)


@register.simple_tag
def stacked_bar(parts, label: str) -> str:
    return drawn(charts.stacked_bar(parts, str(label)))


@register.simple_tag
def stacked_bars(rows, label: str) -> str:
    return drawn(charts.stacked_bars(rows, str(label)))


@register.simple_tag
def bars(rows, label: str, *, percent: bool = False) -> str:
    return drawn(charts.bars(rows, str(label), percent=percent))


@register.simple_tag
def columns(series, label: str) -> str:
    return drawn(charts.columns(series, str(label)))


@register.simple_tag
def country_map(shades, label: str) -> str:
    return drawn(charts.country_map(shades, str(label)))


def drawn(drawing: charts.Drawing) -> str:
    return get_template("charts/drawing.svg").render({"drawing": drawing})


@register.filter
def element(shape) -> str:
    return {Rect: "rect", Path: "path", Text: "text"}[type(shape)]
