"""What a page weighs on the wire, as installed: collected static files behind the real stack."""

import threading
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from monitoring.models import ProgressReport
from monitoring.reports import open_semester
from plan.models import Semester
from tests.factories import InstitutionFactory, MembershipFactory, RecordFactory, StakeholderFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_VISIT, AFTER = 60_000, 15_000
TYPICAL_DIRECTORY = 60


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def installed(settings, tmp_path, transactional_db):
    """The application as an installation serves it; yields its address."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "corett.lib.static.CollectedStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = False
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    call_command("collectstatic", interactive=False, verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def weighed(page):
    """The bytes that arrive while the block runs, headers included, in a list of one."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    bytes_in = [0]

    def add(event):
        bytes_in[0] += event["encodedDataLength"]

    wire.on("Network.loadingFinished", add)
    yield bytes_in
    page.wait_for_load_state("networkidle")
    wire.detach()


def a_country_with_a_past():
    """Two semesters of a report, the first with rows, and a directory of usual size."""
    secretariat = MembershipFactory(stakeholder=StakeholderFactory(code="ST"))
    member = MembershipFactory(stakeholder=StakeholderFactory(code="HN"))
    named = [
        InstitutionFactory(country=member.stakeholder, name=f"Dirección General Número {number}")
        for number in range(TYPICAL_DIRECTORY)
    ]
    for year in (2025, 2026):
        semester = Semester.objects.get(year=year, half=1)
        open_semester(
            semester,
            opens_on=semester.end,
            due_on=semester.end,
            closes_on=semester.end,
            by=secretariat,
        )
    entry = ProgressReport.objects.get(
        stakeholder=member.stakeholder, period__semester__year=2026
    ).entries.get(activity__code="3.4")
    for number in range(3):
        RecordFactory(entry=entry, title=f"Mesa {number}", institutions=named[:5])
    return member, entry


def test_a_page_of_an_activity_is_light(loaded_plan, installed, browser, log_in):
    member, entry = a_country_with_a_past()
    context = browser.new_context(base_url=installed, locale="es")
    log_in(context.new_page(), member.user)
    cookies = context.cookies()
    context.close()

    context = browser.new_context(base_url=installed, locale="es")
    context.add_cookies(cookies)
    page = context.new_page()
    weights = {}
    for visit in ("first", "again"):
        with weighed(page) as weight:
            page.goto(entry.get_absolute_url())
        weights[visit] = weight[0]
    with weighed(page) as weight:
        page.goto(f"{entry.get_absolute_url()}accion/")
    weights["form"] = weight[0]
    context.close()

    assert 10_000 < weights["first"] < FIRST_VISIT
    assert 1_000 < weights["again"] < AFTER
    assert 1_000 < weights["form"] < AFTER
