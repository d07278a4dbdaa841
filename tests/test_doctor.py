"""`manage.py doctor`: what is lost is found, what is found is kept."""

import datetime
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from corett.audit import triggers
from corett.lib import stored
from corett.lib.models import Submission
from monitoring import annual
from monitoring.annual.publishing import ask
from monitoring.models import Evidence, Notice, Publication
from tests.factories import EvidenceFactory, MeasureFactory, UserFactory
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.timedelta(days=2)


def examine(*options) -> tuple[str, str]:
    """What it says, and how it ends."""
    out = StringIO()
    triggers.settle(connection)
    try:
        call_command("doctor", *options, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def findings(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if line.startswith("  ")]


@pytest.fixture
def evidence() -> Evidence:
    row = EvidenceFactory(url="", file=ContentFile(b"acta", name="acta.pdf"))
    row.sha256 = "a" * 64
    return row


def put(name: str, *, age: datetime.timedelta) -> Path:
    path = stored.root() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"suelto")
    at = (timezone.now() - age).timestamp()
    os.utime(path, (at, at))
    return path


def test_a_place_in_order_is_told_so(evidence):
    said, ending = examine()

    assert findings(said) == []
    assert {line.rpartition(": ")[2] for line in said.splitlines()} == {"bien"}
    assert ending == ""


def test_a_file_without_row_is_set_aside_and_not_deleted_and_a_young_one_is_left(evidence):
    old = put("evidence/viejo.pdf", age=LONG_AGO)
    young = put("evidence/nuevo.pdf", age=datetime.timedelta(hours=1))

    said, ending = examine()

    place = stored.root() / "lost+found" / timezone.localdate().isoformat() / "evidence/viejo.pdf"
    assert findings(said) == [f"✓ evidence/viejo.pdf no es de ninguna fila: se movió a {place}."]
    assert (old.exists(), young.exists(), place.read_bytes()) == (False, True, b"suelto")
    assert Path(evidence.file.path).exists()
    assert (findings(examine()[0]), ending) == ([], "")


def test_a_rehearsal_moves_and_deletes_nothing(evidence):
    old = put("evidence/viejo.pdf", age=LONG_AGO)
    Submission.objects.create(form="f", digest="d", received_at=timezone.now() - 9 * LONG_AGO)

    said, ending = examine("--dry-run")

    assert findings(said) == [
        "✗ evidence/viejo.pdf no es de ninguna fila.",
        "✗ 1 envíos recordados que ya vencieron.",
    ]
    assert (old.exists(), Submission.objects.count()) == (True, 1)
    assert ending == "2 cosas esperan a una persona."


def test_a_row_whose_file_is_gone_waits_for_a_person(evidence):
    Path(evidence.file.path).unlink()

    said, ending = examine()

    assert findings(said) == [
        f"✗ Falta el archivo {evidence.file.name} de medio de verificación {evidence.pk}:"
        " recupérelo de un respaldo."
    ]
    assert ending == "1 cosas esperan a una persona."


def test_a_file_that_changed_since_it_came_waits_for_a_person(evidence):
    digest = stored.hashlib.sha256(b"acta").hexdigest()
    Evidence.objects.update(sha256=digest)
    assert findings(examine()[0]) == []
    Path(evidence.file.path).write_bytes(b"otra")

    assert findings(examine()[0]) == [
        f"✗ El archivo {evidence.file.name} de medio de verificación {evidence.pk} cambió desde que"
        " se guardó: recupérelo de un respaldo."
    ]


def test_what_has_expired_is_swept():
    Submission.objects.create(form="f", digest="d", received_at=timezone.now() - 9 * LONG_AGO)
    Submission.objects.create(form="f", digest="e")

    assert findings(examine()[0]) == ["✓ 1 envíos recordados que ya vencieron: se borraron."]
    assert [one.digest for one in Submission.objects.all()] == ["e"]


def test_a_mail_that_does_not_go_out_is_told_with_the_reason():
    user = UserFactory()
    at = timezone.now() - LONG_AGO
    values = {"user": user, "address": user.email, "subject": "x", "body": "x", "written_at": at}
    late = Notice.objects.create(occasion="due", about="a", fault="OSError: sin red", **values)
    Notice.objects.create(occasion="due", about="b", sent_at=at, **values)
    Notice.objects.create(occasion="due", about="c", **{**values, "written_at": timezone.now()})

    assert findings(examine()[0]) == [
        f"✗ El aviso {late.pk} para {user.email} no ha salido: OSError: sin red"
    ]


def test_a_publication_that_was_interrupted_is_told():
    world = make_world()
    activity = world.activity("1.1")
    MeasureFactory(activity=activity)
    world.record("HN", activity, quantity=3)
    report = annual.start_annual(world.plan, 2025, by=world.secretariat)
    ask(report, version=report.version, by=world.secretariat, reason="Sin consulta.")
    Publication.objects.update(asked_at=timezone.now() - LONG_AGO)

    assert findings(examine()[0]) == [
        f"✗ «{report}» quedó a medio publicar: ejecute «python manage.py publish_annual»."
    ]


@pytest.mark.django_db(transaction=True)
def test_a_database_without_its_guards_is_told():
    triggers.drop()
    try:
        said, ending = examine()
    finally:
        triggers.install()

    assert ["guardas" in one for one in findings(said)] == [True]
    assert ending == "1 cosas esperan a una persona."
