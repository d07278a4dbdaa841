import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from corett.lib.canonical import canonical
from plan.editions import publish_edition
from plan.models import Activity, PlanEdition
from risks.export import export_whole_plan
from tests.factories import (
    MembershipFactory,
    PlanEditionFactory,
    PlanFactory,
    StakeholderFactory,
)

CODE = "tim-2024-2028"


@pytest.fixture
def secretariat():
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


@pytest.fixture
def reader():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True))


def page(name: str, *args) -> str:
    return reverse(f"whole_plan:{name}", args=[CODE, *args])


def words(response) -> str:
    main = response.content.decode().split("<main", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def change_wording(code: str = "3.2") -> None:
    activity = Activity.objects.get(code=code)
    activity.statement += " Y algo más."
    activity.save()


def shown_on(browser) -> str:
    return browser.get(page("edition_open")).context["shown"]


def test_what_changed_is_shown_until_a_button_publishes_it(loaded_plan, secretariat, enter):
    change_wording()
    browser = enter(secretariat)

    assert "Hay 1 cambio sin publicar." in words(browser.get(page("edition_list")))
    opened = browser.get(page("edition_open"))
    assert "3.2 enunciado" in words(opened)
    assert "<ins>" in opened.content.decode()
    assert "Y algo más." in words(opened)
    response = browser.post(
        page("edition_open"),
        {"shown": opened.context["shown"], "kinds": ["erratum", "context"], "reason": "Acta 4"},
        follow=True,
    )

    edition = loaded_plan.editions.get(number=2)
    assert (edition.reason_kinds, edition.reason) == (["erratum", "context"], "Acta 4")
    assert edition.published_by == secretariat.user
    assert "Se publicó la edición 2." in words(response)
    assert "errata cambio del contexto Acta 4" in words(response)
    assert "No hay cambios sin publicar." in words(response)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kinds": [], "reason": "Acta 4"}, "Marque al menos una clase de cambio."),
        ({"kinds": ["erratum"], "reason": " "}, "Escriba el motivo: queda en la edición."),
        ({"kinds": ["nada"], "reason": "Acta 4"}, "nada"),
    ],
)
def test_without_kind_or_reason_nothing_is_published_and_nothing_typed_is_lost(
    loaded_plan, secretariat, enter, typed, sentence
):
    change_wording()
    browser = enter(secretariat)

    response = browser.post(page("edition_open"), {"shown": shown_on(browser), **typed})

    assert response.status_code == 422
    assert sentence in words(response)
    assert response.context["form"]["reason"].value() == typed["reason"]
    assert loaded_plan.editions.count() == 1


def test_what_a_colleague_changed_meanwhile_is_not_published_unseen(
    loaded_plan, secretariat, enter
):
    change_wording("3.2")
    browser = enter(secretariat)
    seen = shown_on(browser)
    change_wording("1.1")
    sent = {"kinds": ["erratum"], "reason": "Acta 4"}

    response = browser.post(page("edition_open"), {"shown": seen, **sent})

    assert response.status_code == 422
    assert "Alguien cambió el plan entretanto." in words(response)
    assert "1.1 enunciado" in words(response)
    assert loaded_plan.editions.count() == 1
    browser.post(page("edition_open"), {"shown": response.context["shown"], **sent})
    assert loaded_plan.editions.count() == 2


def test_a_second_press_publishes_nothing(loaded_plan, secretariat, enter):
    change_wording()
    browser = enter(secretariat)
    sent = {"shown": shown_on(browser), "kinds": ["erratum"], "reason": "Acta 4"}

    browser.post(page("edition_open"), sent)
    again = browser.post(page("edition_open"), sent)

    assert again.status_code == 422
    assert "No hay cambios que publicar" in words(again)
    assert loaded_plan.editions.count() == 2


def test_only_the_secretariat_publishes(loaded_plan, reader, enter):
    change_wording()
    browser = enter(reader)

    assert browser.get(page("edition_list")).status_code == 200
    opened = browser.get(page("edition_open"))
    assert "Los publica la Secretaría Técnica." in words(opened)
    assert '<form method="post" class="narrow"' not in opened.content.decode()
    sent = {"shown": opened.context["shown"], "kinds": ["erratum"], "reason": "x"}
    assert browser.post(page("edition_open"), sent).status_code == 403
    assert loaded_plan.editions.count() == 1


@pytest.fixture
def two_editions(loaded_plan):
    change_wording()
    content = export_whole_plan(loaded_plan)
    return publish_edition(
        loaded_plan, content=content, kinds=["erratum"], reason="Acta 4", by=None
    )


def test_two_editions_are_compared_on_a_page_and_as_json(two_editions, reader, enter):
    browser = enter(reader)

    chosen = browser.get(page("edition_compare"), {"old": 1, "new": 2})
    shown = browser.get(chosen.url)
    data = browser.get(page("edition_difference_data", 1, 2)).json()

    assert chosen.url == page("edition_difference", 1, 2)
    assert "1 cambio." in words(shown)
    statement = Activity.objects.get(code="3.2").statement
    assert data == {
        "plan": CODE,
        "old": 1,
        "new": 2,
        "changes": [
            {
                "part": "activity",
                "code": "3.2",
                "field": "statement",
                "old": statement.removesuffix(" Y algo más."),
                "new": statement,
            }
        ],
    }


def test_an_edition_with_itself_does_not_differ(two_editions, reader, enter):
    shown = enter(reader).get(page("edition_difference", 2, 2))

    assert "Las dos ediciones dicen lo mismo." in words(shown)


@pytest.mark.parametrize("query", [{}, {"old": 1, "new": 9}, {"old": "x", "new": "\0"}])
def test_a_comparison_of_what_does_not_exist_leads_back_with_a_sentence(
    two_editions, reader, enter, query
):
    response = enter(reader).get(page("edition_compare"), query, follow=True)

    assert response.redirect_chain[-1][0] == page("edition_list")
    assert "Elija dos ediciones que existan." in words(response)


@pytest.mark.parametrize(
    "address",
    [
        page("edition_difference", 1, 9),
        page("edition_difference_data", 9, 1),
        page("edition_data", 9),
        reverse("whole_plan:edition_list", args=["otro-plan"]),
        reverse("whole_plan:edition_open", args=["otro-plan"]),
    ],
)
def test_what_does_not_exist_is_not_found(two_editions, reader, enter, address):
    assert enter(reader).get(address).status_code == 404


def test_the_data_of_an_edition_is_what_its_pdf_gives_the_hash_of(two_editions, reader, enter):
    output = StringIO()
    call_command("export_plan", "--edition", "2", stdout=output)

    response = enter(reader).get(page("edition_data", 2))

    assert response.json() == json.loads(output.getvalue())
    assert response.content == canonical(two_editions.content)
    assert response["Content-Disposition"] == f'attachment; filename="{CODE}-edicion-2.json"'


@pytest.mark.parametrize("count", [2, 4])
def test_the_list_costs_the_same_for_any_number_of_editions(
    db, reader, enter, count, django_assert_num_queries
):
    plan = PlanFactory()
    content = export_whole_plan(plan)
    for number in range(1, count + 1):
        PlanEditionFactory(plan=plan, number=number, content=content)
    browser = enter(reader)

    with django_assert_num_queries(15):
        response = browser.get(page("edition_list"))

    assert response.content.decode().count('<th scope="row">') == count
    assert PlanEdition.objects.count() == count


def test_a_plan_without_editions_says_so_and_offers_everything_for_the_first(
    db, secretariat, enter
):
    PlanFactory()
    browser = enter(secretariat)

    assert "Todavía no se ha publicado ninguna edición." in words(browser.get(page("edition_list")))
    opened = words(browser.get(page("edition_open")))
    assert "El plan todavía no tiene ninguna edición: se publicará todo lo que sigue." in opened
    sent = {"shown": shown_on(browser), "kinds": ["capture"], "reason": "Carga"}
    browser.post(page("edition_open"), sent)
    assert PlanEdition.objects.get().number == 1
