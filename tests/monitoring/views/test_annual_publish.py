import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring import annual
from monitoring.annual import editions, publishing
from monitoring.annual.writing import note
from monitoring.models import (
    AnnualAction,
    AnnualReport,
    Publication,
    PublicationState,
)
from tests.annual import quick_files, write
from tests.factories import (
    MembershipFactory,
    PlanFactory,
    StakeholderFactory,
    UserFactory,
)
from tests.monitoring.annual_world import make_reported_world
from tests.queries import MOST, asked

pytestmark = pytest.mark.django_db

REASON = "La Presidencia está por cambiar."


@pytest.fixture
def world(monkeypatch):
    quick_files(monkeypatch)
    return make_reported_world()


@pytest.fixture
def report(world) -> AnnualReport:
    return annual.start_annual(world.plan, 2025, by=world.secretariat)


@pytest.fixture
def secretariat(client, world):
    client.force_login(world.secretariat.user)
    return client


@pytest.fixture
def _nobody_starts_it(monkeypatch):
    monkeypatch.setattr(publishing, "launch", lambda publication: None)


def url(name, plan="tim-2024-2028", edition=1) -> str:
    return reverse(f"monitoring:annual_{name}", args=[plan, 2025, edition])


def ask(client, report, **typed):
    return client.post(url("publish"), {"version": report.version, "reason": REASON, **typed})


def page_of(client, name="publication") -> str:
    return client.get(url(name)).content.decode()


def last() -> Publication:
    return Publication.objects.first()


def test_publishing_asks_first_and_then_leads_to_how_far_it_is(secretariat, report):
    page = page_of(secretariat, "publish")
    assert "La Presidencia no ha dado su visto bueno" in page
    assert not Publication.objects.exists()

    response = ask(secretariat, report)

    assert response.url == url("publication")
    report.refresh_from_db()
    assert report.is_published
    assert report.events.get(action=AnnualAction.PUBLISHED).reason == REASON


def test_the_result_waits_with_its_files(secretariat, report):
    ask(secretariat, report)

    page = page_of(secretariat)

    assert "http-equiv" not in page
    report.refresh_from_db()
    for file in report.files.all():
        assert file.name in page
    assert report.files.count() == len(editions.parts_of(report.content))
    assert secretariat.get(url("publish")).url == report.get_absolute_url()


def test_without_the_visto_bueno_it_is_not_published_without_a_reason(secretariat, report):
    response = ask(secretariat, report, reason="  ")

    assert response.status_code == 422
    assert "Diga por qué se publica sin el visto bueno." in response.content.decode()
    assert not Publication.objects.exists()


def test_with_the_visto_bueno_no_reason_is_asked(secretariat, world, report):
    note(report, AnnualAction.ENDORSED, by=world.presidency)

    page = page_of(secretariat, "publish")
    response = secretariat.post(url("publish"), {"version": report.version})

    assert "La Presidencia dio su visto bueno" in page
    assert 'name="reason"' not in page
    assert response.url == url("publication")
    assert last().reason == ""


def test_what_changed_since_the_page_was_shown_is_read_again_first(secretariat, world, report):
    write(report, introduction="Nadie la revisó.", by=world.secretariat)

    response = ask(secretariat, report)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Los textos cambiaron" in page
    assert REASON in page
    assert not Publication.objects.exists()
    report.refresh_from_db()
    assert f'name="version" value="{report.version}"' in page


@pytest.mark.parametrize("version", ["", "0", "uno", "9" * 30])
def test_a_page_that_does_not_say_what_it_showed_publishes_nothing(secretariat, report, version):
    response = ask(secretariat, report, version=version)

    assert response.status_code == 422
    assert REASON in response.content.decode()
    assert not Publication.objects.exists()


def test_what_cannot_be_published_says_why_and_its_button_is_off(secretariat, world):
    annual.start_annual(world.plan, 2026, by=world.secretariat)
    page = reverse("monitoring:annual_publish", args=["tim-2024-2028", 2026, 1])

    shown = secretariat.get(page).content.decode()
    response = secretariat.post(page, {"version": 1, "reason": REASON})

    sentence = "No hay ningún informe semestral validado de 2026."
    assert sentence in shown
    assert "<button disabled>Publicar ahora" in shown
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert not Publication.objects.exists()


# How far it is


@pytest.mark.usefixtures("_nobody_starts_it")
def test_while_it_waits_or_runs_the_page_asks_again_by_itself(secretariat, report):
    ask(secretariat, report)

    waiting = page_of(secretariat)
    Publication.objects.update(
        state="running", alive_at=timezone.now(), step=3, steps=9, doing="Datos (JSON)"
    )
    running = page_of(secretariat)

    refresh = '<meta http-equiv="refresh" content="4">'
    assert refresh in waiting
    assert "Está por comenzar." in waiting
    assert refresh in running
    assert "Datos (JSON)." in running
    assert "Paso 3 de 9" in running
    assert 'value="3" max="9"' in running
    assert secretariat.get(url("publish")).url == url("publication")


@pytest.mark.usefixtures("_nobody_starts_it")
def test_pressed_twice_there_is_one_run(secretariat, report):
    assert ask(secretariat, report).url == ask(secretariat, report).url == url("publication")
    assert Publication.objects.count() == 1


def test_what_failed_says_why_and_what_to_do(secretariat, report, monkeypatch):
    def fails(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editions, "data", fails)
    ask(secretariat, report)

    page = page_of(secretariat)

    assert "http-equiv" not in page
    assert "No se pudieron guardar los archivos: No space left on device." in page
    assert f'href="{url("publish")}">Publicar de nuevo' in page
    assert secretariat.get(url("publish")).status_code == 200


@pytest.mark.usefixtures("_nobody_starts_it")
def test_what_was_interrupted_says_so_and_is_taken_up_again_once(secretariat, report, monkeypatch):
    ask(secretariat, report)
    long_ago = timezone.now() - datetime.timedelta(minutes=2)
    Publication.objects.update(state="running", alive_at=long_ago)

    page = page_of(secretariat)
    first = secretariat.post(url("publication_resume"))
    again = secretariat.post(url("publication_resume"))

    assert "http-equiv" not in page
    assert "La publicación se interrumpió." in page
    assert f'action="{url("publication_resume")}"' in page
    assert first.url == again.url == url("publication")
    assert [one.state for one in Publication.objects.order_by("pk")] == ["failed", "done"]
    assert AnnualReport.objects.get().is_published


@pytest.mark.usefixtures("_nobody_starts_it")
def test_what_is_alive_is_not_taken_up_again(secretariat, report):
    ask(secretariat, report)

    secretariat.post(url("publication_resume"))

    assert [one.state for one in Publication.objects.all()] == [PublicationState.WAITING]


# Who


def people(world) -> dict:
    return {
        "without_hat": UserFactory(),
        "observer": MembershipFactory(stakeholder=StakeholderFactory(observer=True)).user,
        "country": MembershipFactory(stakeholder=world.countries["HN"]).user,
        "evaluator": MembershipFactory(stakeholder=StakeholderFactory(evaluator=True)).user,
        "presidency": world.presidency.user,
    }


@pytest.mark.usefixtures("_nobody_starts_it")
def test_nobody_else_publishes_nor_sees_how_far_it_is(client, world, report):
    annual.request_publication(report, version=1, by=world.secretariat, reason=REASON)
    found = {}
    for who, user in people(world).items():
        client.force_login(user)
        found[who] = [
            client.get(url("publish")).status_code,
            client.post(url("publish"), {"version": 1, "reason": REASON}).status_code,
            client.get(url("publication")).status_code,
            client.post(url("publication_resume")).status_code,
        ]

    assert found == {
        "without_hat": [404] * 4,
        "observer": [404] * 4,
        "country": [404] * 4,
        "evaluator": [403] * 4,
        "presidency": [403] * 4,
    }
    assert Publication.objects.count() == 1


def test_another_plans_address_leads_nowhere(secretariat, report):
    PlanFactory(code="otro-2029", start=datetime.date(2029, 1, 1), end=datetime.date(2030, 1, 1))

    for name in ("publish", "publication"):
        assert secretariat.get(url(name, plan="otro-2029")).status_code == 404
    assert secretariat.post(url("publication_resume", plan="otro-2029")).status_code == 404


def test_an_edition_that_nobody_published_has_no_progress(secretariat, report):
    assert secretariat.get(url("publication")).status_code == 404
    assert secretariat.post(url("publication_resume")).status_code == 404
    assert secretariat.get(url("publication_resume")).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_for_any_number_of_runs(secretariat, world, report, count):
    for _run in range(count):
        Publication.objects.create(
            report=report,
            version=1,
            by=world.secretariat.user,
            stakeholder=world.secretariat.stakeholder,
            token=uuid.uuid4(),
            state="failed",
            finished_at=timezone.now(),
            fault="No.",
        )

    with asked() as progress:
        secretariat.get(url("publication"))
    with asked() as publish:
        secretariat.get(url("publish"))

    assert len(progress) == 5
    assert len(publish) <= MOST
