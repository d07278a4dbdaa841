import copy
import json

import pytest

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.annual import corrections
from monitoring.annual.correction_places import key_word
from monitoring.annual.correction_values import LONGEST, gist, said_value
from monitoring.annual.correction_words import WITHIN, WORDS, unsaid
from monitoring.annual.sections import sections_of
from monitoring.models import Figure
from tests.annual import quick_files, write
from tests.factories import (
    EvidenceFactory,
    FindingFactory,
    InstitutionFactory,
    MeasureFactory,
    MitigationFactory,
    RiskFactory,
)
from tests.full_world import make_full_world
from tests.monitoring.annual_world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """A little of everything that a content may hold."""
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity, name="Mesas")
    people = MeasureFactory(activity=activity, kind="people", breakdown="sex", name="Personas")
    institution = InstitutionFactory(country=world.countries["HN"], name="Fiscalía")
    record = world.record("HN", activity, quantity=3, institutions=[institution])
    Figure.objects.create(record=record, measure=people, category="women", number=12)
    EvidenceFactory(entry=record.entry, title="Acta")
    MitigationFactory(risk=RiskFactory(plan=world.plan), activity=activity)
    FindingFactory(plan=world.plan, number=1, text="Faltan actas.")
    return world


def content_of(world, **texts) -> dict:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    if texts:
        report = write(report, by=world.secretariat, **texts)
    return annual.summarise(world.plan, 2025, report=report)


def plain(found: list[dict]) -> list[str]:
    return [f"{one['where']}: antes {one['before']}, ahora {one['after']}" for one in found]


def test_the_same_content_has_nothing_to_tell(world):
    content = content_of(world)

    assert corrections.changes(content, copy.deepcopy(content)) == []


def test_a_number_that_changed_is_told_wherever_it_stands(world):
    before = content_of(world)
    world.record("HN", world.plan.activities.get(), quantity=2)

    told = plain(corrections.changes(before, content_of(world)))

    assert told == [
        "El año en cifras · acciones realizadas: antes 3, ahora 5",
        "Actividad 1.1 · medida «Mesas» · Honduras · 2025-1: antes 3, ahora 5",
        "Actividad 1.1 · medida «Mesas» · Honduras · 2025: antes 3, ahora 5",
        "Actividad 1.1 · medida «Mesas» · Honduras · desde el inicio del plan: antes 3, ahora 5",
        "Actividad 1.1 · medida «Mesas» · región · 2025-1: antes 3, ahora 5",
        "Actividad 1.1 · medida «Mesas» · región · 2025: antes 3, ahora 5",
        "Actividad 1.1 · medida «Mesas» · región · desde el inicio del plan: antes 3, ahora 5",
        "Actividad 1.1 · acciones realizadas: antes 3, ahora 5",
        "Actividad 1.1 · acciones realizadas · Honduras · 2025-1: antes 3, ahora 5",
    ]


def test_blank_is_told_apart_from_zero(world):
    before = content_of(world)
    after = copy.deepcopy(before)
    [row] = [one for one in measure_of(after)["rows"] if one["code"] == "HN"]
    row["semesters"][1]["number"] = 0

    assert plain(corrections.changes(before, after)) == [
        "Actividad 1.1 · medida «Mesas» · Honduras · 2025-2: antes sin dato, ahora 0"
    ]


def measure_of(content) -> dict:
    return content["axes"][0]["objectives"][0]["activities"][0]["measures"][0]


def test_a_state_a_name_and_a_country_that_reported_later_are_told(world):
    before = content_of(world)
    world.goal(world.plan.activities.get().indicator.measures.first(), 3, "HN")
    world.record(
        "GT",
        world.plan.activities.get(),
        institutions=[InstitutionFactory(country=world.countries["GT"], name="Policía")],
    )

    told = plain(corrections.changes(before, content_of(world)))

    for sentence in (
        "Informes semestrales · 2025-1 · Guatemala · estado: antes Sin informe, ahora Validado",
        "Actividad 1.1 · medida «Mesas» · Honduras · meta: antes sin dato, ahora 3",
        "Actividad 1.1 · medida «Mesas» · Guatemala · 2025-1: antes sin dato, ahora 1",
        "Actividad 1.1 · instituciones · Guatemala: antes no figura, ahora figura",
    ):
        assert sentence in told


def test_a_text_that_was_written_anew_is_told_by_its_section(world):
    before = content_of(world, introduction="Hola.", **{"country-HN": "Bien."})
    after = content_of(world, introduction="Buenos días.", **{"country-HN": ""})

    assert plain(corrections.changes(before, after)) == [
        "Presentación: antes Hola., ahora Buenos días.",
        "Síntesis de Honduras: antes Bien., ahora no figura",
    ]


def test_every_section_has_words(world):
    content = content_of(world)

    words = {one.key: key_word("texts", one.key, content) for one in sections_of(world.plan, 2025)}

    assert {key for key, word in words.items() if key in word} == set()


def test_of_long_texts_the_part_that_changed_is_told_with_what_is_left_out_marked(world):
    many = "palabra " * 100
    before = content_of(world, introduction=f"{many}con tres mesas. {many}")
    after = content_of(world, introduction=f"{many}con cinco mesas. {many}")

    [change] = corrections.changes(before, after)

    assert change == {
        "where": "Presentación",
        "before": "[…] palabra palabra palabra con tres mesas. palabra palabra palabra […]",
        "after": "[…] palabra palabra palabra con cinco mesas. palabra palabra palabra […]",
    }


def test_what_does_not_fit_is_counted(world):
    before = content_of(world, introduction="Corta.")
    long = "x" * (LONGEST + 7)

    [change] = corrections.changes(before, content_of(world, introduction=long))

    assert change["after"] == f"{'x' * LONGEST} [… 7 caracteres más]"


def test_more_changes_than_fit_are_counted(world, monkeypatch):
    monkeypatch.setattr(corrections, "MOST", 3)
    before = content_of(world)
    world.record("HN", world.plan.activities.get(), quantity=2)

    told = corrections.changes(before, content_of(world))

    assert len(told) == 4
    assert told[-1]["after"] == (
        "6 cambios más, que están en los datos (JSON) de las dos ediciones"
    )


def test_it_is_told_of_an_older_schema_without_what_that_could_not_say(world):
    after = content_of(world, introduction="Hola.")
    before = copy.deepcopy(after)
    before["schema"] = 2
    before["texts"] = {"introduction": "Hola.", "challenges": "", "priorities": "", "erratum": ""}
    for name in ("highlights", "corrects", "schedule", "approaches"):
        before.pop(name, None)
    assert corrections.changes(before, after) == []

    measure_of(before)["region"]["year"]["number"] = 1
    assert plain(corrections.changes(before, after)) == [
        "Actividad 1.1 · medida «Mesas» · región · 2025: antes 1, ahora 3"
    ]


def test_what_it_tells_can_be_frozen(world):
    before = content_of(world)
    world.record("GT", world.plan.activities.get())

    found = corrections.corrects(before, content_of(world))

    assert json.loads(canonical(found)) == found
    assert found["edition"] == 1


# Nothing changes unsaid


def leaves(node, path=()):
    """Where each plain value stands, and which keys lead there."""
    if isinstance(node, dict):
        for name, inside in node.items():
            yield from leaves(inside, (*path, name))
    elif isinstance(node, list):
        for place, inside in enumerate(node):
            yield from leaves(inside, (*path, place))
    else:
        yield path, node


def is_unsaid(content, path) -> bool:
    key, node = "", content
    for step in path:
        if isinstance(step, str):
            if unsaid(key, step, set(node)):
                return True
            key = step
        node = node[step]
    return False


def other(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "otra cosa"


def changed_at(content: dict, path, value) -> dict:
    found = copy.deepcopy(content)
    *way, last = path
    node = found
    for step in way:
        node = node[step]
    node[last] = value
    return found


def test_no_value_changes_without_being_told(world):
    content = content_of(world, introduction="Hola.")

    silent = [
        path
        for path, value in leaves(content)
        if not is_unsaid(content, path)
        and not corrections.changes(content, changed_at(content, path, other(value)))
    ]

    assert silent == []


def test_every_key_of_a_whole_content_is_called_something(loaded_plan, monkeypatch):
    quick_files(monkeypatch)
    world = make_full_world(loaded_plan)
    content = world.published.content
    known = {*WORDS, *(name for _key, name in WITHIN)}

    unknown = {
        ".".join(name for name in path if isinstance(name, str))
        for path, _value in leaves({**content, "texts": {}})
        if not is_unsaid(content, path)
        and not known.issuperset(n for n in path if isinstance(n, str))
    }

    assert unknown == set()


def test_of_a_text_that_grew_only_what_is_new_is_told(world):
    many = "palabra " * 100
    before = content_of(world, introduction=f"{many}fin.")
    after = content_of(world, introduction=f"{many}fin. Y algo más.")

    [change] = corrections.changes(before, after)

    assert change["before"] == "[…] palabra palabra palabra fin."
    assert change["after"] == "[…] palabra palabra palabra fin. Y algo más."


@pytest.mark.parametrize(
    ("value", "said"),
    [(["Mesas", 3], "Mesas; 3"), ([], "nada"), (None, "sin dato"), (True, "sí"), (2.5, "2,5")],
)
def test_any_value_is_said_in_few_words(value, said):
    assert gist(value) == said


def test_a_number_that_nobody_gave_is_no_zero():
    assert said_value(None) == "sin dato"
