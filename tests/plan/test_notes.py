import datetime
import re

import pytest
from django.urls import reverse

from plan.models import GlossaryTerm, GuidingApproach
from plan.notes import PageNotes
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    MembershipFactory,
    PlanFactory,
    StakeholderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CODE = "tim-2024-2028"


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def opens(page: str) -> list[tuple[str, str]]:
    """Each button of the page's text with the note that it opens."""
    return re.findall(
        r'<button type="button" class="term" popovertarget="nota-([\w-]+)">([^<]+)</button>', page
    )


def notes(page: str) -> list[str]:
    return re.findall(r'<div popover class="note" id="nota-([\w-]+)"', page)


def add_term(order: int, term: str, definition: str, variants: str = "") -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        plan=PlanFactory(), order=order, term=term, definition=definition, variants=variants
    )


def add_approach(order: int, name: str, **values) -> GuidingApproach:
    values = {"text": f"Lo que dice {name}.", **values}
    return GuidingApproach.objects.create(plan=PlanFactory(), order=order, name=name, **values)


def test_the_terms_of_an_activity_open_their_definition(reader, loaded_plan):
    page = read(reader, reverse("plan:activity", args=[CODE, "1.1"]))

    assert opens(page) == [
        ("enfoque-1", "derechos humanos"),
        ("termino-8", "tráfico ilícito de migrantes"),
        ("termino-2", "delitos"),
        ("enfoque-3", "interés superior de la niñez"),
        ("enfoque-4", "interseccionalidad"),
        ("enfoque-5", "multiculturalidad"),
        ("enfoque-7", "no revictimización"),
    ]
    assert notes(page) == [key for key, _words in opens(page)]
    note = page.partition('id="nota-termino-8"')[2].partition("</div>")[0]
    assert "<p><strong>Tráfico de migrantes</strong></p>" in note
    assert "<p>el Protocolo contra el tráfico ilícito de migrantes por tierra, mar y aire," in note
    assert f'<a href="{reverse("plan:glossary", args=[CODE])}#termino-8">' in note


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("plan:overview", [CODE]),
        ("plan:axis", [CODE, 3]),
        ("plan:approaches", [CODE]),
        ("risks:matrix", [CODE]),
    ],
)
def test_a_page_of_texts_opens_each_term_once_and_holds_what_it_opens(
    reader, loaded_plan, name, args
):
    page = read(reader, reverse(name, args=args))

    opened = [key for key, _words in opens(page)]
    assert "termino-8" in opened
    assert sorted(opened) == sorted(set(opened)) == sorted(notes(page))


def test_a_long_definition_shows_its_first_paragraph_and_leads_to_the_whole(reader):
    add_term(1, "Delito", "Uno.\r\n\r\nDos.")
    add_term(2, "Migrante", "Tres.")
    page = read(reader, ActivityFactory(statement="Delito de migrante.").get_absolute_url())

    first, second = page.split("<div popover")[1:]

    assert "<p>Uno.</p>" in first
    assert "Dos." not in page
    assert "Leer el texto completo" in first
    assert "<p>Tres.</p>" in second
    assert "Ver en el plan" in second


def test_what_stands_in_a_definition_is_escaped(reader):
    add_term(1, "<b>Delito</b>", "<script>", "delito")
    page = read(reader, ActivityFactory(statement="Un delito & <otro>.").get_absolute_url())

    assert opens(page) == [("termino-1", "delito")]
    assert "</button> &amp; &lt;otro&gt;." in page
    assert "&lt;b&gt;Delito&lt;/b&gt;" in page
    assert "<script>" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_glossary_and_the_approaches_are_where_the_notes_lead(reader, loaded_plan):
    glossary = read(reader, reverse("plan:glossary", args=[CODE]))
    approaches = read(reader, reverse("plan:approaches", args=[CODE]))

    assert re.findall(r'id="(termino-\d+)"', glossary) == [f"termino-{n}" for n in range(1, 10)]
    assert opens(glossary) == []
    assert re.findall(r'id="(enfoque-\d+)"', approaches) == [f"enfoque-{n}" for n in range(1, 9)]
    assert [key for key, _words in opens(approaches) if key.startswith("enfoque")] == []


def test_a_retired_approach_is_opened_by_no_text_but_still_by_a_list():
    add_approach(1, "Género", retired_on=datetime.date(2025, 1, 1))
    page = PageNotes(PlanFactory())

    assert [part.term for part in page.parts("Con enfoque de género.")] == [None]
    page.open_approaches()
    assert list(page.opened) == ["enfoque-1"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_any_number_of_terms(count, django_assert_num_queries):
    words = ["delito", "migrante", "tráfico"][:count]
    for order, word in enumerate(words, 1):
        add_term(order, word, "Definición.")
        add_approach(order, f"Enfoque {order}")
    page = PageNotes(PlanFactory())

    with django_assert_num_queries(2):
        page.parts(" ".join(words))
        page.parts("Otra vez.")
        page.open_approaches()

    assert len(page.opened) == 2 * count


def test_who_reports_opens_the_terms_of_the_activity_and_each_approach_of_the_list(client):
    add_term(1, "Delito", "Lo que es.")
    add_approach(1, "Género")
    add_approach(2, "Niñez")
    statement = "Prevenir el delito con enfoque de género."
    entry = EntryFactory(activity=ActivityFactory(statement=statement))
    client.force_login(MembershipFactory(stakeholder=entry.report.stakeholder).user)

    page = read(client, entry.get_absolute_url())

    assert opens(page) == [("termino-1", "delito"), ("enfoque-1", "género")]
    beside = r'popovertarget="nota-(enfoque-\d)">¿Qué dice\?<span class="visually-hidden"> (\w+)<'
    assert re.findall(beside, page) == [("enfoque-1", "Género"), ("enfoque-2", "Niñez")]
    assert notes(page) == ["termino-1", "enfoque-1", "enfoque-2"]
    assert page.count('name="initial-approaches"') == 0
    assert page.count('type="checkbox" name="approaches"') == 2


def test_the_secretariat_writes_the_other_forms_of_a_term_in_the_admin(client):
    term = add_term(1, "Tráfico de migrantes", "La facilitación.", "TIM")
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    client.force_login(secretariat.user)

    page = read(client, reverse("admin:plan_glossaryterm_change", args=[term.pk]))

    assert "Otras formas de nombrarlo" in page
    assert re.search(r'<textarea name="variants"[^>]*>\s*TIM</textarea>', page)
