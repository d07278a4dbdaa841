import datetime
import hashlib

import pytest
from django.utils import timezone, translation

from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.annual import AnnualError, editions, runs
from monitoring.annual.publishing import ask
from monitoring.models import (
    AnnualAction,
    AnnualFile,
    AnnualReport,
    Publication,
    PublicationState,
)
from tests.annual import quick_files, read, write
from tests.factories import MembershipFactory
from tests.monitoring.annual.runs_left import named, stored
from tests.monitoring.annual_world import make_reported_world

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.timedelta(minutes=2)


@pytest.fixture
def world(monkeypatch):
    quick_files(monkeypatch)
    return make_reported_world()


@pytest.fixture
def waiting(world) -> Publication:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    publication, _is_new = ask(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )
    return publication


def is_left_as_it_was() -> bool:
    report = AnnualReport.objects.get()
    return (report.state, report.content, report.record_sha256) == ("composing", None, "")


def test_it_freezes_the_edition_with_all_its_files_and_their_hashes(waiting):
    ended = annual.carry_out(waiting)

    report = AnnualReport.objects.get()
    parts = editions.parts_of(report.content)
    assert (ended.state, ended.fault, ended.step) == (PublicationState.DONE, "", len(parts) + 2)
    assert report.data_sha256 == hashlib.sha256(canonical(report.content)).hexdigest()
    assert report.published_at == ended.finished_at
    assert [(one.kind, one.language, one.country, one.name) for one in report.files.all()] == [
        (part.kind, part.language, part.country, part.name) for part in parts
    ]
    for file in report.files.all():
        data = read(file)
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert stored() == named()
    assert {name.split("/")[2] for name in stored()} == {waiting.token.hex}


def test_an_edition_is_in_both_languages_and_a_countrys_in_those_of_its_people(world, waiting):
    MembershipFactory(stakeholder=world.countries["HN"], user__language="en")
    MembershipFactory(stakeholder=world.countries["GT"], user__language="es")

    annual.carry_out(waiting)

    pdfs = AnnualFile.objects.filter(kind="pdf").values_list("country", "language")
    assert sorted(pdfs) == [("", "en"), ("", "es"), ("GT", "es"), ("HN", "en"), ("HN", "es")]


def test_who_reads_it_is_told_once_it_stands(world, waiting, mailoutbox):
    annual.carry_out(waiting)

    told = sorted(address for mail in mailoutbox for address in mail.to)
    assert told == sorted(one.user.email for one in (world.secretariat, world.presidency))


def test_what_failed_tells_nobody(waiting, monkeypatch, mailoutbox):
    monkeypatch.setattr("monitoring.annual.freezing.end", lambda run, report: 1 / 0)

    annual.carry_out(waiting)

    assert mailoutbox == []


def test_what_was_carried_out_is_left_alone(waiting):
    first = annual.carry_out(waiting)
    before = stored()

    assert annual.carry_out(waiting).finished_at == first.finished_at
    assert stored() == before
    assert AnnualReport.objects.get().events.filter(action=AnnualAction.PUBLISHED).count() == 1


def test_of_two_at_once_one_takes_it(waiting):
    assert [runs.claim(waiting), runs.claim(waiting)] == [True, False]


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (AnnualError("No se puede."), "No se puede."),
        (OSError(28, "No space left on device"), "No se pudieron guardar los archivos: No space"),
        (ZeroDivisionError(), "Hubo una falla al preparar los archivos."),
    ],
)
def test_what_stops_it_is_written_down_and_leaves_nothing(waiting, monkeypatch, raised, sentence):
    def fails(*_args):
        raise raised

    monkeypatch.setattr(editions, "data", fails)

    ended = annual.carry_out(waiting)

    assert ended.state == PublicationState.FAILED
    assert ended.fault.startswith(sentence)
    assert is_left_as_it_was()
    assert stored() == named() == set()


def test_a_fault_in_the_last_step_leaves_nothing_either(waiting, monkeypatch):
    monkeypatch.setattr("monitoring.annual.freezing.end", lambda run, report: 1 / 0)

    assert annual.carry_out(waiting).state == PublicationState.FAILED
    assert is_left_as_it_was()
    assert stored() == named() == set()


def test_a_fault_once_it_is_published_takes_nothing_back(waiting, monkeypatch):
    """Also where the database wrote it and could not say so any more."""
    monkeypatch.setattr(runs, "announce", lambda report: 1 / 0)

    assert annual.carry_out(waiting).state == PublicationState.DONE
    assert AnnualReport.objects.get().is_published
    assert stored() == named() != set()


def test_it_tells_how_far_it_is(waiting, monkeypatch):
    told = []
    monkeypatch.setattr(
        runs.Progress, "write", lambda progress, doing: told.append((progress.step, doing))
    )
    annual.carry_out(waiting)

    parts = editions.parts_of(AnnualReport.objects.get().content)
    assert told == [
        (0, "Se reúnen los datos validados"),
        *((number, part.label) for number, part in enumerate(parts, start=1)),
        (len(parts) + 1, "Se guarda la edición"),
    ]


def test_a_long_step_tells_how_far_it_is_once_a_second(waiting, monkeypatch):
    runs.claim(waiting)
    moments = iter([100.0, 100.2, 101.5, 101.6])
    monkeypatch.setattr(runs.time, "monotonic", lambda: next(moments))
    progress = runs.Progress(waiting)
    progress.tell(1, "PDF en español")

    progress.within(1, 40)
    waiting.refresh_from_db()
    assert waiting.doing == "PDF en español"

    progress.within(9, 40)
    waiting.refresh_from_db()
    assert waiting.doing == "PDF en español (parte 9 de 40)"


# What somebody else does meanwhile


def test_who_lost_the_hat_meanwhile_publishes_nothing(world, waiting):
    world.secretariat.until = timezone.localdate() - datetime.timedelta(days=1)
    world.secretariat.save()

    ended = annual.carry_out(waiting)

    assert ended.fault == "Solo la Secretaría Técnica publica el informe anual."
    assert is_left_as_it_was()


def test_an_edition_published_meanwhile_is_not_published_again(world, waiting):
    annual.carry_out(waiting)
    before = stored()
    late = Publication.objects.create(
        report=waiting.report,
        version=waiting.version,
        by=world.secretariat.user,
        stakeholder=world.secretariat.stakeholder,
    )

    ended = annual.carry_out(late)

    assert ended.fault.startswith("Esta edición ya se publicó.")
    assert AnnualReport.objects.get().events.filter(action=AnnualAction.PUBLISHED).count() == 1
    assert stored() == named() == before


def test_a_run_whose_place_was_taken_freezes_nothing_and_takes_its_files_with_it(
    waiting, monkeypatch
):
    seal = runs.Folder.seal

    def taken_meanwhile(folder):
        seal(folder)
        Publication.objects.update(state=PublicationState.FAILED, finished_at=timezone.now())

    monkeypatch.setattr(runs.Folder, "seal", taken_meanwhile)

    annual.carry_out(waiting)

    assert is_left_as_it_was()
    assert stored() == named() == set()


def test_a_run_notices_at_its_next_sign_of_life_that_it_is_over(waiting):
    runs.claim(waiting)
    progress = runs.Progress(waiting)
    Publication.objects.update(state=PublicationState.FAILED, finished_at=timezone.now())

    with pytest.raises(runs.Lost):
        progress.tell(1, "PDF en español")


def test_texts_written_meanwhile_stop_it(world, waiting):
    write(AnnualReport.objects.get(), introduction="Recién escrita.", by=world.secretariat)

    assert "Los textos cambiaron" in annual.carry_out(waiting).fault
    assert is_left_as_it_was()
    assert stored() == set()


def test_another_year_published_meanwhile_stops_it_and_the_next_attempt_follows_it(
    world, waiting, monkeypatch
):
    make = editions.data

    def another_comes_first(content, *args):
        monkeypatch.setattr(editions, "data", make)
        world.record("HN", world.plan.activities.get(), "2024-2")
        other = annual.start_annual(world.plan, 2024, by=world.secretariat)
        annual.publish(other, version=1, by=world.secretariat, reason="Sin consulta.")
        return make(content, *args)

    monkeypatch.setattr(editions, "data", another_comes_first)

    assert "se publicó otro informe de este plan" in annual.carry_out(waiting).fault
    assert stored() == named()

    report = AnnualReport.objects.get(year=2025)
    annual.publish(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    report.refresh_from_db()
    other = AnnualReport.objects.get(year=2024)
    assert report.content["report"]["previous_record"] == other.record_sha256


@pytest.mark.usefixtures("unguarded")
def test_each_record_names_the_one_published_before_even_if_the_clock_went_back(world, waiting):
    annual.carry_out(waiting)
    later = timezone.now() + datetime.timedelta(days=1)
    AnnualReport.objects.update(published_at=later)
    second = annual.start_annual(world.plan, 2025, by=world.secretariat)
    second = write(second, erratum="Un dato.", by=world.secretariat)

    second = annual.publish(
        second, version=second.version, by=world.secretariat, reason="Sin consulta."
    )

    first = AnnualReport.objects.get(edition=1)
    assert second.content["report"]["previous_record"] == first.record_sha256
    assert second.published_at > first.published_at


def test_a_second_edition_carries_what_it_corrects(world, waiting):
    annual.carry_out(waiting)
    world.record("HN", world.plan.activities.get(), quantity=2)
    second = annual.start_annual(world.plan, 2025, by=world.secretariat)
    second = write(second, erratum="Faltaban dos.", by=world.secretariat)

    with translation.override("en"):
        second = annual.publish(
            second, version=second.version, by=world.secretariat, reason="Sin consulta."
        )

    corrects = second.content["corrects"]
    assert corrects["edition"] == 1
    assert {"where": "El año en cifras · acciones realizadas", "before": "3", "after": "5"} in (
        corrects["changes"]
    )
    assert AnnualReport.objects.get(edition=1).content["corrects"] is None


# Interrupted


def interrupt(publication: Publication) -> Publication:
    """As a killed process leaves it: half of its files written, and no sign of life since."""
    runs.claim(publication)
    folder = runs.Folder(publication)
    folder.make()
    folder.keep("a-medias.pdf", b"%PDF-")
    Publication.objects.filter(pk=publication.pk).update(alive_at=timezone.now() - LONG_AGO)
    publication.refresh_from_db()
    return publication


def test_a_run_without_a_sign_of_life_for_a_minute_is_interrupted(waiting):
    assert waiting.is_interrupted is False
    runs.claim(waiting)
    waiting.refresh_from_db()
    assert waiting.is_interrupted is False
    assert interrupt_time(waiting, 59) is False
    assert interrupt_time(waiting, 61) is True


def interrupt_time(publication, seconds: int) -> bool:
    publication.alive_at = timezone.now() - datetime.timedelta(seconds=seconds)
    return publication.is_interrupted


def test_a_run_that_never_began_is_interrupted_after_a_minute_too(waiting):
    waiting.asked_at = timezone.now() - LONG_AGO

    assert waiting.is_interrupted is True


def test_what_was_interrupted_is_taken_up_again_and_its_files_go(waiting):
    interrupted = interrupt(waiting)
    assert len(stored()) == 1

    [renewed] = annual.recover()

    interrupted.refresh_from_db()
    assert interrupted.state == PublicationState.FAILED
    assert stored() == set()
    assert (renewed.version, renewed.reason) == (interrupted.version, interrupted.reason)
    assert annual.carry_out(renewed).state == PublicationState.DONE
    assert stored() == named() != set()


def test_taken_up_again_by_a_person_it_leaves_no_orphan_either(world, waiting):
    interrupted = interrupt(waiting)

    renewed = annual.resume(interrupted, by=world.secretariat)

    renewed.refresh_from_db()
    assert renewed.state == PublicationState.DONE
    assert stored() == named() != set()


def test_only_the_secretariat_takes_it_up_again(world, waiting):
    interrupted = interrupt(waiting)

    with pytest.raises(AnnualError, match="Solo la Secretaría Técnica"):
        annual.resume(interrupted, by=world.presidency)
    assert Publication.objects.count() == 1


def test_two_that_recover_at_once_take_it_up_once(waiting, monkeypatch):
    interrupt(waiting)
    renew = runs.renew

    def another_was_quicker(publication, **options):
        monkeypatch.setattr(runs, "renew", renew)
        renew(publication)
        return renew(publication, **options)

    monkeypatch.setattr(runs, "renew", another_was_quicker)

    assert annual.recover() == []
    assert Publication.objects.filter(state=PublicationState.WAITING).count() == 1


def test_what_is_alive_is_not_taken_from_whoever_does_it(waiting):
    runs.claim(waiting)

    assert annual.recover() == []
    waiting.refresh_from_db()
    with pytest.raises(AnnualError, match="no está interrumpida"):
        annual.renew(waiting)


def test_what_waits_is_carried_out_by_whoever_comes_by(waiting):
    assert annual.recover() == [waiting]


def test_a_run_whose_place_was_taken_ends_without_a_trace(waiting, monkeypatch):
    make = editions.data

    def sleeps_too_long(*args):
        monkeypatch.setattr(editions, "data", make)
        Publication.objects.filter(pk=waiting.pk).update(alive_at=timezone.now() - LONG_AGO)
        [renewed] = annual.recover()
        annual.carry_out(renewed)
        return make(*args)

    monkeypatch.setattr(editions, "data", sleeps_too_long)

    annual.carry_out(waiting)

    assert AnnualReport.objects.get().is_published
    assert AnnualReport.objects.get().events.filter(action=AnnualAction.PUBLISHED).count() == 1
    assert stored() == named()
    assert list(Publication.objects.order_by("pk").values_list("state", flat=True)) == [
        "failed",
        "done",
    ]
