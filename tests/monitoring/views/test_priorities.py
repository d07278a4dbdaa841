"""The pages on which it is ranked, decided, endorsed and taken to the cronograma."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from monitoring.models import Priority
from plan.models import ScheduleCell
from tests.factories import (
    MeasureFactory,
    MembershipFactory,
    MitigationFactory,
    PriorityFactory,
    RiskFactory,
    SemesterFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import make_world
from tests.plan.test_pages import shown
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year + 1
ARGS = ["tim-2024-2028", YEAR]


@pytest.fixture
def world():
    """Its plan runs, whatever today is."""
    world = make_world()
    world.plan.start = datetime.date(YEAR - 2, 1, 1)
    world.plan.end = datetime.date(YEAR + 1, 12, 31)
    world.plan.save()
    for year in range(YEAR - 2, YEAR + 2):
        for half in (1, 2):
            SemesterFactory(plan=world.plan, year=year, half=half)
    return world


@pytest.fixture
def secretariat(world, enter):
    return enter(world.secretariat)


def url(name, *more, args=ARGS) -> str:
    return reverse(f"monitoring:priority_{name}", args=[*args, *more])


def typed(code, decision="", reason="", semesters=(), version=0, read=None) -> dict:
    """What a page sends of an activity that it showed undecided, or as `read` says."""
    read = read or {"decision": "", "reason": "", "semesters": []}
    return {
        f"a{code}-decision": decision,
        f"a{code}-reason": reason,
        f"a{code}-semesters": list(semesters),
        f"a{code}-version": str(version),
        **{f"initial-a{code}-{name}": value for name, value in read.items()},
    }


def words_of(response) -> str:
    """What a page says, also where it refuses."""
    return " ".join(strip_tags(response.content.decode()).split())


def endorsed(activity, decision="accelerate", *halves) -> Priority:
    priority = PriorityFactory(activity=activity, year=YEAR, decision=decision)
    priority.semesters.set(activity.plan.semesters.filter(year=YEAR, half__in=halves))
    priority.endorsed_at, priority.endorsed_by = timezone.now(), priority.decided_by
    priority.save()
    return priority


def test_the_entry_leads_to_the_year_that_comes_next(world, secretariat, client):
    assert secretariat.get(reverse("monitoring:priority_home")).url == url("list")
    assert reverse("monitoring:priority_home") in secretariat.get(reverse("home")).content.decode()


def test_without_a_plan_the_entry_says_so(client):
    client.force_login(UserFactory())

    page = client.get(reverse("monitoring:priority_home"))

    assert "Todavía no hay un plan" in page.content.decode()


def test_each_activity_stands_in_its_place_with_its_numbers_and_why(world, secretariat):
    far, near = world.activity("1.1"), world.activity("1.2")
    measure = MeasureFactory(activity=far)
    MeasureFactory(activity=near)
    world.goal(measure, 10, year=YEAR - 1)
    world.record("HN", far, f"{YEAR - 1}-1", quantity=2)
    for who in ("HN", "GT"):
        world.record(who, near, f"{YEAR - 1}-1")
    risk = RiskFactory(plan=world.plan, code="R7", level="high")
    MitigationFactory(risk=risk, activity=far)

    response = secretariat.get(url("list"))

    words = shown(response)
    assert [line.activity.code for line in response.context["lines"]] == ["1.1", "1.2"]
    for sentence in (
        "Va en 20 % de su meta: menos de 50 %. +3",
        "Su cronograma está por capturar: quedan los 4 semestres del plan. +1",
        "Falta el avance validado de 1 país de 2: Guatemala. +2",
        "Mitiga un riesgo abierto: R7 (alto). +2",
        "Sin meta: no hay con qué comparar lo informado. No es un cero. +1",
        "los números sugieren acelerar",
        "Cómo se ordena",
    ):
        assert sentence in words, sentence
    assert "1.1: " not in words
    detail = shown(secretariat.get(url("detail", "1.1")))
    assert "Lugar 1 de 2: 8 de 12 puntos." in detail


def test_the_list_is_filtered_sorted_and_downloaded_as_it_is_shown(world, secretariat):
    for code in ("1.1", "1.2", "1.3"):
        world.activity(code, statement=f"=Enunciado {code}")
    PriorityFactory(activity=world.plan.activities.get(code="1.3"), year=YEAR)

    def codes(**query):
        context = secretariat.get(url("list"), query).context
        return [line.activity.code for line in context["lines"]]

    assert codes(orden="-actividad") == ["1.3", "1.2", "1.1"]
    assert codes(standing="waiting") == codes(decision="accelerate") == ["1.3"]
    assert codes(axis="9", standing="x", orden="'") == ["1.1", "1.2", "1.3"]

    query = {"standing": "open", "orden": "-actividad"}
    book = openpyxl.load_workbook(
        io.BytesIO(secretariat.get(url("file", "xlsx"), query).content), read_only=True
    )
    about = dict(list(row[:2]) for row in book["Acerca de"].values)
    rows = list(book[f"Priorización {YEAR}"].values)
    assert about["Filtro"] == "Estado de la decisión: Sin decisión"
    assert [row[1] for row in rows[1:]] == ["1.2", "1.1"]
    assert rows[1][2] == "'=Enunciado 1.2"
    archive = zipfile.ZipFile(io.BytesIO(secretariat.get(url("file", "csv")).content))
    assert len(archive.namelist()) == 2
    assert secretariat.get(url("file", "exe")).status_code == 404


def test_each_party_gets_its_pages_and_nothing_more(world, client):
    activity = world.activity("1.1")
    endorsed(activity)
    PriorityFactory(activity=world.activity("1.2"), year=YEAR, reason="Motivo que espera.")
    names = ["list", "sheet", "endorse", "schedule"]
    parties = {
        "secretariat": world.secretariat.user,
        "presidency": world.presidency.user,
        "evaluator": MembershipFactory(stakeholder=StakeholderFactory(evaluator=True)).user,
        "country": MembershipFactory(stakeholder=world.countries["HN"]).user,
        "observer": MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user,
        "without_hat": UserFactory(),
    }

    def answers(user):
        client.force_login(user)
        pages = [*(url(name) for name in names), url("detail", "1.1"), url("history", "1.1")]
        return [client.get(page).status_code for page in pages]

    assert {name: answers(user) for name, user in parties.items()} == {
        "secretariat": [200, 200, 200, 200, 200, 200],
        "presidency": [200, 403, 200, 403, 200, 200],
        "evaluator": [200, 403, 200, 403, 200, 200],
        "country": [200, 403, 403, 403, 200, 403],
        "observer": [200, 403, 403, 403, 200, 403],
        "without_hat": [404, 403, 404, 403, 404, 403],
    }
    client.force_login(parties["observer"])
    words = shown(client.get(url("list"))) + shown(client.get(url("detail", "1.2")))
    assert "Acelerar" in words
    assert "con visto bueno" in words
    for hidden in ("Motivo que espera.", "sugieren", "espera el visto bueno"):
        assert hidden not in words
    data = client.get(url("file", "csv")).content
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert not any("Motivo que espera." in archive.read(n).decode() for n in archive.namelist())


def test_who_may_not_decide_or_endorse_is_refused_and_nothing_is_written(world, client):
    activity = world.activity("1.1")
    priority = PriorityFactory(activity=activity, year=YEAR)
    seen = {"chosen": f"{priority.pk}:1", "step": "chosen"}
    before = Priority.objects.values().get()
    for user in (
        world.presidency.user,
        MembershipFactory(stakeholder=world.countries["HN"]).user,
    ):
        client.force_login(user)
        for page in (url("detail", "1.1"), url("sheet"), url("schedule")):
            assert client.post(page, typed("1.1", "close", "x", version=1)).status_code == 403
    client.force_login(world.secretariat.user)
    assert client.post(url("endorse"), seen).status_code == 403

    assert Priority.objects.values().get() == before


@pytest.mark.parametrize(
    "page",
    [
        f"/seguimiento/priorizacion/otro/{YEAR}/",
        "/seguimiento/priorizacion/tim-2024-2028/1999/",
        "/seguimiento/priorizacion/tim-2024-2028/99999999999999999999/",
        f"/seguimiento/priorizacion/tim-2024-2028/{YEAR}/actividad/9.9/",
        f"/seguimiento/priorizacion/tim-2024-2028/{YEAR}/actividad/9.9/historia/",
    ],
)
def test_an_impossible_address_is_not_found(world, secretariat, page):
    assert secretariat.get(page).status_code == 404


def test_many_are_decided_on_one_page_and_what_is_not_touched_stays(world, secretariat):
    for code in ("1.1", "1.2", "1.3"):
        world.activity(code)
    told = {
        **typed("1.1", "accelerate", "Faltan países.", [f"{YEAR}-1"]),
        **typed("1.2"),
        **typed("1.3", "keep", "Va bien."),
    }

    response = secretariat.post(url("sheet"), told, follow=True)

    assert "Guardadas: 2 decisiones (1.1, 1.3)." in shown(response)
    decided = Priority.objects.order_by("activity__code")
    assert [(p.activity.code, p.decision, p.semester_codes) for p in decided] == [
        ("1.1", "accelerate", [f"{YEAR}-1"]),
        ("1.3", "keep", []),
    ]


def test_what_is_wrong_is_said_at_its_activity_and_nothing_typed_is_lost(world, secretariat):
    for code in ("1.1", "1.2"):
        world.activity(code)
    told = {**typed("1.1", "keep", "Se queda."), **typed("1.2", "close", "", [f"{YEAR}-1"])}

    response = secretariat.post(url("sheet"), told)

    page = response.content.decode()
    assert response.status_code == 422
    assert "1.2: Escriba el motivo de la decisión." in words_of(response)
    assert "Se queda." in page
    assert not Priority.objects.exists()


def test_a_page_that_came_incomplete_saves_nothing(world, secretariat):
    world.activity("1.1")
    told = typed("1.1", "keep", "Va bien.")
    del told["a1.1-version"]

    response = secretariat.post(url("detail", "1.1"), told)

    assert response.status_code == 422
    assert "La página llegó incompleta" in words_of(response)
    assert not Priority.objects.exists()


def test_two_at_once_see_both_versions_and_choose(world, secretariat):
    world.activity("1.1")
    secretariat.post(url("detail", "1.1"), typed("1.1", "accelerate", "La primera."))

    response = secretariat.post(url("detail", "1.1"), typed("1.1", "keep", "La segunda."))

    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera." in page
    assert "La segunda." in page
    assert Priority.objects.get().reason == "La primera."

    read = {"decision": "accelerate", "reason": "La primera.", "semesters": []}
    again = typed("1.1", "keep", "La segunda.", version=1, read=read)
    taken = secretariat.post(url("detail", "1.1"), {**again, "take": "a1.1-reason"})
    [form] = taken.context["sheet"].forms
    assert (form["reason"].value(), form["decision"].value()) == ("La primera.", "keep")
    secretariat.post(url("detail", "1.1"), again)
    assert Priority.objects.get().reason == "La segunda."


def test_a_change_after_the_visto_bueno_says_what_it_lost(world, secretariat):
    endorsed(world.activity("1.1"))
    read = {"decision": "accelerate", "reason": "Faltan países.", "semesters": []}

    response = secretariat.post(
        url("detail", "1.1"), typed("1.1", "keep", "Va bien.", version=1, read=read), follow=True
    )

    words = shown(response)
    assert "Perdió el visto bueno que tenía, porque cambió: 1.1." in words
    assert "cambió después del visto bueno y lo perdió" in words
    history = shown(secretariat.get(url("history", "1.1")))
    assert world.secretariat.user.name in history


def test_presidencia_endorses_one_from_its_page_and_all_that_are_shown(world, enter):
    first, second, third = [
        PriorityFactory(activity=world.activity(code), year=YEAR) for code in ("1.1", "1.2", "1.3")
    ]
    client = enter(world.presidency)
    assert "3 decisiones" in shown(client.get(reverse("home")))

    one = {"step": "chosen", "chosen": f"{first.pk}:1", "back": "1.1"}
    assert client.post(url("endorse"), one).url == url("detail", "1.1")
    page = client.get(url("endorse"))
    told = {"step": "all", "shown": page.context["shown"]}
    Priority.objects.filter(pk=third.pk).update(version=2)
    refused = client.post(url("endorse"), told)
    assert refused.status_code == 409
    assert "No se dio ninguno" in words_of(refused)
    assert set(Priority.objects.endorsed()) == {first}

    told = {"step": "all", "shown": refused.context["shown"]}
    client.post(url("endorse"), told)
    assert set(Priority.objects.endorsed()) == {first, second, third}
    assert "No hay decisiones que esperen" in shown(client.get(url("endorse")))


@pytest.mark.parametrize(
    "told", [{}, {"chosen": "x"}, {"chosen": "1:-1"}, {"step": "all", "shown": "9" * 40}]
)
def test_what_does_not_say_which_endorses_nothing(world, enter, told):
    PriorityFactory(activity=world.activity("1.1"), year=YEAR)

    response = enter(world.presidency).post(url("endorse"), told)

    assert response.status_code == 422
    assert not Priority.objects.endorsed().exists()


def test_what_is_endorsed_is_shown_and_then_taken_to_the_cronograma(world, secretariat):
    activity = world.activity("1.1")
    for semester in world.plan.semesters.filter(year__gte=YEAR, half=1):
        ScheduleCell.objects.create(activity=activity, semester=semester)
    endorsed(activity, "reschedule", 2)
    endorsed(world.activity("1.2"), "close")

    page = secretariat.get(url("schedule"))
    words = shown(page)
    assert f"segundo semestre de {YEAR}" in words
    assert "1.2: su cronograma está por capturar" in words
    assert ScheduleCell.objects.count() == 2
    stale = secretariat.post(url("schedule"), {"seen": "otra"})
    assert (stale.status_code, ScheduleCell.objects.count()) == (409, 2)

    seen = stale.context["form"]["seen"].value()
    response = secretariat.post(url("schedule"), {"seen": seen}, follow=True)

    words = shown(response)
    assert "Llevadas al cronograma: 1.1. Celdas marcadas: 1; quitadas: 1." in words
    assert "Cambios del plan sin publicar" in words
    codes = [cell.semester.code for cell in ScheduleCell.objects.select_related("semester")]
    assert codes == [f"{YEAR}-2", f"{YEAR + 1}-1"]
    assert Priority.objects.get(activity=activity).is_scheduled


def fill(world, count, *, is_endorsed=False):
    for number in range(1, count + 1):
        activity = world.activity(f"1.{number}")
        MeasureFactory(activity=activity)
        for who in ("HN", "GT")[:count]:
            world.record(who, activity, f"{YEAR - 1}-1")
        MitigationFactory(risk=RiskFactory(plan=world.plan), activity=activity)
        if is_endorsed:
            endorsed(activity, "accelerate", 1, 2)
        else:
            PriorityFactory(activity=activity, year=YEAR)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["list", "sheet", "endorse", "schedule"])
def test_a_page_costs_the_same_for_any_number_of_activities(world, secretariat, name, count):
    fill(world, count, is_endorsed=name == "schedule")

    with asked() as statements:
        page = secretariat.get(url(name))

    assert page.status_code == 200
    assert len(statements) <= MOST
    assert len(statements) == {"schedule": 11}.get(name, 14)


def test_a_detail_asks_no_more_than_the_list(world, secretariat):
    fill(world, 3)

    with asked() as statements:
        secretariat.get(url("detail", "1.1"))

    assert len(statements) <= MOST
