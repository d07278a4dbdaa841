"""Drawings for pages and for paper: plain values in, shapes out.

A drawing stands beside a table with the same numbers and never alone. Hatchings are lines and
signs are strokes, so that it needs no style, no pattern, no identifier and no font of signs, and
is the same in a browser, in a PDF and on a black-and-white printer.
"""

from corett.lib.charts.bars import bars
from corett.lib.charts.columns import columns
from corett.lib.charts.maps import country_map
from corett.lib.charts.shapes import Drawing
from corett.lib.charts.stacked import stacked_bar, stacked_bars

__all__ = ["Drawing", "bars", "columns", "country_map", "stacked_bar", "stacked_bars"]
