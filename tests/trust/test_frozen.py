"""What is published cannot be changed: the database refuses, and one bit is found out."""

import json
import os
import random
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from corett.audit import triggers
from corett.audit.tables import watched
from corett.lib.canonical import canonical
from monitoring import annual
from monitoring.models import AnnualEvent, AnnualFile, AnnualReport, AnnualText
from plan.models import PlanEdition
from tests.annual import quick_files, write
from tests.factories import MeasureFactory
from tests.monitoring.annual_world import make_world
from tests.scale import times

pytestmark = pytest.mark.django_db

FROZEN = {
    "monitoring_annualreport",
    "monitoring_annualtext",
    "monitoring_annualhighlight",
    "monitoring_annualfile",
    "monitoring_annualevent",
    "monitoring_datechange",
    "monitoring_entrychange",
    "monitoring_extension",
    "monitoring_receipt",
    "monitoring_reportevent",
    "plan_planedition",
}


@pytest.fixture
def report(monkeypatch) -> AnnualReport:
    quick_files(monkeypatch)
    world = make_world()
    MeasureFactory(activity=world.activity("1.1"))
    world.record("HN", world.activity("1.1"), quantity=3)
    started = annual.start_annual(world.plan, 2025, by=world.secretariat)
    started = write(started, by=world.secretariat, introduction="Presentación.")
    return annual.publish(
        started, version=started.version, by=world.secretariat, reason="Sin consulta."
    )


def test_these_tables_are_guarded_and_no_fewer():
    assert {table.name for table in watched() if table.frozen} == FROZEN


def test_each_column_of_a_published_row_is_refused_and_its_deletion_too(report, figure):
    rows = [
        AnnualReport.objects.get(pk=report.pk),
        *AnnualText.objects.filter(report=report),
        *AnnualFile.objects.filter(report=report),
        *AnnualEvent.objects.filter(report=report),
        *PlanEdition.objects.all(),
    ]
    columns = [(row, field) for row in rows for field in row._meta.local_concrete_fields[1:]]

    assert [str(field) for row, field in columns if not is_refused(change(row, field))] == []
    assert [row for row in rows if not is_refused(drop(row))] == []
    figure("columnas publicadas que la base no deja cambiar", len(columns))


def change(row, field) -> tuple[str, list]:
    """As who writes SQL by hand: the column is made another by its own type."""
    table, column = row._meta.db_table, field.column
    other = {
        "BooleanField": f'NOT "{column}"',
        "DateTimeField": "'2001-01-01 00:00:00+00:00'",
        "JSONField": "'{\"otro\": 1}'",
    }.get(field.get_internal_type())
    is_number = field.get_internal_type() in (
        "ForeignKey",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
    )
    other = other or (
        f'coalesce("{column}", 0) + 1' if is_number else f"""'¿' || substr("{column}", 2)"""
    )
    return f'UPDATE {table} SET "{column}" = {other} WHERE id = %s', [row.pk]


def drop(row) -> tuple[str, list]:
    return f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk]


def is_refused(statement: tuple[str, list]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*statement)
    except IntegrityError as error:
        return "is frozen" in str(error)
    return False


def test_nothing_is_added_to_what_is_published(report):
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        AnnualText.objects.create(report=report, section="risks", text="Después.")

    file = report.files.first()
    file.pk, file.language = None, "en" if file.language == "es" else "es"
    file.country = "XX"
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        file.save()


def test_what_belongs_elsewhere_is_not_moved_into_it(report):
    other = annual.start_annual(report.plan, 2026, by=make_hat_of(report))
    text = AnnualText.objects.create(report=other, section="risks", text="De otro año.")

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        AnnualText.objects.filter(pk=text.pk).update(report=report)


def make_hat_of(report: AnnualReport):
    return report.published_by.memberships.get()


def test_one_flipped_bit_of_a_published_file_is_always_found(report, figure):
    dice, rounds = random.Random(5), times(1000, ci=60)
    paths = [Path(file.file.path) for file in report.files.all()]
    assert annual.verify().faults == []

    found = sum(file_is_found(dice.choice(paths), dice) for _ in range(rounds))

    assert found == rounds
    assert annual.verify().faults == []
    figure("bits cambiados en archivos publicados y hallados", f"{found} de {rounds}")


def file_is_found(path: Path, dice: random.Random) -> bool:
    """Even by who puts its time back."""
    right, seen = path.read_bytes(), path.stat()
    wrong = bytearray(right)
    wrong[dice.randrange(len(wrong))] ^= 1 << dice.randrange(8)
    path.write_bytes(wrong)
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    is_told = bool(annual.verify().faults)
    path.write_bytes(right)
    return is_told


def test_one_flipped_bit_of_the_frozen_content_is_always_found(report, figure):
    dice, rounds = random.Random(6), times(1000, ci=60)
    right = AnnualReport.objects.get(pk=report.pk).content

    with triggers.lifted():
        found = sum(content_is_found(report, right, dice) for _ in range(rounds))

    assert found == rounds
    assert annual.verify().faults == []
    figure("bits cambiados en el contenido publicado y hallados", f"{found} de {rounds}")


def content_is_found(report: AnnualReport, right: dict, dice: random.Random) -> bool:
    rows = AnnualReport.objects.filter(pk=report.pk)
    rows.update(content=flipped(right, dice))
    is_told = bool(annual.verify().faults)
    rows.update(content=right)
    return is_told


def flipped(content: dict, dice: random.Random) -> dict:
    """Another content, one bit away, that is still JSON which a database keeps."""
    while True:
        data = bytearray(canonical(content))
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        try:
            other = json.loads(data.decode())
        except ValueError:
            continue
        if other != content and "\\u0000" not in json.dumps(other):
            return other
