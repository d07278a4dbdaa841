"""What the last chapters put together from what the content tells elsewhere."""

from monitoring.annual import annexes
from monitoring.templatetags.annual_back import target_counts


def axes_of(*activities: dict) -> list[dict]:
    empty = {"statement": "Enunciado.", "narratives": [], "institutions": []}
    return [{"objectives": [{"activities": [{**empty, **one} for one in activities]}]}]


HONDURAS = {"code": "HN", "name": "Honduras"}
GUATEMALA = {"code": "GT", "name": "Guatemala"}


def test_obstacles_stand_under_their_activity_and_activities_without_any_are_left_out():
    told = {**HONDURAS, "obstacles": "Faltó presupuesto.", "semester": "2025-1"}
    silent = {**GUATEMALA, "obstacles": "", "semester": "2025-1"}
    axes = axes_of({"code": "1.1", "narratives": [silent, told]}, {"code": "1.2"})

    assert annexes.obstacles_in(axes) == [
        {"code": "1.1", "statement": "Enunciado.", "told": [told]}
    ]


def test_institutions_stand_once_under_their_country_with_all_their_activities():
    def taking_part(country, *names):
        return {"country": country, "names": list(names), "unnamed": 1}

    axes = axes_of(
        {
            "code": "1.1",
            "institutions": [
                taking_part("Guatemala", "Fiscalía"),
                taking_part("Honduras", "Policía", "Migración"),
            ],
        },
        {
            "code": "1.2",
            "institutions": [
                taking_part("Honduras", "Policía"),
                taking_part("Internacionales", "OIM"),
                taking_part("México"),
            ],
        },
    )

    assert annexes.institutions_in(axes, [HONDURAS, GUATEMALA]) == [
        {
            "country": "Honduras",
            "institutions": [
                {"name": "Migración", "activities": ["1.1"]},
                {"name": "Policía", "activities": ["1.1", "1.2"]},
            ],
        },
        {"country": "Guatemala", "institutions": [{"name": "Fiscalía", "activities": ["1.1"]}]},
        {"country": "Internacionales", "institutions": [{"name": "OIM", "activities": ["1.2"]}]},
    ]


def test_an_approach_counts_activities_by_country_and_by_whoever_else_applied_it():
    coordination = {"code": "ST", "name": "Coordinación regional"}
    row = {
        "order": 1,
        "name": "Género",
        "activities": ["1.1", "1.2"],
        "by": [
            {**GUATEMALA, "activities": ["1.1", "1.2"]},
            {**coordination, "activities": ["1.1"]},
        ],
    }
    other = {"order": 2, "name": "Niñez", "activities": [], "by": []}

    assert annexes.by_party({"rows": [row, other]}, [HONDURAS, GUATEMALA]) == {
        "parties": [HONDURAS, GUATEMALA, coordination],
        "rows": [{**row, "numbers": [0, 2, 1]}, {**other, "numbers": [0, 0, 0]}],
    }


def test_what_is_told_of_activities_stands_under_each_in_the_order_of_the_plan():
    first, second = ({"activity": code, "text": code} for code in ("1.2", "1.1"))
    axes = axes_of({"code": "1.1"}, {"code": "1.2"}, {"code": "1.3"})

    found = annexes.by_activity([first, second], axes)

    assert [(one["code"], one["told"]) for one in found] == [("1.1", [second]), ("1.2", [first])]


def risk(code, kind, annex, before=None, now=None) -> dict:
    levels = {"level": {"value": annex}}
    if now:
        levels |= {"before": {"value": before}, "now": {"value": now}}
    return {"code": code, "type": kind, **levels}


def test_the_matrix_puts_each_risk_at_its_level_now_and_counts_those_before():
    rows = [
        risk("R1", "Datos", "high", "medium", "low"),
        risk("R2", "Datos", "high", "high", "high"),
        risk("R3", "Coordinación", "medium", "medium", "high"),
    ]

    found = annexes.risk_matrix(rows)

    assert [level["label"] for level in found["levels"]] == ["Bajo", "Medio", "Alto"]
    assert [
        (row["type"], [[one["code"] for one in cell["risks"]] for cell in row["cells"]])
        for row in found["rows"]
    ] == [("Datos", [["R1"], [], ["R2"]]), ("Coordinación", [[], [], ["R3"]])]
    assert found["totals"] == [
        {"label": "Riesgos, ahora", "numbers": [1, 0, 2]},
        {"label": "Riesgos, hace un año", "numbers": [0, 2, 1]},
        {"label": "Riesgos, en Anexo 1", "numbers": [0, 1, 2]},
    ]


def test_a_content_that_was_frozen_without_reviews_shows_anexo_1():
    found = annexes.risk_matrix([risk("R1", "Datos", "high")])

    assert found["totals"] == [
        {"label": "Riesgos, ahora", "numbers": [0, 0, 1]},
        {"label": "Riesgos, en Anexo 1", "numbers": [0, 0, 1]},
    ]


def test_what_occurred_parts_who_told_of_it_from_who_only_marked_it():
    told = {**HONDURAS, "text": "Cerró la frontera."}
    marked = {**GUATEMALA, "text": ""}
    met = {"code": "R1", "happened": [], "met": [told, marked]}
    quiet = {"code": "R2", "happened": [], "met": []}

    assert annexes.that_occurred([met, quiet, {"code": "R3"}]) == [
        {**met, "told": [told], "only_marked": [marked]}
    ]


def test_the_metas_of_a_measure_are_counted_together_and_other_changes_stay_as_they_are():
    def change(part, code, old, new):
        return {"part": {"value": part}, "code": code, "label": "x", "old": old, "new": new}

    text = change("activity", "1.1", "Antes.", "Ahora.")
    changes = [
        text,
        change("target", "1.1.a", "", "4"),
        change("target", "1.1.a", "", "5"),
        change("target", "1.1.a", "4", "6"),
        change("target", "1.1.b", "4", ""),
    ]

    first, second, third = annexes.condensed(changes)

    assert first == text
    assert (second["code"], second["targets"]) == ("1.1.a", {"new": 2, "changed": 1, "gone": 0})
    assert (third["code"], third["targets"]) == ("1.1.b", {"new": 0, "changed": 0, "gone": 1})
    assert target_counts(second["targets"]) == "2 nuevas; 1 cambiada"
