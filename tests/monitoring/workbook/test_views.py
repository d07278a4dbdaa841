"""The pages of the workbook, and for whom they are."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.models import Record, WorkbookUpload
from monitoring.workbook.writing import workbook_of
from tests.factories import MembershipFactory, StakeholderFactory
from tests.monitoring.workbook.sheets import ACTION, Filled

DAY = datetime.date(2025, 3, 1)


@pytest.fixture
def page(client, member):
    client.force_login(member.user)
    return client


def address(name, *parts) -> str:
    return reverse(f"monitoring:workbook_{name}", args=[getattr(one, "pk", one) for one in parts])


def send(client, report, content: bytes, name="libro.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(address("upload", report), {"file": file})


def filled(report, **values) -> bytes:
    return Filled(report).put_all("Eje 1", 2, {**ACTION, "Terminó el": DAY, **values}).saved()


def test_who_reports_downloads_the_workbook(page, report):
    response = page.get(address("download", report))
    assert response["Content-Disposition"] == 'attachment; filename="libro-HN-2025-1.xlsx"'
    assert response["Cache-Control"] == "private, no-store"
    assert Filled(content=response.content).book.sheetnames[0] == "Instrucciones"


def test_the_way_from_the_file_to_the_draft(page, report):
    response = send(page, report, filled(report))
    upload = WorkbookUpload.objects.get()
    assert response.url == address("preview", report, upload.key)

    shown = page.get(response.url)
    assert "Taller en Tegucigalpa" in shown.text
    assert not Record.objects.exists()

    digest = shown.context["outcome"].digest
    for _again in range(2):
        saved = page.post(address("apply", report, upload.key), {"shown": digest})
        assert saved.url == report.get_absolute_url()
    assert Record.objects.get().title == "Taller en Tegucigalpa"
    assert page.get(address("preview", report, upload.key)).url == report.get_absolute_url()


def test_errors_come_back_in_a_copy(page, report):
    preview = page.get(send(page, report, filled(report, **{"Terminó el": "ayer"})).url)
    assert "Escriba una fecha" in preview.text
    assert "Guardar estos cambios" not in preview.text
    copy = page.get(address("marked", report, WorkbookUpload.objects.get().key))
    assert Filled(content=copy.content).cell("Eje 1", 2, "Errores").value


def test_a_bad_file_is_told_on_the_page(page, report):
    response = send(page, report, b"hola", "notas.xlsx")
    assert response.status_code == 422
    assert "no es un libro de Excel" in response.text
    assert not WorkbookUpload.objects.exists()


def test_a_file_that_is_too_large_is_not_even_looked_at(page, report, settings):
    settings.EVIDENCE_MAX_BYTES = 100
    response = send(page, report, b"x" * 101)
    assert response.status_code == 422
    assert "pesa más de" in response.text


def test_what_changed_meanwhile_is_shown_again(page, report):
    send(page, report, filled(report))
    upload = WorkbookUpload.objects.get()
    response = page.post(address("apply", report, upload.key), {"shown": "otra cosa"})
    assert response.status_code == 409
    assert "ya no es lo que usted vio" in response.text
    assert not Record.objects.exists()


def test_a_refusal_at_the_last_moment_says_why(page, report, member):
    send(page, report, filled(report))
    upload = WorkbookUpload.objects.get()
    report.state = "submitted"
    report.submitted_at, report.submitted_by = upload.uploaded_at, member.user
    report.save()
    response = page.post(address("apply", report, upload.key), {"shown": "x"})
    assert response.status_code == 409
    assert "ya no se puede cambiar" in response.text


NAMES = ["download", "upload", "preview", "apply", "marked"]


def every_address(report) -> list[str]:
    upload = WorkbookUpload.objects.get()
    both = {"download", "upload"}
    return [address(name, report, *([] if name in both else [upload.key])) for name in NAMES]


def test_a_neighbour_finds_nothing(page, report, client):
    send(page, report, filled(report))
    client.force_login(MembershipFactory(stakeholder__code="GT").user)
    assert {client.get(one).status_code for one in every_address(report)} == {404}
    codes = [client.post(one).status_code for one in every_address(report)]
    assert codes == [405, 404, 405, 404, 405]


def test_the_secretariat_reads_and_does_not_bring(page, report, client):
    send(page, report, filled(report))
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))
    client.force_login(secretariat.user)
    codes = [client.get(one).status_code for one in every_address(report)]
    assert codes == [200, 403, 403, 403, 403]


def test_a_colleagues_upload_is_the_colleagues(page, report, client):
    send(page, report, filled(report))
    client.force_login(MembershipFactory(stakeholder=report.stakeholder).user)
    codes = [client.get(one).status_code for one in every_address(report)]
    assert codes == [200, 200, 404, 404, 404]
    upload = WorkbookUpload.objects.get()
    assert client.post(address("apply", report, upload.key)).status_code == 404


def test_a_sent_report_still_gives_its_workbook_and_takes_none(page, report, member):
    report.state = "submitted"
    report.submitted_at, report.submitted_by = datetime.datetime.now(datetime.UTC), member.user
    report.save()
    assert page.get(address("download", report)).status_code == 200
    response = send(page, report, workbook_of(report))
    assert response.url == report.get_absolute_url()
    assert not WorkbookUpload.objects.exists()
