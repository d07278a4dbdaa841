"""A country reports all its activities, with all kinds of measure, by pages and by workbook."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from corett.accounts.models import Stakeholder
from monitoring.models import (
    Amount,
    Figure,
    Milestone,
    ProgressReport,
    Record,
    RegistryCheck,
    ReportState,
)
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
from tests.browser.whole_workbook import fill
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
        self.page.get_by_text("No hay conexión: no se envió nada").first.wait_for()
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
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        self.save()
        self.log_in_again()
        self.recover()
        self.save()

    def with_a_closed_browser(self, entry) -> None:
        self.write(entry)
        self.page.get_by_text("hay copia en este navegador").first.wait_for()
        again = self.page.context.new_page()
        self.page.close()
        self.page = again
        again.goto(entry.get_absolute_url())
        self.recover()
        self.save()

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


def report_by_workbook(page, report: ProgressReport, folder: Path) -> None:
    """Everything is written into the workbook, without a connection; the page only takes it."""
    page.goto(report.get_absolute_url())
    with page.expect_download() as started:
        page.get_by_role("link", name="Descargar libro").click()
    filled = folder / "libro.xlsx"
    filled.write_bytes(fill(Path(started.value.path()).read_bytes(), report))
    page.get_by_role("link", name="Subir libro").click()
    page.get_by_label("Libro").set_input_files(filled)
    page.get_by_role("button", name="Ver qué cambia").click()
    page.get_by_role("button", name="Guardar estos cambios").click()
    page.get_by_role("heading", name=report.title).wait_for()
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("heading", name="Acuse de recibo").wait_for()


def own_pdf(page) -> str:
    """The text of the PDF that the receipt offers."""
    with page.expect_download() as started:
        page.get_by_role("link", name="Descargar el PDF").click()
    pages = PdfReader(started.value.path()).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def numbers_in(text: str) -> list[str]:
    """Every number that is printed, the hash and the hour of the submission aside."""
    told = re.sub(r"[0-9a-f ]{64,}|\d{1,2}:\d{2}(:\d{2})?", "", text)
    return sorted(re.findall(r"\d[\d.,\u202f]*", told))


def test_pages_and_workbook_tell_the_same_and_lose_nothing(semester, visit, log_in, tmp_path):
    by_pages = member_of("HN", "Punto focal de Honduras")
    by_workbook = member_of("GT", "Punto focal de Guatemala")

    with visit() as page:
        log_in(page, by_pages.user)
        reporter = Reporter(page, log_in, by_pages)
        report_by_pages(reporter, report_of("HN"))
        pdf_of_pages = own_pdf(reporter.page)
    with visit() as page:
        log_in(page, by_workbook.user)
        report_by_workbook(page, report_of("GT"), tmp_path)
        pdf_of_workbook = own_pdf(page)

    entries = told(report_of("HN"))
    assert {measure.kind for entry in entries for measure in entry.measures()} == set(Kind.values)
    for code in ("HN", "GT"):
        report = report_of(code)
        assert report.state == ReportState.SUBMITTED
        whole = told(report)
        assert [entry.progress.replace("\r", "") for entry in whole] == [
            progress_of(entry) for entry in whole
        ]
        assert [[row.title for row in entry.records.all()] for entry in whole] == [
            [row_of(entry)["title"]] for entry in whole
        ]
    assert figures_of("HN") == figures_of("GT")
    assert numbers_in(pdf_of_pages) == numbers_in(pdf_of_workbook) != []
    for entry in entries:
        assert row_of(entry)["title"] in pdf_of_pages


def figures_of(code: str) -> list:
    """Every number in the database that the report's rows hold."""
    rows = Record.objects.filter(entry__report__stakeholder__code=code)
    order = ["entry__activity__order", "ended_on"]
    return [
        list(rows.order_by(*order).values_list(*order, "title", "quantity", "resources_usd")),
        *(
            list(values.order_by(*value).values_list(*value))
            for values, value in (
                (Figure.objects.filter(record__in=rows), ("measure", "category", "number")),
                (Milestone.objects.filter(record__in=rows), ("measure", "stage")),
                (RegistryCheck.objects.filter(record__in=rows), ("measure", "is_current")),
                (
                    Amount.objects.filter(record__in=rows),
                    ("measure", "amount", "currency", "usd", "source", "status"),
                ),
            )
        ),
        sorted(rows.values_list("entry__activity__order", "institutions__name")),
    ]
