"""`export_tables` and `import_plan`: the tables of a plan where there is no page."""

import runpy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from corett.lib.tablefiles import files
from corett.management.commands import export_tables, import_plan
from plan.models import Axis, Plan
from tests.factories import AxisFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def axis():
    return AxisFactory(number=1, name="Prevención")


def run(name: str, *arguments) -> str:
    output = StringIO()
    call_command(name, *map(str, arguments), stdout=output)
    return output.getvalue()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "json", "zip"])
def test_the_whole_plan_is_written_in_the_format_of_the_ending(axis, tmp_path, ending):
    path = tmp_path / f"plan.{ending}"

    run("export_tables", "--output", path)

    sheets = files.read(path.name, path.read_bytes())
    assert {"Plan", "Ejes"} <= {sheet.title for sheet in sheets}


def test_one_table_is_written_alone(axis, tmp_path):
    path = tmp_path / "ejes.csv"

    run("export_tables", "--output", path, "--table", "Ejes", "--plan", "tim-2024-2028")

    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "Plan,Eje,Nombre,Definición",
        "tim-2024-2028,1,Prevención,Definición del eje.",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--output", "plan.csv"], "solo con --table"),
        (["--output", "plan.pdf"], "Elija un archivo .xlsx"),
        (["--output", "x.csv", "--table", "Recetas"], "No hay una tabla «Recetas»"),
        (["--output", "/no/existe/plan.xlsx"], "No se pudo escribir en /no/existe/plan.xlsx"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(axis, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("export_tables", *arguments)


def test_a_file_is_taken_in_and_its_difference_told(axis, tmp_path):
    path = tmp_path / "ejes.csv"
    run("export_tables", "--output", path, "--table", "Ejes")
    path.write_text(path.read_text(encoding="utf-8").replace("Prevención", "Otro nombre"))

    assert run("import_plan", path, "--dry-run").splitlines() == [
        "Ejes: 0 nuevas, 1 cambian, 0 sin cambio.",
        "Eje 1, nombre: Prevención → Otro nombre",
        "No se guardó nada (--dry-run).",
    ]
    assert Axis.objects.get().name == "Prevención"

    assert run("import_plan", path).endswith("Guardado.\n")
    assert Axis.objects.get().name == "Otro nombre"


def test_faults_end_the_command_and_nothing_is_written(axis, tmp_path):
    path = tmp_path / "ejes.csv"
    path.write_text("Plan,Eje,Nombre,Definición\ntim-2024-2028,1,,Otra\n")

    with pytest.raises(CommandError) as refused:
        run("import_plan", path)

    assert str(refused.value) == (
        "No se guardó nada. Corrija el archivo:\nEjes, fila 2, Nombre: Falta este dato; escríbalo."
    )
    assert Axis.objects.get().definition == "Definición del eje."


def test_a_plan_comes_into_a_database_without_people(axis, tmp_path):
    path = tmp_path / "plan.xlsx"
    run("export_tables", "--output", path)
    axis.delete()
    Plan.objects.all().delete()

    assert "Plan nuevo: tim-2024-2028, edición 1." in run("import_plan", path)
    edition = Plan.objects.get().editions.get()
    assert (edition.published_by, edition.reason) == (None, "Carga desde «plan.xlsx»")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (export_tables, ["Escribe las tablas", "archivo que se escribe", "una sola tabla"]),
        (import_plan, ["Carga las tablas", "archivo .xlsx", "solo dice qué cambiaría"]),
    ],
)
def test_what_a_command_says_of_itself_can_be_translated(command, words, monkeypatch):
    monkeypatch.setattr(translation, "gettext", lambda text: f"T-{text}")

    parser = runpy.run_path(command.__file__)["Command"]().create_parser("manage.py", "x")

    told = " ".join(parser.format_help().split())
    assert [word for word in words if f"T-{word}" not in told] == []


@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "No se pudo leer"), (b"%PDF", "no es una hoja de cálculo")]
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "plan.xlsx"
    if content:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        run("import_plan", path)
