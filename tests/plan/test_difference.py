import copy

import pytest

from plan.difference import Part, Place, difference
from risks.export import export_whole_plan


@pytest.fixture
def content(loaded_plan) -> dict:
    return export_whole_plan(loaded_plan)


def activity_of(content: dict, code: str) -> dict:
    return next(
        activity
        for axis in content["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
        if activity["code"] == code
    )


def told(changes) -> list[tuple]:
    return [(c.place.part, c.place.code, c.place.field, c.old, c.new) for c in changes]


def goal(**values) -> dict:
    return {
        "stakeholder": "HN",
        "year": 2026,
        "value": 1,
        "state": "confirmed",
        "source": "minutes",
        "source_note": "Acta 3",
        "dated": "2026-02-01",
        **values,
    }


def test_a_content_does_not_differ_from_itself(content):
    assert difference(content, copy.deepcopy(content)) == []


def test_the_number_of_the_edition_is_no_difference(content):
    other = copy.deepcopy(content)
    other["plan"]["edition"] = 7

    assert difference(content, other) == []


def test_a_wording_a_cell_and_a_goal_are_three_changes(content):
    new = copy.deepcopy(content)
    activity = activity_of(new, "3.2")
    before = activity["statement"]
    activity["statement"] = before + " Añadido."
    activity["semesters"] = ["2026-1"]
    activity_of(new, "2.1")["indicator"]["measures"][0]["targets"].append(goal(source_note=""))

    assert told(difference(content, new)) == [
        (Part.ACTIVITY, "3.2", "statement", before, before + " Añadido."),
        (Part.TARGET, "2.1.a", "HN/2026", "", "1 · confirmada · acta (01/02/2026)"),
        (Part.CELL, "3.2", "2026-1", "", "programada"),
    ]


def test_a_goal_that_replaces_another_is_one_change_and_what_was_discarded_none(content):
    old, new = copy.deepcopy(content), copy.deepcopy(content)
    activity_of(old, "1.1")["indicator"]["measures"][0]["targets"] = [goal()]
    activity_of(new, "1.1")["indicator"]["measures"][0]["targets"] = [
        goal(state="discarded"),
        goal(value=2),
        goal(value=3, state="proposed"),
    ]

    [change] = difference(old, new)

    assert change.place == Place(Part.TARGET, "1.1.a", "HN/2026")
    assert change.label == "Honduras, 2026"
    assert change.old == "1 · confirmada · acta: Acta 3 (01/02/2026)"
    assert change.new == (
        "2 · confirmada · acta: Acta 3 (01/02/2026); 3 · propuesta · acta: Acta 3 (01/02/2026)"
    )


def test_a_goal_of_the_region_for_the_whole_plan_says_so(content):
    old, new = copy.deepcopy(content), copy.deepcopy(content)
    activity_of(old, "1.1")["indicator"]["measures"][0]["targets"] = []
    activity_of(new, "1.1")["indicator"]["measures"][0]["targets"] = [
        goal(stakeholder=None, year=None)
    ]

    [change] = difference(old, new)

    assert (change.subject, change.label) == ("Meta 1.1.a", "la región, todo el plan")


def test_a_key_that_the_older_content_lacks_says_the_same_as_an_empty_one(content):
    old = copy.deepcopy(content)
    for risk in old["risks"]:
        del risk["retired_on"]
    for term in old["glossary"]:
        del term["variants"]
        term["variants"] = []
    for term in content["glossary"]:
        term["variants"] = []
    del activity_of(old, "1.1")["retired_on"]

    assert difference(old, content) == []


def test_stored_choices_are_told_by_their_labels(content):
    new = copy.deepcopy(content)
    activity_of(new, "1.1")["indicator"]["measures"][0]["scope"] = "regional"

    assert told(difference(content, new)) == [
        (Part.MEASURE, "1.1.a", "scope", "nacional", "regional")
    ]


def test_a_row_that_came_or_went_tells_all_that_it_holds(content):
    new = copy.deepcopy(content)
    gone = new["risks"].pop(0)

    changes = difference(content, new)

    assert {change.subject for change in changes} == {"Riesgo R1"}
    assert (Part.RISK, "R1", "statement", gone["statement"], "") in told(changes)
    assert {change.new for change in changes} == {""}
    back = difference(new, content)
    assert [(c.place, c.old, c.new) for c in back] == [(c.place, c.new, c.old) for c in changes]


def test_rows_in_another_order_are_one_change_of_their_part(content):
    new = copy.deepcopy(content)
    new["risks"].reverse()

    [change] = difference(content, new)

    assert (change.place.part, change.label) == (Part.RISK, "orden")
    assert change.old.startswith("R1, R2, R3")


def test_enfoques_and_terms_are_known_by_their_order_and_may_share_a_name(content):
    old, new = copy.deepcopy(content), copy.deepcopy(content)
    for one in (old, new):
        one["glossary"][1]["term"] = one["glossary"][0]["term"]
    new["glossary"][0]["definition"] = "Otra."
    first, second = new["approaches"][:2]
    first["name"], second["name"] = second["name"], first["name"]

    assert [(c.place.part, c.place.code, c.label) for c in difference(old, new)] == [
        (Part.APPROACH, "1", "nombre"),
        (Part.APPROACH, "2", "nombre"),
        (Part.TERM, "1", "definición"),
    ]


def test_an_older_content_without_orders_is_read_in_its_order(content):
    old = copy.deepcopy(content)
    for row in [*old["approaches"], *old["glossary"]]:
        del row["order"]

    assert difference(old, content) == []


def test_changes_follow_the_order_of_the_document(content):
    new = copy.deepcopy(content)
    for code in ("12.2", "1.1", "3.2"):
        activity_of(new, code)["schedule_statement"] = "Otro."
    new["risks"][3]["level"] = "low"
    new["axes"][0]["definition"] = "Otra."

    assert [(c.place.part.value, c.place.code) for c in difference(content, new)] == [
        ("axis", "1"),
        ("activity", "1.1"),
        ("activity", "3.2"),
        ("activity", "12.2"),
        ("risk", "R4"),
    ]


def test_against_nothing_everything_is_new(content):
    changes = difference({}, content)

    assert {change.old for change in changes} == {""}
    assert {change.place.part for change in changes} == set(Part) - {Part.CELL}
