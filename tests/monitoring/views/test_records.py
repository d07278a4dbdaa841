import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from monitoring.models import (
    Evidence,
    ProgressEntry,
    ProgressReport,
    Record,
    ReportState,
)
from plan.models import Kind
from tests.factories import (
    MeasureFactory,
    RecordFactory,
)
from tests.monitoring.views.pages import address, narrative, newcomer, row, stored_file

pytestmark = pytest.mark.django_db


def test_a_sent_report_says_so_instead_of_opening_a_form(entry, focal_point, enter):
    record = RecordFactory(entry=entry)
    ProgressReport.objects.update(
        state=ReportState.SUBMITTED, submitted_at=timezone.now(), submitted_by=focal_point.user
    )
    client = enter(focal_point)

    for page in (address("record_add", entry), record.get_absolute_url()):
        assert "ya no se puede cambiar" in client.get(page, follow=True).content.decode()


def test_a_file_that_is_lost_is_said_to_be(entry, focal_point, enter):
    page = stored_file(entry)
    Evidence.objects.get().file.storage.delete(Evidence.objects.get().file.name)

    shown = enter(focal_point).get(page, follow=True).content.decode()

    assert "El archivo no está en el servidor" in shown


def test_a_row_is_added_with_its_values(entry, focal_point, enter):
    MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)

    response = enter(focal_point).post(
        address("record_add", entry),
        row(**{"medida-a-women": "12", **newcomer("Colegio de Periodistas")}),
        follow=True,
    )

    page = response.content.decode()
    assert "Acción guardada." in page
    assert "12 mujeres" in page
    assert "Colegio de Periodistas" in page


@pytest.mark.parametrize(
    "more",
    [
        {},
        newcomer("Una nueva", "Otra distinta"),
        {
            "medida-a-amount": "100",
            "medida-a-source": "Donante",
            "medida-a-status": "received",
        },
    ],
)
def test_the_same_row_sent_twice_by_a_poor_connection_is_one(entry, focal_point, enter, more):
    MeasureFactory(activity=entry.activity, kind=Kind.AMOUNT)
    client = enter(focal_point)
    typed = row(**{"medida-a-currency": "USD", **more})

    first = client.post(address("record_add", entry), typed)
    second = client.post(address("record_add", entry), typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Record.objects.count() == 1


def test_a_row_changed_after_going_back_shows_both_and_loses_nothing(entry, focal_point, enter):
    client = enter(focal_point)
    typed = row()
    client.post(address("record_add", entry), typed)

    response = client.post(address("record_add", entry), {**typed, "title": "Otro título"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Taller" in page
    assert "Otro título" in page
    record = Record.objects.get()
    assert f'action="{record.get_absolute_url()}"' in page
    version = response.context["form"]["version"].value()
    client.post(
        record.get_absolute_url(), {**typed, "title": "Otro título", "version": str(version)}
    )
    assert Record.objects.get().title == "Otro título"


def test_a_wrong_row_keeps_everything_typed(entry, focal_point, enter):
    MeasureFactory(activity=entry.activity, kind=Kind.PEOPLE)

    response = enter(focal_point).post(
        address("record_add", entry),
        row(title="Un título", ended_on="2025-12-01", **{"medida-a-women": "12"}),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "infórmela en el semestre en que terminó" in page
    assert 'value="Un título"' in page
    assert 'value="12"' in page
    assert not Record.objects.exists()


def test_what_was_typed_for_a_row_that_somebody_removed_stays(entry, focal_point, enter):
    record = RecordFactory(entry=entry)
    record.delete()

    response = enter(focal_point).post(
        record.get_absolute_url(), row(title="Lo que escribí", key=str(record.key))
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Alguien quitó esta acción" in page
    assert 'value="Lo que escribí"' in page
    assert f'action="{address("record_add", entry)}"' in page


def test_a_row_removed_by_its_focal_point_is_gone(entry, focal_point, enter):
    record = RecordFactory(entry=entry)

    enter(focal_point).post(record.get_removal_url(), {"version": "1"})

    assert not Record.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_a_row_is_not_removed_under_another_version(entry, focal_point, enter, version):
    record = RecordFactory(entry=entry)

    enter(focal_point).post(record.get_removal_url(), {"version": version})

    assert Record.objects.exists()


def test_adding_a_row_does_not_make_the_open_narrative_old(entry, focal_point, enter):
    ProgressEntry.objects.update(no_activity=True)
    client = enter(focal_point)
    client.post(address("record_add", entry), row())

    client.post(address("entry_detail", entry), narrative())

    assert ProgressEntry.objects.get().progress == "Se hizo."


def upload(entry, client, **typed):
    return client.post(address("evidence_add", entry), {"title": "Acta", **typed})


def test_evidence_is_stored_under_a_name_nobody_guesses_and_given_back_as_a_download(
    entry, focal_point, enter
):
    client = enter(focal_point)

    upload(entry, client, files=SimpleUploadedFile("acta.pdf", b"%PDF-1.4 acta"), is_public="on")

    evidence = Evidence.objects.get()
    assert "acta" not in evidence.file.name
    response = client.get(evidence.get_absolute_url())
    assert b"".join(response.streaming_content) == b"%PDF-1.4 acta"
    assert response["Content-Disposition"] == 'attachment; filename="acta.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "files", "Adjunte un archivo o escriba un enlace."),
        ({"links": "javascript:alert(1)"}, "links", "Escriba la dirección completa"),
        ({"links": "ftp://a.example/acta"}, "links", "Escriba la dirección completa"),
        ({"links": "https://a.example\nhttps://"}, "links", "Escriba la dirección completa"),
        ({"files": b""}, "files", "El archivo está vacío."),
        ({"files": b"%PDF-" + b"x" * 2_000}, "files", "acta.pdf: el archivo pesa más de 1,0"),
        ({"files": b"<html>no es un PDF"}, "files", "el contenido no es lo que dice su nombre"),
    ],
)
def test_wrong_evidence_is_said_beside_its_field(
    entry, focal_point, enter, settings, typed, field, sentence
):
    settings.EVIDENCE_MAX_BYTES = 1024
    if "files" in typed:
        typed = {**typed, "files": SimpleUploadedFile("acta.pdf", typed["files"])}

    response = upload(entry, enter(focal_point), **typed)

    assert response.status_code == 422
    assert sentence in response.context["form"].errors[field][0]
    assert 'value="Acta"' in response.content.decode()
    assert not Evidence.objects.exists()


def test_a_page_is_no_evidence_file(entry, focal_point, enter):
    page = SimpleUploadedFile("acta.html", b"<script>alert(1)</script>")

    response = upload(entry, enter(focal_point), files=page)

    assert "no se admite" in response.context["form"].errors["files"][0]


def test_a_conflict_about_a_row_is_only_about_what_the_person_changed(entry, focal_point, enter):
    record = RecordFactory(entry=entry, title="Mesa", version=2, modality="remote")
    client = enter(focal_point)
    typed = row(title="Mesa nueva", ended_on=record.ended_on.isoformat(), key=str(record.key))
    read = {"initial-title": "Mesa", "initial-modality": "", "initial-scope": "national"}

    response = client.post(record.get_absolute_url(), {**typed, **read})

    names = [one.name for one in response.context["conflict"]["differences"]]
    assert "title" in names
    assert "modality" not in names
    assert response.context["form"]["modality"].value() == "remote"
    taken = client.post(record.get_absolute_url(), {**typed, **read, "take": "title"})
    assert taken.context["form"]["title"].value() == "Mesa"
    assert Record.objects.get().title == "Mesa"


def test_several_faulty_files_are_all_named(entry, focal_point, enter):
    files = [
        SimpleUploadedFile("bien.pdf", b"%PDF-1.7"),
        SimpleUploadedFile("mal.pdf", b"<html>"),
        SimpleUploadedFile("programa.exe", b"MZ"),
    ]

    response = upload(entry, enter(focal_point), files=files)

    faults = response.context["form"].errors["files"]
    assert [fault.split(":")[0] for fault in faults] == ["mal.pdf", "programa.exe"]
    assert not Evidence.objects.exists()


def test_several_files_and_links_are_added_in_one_go(entry, focal_point, enter):
    files = [SimpleUploadedFile(f"acta{n}.pdf", b"%PDF-1.7 " + bytes([48 + n])) for n in range(2)]

    upload(entry, enter(focal_point), title="", files=files, links="a.example\nhttps://b.example")

    assert sorted(Evidence.objects.values_list("title", "url")) == [
        ("acta0.pdf", ""),
        ("acta1.pdf", ""),
        ("https://a.example", "https://a.example"),
        ("https://b.example", "https://b.example"),
    ]
