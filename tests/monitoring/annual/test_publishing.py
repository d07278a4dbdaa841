import pytest

from monitoring import annual
from monitoring.annual import AnnualError, publishing
from monitoring.annual.writing import note
from monitoring.models import AnnualAction, AnnualReport, Publication, PublicationState
from tests.annual import quick_files, write
from tests.monitoring.annual_world import make_reported_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    quick_files(monkeypatch)
    return make_reported_world()


@pytest.fixture
def _nobody_starts_it(monkeypatch):
    monkeypatch.setattr(publishing, "launch", lambda publication: None)


def start(world, year=2025) -> AnnualReport:
    return annual.start_annual(world.plan, year, by=world.secretariat)


def ask(world, report, by=None, **options) -> Publication:
    options.setdefault("reason", "Sin consulta.")
    return annual.request_publication(
        report, version=report.version, by=by or world.secretariat, **options
    )


@pytest.mark.usefixtures("_nobody_starts_it")
def test_what_is_asked_for_waits_with_who_asked_for_what_and_why(world):
    report = start(world)

    publication = ask(world, report, reason=" Urge. ")

    assert (publication.state, publication.version) == (PublicationState.WAITING, report.version)
    assert (publication.by, publication.reason) == (world.secretariat.user, "Urge.")
    assert publication.stakeholder == world.secretariat.stakeholder
    assert AnnualReport.objects.get().is_published is False


@pytest.mark.usefixtures("_nobody_starts_it")
def test_asking_again_leads_to_the_one_under_way(world):
    report = start(world)

    assert ask(world, report) == ask(world, report)
    assert Publication.objects.count() == 1


def test_whoever_is_named_in_the_settings_carries_it_out(world):
    report = start(world)

    publication = ask(world, report)

    publication.refresh_from_db()
    assert publication.state == PublicationState.DONE
    assert AnnualReport.objects.get().is_published


@pytest.mark.usefixtures("_nobody_starts_it")
def test_only_the_secretariat_asks(world):
    report = start(world)

    with pytest.raises(AnnualError, match="Solo la Secretaría Técnica"):
        ask(world, report, by=world.presidency)
    assert not Publication.objects.exists()


def test_without_presidencias_visto_bueno_a_reason_is_demanded_and_kept(world):
    report = start(world)

    for nothing in ("", "  "):
        with pytest.raises(AnnualError, match="La Presidencia no ha dado su visto bueno"):
            ask(world, report, reason=nothing)
    assert not Publication.objects.exists()

    ask(world, report, reason="La Presidencia está por cambiar.")
    event = AnnualReport.objects.get().events.get(action=AnnualAction.PUBLISHED)
    assert event.reason == "La Presidencia está por cambiar."
    assert (event.by, event.stakeholder) == (
        world.secretariat.user,
        world.secretariat.stakeholder,
    )


def test_with_presidencias_visto_bueno_no_reason_is_kept(world):
    report = start(world)
    note(report, AnnualAction.ENDORSED, by=world.presidency)

    ask(world, report, reason="Nadie la pide.")

    assert AnnualReport.objects.get().events.get(action=AnnualAction.PUBLISHED).reason == ""


def test_a_visto_bueno_holds_for_the_version_that_it_saw_and_is_presidencias(world):
    report = start(world)
    note(report, AnnualAction.ENDORSED, by=world.secretariat)
    assert annual.needs_reason(report)

    note(report, AnnualAction.ENDORSED, by=world.presidency)
    assert not annual.needs_reason(report)

    report = write(report, introduction="Otra.", by=world.secretariat)
    assert annual.needs_reason(report)


@pytest.mark.usefixtures("_nobody_starts_it")
@pytest.mark.parametrize(
    ("year", "sentence"),
    [(2026, "No hay ningún informe semestral validado de 2026."), (2025, "Los textos cambiaron")],
)
def test_what_cannot_be_published_is_refused_at_once(world, year, sentence):
    report = start(world, year)
    report.version += year == 2025

    with pytest.raises(AnnualError, match=sentence):
        ask(world, report)
    assert not Publication.objects.exists()


def test_what_is_published_is_not_published_again(world):
    report = start(world)
    ask(world, report)

    with pytest.raises(AnnualError, match="ya se publicó"):
        ask(world, report)


@pytest.mark.usefixtures("_nobody_starts_it")
def test_a_second_edition_waits_until_it_says_what_it_corrects(world):
    report = start(world)
    annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    second = start(world)

    with pytest.raises(AnnualError, match="Escriba qué corrige esta edición"):
        ask(world, second)
    ask(world, write(second, erratum="Un dato.", by=world.secretariat))
