"""The Secretaría's semester: opened, owed, reminded, reviewed twice, de-duplicated, and read."""

import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from monitoring.models import ProgressReport, Record, ReportingPeriod, ReportState
from tests.browser.test_from_end_to_end import member_of, open_semester
from tests.read_pages import number, section, table_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORUM, MEASURE = "3.1", "3.1.a"
COUNTRIES = {"HN": "Honduras", "GT": "Guatemala", "CR": "Costa Rica"}


def report_of(code: str) -> ProgressReport:
    return ProgressReport.objects.get(stakeholder__code=code)


def tell_of_a_forum(page, report: ProgressReport) -> None:
    """One regional action with its text, and nothing in all the rest."""
    page.goto(f"/seguimiento/informes/{report.pk}/actividad/{FORUM}/")
    page.get_by_role("link", name="Añadir una acción").click()
    page.get_by_label("¿Qué se hizo?").fill(f"Foro regional, {report.stakeholder}")
    page.get_by_label("Terminó el").fill("2025-05-20")
    page.locator("[name=scope]").select_option("regional")
    page.get_by_role("button", name="Guardar la acción").click()
    page.get_by_text("Acción guardada.").wait_for()
    page.get_by_label("Avances").fill("Se celebró el foro regional.")
    page.get_by_role("button", name="Guardar y volver al informe").click()
    page.get_by_role("link", name="Decir dónde no hubo actividad").click()
    page.get_by_role("link", name="Marcar todas").click()
    page.get_by_role("button", name="No hubo actividad en las marcadas").click()
    page.get_by_text("Dijo que no hubo actividad en").wait_for()


def send(page, report: ProgressReport) -> None:
    page.goto(f"/seguimiento/informes/{report.pk}/")
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("heading", name="Acuse de recibo").wait_for()


def comment_in_the_review(page, report: ProgressReport, text: str) -> None:
    page.goto(f"/seguimiento/informes/{report.pk}/")
    page.get_by_role("link", name="Revisar actividad por actividad").click()
    page.goto(f"/seguimiento/informes/{report.pk}/revision/{FORUM}/")
    page.get_by_label("Comentario").fill(text)
    page.get_by_role("button", name="Guardar el comentario").click()
    page.get_by_text(text).first.wait_for()


def give_back(page, report: ProgressReport, message: str = "") -> None:
    page.goto(f"/seguimiento/informes/{report.pk}/")
    page.get_by_label("Mensaje").fill(message)
    page.get_by_role("button", name="Devolver").click()
    page.locator(".message.success").wait_for()


def validate(page, report: ProgressReport) -> None:
    page.goto(f"/seguimiento/informes/{report.pk}/")
    page.get_by_role("button", name="Validar").click()
    page.get_by_text("Validado. Desde ahora cuenta").wait_for()


def forums_counted(page) -> int | None:
    """What the Tablero of 2025 says of the region's forums."""
    page.goto("/seguimiento/tablero/?anio=2025")
    rows = table_rows(section(page.content(), "medidas"))
    return next(number(row[1]) for row in rows if row[0].startswith(MEASURE))


def owed(page) -> str:
    page.goto("/seguimiento/quien-debe-que/")
    return page.locator("main").inner_text()


def remind() -> list[str]:
    """Whom the command wrote to, run once."""
    mail.outbox.clear()
    call_command("send_reminders", stdout=StringIO(), stderr=StringIO())
    return sorted(address for message in mail.outbox for address in message.to)


def pass_the_due_date_by(days: int) -> None:
    """As if the semester had been opened two months ago."""
    today = timezone.localdate()
    ReportingPeriod.objects.update(
        opened_at=timezone.now() - datetime.timedelta(days=60),
        opens_on=today - datetime.timedelta(days=60),
        due_on=today - datetime.timedelta(days=days),
        closes_on=today + datetime.timedelta(days=60),
    )


def link_the_forum(page) -> None:
    page.goto("/seguimiento/eventos/")
    forum = page.locator(f"[id='actividad-{FORUM}']")
    for box in forum.get_by_role("checkbox").all():
        box.check()
    forum.get_by_role("button", name="Son un mismo evento").click()
    page.get_by_text("la región cuenta ese evento una sola vez").wait_for()


def test_a_semester_is_opened_followed_reviewed_and_read(loaded_plan, visit, log_in):
    secretariat = member_of("ST", "Secretaría Técnica")
    people = {code: member_of(code, f"Punto focal de {name}") for code, name in COUNTRIES.items()}

    with visit() as desk, visit(width=360) as country:
        log_in(desk, secretariat)
        open_semester(desk)
        remind()
        assert remind() == []
        assert forums_counted(desk) is None

        for code in ("HN", "GT"):
            log_in(country, people[code])
            tell_of_a_forum(country, report_of(code))
            send(country, report_of(code))
            country.get_by_role("button", name="Salir").click()

        comment_in_the_review(desk, report_of("HN"), "¿En qué ciudad fue el foro?")
        give_back(desk, report_of("HN"))
        log_in(country, people["HN"])
        country.goto(f"/seguimiento/informes/{report_of('HN').pk}/actividad/{FORUM}/")
        country.get_by_text("¿En qué ciudad fue el foro?").first.wait_for()
        country.get_by_label("Próximos pasos").fill("Repetirlo en otra ciudad.")
        country.get_by_role("button", name="Guardar y volver al informe").click()
        country.get_by_text("Guardado: actividad 3.1.").wait_for()
        send(country, report_of("HN"))
        desk.goto(f"/seguimiento/informes/{report_of('HN').pk}/revision/")
        assert f"cambió: {FORUM}." in " ".join(desk.locator("main").inner_text().split())
        give_back(desk, report_of("HN"), "Falta decir la ciudad.")
        mail.outbox.clear()
        call_command("send_reminders", stdout=StringIO(), stderr=StringIO())
        send(country, report_of("HN"))
        country.get_by_role("button", name="Salir").click()

        pass_the_due_date_by(days=7)
        assert people["CR"].email in remind()
        assert remind() == []
        assert "7 días" in owed(desk)

        log_in(country, people["CR"])
        tell_of_a_forum(country, report_of("CR"))
        send(country, report_of("CR"))

        for code in COUNTRIES:
            validate(desk, report_of(code))
        assert forums_counted(desk) == 3
        link_the_forum(desk)
        assert forums_counted(desk) == 1

    assert set(
        ProgressReport.objects.filter(stakeholder__code__in=COUNTRIES).values_list(
            "state", flat=True
        )
    ) == {ReportState.VALIDATED}
    returns = report_of("HN").events.filter(action="return")
    assert list(returns.values_list("comment", flat=True)) == ["", "Falta decir la ciudad."]
    assert Record.objects.values("event").distinct().count() == 1
