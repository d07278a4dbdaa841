"""A reviewer goes through thirty activities with the keyboard alone, and sends the report back."""

import pytest
from django.urls import reverse

from monitoring.models import Comment, Evidence, ProgressReport, ReportEvent
from tests.factories import (
    ActivityFactory,
    EntryFactory,
    EvidenceFactory,
    MembershipFactory,
    RecordFactory,
    ReportFactory,
    StakeholderFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTIVITIES = 30
MOST_TABS = 60


@pytest.fixture
def report(transactional_db):
    report = ReportFactory(submitted=True)
    for number in range(1, ACTIVITIES + 1):
        activity = ActivityFactory(code=f"1.{number}", order=number)
        entry = EntryFactory(report=report, activity=activity)
        row = RecordFactory(entry=entry, title=f"Taller {number}")
        if number in (2, 3):
            EvidenceFactory(entry=entry, record=row, title=f"Acta {number}")
    return report


@pytest.fixture
def reviewer(transactional_db):
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


class Keys:
    """Only what a keyboard can do; it counts how far each thing is."""

    def __init__(self, page):
        self.page = page

    def tab_to(self, text: str) -> int:
        """Tab until the focus is on what begins with that text; how many presses it took."""
        for presses in range(1, MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.focused().startswith(text):
                return presses
        raise AssertionError(f"The keyboard never reaches «{text}»; it is at {self.focused()}")

    def focused(self) -> str:
        said = self.page.evaluate(
            "document.activeElement.innerText || document.activeElement.name || ''"
        )
        return " ".join(said.split())

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def go(self, text: str) -> int:
        presses = self.tab_to(text)
        self.enter()
        return presses


def here(page) -> str:
    return page.locator("h1").inner_text().split()[0]


def test_thirty_activities_by_keyboard_alone(page, log_in, report, reviewer):
    log_in(page, reviewer.user)
    page.goto(report.get_absolute_url())
    keys = Keys(page)
    keys.go("Revisar actividad por actividad")
    keys.go("Empezar por la actividad 1.1")

    seen = [here(page)]
    distances = []
    while len(seen) < ACTIVITIES:
        if here(page) == "1.2":
            accept(page, keys, "Aceptar Acta 2")
        if here(page) == "1.3":
            refuse(page, keys)
        if here(page) == "1.4":
            ask_about_row(page, keys)
        if len(seen) % 2:
            distances.append(keys.go("Siguiente: "))
        else:
            keys.press("j")
        seen.append(here(page))

    assert seen == [f"1.{number}" for number in range(1, ACTIVITIES + 1)]
    assert max(distances) == 1
    assert list(Evidence.objects.order_by("pk").values_list("verdict", "verdict_reason")) == [
        ("accepted", ""),
        ("rejected", "No se ve la fecha."),
    ]
    assert Comment.objects.values_list("text", "about").get() == ("jk: ¿y la lista?", "Taller 4")
    send_back(page, keys, report)


def accept(page, keys: Keys, button: str) -> None:
    keys.go(button)
    assert page.url.endswith(f"#evidencia-{Evidence.objects.get(title='Acta 2').pk}")
    assert here(page) == "1.2"
    go_to_steps(page)


def refuse(page, keys: Keys) -> None:
    keys.tab_to("No aceptar")
    page.keyboard.press("Enter")
    keys.tab_to("reason")
    page.keyboard.type("No se ve la fecha.")
    keys.go("No aceptar")
    assert here(page) == "1.3"
    go_to_steps(page)


def ask_about_row(page, keys: Keys) -> None:
    """What is typed holds a j and a k, which go nowhere while one types."""
    keys.tab_to("Comentar esta acción")
    keys.enter()
    keys.tab_to("text")
    page.keyboard.type("jk: ¿y la lista?")
    keys.go("Guardar el comentario")
    assert here(page) == "1.4"
    assert page.url.endswith(f"#comentario-{Comment.objects.get().pk}")
    go_to_steps(page)


def go_to_steps(page) -> None:
    """J from wherever one stands, and K back: the steps have the focus then."""
    place = here(page)
    for key in ("j", "k"):
        with page.expect_navigation():
            page.keyboard.press(key)
    assert here(page) == place


def send_back(page, keys: Keys, report) -> None:
    keys.go("Terminar: devolver o validar")
    keys.go("Devolver")
    page.get_by_text("Devuelto, con su mensaje y sus comentarios.").wait_for()
    assert ProgressReport.objects.get().state == "returned"
    assert page.url.endswith(reverse("monitoring:report_detail", args=[report.pk]))
    [returned] = ReportEvent.objects.filter(action="return")
    assert (returned.comment, returned.open_comments) == ("", 1)
