import io
import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import NullObject

from corett.lib import charts
from corett.lib.charts import bars, columns, country_map, outlines, stacked_bar, stacked_bars
from corett.lib.charts.looks import LOOKS, filled, look_of
from corett.lib.charts.maps import PLACES
from corett.lib.charts.shapes import (
    WIDTH,
    Drawing,
    Path,
    Rect,
    Text,
    figure,
    hatching,
    shortened,
    text_width,
    wrapped,
)
from corett.lib.charts.stacked import placed
from corett.lib.pdf import render_pdf

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30)
VALUES = st.sampled_from([*LOOKS, "", "unheard_of"])
NUMBERS = st.none() | st.integers(0, 10**9) | st.decimals(0, 10**7, places=2)

PARTS = st.lists(
    st.fixed_dictionaries({"value": VALUES, "label": WORDS, "number": st.integers(0, 9999)}),
    max_size=12,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"label": WORDS, "number": NUMBERS}, optional={"target": NUMBERS, "value": VALUES}
    ),
    max_size=9,
)
SHADES = st.lists(
    st.fixed_dictionaries(
        {
            "code": st.sampled_from([*PLACES]),
            "name": WORDS,
            "number": st.none() | st.integers(0, 40),
            "of": st.integers(0, 40),
        }
    ),
    unique_by=lambda shade: shade["code"],
)
TAGS = {
    "stacked": "{% load charts %}{% stacked_bar given label %}",
    "stacks": "{% load charts %}{% stacked_bars given label %}",
    "bars": "{% load charts %}{% bars given label percent=True %}",
    "columns": "{% load charts %}{% columns given label %}",
    "map": "{% load charts %}{% country_map given label %}",
}
STATES = [{"value": "met", "label": "cumplido", "number": 3}]
SERIES = [
    {"label": "2024-2", "number": None},
    {"label": "2025-1", "number": 0},
    {"label": "2025-2", "number": 12, "target": 10, "value": "met"},
]
COVERAGE = [{"code": "HN", "name": "Honduras", "number": 1, "of": 2}]
BY_AXIS = [{"name": "Eje 1", "parts": STATES}, {"name": "Eje 2", "parts": []}]
DRAWINGS = {"stacked": "stacked_bar", "stacks": "stacked_bars", "map": "country_map"}
SAMPLES = {"stacked": STATES, "stacks": BY_AXIS, "bars": SERIES, "columns": SERIES, "map": COVERAGE}


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Text)]


def drawn(kind: str, given_values, label="Una figura") -> str:
    return Template(TAGS[kind]).render(Context({"given": given_values, "label": label}))


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    written = [shape for shape in drawing.shapes if isinstance(shape, Text)]
    return [
        (a.text, b.text)
        for a, b in itertools.combinations(written, 2)
        if abs(a.y - b.y) < min(a.size, b.size) * 0.8
        and a.left + 0.01 < b.right
        and b.left + 0.01 < a.right
    ]


def outside(drawing: Drawing) -> list[str]:
    written = [shape for shape in drawing.shapes if isinstance(shape, Text)]
    return [one.text for one in written if one.left < -0.01 or one.right > WIDTH + 0.01]


# A bar of parts


@given(PARTS)
def test_the_parts_fill_the_bar_in_their_order(parts):
    shown = [part for part in parts if part["number"]]
    laid = list(placed(shown, 1, WIDTH - 2))

    assert [part for part, _x, _width in laid] == shown
    assert all(width > 0 for _part, _x, width in laid)
    assert all(
        x + width == pytest.approx(after)
        for (_, x, width), (_, after, _) in itertools.pairwise(laid)
    )
    if shown:
        assert sum(width for _part, _x, width in laid) == pytest.approx(WIDTH - 2)
        whole = sum(part["number"] for part in shown)
        for part, _x, width in laid:
            assert width == pytest.approx((WIDTH - 2) * part["number"] / whole)


@given(PARTS)
def test_every_part_is_named_beneath_with_its_number(parts):
    written = texts(stacked_bar(parts, "Estados"))

    for part in parts:
        if part["number"]:
            assert figure(part["number"]) in written
            assert shortened(part["label"], 13, 280) in written


def test_a_part_without_room_keeps_its_number_beneath():
    parts = [
        {"value": "met", "label": "cumplido", "number": 1},
        {"value": "red", "label": "rojo", "number": 999},
    ]

    written = texts(stacked_bar(parts, "Estados"))

    assert written == ["999", "1", "cumplido", "999", "rojo"]


def test_bars_of_rows_share_a_scale_and_a_key():
    def row(name: str, met: int, red: int) -> dict:
        parts = [("met", "cumplido", met), ("red", "rojo", red)]
        return {
            "name": name,
            "parts": [{"value": v, "label": label, "number": n} for v, label, n in parts],
        }

    drawing = stacked_bars([row("Eje 1", 3, 1), row("Eje 2", 0, 2)], "Ejes")

    boxes = [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.height == 30]
    widths = [box.width for box in boxes if box.stroke == "none"]
    assert widths == pytest.approx([289 * 3 / 4, 289 / 4, 289 / 2])
    assert texts(drawing) == ["Eje 1", "3", "1", "Eje 2", "2", "3", "cumplido", "3", "rojo"]
    assert drawing.description == "Eje 1: cumplido: 3, rojo: 1; Eje 2: cumplido: 0, rojo: 2"


def test_nothing_to_draw_says_so():
    drawing = stacked_bar([{"value": "met", "label": "cumplido", "number": 0}], "Estados")

    assert texts(drawing) == ["Sin datos"]
    assert drawing.description == "cumplido: 0"
    assert bars([], "Nada").description == "Sin datos"


# Bars and columns


def test_a_percentage_above_the_whole_is_drawn_to_its_end_and_says_what_it_is():
    over, whole = ([{"label": "HN", "number": number}] for number in (134, 100))

    assert longest(bars(over, "Avance", percent=True)) == longest(
        bars(whole, "Avance", percent=True)
    )
    assert "134\N{NARROW NO-BREAK SPACE}%" in texts(bars(over, "Avance", percent=True))


def longest(drawing: Drawing) -> float:
    return max(
        shape.width
        for shape in drawing.shapes
        if isinstance(shape, Rect) and shape.fill == look_of("").fill
    )


def test_bars_that_are_no_percentage_share_the_scale_of_the_largest():
    rows = [{"label": "HN", "number": 50, "target": 200}, {"label": "GT", "number": Decimal(100)}]
    lengths = [
        shape.width
        for shape in bars(rows, "Acciones").shapes
        if isinstance(shape, Rect) and shape.fill == look_of("").fill and shape.height > 14
    ]

    assert lengths[1] == pytest.approx(2 * lengths[0])
    assert "meta 200" in texts(bars(rows, "Acciones"))


@pytest.mark.parametrize("draw", [bars, columns])
def test_what_nobody_said_is_a_gap_and_no_zero(draw):
    [none], [zero] = ([{"label": "2025-1", "number": number}] for number in (None, 0))

    unsaid, said = draw([none], "Acciones"), draw([zero], "Acciones")

    assert "0" in texts(said)
    assert "0" not in texts(unsaid)
    assert unsaid.description == "2025-1: sin dato"
    assert said.description == "2025-1: 0"
    assert not any(isinstance(shape, Rect) for shape in unsaid.shapes)


@given(ROWS)
def test_columns_keep_their_order_and_stand_on_one_line(series):
    drawing = columns(series, "Serie")
    names = [one for one in drawing.shapes if isinstance(one, Text)]
    boxes = [one for one in drawing.shapes if isinstance(one, Rect)]

    assert [one.x for one in names[-2 * len(series) :]] == sorted(
        one.x for one in names[-2 * len(series) :]
    )
    assert len({round(box.y + box.height, 6) for box in boxes}) <= 1
    assert all(box.y >= 33.99 for box in boxes)


# The map


def test_nobody_is_missing_from_the_map():
    assert [*PLACES] == ["MX", "GT", "BZ", "SV", "HN", "NI", "CR", "PA", "DO"]
    assert len(texts(country_map([], "Cobertura"))) == 9 * 2 + 5 + 2


@pytest.mark.parametrize(
    ("number", "of", "words", "fill"),
    [
        (None, 2, "sin dato", "#c3ccd4"),
        (0, 2, "0 de 2", "#ffffff"),
        (1, 3, "1 de 3", "#c9dcec"),
        (1, 2, "1 de 2", "#7fabd0"),
        (2, 2, "2 de 2", "#1d5a8a"),
    ],
)
def test_a_country_is_shaded_by_how_much_of_what_was_asked_is_there(number, of, words, fill):
    shade = {"code": "PA", "name": "Panamá", "number": number, "of": of}
    drawing = country_map([shade], "Cobertura")
    outline = next(
        shape
        for shape in drawing.shapes
        if isinstance(shape, Path)
        and len(shape.runs[0]) == len(outlines.PANAMA)
        and shape.fill != "none"
    )

    assert outline.fill == fill
    assert words in texts(drawing)
    assert drawing.description == f"Panamá: {words}"


def test_every_country_lies_inside_the_drawing():
    for code, place in PLACES.items():
        points = [place.scale(point) for point in place.outline]
        assert all(0 <= x <= WIDTH and 0 <= y <= 372 for x, y in points), code


def test_neighbours_share_their_border():
    shared = [("GT", "BZ"), ("GT", "SV"), ("GT", "HN"), ("SV", "HN"), ("HN", "NI"), ("NI", "CR")]
    for one, other in [*shared, ("CR", "PA"), ("MX", "GT"), ("MX", "BZ")]:
        assert len(set(PLACES[one].outline) & set(PLACES[other].outline)) > 2, (one, other)


# All of them


@given(PARTS, ROWS, SHADES)
def test_no_text_lies_on_another_or_outside(parts, rows, shades):
    for drawing in (
        stacked_bar(parts, "Una"),
        bars(rows, "Una"),
        bars(rows, "Una", percent=True),
        columns(rows, "Una"),
        country_map(shades, "Una"),
    ):
        assert overlapping(drawing) == []
        assert outside(drawing) == []


@given(PARTS, ROWS, SHADES, WORDS)
def test_what_is_drawn_is_sound_and_carries_no_style(parts, rows, shades, label):
    for kind, values in (("stacked", parts), ("bars", rows), ("columns", rows), ("map", shades)):
        root = ElementTree.fromstring(drawn(kind, values, label))  # noqa: S314
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == label
        assert root.findtext(f"{SVG}desc")
        assert {part.tag.removeprefix(SVG) for part in root.iter()} <= {
            *("svg", "title", "desc", "rect", "path", "text")
        }
        names = {name for part in root.iter() for name in part.attrib}
        assert not names & {"style", "id", "href"}
        assert "NaN" not in drawn(kind, values, label)


def test_what_people_wrote_is_text_and_never_markup():
    svg = drawn("bars", [{"label": "<b onclick=x>Mesas</b>", "number": 1}], "<i>Título</i>")

    assert "<b" not in svg
    assert "&lt;b onclick=x&gt;Mesas&lt;/b&gt;" in svg
    assert "<title>&lt;i&gt;Título&lt;/i&gt;</title>" in svg


def test_numbers_are_points_for_the_browser_and_commas_for_people():
    svg = drawn("bars", [{"label": "HN", "number": Decimal("92.4")}])

    assert not re.search(r'="\d+,\d', svg)
    assert "92,4\N{NARROW NO-BREAK SPACE}%" in svg


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_paper_has_the_same_drawing_with_its_words_and_its_name(kind):
    svg = drawn(kind, SAMPLES[kind])
    page = f'<html lang="es"><title>Prueba</title><body>{svg}</body></html>'

    reader = PdfReader(io.BytesIO(render_pdf(page, ["corett/report/base.css"])))

    drawing = getattr(charts, DRAWINGS.get(kind, kind))
    more = {"percent": True} if kind == "bars" else {}
    said = "".join(reader.pages[0].extract_text().split())
    for text in texts(drawing(SAMPLES[kind], "Una figura", **more)):
        assert "".join(text.split()) in said
    assert alternatives(reader.trailer["/Root"]["/StructTreeRoot"]) == ["Una figura"]


def alternatives(node) -> list[str]:
    """What the structure of a document says in place of its figures."""
    node = node.get_object()
    if isinstance(node, list):
        return [said for one in node for said in alternatives(one)]
    if not isinstance(node, dict):
        return []
    return [str(node["/Alt"])] if "/Alt" in node else alternatives(node.get("/K", NullObject()))


# Looks, texts and hatchings


def test_no_two_states_of_one_list_look_alike():
    for values in (
        "met green yellow red on_time no_target no_data not_programmed rescheduled not_applicable",
        "met not_met not_evaluable",
        "done in_progress not_started rescheduled not_applicable no_data",
        "validated submitted returned draft none overdue",
        "executed programmed rescheduled overdue not_programmed",
    ):
        looks = [LOOKS[value] for value in values.split()]
        assert len({(look.fill, look.texture) for look in looks}) == len(looks)
        assert len({(look.sign, look.texture) for look in looks}) == len(looks)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("value", LOOKS)
def test_the_number_on_a_state_can_be_read(value):
    look = LOOKS[value]
    light, dark = sorted((luminance(look.fill), luminance(look.ink)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@given(st.floats(1, 300), st.floats(1, 100), VALUES)
def test_a_hatching_stays_in_its_box(width, height, value):
    for shape in filled(10, 20, width, height, look_of(value)):
        if isinstance(shape, Path):
            for x, y in itertools.chain(*shape.runs):
                assert 9.99 <= x <= 10.01 + width
                assert 19.99 <= y <= 20.01 + height


def test_a_hatching_leaves_out_what_lies_between_two_arms():
    arms = [(0, 0), (10, 0), (10, 30), (20, 30), (20, 0), (30, 0), (30, 40), (0, 40)]

    lines = [line for line in hatching(arms, slope=(1, 0)) if line[0][1] < 30]

    assert len(lines) == 12
    assert all({a[0], b[0]} in ({0, 10}, {20, 30}) for a, b in lines)


@given(st.text(max_size=80), st.floats(30, 400), st.integers(1, 3))
def test_a_wrapped_text_fits_in_its_lines(text, width, most):
    lines = wrapped(text, 13, width, most=most)

    assert 1 <= len(lines) <= most
    assert all(text_width(line, 13) <= width for line in lines)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1234, "1234"),
        (12345, "12\N{NARROW NO-BREAK SPACE}345"),
        (Decimal("12.50"), "12,5"),
        (Decimal("3.00"), "3"),
        (1_250_000, "1,2\N{NARROW NO-BREAK SPACE}M"),
    ],
)
def test_numbers_are_written_as_spanish_prints_them(number, text):
    assert figure(number) == text
