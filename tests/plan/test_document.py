"""The loaded plan says what the document says, word for word."""

import json
import re

import pytest

from corett.accounts.models import Stakeholder
from plan.models import Activity, Axis, GlossaryTerm, GuidingApproach, Indicator, Objective, Plan
from risks.models import Risk
from tests.plan import document

FIXTURES = sorted(document.SOURCE.parent.glob("*.json"))


def wording(plan: Plan) -> document.Texts:
    """The loaded plan in the shape of `document.texts()`."""
    found: document.Texts = {}
    for axis in plan.axes.all():
        number = str(axis.number)
        found["eje", number] = axis.name
        found["definición del eje", number] = axis.definition
    for objective in plan.objectives.select_related("axis"):
        number = str(objective.number)
        found["objetivo", number] = objective.statement
        found["eje del objetivo", number] = str(objective.axis.number)
    for activity in plan.activities.select_related("objective", "indicator"):
        found.update(wording_of_activity(activity))
    for risk in plan.risks.select_related("type"):
        found["tipo de riesgo", risk.code] = risk.type.name
        found["riesgo", risk.code] = risk.statement
        found["nivel de riesgo", risk.code] = risk.get_level_display()
        found["mitigación", risk.code] = risk.mitigation
    found.update({("enfoque", row.name): row.text for row in plan.approaches.all()})
    found.update({("glosario", row.term): row.definition for row in plan.glossary.all()})
    return found


def wording_of_activity(activity: Activity) -> document.Texts:
    code = activity.code
    return {
        ("objetivo de la actividad", code): str(activity.objective.number),
        ("actividad", code): activity.statement,
        ("responsables", code): activity.responsibilities_text,
        ("indicador", code): activity.indicator.statement,
        ("actividad en el cronograma", code): activity.schedule_statement,
        ("responsables en el cronograma", code): activity.schedule_responsibilities_text,
        ("indicador en el cronograma", code): activity.indicator.schedule_statement,
    }


def test_the_loaded_plan_is_worded_as_the_document(loaded_plan):
    assert wording(loaded_plan) == document.texts()


SLIPS = [
    (Axis, "name", ("eje", "4")),
    (Axis, "definition", ("definición del eje", "4")),
    (Objective, "statement", ("objetivo", "12")),
    (Activity, "statement", ("actividad", "12.2")),
    (Activity, "schedule_statement", ("actividad en el cronograma", "12.2")),
    (Activity, "responsibilities_text", ("responsables", "12.2")),
    (Activity, "schedule_responsibilities_text", ("responsables en el cronograma", "12.2")),
    (Indicator, "statement", ("indicador", "12.2")),
    (Indicator, "schedule_statement", ("indicador en el cronograma", "12.2")),
    (Risk, "statement", ("riesgo", "R14")),
    (Risk, "mitigation", ("mitigación", "R14")),
    (GuidingApproach, "text", ("enfoque", "Decisiones basadas evidencia")),
    (GlossaryTerm, "definition", ("glosario", "Trata de personas")),
]


def test_a_slip_of_one_word_is_found_in_any_text(loaded_plan):
    printed = document.texts()
    for model, field, place in SLIPS:
        last = model.objects.filter(pk=model.objects.last().pk)
        text = printed[place]
        last.update(**{field: text.replace(text.split()[1], "desliz", 1)})

        loaded = wording(loaded_plan)

        assert [key for key in printed if loaded[key] != printed[key]] == [place]
        last.update(**{field: text})


def test_the_document_holds_as_much_as_the_plan_announces():
    places = [key[0] for key in document.texts()]

    assert {place: places.count(place) for place in dict.fromkeys(places)} == {
        "eje": 4,
        "definición del eje": 4,
        "objetivo": 12,
        "eje del objetivo": 12,
        "actividad": 30,
        "objetivo de la actividad": 30,
        "responsables": 30,
        "indicador": 30,
        "actividad en el cronograma": 30,
        "indicador en el cronograma": 30,
        "responsables en el cronograma": 30,
        "tipo de riesgo": 14,
        "riesgo": 14,
        "nivel de riesgo": 14,
        "mitigación": 14,
        "enfoque": 8,
        "glosario": 9,
    }


def test_lists_keep_the_order_of_the_document(loaded_plan):
    printed = list(document.texts())

    for place, loaded in [
        ("actividad", loaded_plan.activities.values_list("code", flat=True)),
        ("riesgo", loaded_plan.risks.values_list("code", flat=True)),
        ("enfoque", loaded_plan.approaches.values_list("name", flat=True)),
        ("glosario", loaded_plan.glossary.values_list("term", flat=True)),
    ]:
        assert list(loaded) == [key[1] for key in printed if key[0] == place]


def test_the_semesters_are_those_of_the_cronograma(loaded_plan):
    semesters = [semester.code for semester in loaded_plan.semesters.all()]

    assert semesters == document.semesters(document.mended())
    assert len(semesters) == 9


def test_the_title_and_the_parties_are_named_as_in_the_document(loaded_plan):
    printed = document.mended()
    names = Stakeholder.objects.values_list("name", flat=True)

    assert loaded_plan.title in printed
    assert list(names.filter(kind="country")) == document.countries(printed)
    assert list(names.filter(kind="observer")) == document.observers(printed)
    assert list(names.exclude(kind__in=["country", "observer"])) == [
        "Presidencia",
        "Secretaría Técnica",
        "Donantes",
        "Otros integrantes de la sociedad civil",
    ]


def test_each_responsibility_is_a_clause_of_the_printed_sentence(loaded_plan):
    for activity in loaded_plan.activities.prefetch_related("responsibilities__stakeholders"):
        clauses = [
            ([party.code for party in clause.stakeholders.all()], clause.role)
            for clause in activity.responsibilities.all()
        ]
        assert clauses == printed_clauses(activity.responsibilities_text), activity.code


COUNTRIES = ["BZ", "CR", "SV", "GT", "HN", "MX", "NI", "PA", "DO"]
PARTIES = {
    "Presidencia": ["PRES"],
    "Secretaría Técnica": ["ST"],
    "Países": COUNTRIES,
    "OIM": ["OIM"],
    "UNODC": ["UNODC"],
}


def printed_clauses(sentence: str) -> list[tuple[list[str], str]]:
    """«Presidencia (recursos). Países (foros).» as who and with which role."""
    clauses = re.findall(r"([^()]+?)(?: \(([^()]*)\))?\.\s*", sentence)
    return [
        ([code for name, codes in PARTIES.items() if name in who for code in codes], role)
        for who, role in clauses
    ]


def test_the_plans_own_slips_stay(loaded_plan):
    text = json.dumps([*wording(loaded_plan).items()], ensure_ascii=False)

    for slip in ["Decisiones basadas evidencia", "en las misión", "dismantelar sus operaciones"]:
        assert slip in text


@pytest.mark.parametrize("scar", document.scars(), ids=lambda scar: scar["where"])
def test_each_mended_scar_is_in_the_extracted_text(scar):
    assert list(scar) == ["where", "extracted", "mended", "why"]
    assert all(scar[key] for key in ("where", "extracted", "why"))
    occurrences = document.extracted().count(scar["extracted"])
    is_everywhere = scar["where"] in ("Documento", "Glosario y enfoques rectores")
    assert occurrences > 1 if is_everywhere else occurrences == 1


def strings(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize(
    "path", [path for path in FIXTURES if path != document.SCARS], ids=lambda path: path.stem
)
def test_no_text_of_a_fixture_carries_a_leftover_of_the_extraction(path):
    leftovers = re.compile(r"</?p>|\*|\t| {2}|---|^\s|\s$| [.,;:]|\n\n\n")

    texts = list(strings(json.loads(path.read_text(encoding="utf-8"))))

    assert texts
    assert [text for text in texts if leftovers.search(text)] == []


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_is_json_that_a_person_can_read(path):
    text = path.read_text(encoding="utf-8")

    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
