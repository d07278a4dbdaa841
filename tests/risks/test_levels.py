from risks.levels import Point, Segment, draw, level_points
from risks.models import Level
from risks.reviews import Said


def test_the_points_begin_with_anexo_1_and_leave_a_gap_where_nobody_reviewed():
    reviews = {"2025-1": Said(level="low", happened=True, response="Se acordó.")}

    assert level_points(Level.HIGH, ["2024-2", "2025-1"], reviews) == [
        Point("", Level.HIGH),
        Point("2024-2", None),
        Point("2025-1", Level.LOW, happened=True, response="Se acordó."),
    ]


def test_the_line_has_a_mark_for_each_point_and_breaks_over_a_gap():
    points = [
        Point("", Level.HIGH),
        Point("2024-2", Level.MEDIUM),
        Point("2025-1", None),
        Point("2025-2", Level.LOW),
    ]

    drawing = draw(points, later=["2026-1"])

    assert [(mark.x, mark.y, mark.point) for mark in drawing.marks] == [
        (85, 22, points[0]),
        (115, 52, points[1]),
        (145, 112, points[2]),
        (175, 82, points[3]),
    ]
    assert drawing.segments == [
        Segment(85, 22, 115, 52, is_broken=False),
        Segment(115, 52, 175, 82, is_broken=True),
    ]
    assert [(head.x, head.semester) for head in drawing.heads] == [
        (85, ""),
        (115, "2024-2"),
        (145, "2025-1"),
        (175, "2025-2"),
        (205, "2026-1"),
    ]
    assert (drawing.width, drawing.height) == (220, 152)


def test_each_level_has_a_shape_of_its_own():
    points = [Point("a", Level.HIGH), Point("b", Level.MEDIUM), Point("c", Level.LOW)]

    triangle, diamond, circle = (mark.corners for mark in draw(points, later=[]).marks)

    assert (len(triangle.split()), len(diamond.split()), circle) == (3, 4, "")
