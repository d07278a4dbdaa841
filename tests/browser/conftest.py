import os
import re
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "una contraseña de prueba"


def pytest_configure():
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


class Watch:
    """What a page does that none of ours may do."""

    def __init__(self, page: Page, home: str):
        self.faults: list[str] = []
        page.on("console", self.note_console)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.note_request(request.url, home))

    def note_console(self, message) -> None:
        if message.type != "error" or is_announced_refusal(message.text):
            return
        self.faults.append(message.text)

    def note_request(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.faults.append(f"A request left the house: {url}")


def is_announced_refusal(text: str) -> bool:
    """Chromium logs each page that answers 4xx; a refused form is such a page, on purpose."""
    return bool(re.search(r"status of (403|404|409|410|422|429)", text))


@pytest.fixture
def visit(browser: Browser, live_server):
    """Open a browser of one's own: `with visit() as page`; it fails on what no page may do."""

    @contextmanager
    def open_page(width: int = 1280):
        context = browser.new_context(
            base_url=live_server.url,
            locale="es",
            accept_downloads=True,
            viewport={"width": width, "height": 900},
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        watch = Watch(page, live_server.url)
        yield page
        context.close()
        assert watch.faults == []

    return open_page


@pytest.fixture
def page(visit):
    with visit() as opened:
        yield opened


@pytest.fixture
def log_in():
    def enter(page: Page, user, password: str = PASSWORD) -> None:
        page.goto("/cuenta/entrar/")
        page.get_by_label("Correo electrónico").fill(user.email)
        page.get_by_label("Contraseña").fill(password)
        page.get_by_role("button", name="Entrar").click()
        page.get_by_role("button", name="Salir").wait_for()

    return enter
