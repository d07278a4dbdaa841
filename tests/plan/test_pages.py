import re

import pytest
from django.urls import reverse

from plan.models import Activity, Plan, ScheduleCell
from tests.factories import (
    ActivityFactory,
    MeasureFactory,
    MembershipFactory,
    PlanFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
    UserFactory,
)
from tests.plan.document import texts

pytestmark = pytest.mark.django_db

CODE = "tim-2024-2028"
PAGES = [
    ("plan:overview", [CODE]),
    ("plan:axis", [CODE, 1]),
    ("plan:activity", [CODE, "3.2"]),
    ("plan:schedule", [CODE]),
    ("plan:measures", [CODE]),
    ("plan:approaches", [CODE]),
    ("plan:glossary", [CODE]),
    ("risks:matrix", [CODE]),
]


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def shown(response) -> str:
    """The words of a page as a person reads them."""
    assert response.status_code == 200
    page = response.content.decode().split("<main", 1)[1]
    inline = re.sub(r"</?button[^>]*>", "", page)
    plain = re.sub(r"<[^>]+>", " ", inline)
    for entity, sign in {"&quot;": '"', "&#x27;": "'", "&amp;": "&"}.items():
        plain = plain.replace(entity, sign)
    return as_words(plain)


def as_words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_stranger_is_sent_to_the_login(client, name, args):
    address = reverse(name, args=args)

    response = client.get(address)

    assert response.status_code == 302
    assert response.url == f"{reverse('accounts:login')}?next={address}"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        *((name, ["otro-plan", *args[1:]]) for name, args in PAGES),
        ("plan:axis", [CODE, 5]),
        ("plan:activity", [CODE, "1.9"]),
    ],
)
def test_what_the_plan_does_not_have_is_not_found(reader, name, args):
    ActivityFactory()

    assert reader.get(reverse(name, args=args)).status_code == 404


def test_the_address_of_the_plan_leads_to_the_latest(reader):
    PlanFactory(code="tim-2018-2023", start="2018-01-01", end="2023-12-31")
    latest = PlanFactory()

    response = reader.get(reverse("plan:current"))

    assert response.url == reverse("plan:overview", args=[latest.code])


def test_without_a_plan_the_page_says_what_to_do(reader):
    words = shown(reader.get(reverse("plan:current")))

    assert "Todavía no hay un plan" in words
    assert "python manage.py load_plan" in words


def test_the_overview_prints_every_axis_objective_and_activity(reader, loaded_plan):
    words = shown(reader.get(loaded_plan.get_absolute_url()))

    printed = texts()
    wanted = [
        text for place, text in printed.items() if place[0] in ("eje", "objetivo", "actividad")
    ]
    assert [text for text in wanted if as_words(text) not in words] == []
    assert len(wanted) == 4 + 12 + 30
    assert "Del 1 de julio de 2024 al 31 de diciembre de 2028." in words
    assert "4 ejes, 12 objetivos, 30 actividades, 9 semestres." in words
    assert "Edición 1, del" in words


def test_an_axis_prints_its_definition_and_its_table(reader, loaded_plan):
    words = shown(reader.get(reverse("plan:axis", args=[CODE, 3])))

    printed = texts()
    assert as_words(printed["definición del eje", "3"]) in words
    for code in ("7.1", "8.1", "9.1", "10.1", "10.2", "10.3"):
        for place in ("actividad", "responsables", "indicador"):
            assert as_words(printed[place, code]) in words
    assert as_words(printed["actividad", "11.1"]) not in words


def test_every_activity_prints_both_wordings(reader, loaded_plan):
    printed = texts()
    missing = []
    for activity in Activity.objects.select_related("plan"):
        words = shown(reader.get(activity.get_absolute_url()))
        missing += [
            place
            for place, text in printed.items()
            if place[-1] == activity.code
            and "definición" not in place[0]
            and place[0].split()[0] in ("actividad", "indicador", "responsables")
            and as_words(text) not in words
        ]

    assert missing == []


def test_an_activity_says_the_wording_of_the_schedule_only_where_it_differs(reader):
    same = ActivityFactory(
        statement="Lo mismo.",
        schedule_statement="Lo mismo.",
        responsibilities_text="Todos.",
        schedule_responsibilities_text="Todos.",
    )
    other = ActivityFactory(statement="Una cosa.", schedule_statement="Otra cosa.")

    assert "En el cronograma:" not in shown(reader.get(same.get_absolute_url()))
    assert "En el cronograma: Otra cosa." in shown(reader.get(other.get_absolute_url()))


def test_an_activity_shows_its_measures_responsibles_and_risks(reader, loaded_plan):
    words = shown(reader.get(reverse("plan:activity", args=[CODE, "3.2"])))

    assert "3.2.a Directorio actualizado registro al día directorio · nacional" in words
    assert (
        "1 · cada País Miembro · cada año, de 2024 a 2028 propuesta implícita en el texto" in words
    )
    assert "Presidencia, Secretaría Técnica coordinación de recursos" in words
    assert "Países Miembros Diseño y socialización del directorio" in words
    assert "R2 Falta de claridad con respecto a las instituciones" in words
    assert "por capturar" in words


def test_a_measure_without_target_says_so(reader):
    measure = MeasureFactory()

    words = shown(reader.get(measure.indicator.activity.get_absolute_url()))

    assert "Meta sin meta" in words


def test_an_activity_lists_its_planned_semesters(reader):
    activity = ActivityFactory()
    ScheduleCell.objects.create(activity=activity, semester=SemesterFactory(year=2026, half=2))

    words = shown(reader.get(activity.get_absolute_url()))

    assert "segundo semestre de 2026" in words
    assert "por capturar" not in words


def test_the_schedule_marks_cells_with_a_word(reader):
    activity = ActivityFactory()
    semesters = [SemesterFactory(year=2025, half=half) for half in (1, 2)]
    ScheduleCell.objects.create(activity=activity, semester=semesters[0])
    ActivityFactory()

    page = reader.get(reverse("plan:schedule", args=[CODE]))

    assert page.content.decode().count(">planificada<") == 1
    assert page.content.decode().count("<span>por capturar</span>") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["1.1.a", "1.1.b", "2.1.a"]),
        ({"axis": "1"}, ["1.1.a", "1.1.b"]),
        ({"kind": "people"}, ["1.1.b"]),
        ({"target": "with"}, ["2.1.a"]),
        ({"target": "without"}, ["1.1.a", "1.1.b"]),
        ({"axis": "2", "kind": "people"}, []),
        ({"axis": "99", "kind": "nada", "target": "quizás"}, ["1.1.a", "1.1.b", "2.1.a"]),
    ],
)
def test_the_measures_are_filtered_by_axis_kind_and_target(reader, query, found):
    first = ActivityFactory(code="1.1")
    MeasureFactory(activity=first)
    MeasureFactory(activity=first, kind="people")
    second = ActivityFactory(
        code="2.1", objective__number=2, objective__axis__number=2, objective__axis__name="Otro"
    )
    TargetFactory(measure=MeasureFactory(activity=second))

    response = reader.get(reverse("plan:measures", args=[CODE]), query)

    assert [row.get_cell_value("code") for row in response.context["table"].rows] == found


@pytest.mark.parametrize("count", [1, 3])
def test_the_measures_cost_the_same_for_any_number(reader, count, django_assert_num_queries):
    activity = ActivityFactory()
    for _ in range(count):
        TargetFactory(measure=MeasureFactory(activity=activity), stakeholder=StakeholderFactory())

    with django_assert_num_queries(10):
        response = reader.get(reverse("plan:measures", args=[CODE]))

    assert response.content.decode().count("(propuesta)") == count


def test_the_approaches_and_the_glossary_print_the_document(reader, loaded_plan):
    approaches = shown(reader.get(reverse("plan:approaches", args=[CODE])))
    glossary = shown(reader.get(reverse("plan:glossary", args=[CODE])))

    for place, text in texts().items():
        if place[0] == "enfoque":
            assert as_words(f"{place[1]} {text}") in approaches
        if place[0] == "glosario":
            first_line = as_words(text.split("\n\n")[0])
            assert f"{place[1]} {first_line}" in glossary


def test_a_definition_is_shown_in_paragraphs_and_lists(reader, loaded_plan):
    page = reader.get(reverse("plan:glossary", args=[CODE])).content.decode()

    assert (
        "<li>Tipicidad. Definición o descripción de la conducta dentro de la Ley penal.</li>"
        in page
    )
    assert "<p>Este concepto se complementa con el de Grupo delictivo organizado" in page


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_only_the_secretariat_is_offered_to_edit(client, loaded_plan, name, args):
    address = reverse(name, args=args)
    editor = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user
    liaison = MembershipFactory().user

    client.force_login(liaison)
    assert "/administracion/" not in client.get(address).content.decode()
    client.force_login(editor)
    assert "/administracion/" in client.get(address).content.decode().split("<main", 1)[1]


def test_reading_the_plan_needs_no_membership(reader):
    plan = PlanFactory()

    assert reader.get(plan.get_absolute_url()).status_code == 200
    assert Plan.objects.count() == 1
