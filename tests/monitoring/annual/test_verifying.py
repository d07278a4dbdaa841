"""What is altered behind the system's back is noticed and named, whatever it is."""

import datetime
import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from corett.lib.canonical import canonical, sha256
from monitoring import annual
from monitoring.annual.record import publishing_event, record_of, record_sha256
from monitoring.models import AnnualEvent, AnnualFile, AnnualReport, PastReport, Publication
from tests.annual import quick_files, write
from tests.monitoring.annual_world import make_reported_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

FIRST, SECOND = "Informe anual 2025, edición 1", "Informe anual 2025, edición 2"


@pytest.fixture
def world(monkeypatch):
    quick_files(monkeypatch)
    return make_reported_world()


@pytest.fixture
def editions(world) -> tuple[AnnualReport, AnnualReport]:
    return publish(world), publish(world, erratum="Un dato.")


def publish(world, **texts) -> AnnualReport:
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    report = write(report, by=world.secretariat, **texts)
    return annual.publish(
        report, version=report.version, by=world.secretariat, reason="Sin consulta."
    )


def faults() -> list[str]:
    return [str(fault) for fault in annual.verify().faults]


def alter(report: AnnualReport, **values) -> None:
    AnnualReport.objects.filter(pk=report.pk).update(**values)


def pdf_of(report: AnnualReport) -> AnnualFile:
    return report.files.get(kind="pdf", language="es", country="")


def path_of(file: AnnualFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.file.name


def test_what_was_published_is_what_is_stored(editions):
    verification = annual.verify()

    assert verification.faults == []
    assert verification.editions == 2
    assert verification.files == AnnualFile.objects.count()


# The content


def test_a_number_in_the_frozen_content_is_named_with_what_it_should_be(editions):
    first, _second = editions
    first.content["summary"]["actions"] = 30
    alter(first, content=first.content)

    assert faults() == [
        f"{FIRST}, contenido: El año en cifras · acciones realizadas dice «30» y debería decir «3»."
    ]


def test_what_no_correction_would_tell_is_named_by_its_key(editions):
    first, _second = editions
    day = first.content["report"]["as_of"]
    first.content["report"]["as_of"] = "2020-01-01"
    alter(first, content=first.content)

    assert faults() == [
        f"{FIRST}, contenido: report.as_of dice «2020-01-01» y debería decir «{day}»."
    ]


@pytest.mark.parametrize("content", [{}, [], "nada", {"report": 3, "texts": 4}, {"report": {}}])
def test_a_content_that_is_no_report_any_more_is_named(editions, content):
    first, _second = editions
    alter(first, content=content)

    assert faults()[0].startswith(f"{FIRST}, contenido: ")


def test_a_content_whose_data_file_is_gone_is_told_by_its_hash(editions):
    first, _second = editions
    first.content["summary"]["actions"] = 30
    alter(first, content=first.content)
    path_of(first.files.get(kind="data")).unlink()

    found = sha256(canonical(first.content))
    assert f"{FIRST}: el contenido se alteró: su SHA-256 es {found} y debería ser" in " ".join(
        faults()
    )


def test_a_content_altered_with_its_hash_is_named_too(editions):
    first, _second = editions
    right = first.data_sha256
    first.content["summary"]["actions"] = 30
    alter(first, content=first.content, data_sha256=sha256(canonical(first.content)))

    altered = sha256(canonical(first.content))
    assert faults() == [
        f"{FIRST}, contenido: El año en cifras · acciones realizadas dice «30»"
        " y debería decir «3».",
        f"{FIRST}: data_sha256 dice «{altered}» y debería decir «{right}».",
    ]


def test_the_hash_of_the_data_alone_is_named(editions):
    first, _second = editions
    alter(first, data_sha256="0" * 64)

    assert faults() == [
        f"{FIRST}: data_sha256 dice «{'0' * 64}» y debería decir «{first.data_sha256}»."
    ]


# The row


@pytest.mark.parametrize(
    ("values", "said", "should"),
    [
        ({"audience": "stakeholders"}, "stakeholders", "everyone"),
        ({"is_final": False}, "False", "True"),
        ({"erratum": "Nada."}, "Nada.", ""),
    ],
)
def test_a_field_of_the_row_is_named_with_what_it_should_be(editions, values, said, should):
    first, _second = editions
    alter(first, **values)

    [field] = values
    assert faults() == [f"{FIRST}: {field} dice «{said}» y debería decir «{should}»."]


def test_two_fields_at_once_are_named_both(editions):
    first, _second = editions
    alter(first, audience="stakeholders", is_final=False)

    assert sorted(faults()) == [
        f"{FIRST}: audience dice «stakeholders» y debería decir «everyone».",
        f"{FIRST}: is_final dice «False» y debería decir «True».",
    ]


def test_the_year_the_date_and_the_history_are_vouched_for(editions, world):
    first, second = editions
    moment = second.published_at
    alter(second, published_at=moment + datetime.timedelta(days=1), year=2026)
    AnnualEvent.objects.filter(report=second, action="published").update(reason="Otro motivo.")

    told = " ".join(faults())

    assert "year dice «2026» y debería decir «2025»." in told
    assert f"y debería decir «{moment.astimezone(datetime.UTC).isoformat()}»." in told
    assert "reason dice «Otro motivo.» y debería decir «Sin consulta.»." in told


def test_who_published_it_is_vouched_for(editions, world):
    first, _second = editions
    AnnualEvent.objects.filter(report=first, action="published").update(
        stakeholder=world.presidency.stakeholder
    )

    assert faults() == [
        f"{FIRST}: published_for dice «{world.presidency.stakeholder.code}» y debería decir"
        f" «{world.secretariat.stakeholder.code}»."
    ]


def test_a_history_that_lost_its_publishing_is_told(editions):
    first, _second = editions
    AnnualEvent.objects.filter(report=first, action="published").delete()

    assert faults() == [f"{FIRST}: falta en su historia quién la publicó."]


def test_what_nothing_else_tells_is_told_by_its_record(editions):
    first, _second = editions
    AnnualEvent.objects.filter(report=first, action="published").update(reason="Otro.")
    Publication.objects.update(reason="Otro.")

    assert f"{FIRST}: record_sha256 dice «{first.record_sha256}»" in faults()[0]


# Files


def test_a_file_that_was_altered_is_named_with_its_right_hash(editions):
    first, _second = editions
    file = pdf_of(first)
    path_of(file).write_bytes(b"%PDF- otra cosa")

    found = hashlib.sha256(b"%PDF- otra cosa").hexdigest()
    assert faults() == [
        f"{FIRST}, {file.file.name}: se alteró: su SHA-256 es {found} y debería ser {file.sha256}."
    ]
    assert annual.fault_of(file).startswith("se alteró")


def test_a_file_is_read_again_once_it_changed_though_its_date_was_put_back(editions):
    file = pdf_of(editions[0])
    path = path_of(file)
    assert annual.fault_of(file) == ""
    before, data = path.stat(), path.read_bytes()
    path.write_bytes(data[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert annual.fault_of(file) != ""


def test_a_file_that_is_missing_is_named_with_what_it_was(editions):
    file = pdf_of(editions[0])
    path_of(file).unlink()

    assert faults() == [
        f"{FIRST}, {file.file.name}: falta; debería tener {file.size} bytes y el SHA-256"
        f" {file.sha256}."
    ]


def test_a_row_of_a_file_is_blamed_where_the_file_is_right(editions):
    file = pdf_of(editions[0])
    AnnualFile.objects.filter(pk=file.pk).update(sha256="0" * 64, size=1)

    assert faults() == [
        f"{FIRST}: la fila de un archivo dice «pdf es 1 {'0' * 64}» y debería decir"
        f" «pdf es {file.size} {file.sha256}»."
    ]


def test_a_file_of_no_edition_is_named_but_not_what_a_run_is_writing(editions, world):
    first, _second = editions
    folder = path_of(pdf_of(first)).parent
    (folder / "otro.pdf").write_bytes(b"%PDF-")
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    run = Publication.objects.create(
        report=report,
        version=1,
        by=world.secretariat.user,
        stakeholder=world.secretariat.stakeholder,
        state="running",
    )
    (folder.parent / run.token.hex).mkdir()
    (folder.parent / run.token.hex / "a-medias.pdf").write_bytes(b"%PDF-")

    assert faults() == [
        f"annual/{world.plan.code}/{folder.name}/otro.pdf: no es de ninguna edición publicada."
    ]


def test_a_row_of_a_file_that_is_gone_leaves_a_file_of_no_edition(editions):
    file = pdf_of(editions[0])
    file.delete()

    told = " ".join(faults())
    assert f"{file.file.name}: no es de ninguna edición publicada." in told
    assert f"{FIRST}: record_sha256 dice" in told


def test_a_report_made_outside_is_verified_too(editions, world):
    past = PastReport(
        plan=world.plan,
        year=2024,
        title="El de 2024",
        size=4,
        sha256=hashlib.sha256(b"acta").hexdigest(),
        original_name="informe.pdf",
        added_by=world.secretariat.user,
    )
    past.file.save("informe.pdf", ContentFile(b"acta"), save=False)
    past.save()
    assert faults() == []

    path_of(past).write_bytes(b"acto")
    [fault] = faults()
    assert fault.startswith("Informe anterior «El de 2024»: se alteró")


# The chain


def test_an_edition_made_anew_with_its_own_hashes_does_not_fit_the_next_one(editions):
    """Whoever alters a row and reckons its record anew is told by the edition that followed."""
    first, second = editions
    first.audience = "stakeholders"
    record = record_of(first, first.files.all(), publishing_event(first), previous="")
    alter(first, audience="stakeholders", record_sha256=record_sha256(record))

    assert faults() == [
        f"{FIRST}: «{SECOND}» conoce a la publicada antes por el registro"
        f" «{first.record_sha256}» y no por «{record_sha256(record)}»: se rehízo, o falta o sobra"
        " una edición entre las dos."
    ]


def test_an_edition_that_was_removed_is_missed(editions):
    first, second = editions
    first.publications.all().delete()
    first.events.all().delete()
    names = [file.file.name for file in first.files.all()]
    first.files.all().delete()
    AnnualReport.objects.filter(pk=first.pk).delete()

    told = faults()

    assert any("conoce a la publicada antes por el registro" in one for one in told)
    assert f"{FIRST}: falta su fila." in told
    assert {f"{name}: no es de ninguna edición publicada." for name in names} <= set(told)


def test_an_edition_of_before_has_no_record_and_is_verified_by_its_files(editions):
    first, second = editions
    second_files = second.files.count()
    second.files.all().delete()
    second.publications.all().delete()
    second.events.all().delete()
    second.delete()
    del first.content["report"]["previous_record"]
    old = sha256(canonical(first.content))
    alter(first, content=first.content, data_sha256=old, record_sha256="")
    first.files.filter(kind="data").delete()
    assert second_files
    assert [one for one in faults() if not one.endswith("ninguna edición publicada.")] == []

    path_of(pdf_of(first)).write_bytes(b"%PDF- otra")
    assert any("se alteró" in one for one in faults())


def test_an_edition_without_record_after_one_that_has_it_is_missed_in_the_chain(editions):
    _first, second = editions
    content = AnnualReport.objects.get(pk=second.pk).content
    del content["report"]["previous_record"]
    alter(second, content=content, record_sha256="")

    assert f"{SECOND}: no está en la cadena de las que se publicaron antes." in faults()


def test_an_edition_of_before_may_have_lost_its_history(editions):
    """It has no record that would vouch for it."""
    first, _second = editions
    content = AnnualReport.objects.get(pk=first.pk).content
    del content["report"]["previous_record"]
    alter(first, content=content, record_sha256="")
    AnnualEvent.objects.filter(report=first, action="published").delete()

    assert [one for one in faults() if "quién la publicó" in one] == []


def test_a_record_that_is_wrong_while_a_file_is_gone_is_told_all_the_same(editions):
    first, _second = editions
    path_of(pdf_of(first)).unlink()
    AnnualFile.objects.filter(pk=pdf_of(first).pk).update(size=1)

    told = faults()

    assert any("falta" in one for one in told)
    assert any(one.startswith(f"{FIRST}") and "record_sha256" in one for one in told)


def test_a_trail_that_does_not_know_the_record_that_is_printed_is_told(editions):
    first, _second = editions
    content = AnnualReport.objects.get(pk=first.pk).content
    content["report"]["trail"]["sha256"] = "0" * 64
    alter(first, content=content)
    number = content["report"]["trail"]["position"]

    sentence = f"el rastro de cambios ya no tiene el registro {number} que ella imprime."
    assert f"{FIRST}: {sentence}" in faults()


@pytest.mark.parametrize(
    "trail",
    [{}, "x", None, {"sha256": "x"}, {"position": "uno", "sha256": "x"}, {"position": 1}]
    + [{"position": 10**30, "sha256": "x"}, {"position": 1, "sha256": ["x"]}],
)
def test_whatever_became_of_the_record_that_is_printed_it_is_told(editions, trail):
    first, _second = editions
    content = AnnualReport.objects.get(pk=first.pk).content
    content["report"]["trail"] = trail
    alter(first, content=content)

    assert [one for one in faults() if "el rastro de cambios ya no tiene" in one] != []


def test_a_name_of_the_content_that_held_nothing_is_missed_as_well(editions):
    first, _second = editions
    content = AnnualReport.objects.get(pk=first.pk).content
    assert content.pop("corrects") is None
    alter(first, content=content)

    assert faults() == [f"{FIRST}, contenido: corrects dice «(no está)» y debería decir «None»."]
