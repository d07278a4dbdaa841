"""A country reports all its activities, with all kinds of measure, by pages and by workbook."""

import datetime
import re

import pytest

from corett.accounts.models import Stakeholder
from monitoring.models import ProgressReport, ReportState
from monitoring.reports import open_semester
from plan.models import Activity, Kind, Semester
from tests.browser.whole_report import (
    KNOWN,
    NEW,
    link_of,
    needs_document,
    progress_of,
    row_of,
    told,
)
from tests.factories import InstitutionFactory, MeasureFactory, MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def member_of(code: str, name: str):
    stakeholder = Stakeholder.objects.get(code=code)
    InstitutionFactory(country=stakeholder if stakeholder.is_country else None, name=KNOWN)
    return MembershipFactory(stakeholder=stakeholder, user__name=name)


@pytest.fixture
def semester(loaded_plan):
    """2025-1, in a plan whose 1.2 also counts an amount, so that a country meets every kind."""
    MeasureFactory(
        activity=Activity.objects.get(code="1.2"), kind=Kind.AMOUNT, name="Monto de prueba"
    )
    semester = Semester.objects.get(year=2025, half=1)
    today = datetime.date.today()
    open_semester(
        semester,
        opens_on=semester.end,
        due_on=today,
        closes_on=today,
        by=MembershipFactory(stakeholder=Stakeholder.objects.get(code="ST")),
    )
    return semester


def report_of(code: str) -> ProgressReport:
    return ProgressReport.objects.get(stakeholder__code=code)


class Reporter:
    """A punto focal at the pages of a report."""

    def __init__(self, page, log_in, member):
        self.page, self.log_in, self.member = page, log_in, member

    def add_row(self, entry) -> None:
        page, row = self.page, row_of(entry)
        page.goto(f"{entry.get_absolute_url()}accion/")
        page.get_by_label("¿Qué se hizo?").fill(row["title"])
        page.get_by_label("Terminó el").fill(row["ended_on"].isoformat())
        page.get_by_label("¿Cuántas acciones iguales son?").fill(str(row["quantity"]))
        page.get_by_label("Lugar").fill(row["place"])
        page.get_by_label("Recursos usados (USD)").fill(str(row["resources_usd"]))
        page.get_by_label("Fuente de los recursos").fill(row["resources_source"])
        for place, name in enumerate(row["institutions"]):
            page.locator("[name=institutions]").nth(place).fill(name)
        for measure, values in row["measures"].items():
            for short, value in values.items():
                self.give(f"medida-{measure.letter}-{short}", str(value))
        page.get_by_role("button", name="Guardar la acción").click()

    def give(self, name: str, value: str) -> None:
        control = self.page.locator(f"[name='{name}']")
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)

    def say_what_the_new_one_is(self) -> None:
        page = self.page
        assert page.get_by_text(f"«{NEW}» no está en el directorio").first.is_visible()
        page.get_by_label("Tipo").select_option("civil_society")
        page.get_by_label("Sector").select_option("communication")
        page.get_by_role("button", name="Guardar la acción").click()

    def is_saved(self, what: str = "Acción guardada.") -> None:
        self.page.get_by_text(what).wait_for()

    def add_document(self, entry) -> None:
        page = self.page
        page.goto(entry.get_absolute_url())
        page.get_by_role("link", name="Evidencia de Acción").click()
        page.get_by_label("Enlaces").fill(link_of(entry))
        page.get_by_role("button", name="Guardar").click()
        self.is_saved("1 medio de verificación guardado.")

    def write(self, entry) -> None:
        self.page.goto(entry.get_absolute_url())
        self.page.get_by_label("Avances").fill(progress_of(entry))

    def save(self) -> None:
        self.page.get_by_role("button", name="Guardar y volver al informe").click()

    def narrative_is_saved(self, entry) -> None:
        self.is_saved(f"Guardado: actividad {entry.activity.code}.")

    def recover(self) -> None:
        self.page.get_by_role("button", name="Recuperarlo").click()

    def log_in_again(self) -> None:
        page = self.page
        page.get_by_text("Su sesión había terminado").wait_for()
        page.get_by_label("Correo electrónico").fill(self.member.user.email)
        page.get_by_label("Contraseña").fill("una contraseña de prueba")
        page.get_by_role("button", name="Entrar").click()

    def without_connection(self, entry) -> None:
        """The connection is gone, and the browser knows it."""
        self.write(entry)
        self.page.context.set_offline(True)
        self.save()
        self.page.get_by_text("No hay conexión: no se envió nada").wait_for()
        self.page.context.set_offline(False)
        self.save()

    def with_a_broken_request(self, entry) -> None:
        """The request never arrives; the person opens the page again."""
        self.write(entry)
        self.page.route("**/*", lambda route: route.abort())
        self.save()
        self.page.wait_for_url(re.compile("chrome-error"))
        self.page.unroute("**/*")
        self.page.goto(entry.get_absolute_url())
        self.recover()
        self.save()

    def without_login(self, entry) -> None:
        self.write(entry)
        self.page.context.clear_cookies(name="sessionid")
        self.save()
        self.log_in_again()
        self.recover()
        self.save()

    def with_a_closed_browser(self, entry) -> None:
        self.write(entry)
        self.page.get_by_text("hay copia en este navegador").wait_for()
        again = self.page.context.new_page()
        self.page.close()
        self.page = again
        again.goto(entry.get_absolute_url())
        self.recover()
        self.save()

    def losing_the_login_in_a_row(self, entry) -> None:
        self.page.context.clear_cookies(name="sessionid")
        self.page.goto("/")
        self.log_in(self.page, self.member.user)
        self.page.goto(f"{entry.get_absolute_url()}accion/")
        self.page.get_by_label("¿Qué se hizo?").fill("Algo a medias")
        self.page.get_by_text("hay copia en este navegador").wait_for()
        self.page.goto(f"{entry.get_absolute_url()}accion/")
        self.recover()
        assert self.page.get_by_label("¿Qué se hizo?").input_value() == "Algo a medias"

    def say_where_nothing_happened(self, report) -> None:
        page = self.page
        page.goto(f"{report.get_absolute_url()}sin-actividad/")
        page.get_by_role("link", name="Marcar todas").click()
        page.get_by_role("button", name="No hubo actividad en las marcadas").click()
        page.get_by_text("Dijo que no hubo actividad en 2 actividades.").wait_for()

    def send(self, report) -> None:
        self.page.goto(report.get_absolute_url())
        self.page.get_by_role("button", name="Enviar").click()
        self.page.get_by_role("heading", name="Acuse de recibo").wait_for()


LOSSES = ["without_connection", "with_a_broken_request", "without_login", "with_a_closed_browser"]


def report_by_pages(reporter: Reporter, report: ProgressReport) -> None:
    for number, entry in enumerate(told(report)):
        reporter.add_row(entry)
        if NEW in row_of(entry)["institutions"]:
            reporter.say_what_the_new_one_is()
        reporter.is_saved()
        if needs_document(entry):
            reporter.add_document(entry)
        if number < len(LOSSES):
            getattr(reporter, LOSSES[number])(entry)
        else:
            reporter.write(entry)
            reporter.save()
        reporter.narrative_is_saved(entry)
    reporter.say_where_nothing_happened(report)
    reporter.send(report)


def test_a_country_reports_everything_by_pages_and_loses_nothing(semester, visit, log_in):
    member = member_of("HN", "Punto focal de Honduras")
    with visit() as page:
        log_in(page, member.user)
        report_by_pages(Reporter(page, log_in, member), report_of("HN"))

    report = report_of("HN")
    assert report.state == ReportState.SUBMITTED
    entries = told(report)
    assert {measure.kind for entry in entries for measure in entry.measures()} == set(Kind.values)
    assert [entry.progress.replace("\r", "") for entry in entries] == [
        progress_of(entry) for entry in entries
    ]
    assert [[row.title for row in entry.records.all()] for entry in entries] == [
        [row_of(entry)["title"]] for entry in entries
    ]
