import datetime
import html
import re

import pytest
from django.urls import reverse

from risks.models import Risk
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MitigationActionFactory,
    MitigationFactory,
    PlanFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.plan.document import texts
from tests.plan.test_pages import as_words, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def test_the_matrix_prints_anexo_1(reader, loaded_plan):
    words = shown(reader.get(reverse("risks:matrix", args=[loaded_plan.code])))

    printed = texts()
    places = ("tipo de riesgo", "riesgo", "mitigación")
    wanted = [text for place, text in printed.items() if place[0] in places]
    assert [text for text in wanted if as_words(text) not in words] == []
    assert words.count(" Alto ") == 8
    assert words.count(" Medio ") == 6


def test_the_matrix_says_how_far_the_plan_covers_each_risk(reader, loaded_plan):
    words = shown(reader.get(reverse("risks:matrix", args=[loaded_plan.code])))

    assert words.count("sin actividad en el plan") == 2
    assert words.count("cubierto en parte") == 3
    assert words.count("cubierto por el plan") == 9
    assert "cubierto en parte Actividad 10.2 ( en parte )" in words.replace(
        "(en parte)", "( en parte )"
    )


def test_each_mitigation_of_an_activity_leads_to_its_risk(reader):
    mitigation = MitigationFactory(is_partial=True)
    page = reader.get(mitigation.activity.get_absolute_url()).content.decode()

    assert f'href="{mitigation.risk.get_absolute_url()}"' in page
    assert "(en parte)" in page


def test_a_plan_without_risks_has_an_empty_matrix(reader):
    plan = PlanFactory()

    assert reader.get(reverse("risks:matrix", args=[plan.code])).status_code == 200
    assert not Risk.objects.exists()


def test_the_matrix_has_the_columns_and_the_rows_of_the_document(reader, loaded_plan):
    page = reader.get(reverse("risks:matrix", args=[loaded_plan.code])).content.decode()
    table = re.search(r'<table class="annex.*?</table>', page, re.DOTALL)[0]
    printed = texts()

    rows, kind = [], ""
    for code in (f"R{number}" for number in range(1, 15)):
        is_first = printed["tipo de riesgo", code] != kind
        kind = printed["tipo de riesgo", code]
        places = ["riesgo", "nivel de riesgo", "mitigación"]
        texts_of_row = [as_words(printed[place, code]) for place in places]
        rows.append([kind] * is_first + [f"{code} {texts_of_row[0]}", *texts_of_row[1:]])

    assert cells(table) == [
        ["Tipo de riesgo", "Riesgo", "Nivel de riesgo", "Mitigación del riesgo"],
        *rows,
    ]


def cells(table: str) -> list[list[str]]:
    """The words of each cell, row by row."""
    return [
        [
            as_words(html.unescape(re.sub(r"<[^>]+>", "", cell)))
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    ]


def test_a_retired_risk_is_apart_and_its_page_keeps_what_was_said(reader):
    semester = SemesterFactory(year=2024, half=2)
    risk = RiskFactory(code="R7", retired_on=datetime.date(2025, 3, 1))
    RiskReviewFactory(risk=risk, semester=semester, response="Lo dicho entonces.")

    words = shown(reader.get(reverse("risks:matrix", args=[risk.plan.code])))
    page = shown(reader.get(risk.get_absolute_url()))

    assert "Riesgos retirados" in words
    assert "(retirado el 1 de marzo de 2025)" in words
    assert "Riesgo retirado el 1 de marzo de 2025" in page
    assert "Lo dicho entonces." in page


def test_the_line_is_drawn_from_the_same_points_as_its_table(reader):
    risk = RiskFactory(code="R7", level="high")
    semesters = [SemesterFactory(year=2025, half=half) for half in (1, 2)]
    RiskReviewFactory(risk=risk, semester=semesters[1], level="low", happened=True, response="Sí.")

    page = reader.get(risk.get_absolute_url()).content.decode()

    drawn = re.findall(r'data-semester="([^"]*)" data-level="([^"]*)"', page)
    table = re.search(r'<table class="level-table.*?</table>', page, re.DOTALL)[0]
    assert drawn == [("", "high"), ("2025-1", ""), ("2025-2", "low")]
    assert cells(table)[1:] == [
        ["Anexo 1", "Alto", "—", ""],
        ["2025-1", "sin revisar", "—", ""],
        ["2025-2", "Bajo", "sí", "Sí."],
    ]
    assert "style=" not in page


def test_the_neighbours_review_is_not_on_the_page_of_a_risk(client):
    own, other = MembershipFactory(), StakeholderFactory(name="Otro país")
    risk = RiskFactory(code="R7")
    semester = SemesterFactory(year=2025, half=1)
    RiskReviewFactory(
        risk=risk, semester=semester, stakeholder=own.stakeholder, response="Lo nuestro."
    )
    RiskReviewFactory(risk=risk, semester=semester, stakeholder=other, response="Lo de ellos.")
    client.force_login(own.user)

    words = shown(client.get(risk.get_absolute_url()))

    assert "Lo nuestro." in words
    assert "Lo de ellos." not in words
    assert "Otro país" not in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_risk_costs_the_same_for_any_number_of_rows(
    reader, count, django_assert_num_queries
):
    risk = RiskFactory(code="R7")
    for place in range(count):
        MitigationFactory(risk=risk, activity=ActivityFactory())
        MitigationActionFactory(risk=risk)
        RiskReviewFactory(risk=risk, semester=SemesterFactory(year=2024 + place, half=1))

    with django_assert_num_queries(10):
        page = reader.get(risk.get_absolute_url()).content.decode()

    assert page.count(f'id="R7.{count}"') == 1


@pytest.mark.parametrize("code", ["R99", "riesgo"])
def test_a_risk_that_does_not_exist_is_not_found(reader, code):
    plan = RiskFactory(code="R7").plan

    assert reader.get(reverse("risks:risk", args=[plan.code, code])).status_code == 404
