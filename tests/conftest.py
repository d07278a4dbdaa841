import time
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from corett.audit import triggers
from plan.models import Plan
from tests.scale import IS_SOAK

ONE_DATABASE = (
    "tests/browser/test_a_semester_is_followed_up.py",
    "tests/browser/test_admin.py",
    "tests/browser/test_annual_is_composed.py",
    "tests/browser/test_annual_is_read.py",
    "tests/browser/test_captures_the_plan.py",
    "tests/browser/test_drafts.py",
    "tests/browser/test_plan_by_spreadsheet.py",
    "tests/browser/test_review_by_keyboard.py",
    "tests/browser/test_risks.py",
    "tests/browser/test_strict_policy.py",
    "tests/browser/test_terms.py",
    "tests/browser/test_weight.py",
    "tests/browser/test_whole_report.py",
    "tests/lib/",
    "tests/monitoring/annual/test_every_number.py",
    "tests/monitoring/annual/test_report_catalogue.py",
    "tests/monitoring/test_demo.py",
    "tests/test_budgets.py",
    "tests/trust/test_downloads.py",
    "tests/trust/test_exports.py",
    "tests/trust/test_forms_carry_keys.py",
    "tests/trust/test_headers.py",
    "tests/trust/test_renderer.py",
    "tests/trust/test_uploads.py",
)
"""What Chromium draws, what is laid out, what files and headers hold: long, and the same on every
database.
"""
LONG = (
    "tests/browser/",
    "tests/monitoring/test_demo.py",
    "tests/monitoring/test_figures_agree.py",
    "tests/test_budgets.py",
    "tests/trust/",
    "tests/views/test_edition_keeps_reports.py",
)
hypothesis.settings.register_profile("house", deadline=None, derandomize=not IS_SOAK)
hypothesis.settings.load_profile("house")
PLAN_APPS = ["accounts", "plan", "risks"]


@pytest.fixture(autouse=True)
def _plain_surroundings(settings, tmp_path):
    for name, value in plain(tmp_path / "media").items():
        setattr(settings, name, value)


def plain(media: Path) -> dict:
    """Fast passwords, files that vanish with the test, static files as they lie and are looked
    for when asked for, no process.
    """
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "STORAGES": {**django_settings.STORAGES, "staticfiles": storage},
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "MEDIA_ROOT": media,
        "ANNUAL_LAUNCHER": "monitoring.annual.runs.carry_out",
        "LIMITED_PROCESSES": False,
        "ACCOUNT_LETTERS_LAUNCHER": "corett.accounts.letters.deliver",
        "SECOND_FACTOR": False,
        "WHITENOISE_AUTOREFRESH": True,
    }


@pytest.fixture(autouse=True)
def _half_minute_that_does_not_end(monkeypatch):
    """Else a code of a telephone would now and then be of the half minute before."""
    now = time.time()
    monkeypatch.setattr("django_otp.oath.time", lambda: now)
    clock = SimpleNamespace(time=lambda: now)
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", clock)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in service: threads of a live server share it without surprises."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _flushing_empties_guarded_tables(django_db_setup):
    """Django empties the tables between tests with transactions of their own; it then migrates,
    and that puts the guards back.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def unguarded(self, statements):
        triggers.drop(self.connection)
        flush(self, statements)

    operations.execute_sql_flush = unguarded


@pytest.fixture(scope="session")
def plan_rows(django_db_setup, django_db_blocker) -> list[list]:
    """Every row that `load_plan` writes, kept so that each test need not run it again."""
    models = [model for app in PLAN_APPS for model in apps.get_app_config(app).get_models(True)]
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_plan", stdout=StringIO())
        rows = [list(model._base_manager.all()) for model in models]
        transaction.set_rollback(True)
    return [kept for kept in rows if kept]


@contextmanager
def untold():
    """PostgreSQL need not link a thousand records of the trail for each test."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def loaded_plan(db, plan_rows) -> Plan:
    """The real plan, as `load_plan` loads it."""
    return written_again(plan_rows)


def written_again(plan_rows: list[list]) -> Plan:
    models = [type(rows[0]) for rows in plan_rows]
    with transaction.atomic(), untold():
        for model, rows in zip(models, plan_rows, strict=True):
            model._base_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return Plan.objects.get()


@pytest.fixture
def unguarded(db):
    """The database lets alter what is frozen, as who has the machine in hand could."""
    with triggers.lifted():
        yield


@pytest.fixture
def figure(record_property):
    """Keep a figure that the run prints at its end: `figure("celdas de la matriz", 812)`."""

    def keep(name: str, value) -> None:
        record_property("figure", f"{name}: {value}")

    return keep


def pytest_collection_modifyitems(items):
    """The long ones begin first, so that none is left at the end for one process alone."""
    for item in items:
        if item.nodeid.startswith(ONE_DATABASE):
            item.add_marker("one_database")
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_terminal_summary(terminalreporter):
    passed = terminalreporter.stats.get("passed", [])
    told = [
        (report.nodeid.partition("::")[0], said)
        for report in passed
        for name, said in report.user_properties
        if name == "figure"
    ]
    if told:
        terminalreporter.section("Cifras")
    for module, said in sorted(set(told)):
        terminalreporter.line(f"{module}  {said}")


@pytest.fixture
def enter(client):
    """Log in as the person of a membership, and get the browser."""

    def as_person(membership):
        client.force_login(membership.user)
        return client

    return as_person
