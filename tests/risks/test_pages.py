import pytest
from django.urls import reverse

from risks.models import Risk
from tests.factories import MitigationFactory, PlanFactory, UserFactory
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
    address = reverse("risks:matrix", args=[mitigation.risk.plan.code])

    page = reader.get(mitigation.activity.get_absolute_url()).content.decode()

    assert f'href="{address}#{mitigation.risk.code}"' in page
    assert "(en parte)" in page


def test_a_plan_without_risks_has_an_empty_matrix(reader):
    plan = PlanFactory()

    assert reader.get(reverse("risks:matrix", args=[plan.code])).status_code == 200
    assert not Risk.objects.exists()
