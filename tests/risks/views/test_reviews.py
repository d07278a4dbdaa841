import re

import pytest
from django.urls import reverse
from django.utils import timezone

from risks.models import RiskReview
from tests.factories import (
    MembershipFactory,
    RiskFactory,
    RiskReviewFactory,
    SemesterFactory,
    StakeholderFactory,
)
from tests.plan.test_pages import shown

pytestmark = pytest.mark.django_db


def address(semester) -> str:
    return reverse("risks:review", args=[semester.plan.code, semester.code])


def filled(response, **typed) -> dict:
    """What a browser would send back from the sheet, with something typed in it."""
    data = {"hat": response.context["hat"]}
    for form in response.context["sheet"].forms:
        for bound in form:
            for name, value in ((bound.html_name, bound.value()), shown_before(bound)):
                if value not in (None, False):
                    data[name] = value
    return {**data, **{name.replace("__", "-"): value for name, value in typed.items()}}


def shown_before(bound) -> tuple:
    hidden = re.search(r'value="([^"]*)"', bound.as_hidden(only_initial=True))
    return bound.html_initial_name, hidden[1] if hidden else ""


@pytest.fixture
def sheet(client, semester, office):
    RiskFactory(code="R1")
    RiskFactory(code="R2")
    client.force_login(office.user)
    return client.get(address(semester))


def test_the_sheet_shows_anexo_1_and_the_last_review_of_the_same_hat(client, country, semester):
    risk = RiskFactory(code="R1", level="high")
    before = SemesterFactory(year=2024, half=2)
    RiskReviewFactory(
        risk=risk, semester=before, stakeholder=country.stakeholder, level="low", response="Antes."
    )
    RiskReviewFactory(risk=risk, semester=before, level="medium", response="De la región.")
    client.force_login(country.user)

    page = client.get(address(semester)).content.decode()

    assert "Quien revisa: Honduras, por sí." in page
    assert '<span class="tag high">Alto</span>' in page
    assert "última revisión (2024-2):" in page
    assert '<span class="tag low">Bajo</span>' in page
    assert "Antes." in page
    assert "De la región." not in page


def test_a_part_is_saved_and_the_rest_says_that_it_waits(client, semester, sheet):
    data = filled(sheet, R2__level="high", R2__happened="on", R2__response="Se acordó un enlace.")

    words = shown(client.post(address(semester), data, follow=True))

    assert "Guardado: 1 riesgo revisado (R2)." in words
    assert "1 de 2 riesgos revisados. Faltan: R1 ." in words
    assert list(RiskReview.objects.values_list("risk__code", "level", "response")) == [
        ("R2", "high", "Se acordó un enlace.")
    ]


@pytest.mark.parametrize(("count", "queries"), [(1, 15), (3, 19)])
def test_saving_costs_two_queries_for_each_review_that_changed(
    client, semester, office, count, queries, django_assert_num_queries
):
    for _ in range(count):
        RiskReviewFactory(risk=RiskFactory(), semester=semester, stakeholder=office.stakeholder)
    client.force_login(office.user)
    data = filled(client.get(address(semester)))
    data |= {name: "high" for name in data if name.endswith("-level") and name[0] == "R"}

    with django_assert_num_queries(queries):
        client.post(address(semester), data)

    assert list(RiskReview.objects.values_list("level", "version")) == [("high", 2)] * count


def test_nothing_changed_says_so(client, semester, sheet):
    page = client.post(address(semester), filled(sheet), follow=True).content.decode()

    assert "No había cambios." in page
    assert not RiskReview.objects.exists()


def test_wrong_input_saves_nothing_and_loses_nothing(client, semester, sheet):
    data = filled(
        sheet, R1__level="low", R1__response="Escrito.", R2__level="high", R2__happened="on"
    )

    response = client.post(address(semester), data)

    assert response.status_code == 422
    assert response.context["sheet"].errors == [
        (
            "id_R2-response",
            "R2",
            "Si el riesgo se presentó, diga qué pasó y qué se hizo.",
        )
    ]
    first, second = response.context["sheet"].forms
    assert (first["level"].value(), first["response"].value()) == ("low", "Escrito.")
    assert (second["level"].value(), second["happened"].value()) == ("high", True)
    assert 'href="#id_R2-response"' in response.content.decode()
    assert not RiskReview.objects.exists()


def test_words_without_a_level_ask_for_one(client, semester, sheet):
    response = client.post(address(semester), filled(sheet, R1__response="Sin nivel."))

    assert response.status_code == 422
    assert [error[:2] for error in response.context["sheet"].errors] == [("id_R1-level", "R1")]
    assert "Sin nivel." in response.content.decode()


@pytest.mark.parametrize("value", ["extremo", "x" * 5_000])
def test_a_level_that_does_not_exist_is_refused(client, semester, sheet, value):
    response = client.post(address(semester), filled(sheet, R1__level=value))

    assert response.status_code == 422
    assert not RiskReview.objects.exists()


def colleague_saves(semester, office, **values):
    return RiskReviewFactory(
        risk=semester.plan.risks.get(code="R1"),
        semester=semester,
        stakeholder=office.stakeholder,
        **{"level": "low", "response": "Lo de la colega.", **values},
    )


def test_the_second_of_two_people_sees_both_versions_and_may_save_over(
    client, semester, office, sheet
):
    colleague_saves(semester, office)
    data = filled(sheet, R1__level="high", R1__response="Lo mío.", R2__level="medium")

    response = client.post(address(semester), data)

    assert response.status_code == 409
    [(conflict, differences)] = response.context["conflicts"]
    assert [(one.name, one.saved, one.typed) for one in differences] == [
        ("R1-level", "Bajo", "Alto"),
        ("R1-response", "Lo de la colega.", "Lo mío."),
    ]
    assert RiskReview.objects.count() == 1

    client.post(address(semester), filled(response))

    assert list(RiskReview.objects.values_list("risk__code", "level", "response", "version")) == [
        ("R1", "high", "Lo mío.", 2),
        ("R2", "medium", "", 1),
    ]


def test_the_second_may_take_what_is_saved_in_one_field(client, semester, office, sheet):
    colleague_saves(semester, office)
    data = filled(sheet, R1__level="high", R1__response="Lo mío.")
    conflicting = client.post(address(semester), data)

    taken = client.post(address(semester), {**filled(conflicting), "take": "R1-level"})
    assert RiskReview.objects.get().version == 1
    client.post(address(semester), filled(taken))

    review = RiskReview.objects.get()
    assert (review.level, review.response) == ("low", "Lo mío.")


def test_what_the_second_did_not_touch_stays_as_the_colleague_saved_it(
    client, semester, office, sheet
):
    colleague_saves(semester, office)

    client.post(address(semester), filled(sheet, R2__level="high"))

    assert list(RiskReview.objects.values_list("risk__code", "level", "response")) == [
        ("R1", "low", "Lo de la colega."),
        ("R2", "high", ""),
    ]


def test_a_page_without_what_it_showed_never_writes_over_what_is_saved(client, semester, office):
    RiskFactory(code="R1")
    colleague_saves(semester, office)
    client.force_login(office.user)

    response = client.post(
        address(semester), {"hat": "ST", "R1-level": "high", "R1-response": "Otra cosa."}
    )

    assert response.status_code == 409
    assert RiskReview.objects.get().response == "Lo de la colega."


@pytest.mark.parametrize("trait", ["observer", "presidency", "evaluator"])
def test_who_does_not_review_is_refused(client, semester, trait):
    RiskFactory(code="R1")
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(**{trait: True})).user)

    assert client.get(address(semester)).status_code == 403
    assert client.post(address(semester), {"R1-level": "low"}).status_code == 403
    listed = reverse("risks:review_list", args=[semester.plan.code])
    assert client.get(listed).status_code == 403
    assert not RiskReview.objects.exists()


def test_a_country_neither_sees_nor_changes_the_neighbours_review(client, semester, country):
    risk = RiskFactory(code="R1")
    other = RiskReviewFactory(
        risk=risk, semester=semester, stakeholder=StakeholderFactory(), response="Del vecino."
    )
    client.force_login(country.user)
    page = client.get(address(semester))

    client.post(address(semester), filled(page, R1__level="high"))

    assert "Del vecino." not in page.content.decode()
    other.refresh_from_db()
    assert (other.level, other.response, other.version) == ("medium", "Del vecino.", 1)
    assert RiskReview.objects.get(stakeholder=country.stakeholder).level == "high"


def test_a_page_opened_under_one_hat_is_not_saved_under_another(client, semester, office, sheet):
    other = MembershipFactory(user=office.user, stakeholder=StakeholderFactory(name="Honduras"))
    data = filled(sheet, R1__level="high")
    client.post(reverse("accounts:membership_choose"), {"membership": other.pk})

    response = client.post(address(semester), data)

    assert response.status_code == 422
    words = response.content.decode()
    assert "Esta página no se abrió por Honduras, por quien usted actúa ahora." in words
    assert client.post(address(semester), filled(response)).status_code == 422
    assert not RiskReview.objects.exists()


def test_a_closed_semester_is_read_and_what_was_typed_for_it_is_shown_again(client, office):
    semester = SemesterFactory(year=2024, half=2)
    RiskReviewFactory(
        risk=RiskFactory(code="R1"), semester=semester, level="high", response="Lo dicho."
    )
    client.force_login(office.user)

    page = client.get(address(semester)).content.decode()
    sent = client.post(address(semester), {"hat": "ST", "R1-level": "low", "R1-response": "Tarde."})

    assert "Lo dicho." in page
    assert "Guardar la revisión" not in page
    assert sent.status_code == 422
    assert "Tarde." in sent.content.decode()
    assert "Se cerró el 31 de diciembre de 2025" in sent.content.decode()
    assert RiskReview.objects.get().response == "Lo dicho."


def test_a_semester_that_has_not_begun_is_not_offered(client, semester, office):
    later = SemesterFactory(plan=semester.plan, year=timezone.localdate().year + 1, half=2)
    client.force_login(office.user)

    listed = client.get(reverse("risks:review_list", args=[semester.plan.code])).content.decode()

    assert address(semester) in listed
    assert address(later) not in listed
    assert client.get(address(later)).status_code == 404
    assert client.get(address(later).replace(later.code, "2031-1")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_risks(
    client, semester, country, count, django_assert_num_queries
):
    for _ in range(count):
        RiskFactory()
    client.force_login(country.user)

    with django_assert_num_queries(7):
        page = client.get(address(semester)).content.decode()

    assert page.count("<fieldset class=") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_semesters_costs_the_same_for_any_number(
    client, country, count, django_assert_num_queries
):
    for place in range(count):
        SemesterFactory(year=2025 + place // 2, half=1 + place % 2)
    client.force_login(country.user)

    with django_assert_num_queries(6):
        page = client.get(reverse("risks:review_list", args=["tim-2024-2028"])).content.decode()

    assert page.count("<progress") == count
