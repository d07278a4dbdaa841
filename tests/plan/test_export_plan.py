import json
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from plan.editions import publish_edition
from plan.models import Activity, Measure, Plan, Semester, Target
from risks.export import export_whole_plan
from tests.factories import (
    ActivityFactory,
    AxisFactory,
    MeasureFactory,
    MitigationFactory,
    ObjectiveFactory,
    PlanFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)


def export(*arguments: str) -> str:
    output = StringIO()
    call_command("export_plan", *arguments, stdout=output)
    return output.getvalue()


def find_activity(content: dict, code: str) -> dict:
    return next(
        activity
        for axis in content["axes"]
        for objective in axis["objectives"]
        for activity in objective["activities"]
        if activity["code"] == code
    )


def test_the_export_has_the_promised_shape(loaded_plan):
    content = export_whole_plan(loaded_plan)

    objective = content["axes"][0]["objectives"][0]
    activity = objective["activities"][0]
    measure = activity["indicator"]["measures"][0]
    assert list(content) == ["plan", "axes", "risks", "approaches", "glossary", "stakeholders"]
    assert list(content["plan"])[:5] == ["code", "title", "start", "end", "edition"]
    assert list(content["axes"][0]) == ["number", "name", "definition", "objectives"]
    assert list(objective) == ["number", "statement", "activities"]
    assert list(activity) == [
        "code",
        "statement",
        "schedule_statement",
        "responsibilities_text",
        "schedule_responsibilities_text",
        "responsibilities",
        "semesters",
        "indicator",
        "retired_on",
    ]
    assert list(activity["responsibilities"][0]) == ["stakeholders", "role"]
    assert list(activity["indicator"]) == ["statement", "schedule_statement", "measures"]
    assert list(measure)[:6] == ["code", "name", "kind", "unit", "scope", "targets"]
    assert list(content["risks"][0])[:6] == [
        "code",
        "type",
        "statement",
        "level",
        "mitigation",
        "activities",
    ]
    assert list(content["approaches"][0])[:2] == ["name", "text"]
    assert list(content["glossary"][0])[:2] == ["term", "definition"]
    assert list(content["stakeholders"][0])[:3] == ["code", "kind", "name"]


def test_the_export_holds_what_was_loaded(loaded_plan):
    content = export_whole_plan(loaded_plan)

    activity = find_activity(content, "9.1")
    assert content["plan"] == {
        "code": "tim-2024-2028",
        "title": "Plan de Trabajo sobre Tráfico Ilícito de Migrantes 2024-2028",
        "start": "2024-07-01",
        "end": "2028-12-31",
        "edition": 1,
        "red_below": 50,
        "green_from": 90,
        "semesters": [
            *("2024-2", "2025-1", "2025-2", "2026-1", "2026-2"),
            *("2027-1", "2027-2", "2028-1", "2028-2"),
        ],
    }
    assert activity["responsibilities"][2] == {
        "stakeholders": ["OIM", "UNODC"],
        "role": "liderar las reuniones de trabajo y acompañamiento en el proceso de creación "
        "de las Unidades",
    }
    assert activity["indicator"]["measures"][2] == {
        "code": "9.1.c",
        "name": "Personas asistentes",
        "kind": "people",
        "unit": "personas",
        "scope": "national",
        "targets": [],
        "breakdown": "sex",
        "counted_from": "",
        "reported_by": "countries",
        "is_proposed": False,
        "retired_on": None,
    }
    assert content["risks"][7]["activities"] == ["2.2"]
    assert content["risks"][7]["partial_activities"] == ["2.2"]
    assert [len(content[key]) for key in ("axes", "risks", "approaches", "glossary")] == [
        *(4, 14, 8, 9),
    ]


def test_targets_name_whose_and_when_the_regions_first(loaded_plan):
    targets = find_activity(export_whole_plan(loaded_plan), "5.3")["indicator"]["measures"][0][
        "targets"
    ]

    assert [(target["stakeholder"], target["year"]) for target in targets] == [
        (code, None) for code in [None, "BZ", "CR", "SV", "GT", "HN", "MX", "NI", "PA", "DO"]
    ]
    assert targets[0] == {
        "stakeholder": None,
        "year": None,
        "value": 1,
        "state": "proposed",
        "source": "implied",
        "source_note": "«Diseñar una ruta (flujograma) de derivación nacional y regional» "
        "(actividad 5.3).",
        "dated": "2024-07-01",
    }


def test_values_keep_their_decimals_and_cells_their_order(loaded_plan):
    activity = Activity.objects.get(code="11.1")
    Target.objects.create(
        measure=Measure.objects.get(indicator__activity=activity), value="2500.50", source="minutes"
    )
    for code in [(2026, 1), (2024, 2)]:
        activity.cells.create(semester=Semester.objects.get(year=code[0], half=code[1]))

    exported = find_activity(export_whole_plan(loaded_plan), "11.1")

    assert exported["semesters"] == ["2024-2", "2026-1"]
    assert exported["indicator"]["measures"][0]["targets"][0]["value"] == 2500.5


@pytest.mark.django_db
def test_an_activity_without_indicator_is_exported_without_it():
    activity = ActivityFactory(indicator=None)

    exported = find_activity(export_whole_plan(activity.plan), activity.code)

    assert exported["indicator"] is None


def grow_plan() -> Plan:
    """One more activity with everything that may hang on one."""
    country = StakeholderFactory()
    activity = ActivityFactory(responsible=[country])
    TargetFactory(measure=MeasureFactory(activity=activity), stakeholder=country)
    MitigationFactory(activity=activity)
    activity.cells.create(semester=SemesterFactory())
    return activity.plan


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_export_costs_the_same_for_any_number_of_activities(count, django_assert_num_queries):
    plan = [grow_plan() for _ in range(count)][0]

    with django_assert_num_queries(10):
        content = export_whole_plan(plan)

    assert len(content["axes"][0]["objectives"][0]["activities"]) == count
    assert len(content["risks"]) == count


def test_the_command_writes_json_with_two_spaces_and_accents_as_they_are(loaded_plan):
    text = export()

    assert text.startswith('{\n  "plan": {\n    "code": "tim-2024-2028",\n')
    assert '"name": "Prevención"' in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert json.loads(text) == export_whole_plan(loaded_plan)


def test_the_command_writes_a_file_in_utf8(loaded_plan, tmp_path):
    path = tmp_path / "plan.json"

    assert export("--output", str(path)) == ""

    assert json.loads(path.read_bytes().decode("utf-8")) == export_whole_plan(loaded_plan)


def test_the_screen_gets_utf8_whatever_its_encoding(loaded_plan):
    screen = TextIOWrapper(BytesIO(), encoding="latin-1")

    call_command("export_plan", stdout=screen)

    screen.seek(0)
    assert json.loads(screen.buffer.read().decode("utf-8")) == export_whole_plan(loaded_plan)


def test_an_edition_is_written_as_it_was_published(loaded_plan):
    published = export_whole_plan(loaded_plan)
    Activity.objects.filter(code="1.1").update(statement="Texto corregido.")
    publish_edition(loaded_plan, content=export_whole_plan(loaded_plan), reason="Errata", by=None)

    assert json.loads(export("--edition", "1")) == published
    assert json.loads(export("--edition", "2")) == json.loads(export())
    assert json.loads(export())["plan"]["edition"] == 2


def test_a_plan_is_chosen_by_its_code(loaded_plan):
    PlanFactory(code="plan-nuevo", title="Plan siguiente", start="2129-01-01", end="2132-12-31")

    assert json.loads(export())["plan"]["code"] == "tim-2024-2028"
    assert json.loads(export("--plan", "plan-nuevo"))["plan"]["code"] == "plan-nuevo"


def test_a_plan_without_editions_says_none(db):
    assert export_whole_plan(PlanFactory())["plan"]["edition"] is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--plan", "otro"], "No hay ningún plan con el código otro."),
        (["--edition", "9"], "El plan tim-2024-2028 no tiene la edición 9."),
        (["--output", "/no/existe/plan.json"], "No se pudo escribir en /no/existe/plan.json"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_exported_is_said_in_a_sentence(arguments, sentence):
    PlanFactory()

    with pytest.raises(CommandError, match=sentence):
        export(*arguments)


@pytest.mark.django_db
def test_without_a_plan_the_command_says_how_to_load_it():
    with pytest.raises(CommandError, match="ejecute antes «python manage.py load_plan»"):
        export()


def test_what_has_nothing_hanging_on_it_is_exported_all_the_same(loaded_plan):
    axis = AxisFactory(plan=loaded_plan, number=9, name="Nuevo")
    bare = ObjectiveFactory(plan=loaded_plan, axis=loaded_plan.axes.get(number=1), number=90)
    activity = loaded_plan.activities.get(code="1.1")
    activity.responsibilities.create(order=9, role="por definir")
    RiskFactory(plan=loaded_plan, code="R99", order=99)
    loaded_plan.semesters.create(year=2029, half=1)

    content = export_whole_plan(loaded_plan)

    first, *_others, last = content["axes"]
    assert (last["name"], last["objectives"]) == (axis.name, [])
    assert first["objectives"][-1] == {
        "number": 90,
        "statement": bare.statement,
        "activities": [],
    }
    assert find_activity(content, "1.1")["responsibilities"][-1] == {
        "stakeholders": [],
        "role": "por definir",
    }
    assert (content["risks"][-1]["code"], content["risks"][-1]["activities"]) == ("R99", [])
    assert content["plan"]["semesters"][-1] == "2029-1"
    assert content["plan"]["semesters"] == sorted(set(content["plan"]["semesters"]))
