"""The cronograma executed, the life of an activity and the institutions, as people open them."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring.models import ReportingPeriod
from plan.models import ScheduleCell
from tests.factories import (
    InstitutionFactory,
    MeasureFactory,
    MembershipFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import make_world
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def activity(world):
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    return activity


@pytest.fixture
def hidden(world):
    return InstitutionFactory(
        country=world.countries["HN"], name="Red de albergues", is_public=False
    )


@pytest.fixture
def observer():
    return MembershipFactory(stakeholder=StakeholderFactory(observer=True))


def life(activity, name="activity_life", *more) -> str:
    return reverse(f"monitoring:{name}", args=[activity.plan.code, activity.code, *more])


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def cells_of(response) -> str:
    """All that a downloaded workbook holds, as one text."""
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])


def written(response) -> str:
    """What a page, a workbook or a zip of tables says."""
    kind = response["Content-Type"]
    if "spreadsheet" in kind:
        return cells_of(response)
    if "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(response.content)) as packed:
            return "".join(packed.read(name).decode() for name in packed.namelist())
    return response.content.decode()


def pages_of(activity, institution) -> list[str]:
    return [
        reverse("monitoring:schedule_progress"),
        reverse("monitoring:schedule_progress_file", args=["xlsx"]),
        life(activity),
        life(activity, "activity_life_file", "csv"),
        reverse("monitoring:institution_list"),
        reverse("monitoring:institution_list_file", args=["xlsx"]),
        reverse("monitoring:institution_detail", args=[institution.pk]),
        reverse("monitoring:institution_file", args=[institution.pk, "csv"]),
    ]


def test_they_are_for_who_speaks_for_somebody_today(client, activity):
    institution = InstitutionFactory()
    addresses = pages_of(activity, institution)

    assert {client.get(one).status_code for one in addresses} == {302}
    client.force_login(UserFactory())
    assert {client.get(one).status_code for one in addresses} == {403}
    client.force_login(MembershipFactory().user)
    assert {client.get(one).status_code for one in addresses} == {200}


def test_nothing_of_a_draft_or_a_returned_report_is_on_any_of_them(
    world, activity, enter, observer
):
    institution = InstitutionFactory(country=world.countries["HN"], name="Fiscalía")
    for semester, state in (("2025-1", {"submitted": False}), ("2025-2", {"returned": True})):
        world.report("HN", semester, **state)
        world.entry("HN", activity, semester, progress="Texto secreto")
        world.record("HN", activity, semester, title="Fila secreta", institutions=[institution])

    client = enter(observer)

    for address in pages_of(activity, institution):
        response = client.get(address)
        body = (
            cells_of(response) if "xlsx" in address else response.content.decode(errors="replace")
        )
        assert "secret" not in body, address
    assert (
        "programado y ejecutado"
        not in page(client, reverse("monitoring:schedule_progress") + "?parte=HN").split("legend")[
            0
        ]
    )


def test_the_name_of_an_institution_that_is_not_published_never_leaves_its_own(
    world, activity, enter, observer, hidden
):
    world.record("HN", activity, institutions=[hidden])
    detail = reverse("monitoring:institution_detail", args=[hidden.pk])
    neighbour = MembershipFactory(stakeholder=world.countries["GT"])

    for reader in (observer, neighbour):
        client = enter(reader)
        assert client.get(detail).status_code == 404
        for ending in ("xlsx", "csv"):
            file = reverse("monitoring:institution_file", args=[hidden.pk, ending])
            assert client.get(file).status_code == 404
        assert hidden.name not in page(client, reverse("monitoring:institution_list"))
        assert hidden.name not in page(client, life(activity))
        for address in (
            reverse("monitoring:institution_list_file", args=["xlsx"]),
            life(activity, "activity_life_file", "xlsx"),
        ):
            assert hidden.name not in cells_of(client.get(address))
    client = enter(MembershipFactory(stakeholder=world.countries["HN"]))
    assert hidden.name in page(client, detail)


def test_the_cronograma_says_in_words_what_became_of_each_cell(world, activity, enter, observer):
    semester = world.plan.semesters.get(year=2025, half=1)
    ScheduleCell.objects.create(activity=activity, semester=semester)
    world.record("HN", activity)
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    ReportingPeriod.objects.update(
        opens_on=today - 9 * day, due_on=today - day, closes_on=today + day
    )

    body = page(enter(observer), reverse("monitoring:schedule_progress"))

    assert "programado y ejecutado" in body
    assert "1 de 2 vencido" in body
    assert f'href="{life(activity)}"' in body


def test_what_is_asked_wrong_is_said_and_the_page_is_shown(world, activity, enter, observer):
    client = enter(observer)

    response = client.get(reverse("monitoring:schedule_progress"), {"parte": "nadie"})

    assert response.status_code == 422
    assert "Hay algo que corregir" in response.content.decode()
    assert activity.schedule_statement in response.content.decode()
    assert client.get(reverse("monitoring:institution_list"), {"pais": "zz"}).status_code == 422


@pytest.mark.parametrize("address", ["/seguimiento/cronograma/?plan=otro", "9.9", "otro"])
def test_what_is_not_there_is_not_found(world, activity, enter, observer, address):
    places = {
        "9.9": reverse("monitoring:activity_life", args=[world.plan.code, "9.9"]),
        "otro": reverse("monitoring:activity_life", args=["otro", "1.1"]),
    }

    assert enter(observer).get(places.get(address, address)).status_code == 404


def test_the_plan_leads_to_what_was_done_and_back(world, activity, enter, observer):
    client = enter(observer)

    schedule = reverse("plan:schedule", args=[world.plan.code])
    assert reverse("monitoring:schedule_progress") in page(client, schedule)
    assert f'href="{schedule}"' in page(client, reverse("monitoring:schedule_progress"))
    assert life(activity) in page(client, activity.get_absolute_url())
    assert f'href="{activity.get_absolute_url()}"' in page(client, life(activity))


def test_an_institution_is_found_by_country_and_by_text(world, activity, enter, observer):
    InstitutionFactory(country=world.countries["HN"], name="Fiscalía de Honduras")
    InstitutionFactory(country=world.countries["GT"], name="Fiscalía de Guatemala")
    InstitutionFactory(country=None, name="Organismo regional")
    listed = reverse("monitoring:institution_list")
    client = enter(observer)

    def names(**typed) -> set[str]:
        response = client.get(listed, typed)
        return {one.name for one in response.context["page"]}

    assert names(texto="fiscalia", pais="GT") == {"Fiscalía de Guatemala"}
    assert names(pais="internacionales") == {"Organismo regional"}
    assert names(texto="nada") == set()


def fill(world, activity, countries: int) -> None:
    """Of so many countries: two semesters of rows, with an institution each."""
    for number in range(countries):
        country = StakeholderFactory(code=f"X{number}")
        world.countries[country.code] = country
        institution = InstitutionFactory(country=country)
        for semester in ("2025-1", "2025-2"):
            world.record(country.code, activity, semester, institutions=[institution])


@pytest.mark.parametrize("countries", [1, 3])
def test_they_ask_the_same_of_one_country_and_of_three(world, activity, enter, countries):
    fill(world, activity, countries)
    institution = InstitutionFactory(country=None)
    for record in world.entry("X0", activity).records.all():
        record.institutions.add(institution)
    client = enter(world.secretariat)
    counted = {}
    for name, address in {
        "schedule": reverse("monitoring:schedule_progress"),
        "life": life(activity),
        "list": reverse("monitoring:institution_list"),
        "institution": reverse("monitoring:institution_detail", args=[institution.pk]),
    }.items():
        with asked() as statements:
            page(client, address)
        counted[name] = len(statements)

    assert max(counted.values()) <= MOST
    assert counted == {"schedule": 12, "life": 14, "list": 4, "institution": 5}
