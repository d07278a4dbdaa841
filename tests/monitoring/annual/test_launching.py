import pytest
from django.db import transaction

from monitoring import annual
from monitoring.annual import launching
from monitoring.models import AnnualReport, Publication, PublicationState
from tests.annual import quick_files
from tests.monitoring.annual_world import World, make_reported_world
from tests.monitoring.test_concurrency import PEOPLE, at_once


@pytest.fixture
def world(monkeypatch) -> World:
    quick_files(monkeypatch)
    return make_reported_world()


def ask(world, report) -> Publication:
    return annual.request_publication(
        report, version=1, by=world.secretariat, reason="Sin consulta."
    )


@pytest.mark.django_db
def test_what_could_not_be_started_waits_for_whoever_comes_by(world, monkeypatch, caplog):
    def no_more_processes(*_args, **_options):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(launching, "import_string", lambda name: no_more_processes)
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)

    publication = ask(world, report)

    assert publication.state == PublicationState.WAITING
    assert f"Publication {publication.pk} was not started" in caplog.text
    assert annual.recover() == [publication]


@pytest.mark.django_db(transaction=True)
def test_asked_for_by_several_at_once_it_is_one(world, monkeypatch):
    monkeypatch.setattr(launching, "import_string", lambda name: lambda publication: None)
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)

    outcomes = at_once(*[lambda: ask(world, report).pk] * PEOPLE)

    assert outcomes == [Publication.objects.get().pk] * PEOPLE


@pytest.mark.django_db(transaction=True)
def test_carried_out_by_several_at_once_it_is_published_once(world, monkeypatch):
    monkeypatch.setattr(launching, "import_string", lambda name: lambda publication: None)
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    publication = ask(world, report)

    outcomes = at_once(*[lambda: annual.carry_out(publication).state] * PEOPLE)

    assert "done" in outcomes
    assert set(outcomes) <= {"done", "running"}
    assert AnnualReport.objects.get().events.filter(action="published").count() == 1
    assert annual.verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_the_process_is_started_once_it_will_find_what_it_is_to_publish(monkeypatch):
    started = []
    monkeypatch.setattr(launching, "start", started.append)
    publication = Publication()

    with transaction.atomic():
        launching.detached(publication)
        assert started == []

    assert started == [publication]
