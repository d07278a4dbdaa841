"""The whole plan goes out as a file, and comes back the same, or not at all."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from corett.lib.tablefiles import files
from plan.models import Activity, Plan, PlanEdition, PlanUpload, Target
from risks import exchange
from risks.export import export_whole_plan
from tests.factories import MembershipFactory, MitigationActionFactory, StakeholderFactory
from tests.tables import load, row_of, rows_of
from tests.whole_plan import load_grown_plan

ENDINGS = ["xlsx", "ods", "json", "zip"]


def exported_plan(code: str = "tim-2024-2028") -> str:
    output = StringIO()
    call_command("export_plan", "--plan", code, stdout=output)
    return output.getvalue()


def rows_of_tables() -> dict[str, int]:
    """How many rows each table has, histories included."""
    models = [
        model
        for app in ("accounts", "plan", "risks")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.fixture(scope="module")
def away(django_db_setup, django_db_blocker) -> dict[str, bytes | str]:
    """What was taken away of a plan, in each format, from a database that is no more."""
    with django_db_blocker.unblock(), transaction.atomic():
        sheets = exchange.whole_sheets(load_grown_plan())
        taken = {ending: files.write(sheets, ending) for ending in ENDINGS}
        taken["plan"] = exported_plan()
        taken["actions"] = (
            exchange.find_table("Acciones de mitigación")().sheet(Plan.objects.get()).rows
        )
        transaction.set_rollback(True)
    return taken


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_plan_taken_to_an_empty_database_exports_the_same_bytes_and_again_changes_nothing(
    away, ending
):
    outcome = exchange.load(f"plan.{ending}", away[ending])

    assert outcome.faults == []
    assert exported_plan() == away["plan"]
    plan = Plan.objects.get()
    assert exchange.find_table("Acciones de mitigación")().sheet(plan).rows == away["actions"]

    before = rows_of_tables()
    again = exchange.load(f"plan.{ending}", files.write(exchange.whole_sheets(plan), ending))

    assert (again.is_applied, again.is_empty) == (True, True)
    assert rows_of_tables() == before


@pytest.fixture
def secretariat(db):
    return MembershipFactory(stakeholder=StakeholderFactory(secretariat=True))


def bring(by, **tables):
    content = json.dumps({title.replace("_", " "): rows for title, rows in tables.items()})
    return exchange.bring(name="tablas.json", content=content.encode(), by=by)


# A second plan


@pytest.mark.django_db
def test_a_second_plan_lives_beside_the_first_and_changes_nothing_of_it(away):
    exchange.load("plan.json", away["json"])
    first = exported_plan()
    renamed = away["json"].replace(b'"tim-2024-2028"', b'"poa-2029"')

    outcome = exchange.load("poa.json", renamed)

    assert outcome.is_applied
    assert exported_plan() == first
    assert exported_plan("poa-2029") == first.replace('"tim-2024-2028"', '"poa-2029"')


@pytest.mark.django_db
def test_a_new_plan_begins_with_an_edition_by_the_person_who_brought_it(secretariat):
    plan = {
        "Plan": "poa-2029",
        "Título": "Plan Operativo 2029",
        "Inicio": "2029-01-01",
        "Fin": "2029-12-31",
        "Rojo por debajo de (%)": 50,
        "Verde desde (%)": 90,
    }
    semesters = [{"Plan": "poa-2029", "Semestre": code} for code in ("2029-1", "2029-2")]
    upload = bring(secretariat, Plan=[plan], Semestres=semesters)
    shown = exchange.check(upload, by=secretariat)
    assert not Plan.objects.exists()

    outcome = exchange.apply(upload, shown=shown.digest, by=secretariat)

    [change] = outcome.plans
    edition = PlanEdition.objects.get()
    assert (change.plan.code, change.is_new, change.edition) == ("poa-2029", True, 1)
    assert (edition.number, edition.reason) == (1, "Carga desde «tablas.json»")
    assert edition.published_by == secretariat.user
    assert edition.content == export_whole_plan(Plan.objects.get())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("edition", "unpublished", "number"),
    [(None, None, 1), (4, None, 4), (4, "sí", 5), (4, "no", 4), (None, "sí", 1)],
)
def test_a_copy_goes_on_with_the_number_of_what_it_is_a_copy_of(edition, unpublished, number):
    plan = {
        "Plan": "copia",
        "Título": "Copia",
        "Inicio": "2029-01-01",
        "Fin": "2029-12-31",
        "Rojo por debajo de (%)": 50,
        "Verde desde (%)": 90,
        "Edición": edition,
        "Cambios sin publicar": unpublished,
    }

    load({"Plan": [plan]})

    assert PlanEdition.objects.get().number == number


def test_the_file_says_what_is_not_published_yet(loaded_plan):
    def said():
        row = row_of("Plan", loaded_plan, Plan=loaded_plan.code)
        return row["Edición"], row["Cambios sin publicar"]

    assert said() == (1, None)
    Activity.objects.filter(code="1.1").update(statement="Otra cosa.")
    assert said() == (1, "sí")


# What a file may change


def test_the_difference_is_that_of_the_plan_and_the_rows_beyond_it(loaded_plan):
    activity = row_of("Actividades", loaded_plan, Actividad="3.2")
    party = row_of("Partes interesadas", loaded_plan, Código="HN")
    action = {
        "Plan": loaded_plan.code,
        "Riesgo": "R1",
        "Número": 1,
        "Acción": "Pedir los datos",
        "A cargo de": "ST",
        "Para el": "31/12/2027",
        "Hecha el": None,
        "Qué se logró": None,
    }

    outcome = load(
        {
            "Partes interesadas": [{**party, "Nombre en inglés": "The Republic"}],
            "Actividades": [{**activity, "Enunciado": "Otro enunciado."}],
            "Cronograma": [
                {
                    **row_of("Cronograma", loaded_plan, Actividad="3.2"),
                    "2026-1": "X",
                    "2026-2": "sí",
                }
            ],
            "Acciones de mitigación": [action],
        }
    )

    [change] = outcome.plans
    assert [(one.subject, one.label, one.new) for one in change.changes] == [
        ("Actividad 3.2", "enunciado", "Otro enunciado."),
        ("Cronograma 3.2", "2026-1", "programada"),
        ("Cronograma 3.2", "2026-2", "programada"),
    ]
    assert [(row.sheet, row.code, row.is_new) for row in outcome.others] == [
        ("Partes interesadas", "HN", False),
        ("Acciones de mitigación", "R1 · 1", True),
    ]
    assert [(one.sheet, one.new, one.changed, one.same, one.kept) for one in outcome.tables] == [
        ("Partes interesadas", 0, 1, 0, 18),
        ("Actividades", 0, 1, 0, 29),
        ("Cronograma", 0, 1, 0, 29),
        ("Acciones de mitigación", 1, 0, 0, 0),
    ]


def test_each_change_is_in_the_history_with_where_it_came_from(loaded_plan):
    activity = row_of("Actividades", loaded_plan, Actividad="3.2")

    load({"Actividades": [{**activity, "Indicador": "Otro indicador."}]})

    last = Activity.objects.get(code="3.2").indicator.history.latest()
    assert (last.statement, last.history_type) == ("Otro indicador.", "~")
    assert last.history_change_reason == "Carga desde «tablas.json»"


def test_in_a_published_plan_a_file_proposes_and_the_meta_in_force_stays(loaded_plan):
    target = Target.objects.filter(stakeholder__code="HN", year=None).first()
    Target.objects.filter(pk=target.pk).update(state="confirmed")
    row = row_of(
        "Metas",
        loaded_plan,
        **{
            "Medida": target.measure.code,
            "De quién (vacío: la región)": "HN",
            "Año (vacío: todo el plan)": None,
        },
    )
    assert row["Estado"] == "confirmada"

    outcome = load({"Metas": [row, {**row, "Estado": "", "Valor": "7,5"}]})

    assert outcome.faults == []
    stored = Target.objects.filter(measure=target.measure, stakeholder__code="HN", year=None)
    assert set(stored.values_list("state", "value")) == {
        ("confirmed", target.value),
        ("proposed", Decimal("7.5")),
    }


def test_proposing_what_is_in_force_changes_nothing(loaded_plan):
    Target.objects.update(state="confirmed")
    rows = [{**row, "Estado": "propuesta"} for row in rows_of("Metas", loaded_plan)]

    assert load({"Metas": rows}).is_empty


# Who brings one, and when


@pytest.mark.parametrize("trait", ["presidency", "observer"])
def test_only_the_secretariat_brings_a_file(loaded_plan, trait):
    other = MembershipFactory(stakeholder=StakeholderFactory(**{trait: True}))

    with pytest.raises(exchange.Refused, match="Solo la Secretaría Técnica"):
        bring(other, Ejes=rows_of("Ejes", loaded_plan))
    assert not PlanUpload.objects.exists()


def test_what_changed_after_it_was_shown_is_not_written(loaded_plan, secretariat):
    row = {**row_of("Ejes", loaded_plan, Eje=1), "Nombre": "Otro nombre"}
    upload = bring(secretariat, Ejes=[row])
    shown = exchange.check(upload, by=secretariat)
    axis = loaded_plan.axes.get(number=1)
    axis.name = "Lo que guardó una colega"
    axis.save()

    outcome = exchange.apply(upload, shown=shown.digest, by=secretariat)

    axis.refresh_from_db()
    assert (outcome.is_applied, axis.name) == (False, "Lo que guardó una colega")
    assert exchange.apply(upload, shown=outcome.digest, by=secretariat).is_applied
    axis.refresh_from_db()
    assert axis.name == "Otro nombre"


def test_a_file_is_applied_once_and_its_content_goes(loaded_plan, secretariat):
    row = {**row_of("Ejes", loaded_plan, Eje=1), "Nombre": "Otro nombre"}
    upload = bring(secretariat, Ejes=[row])
    shown = exchange.check(upload, by=secretariat).digest

    for _again in range(2):
        assert exchange.apply(upload, shown=shown, by=secretariat).is_applied

    upload.refresh_from_db()
    assert (bytes(upload.content), upload.applied_by) == (b"", secretariat.user)
    assert loaded_plan.axes.get(number=1).history.count() == 2


def test_a_later_file_of_the_same_person_takes_the_place_of_the_earlier(loaded_plan, secretariat):
    rows = rows_of("Ejes", loaded_plan)
    first, second = bring(secretariat, Ejes=rows), bring(secretariat, Ejes=rows)

    assert list(PlanUpload.objects.all()) == [second]
    with pytest.raises(exchange.Refused, match="subió después otro archivo"):
        exchange.apply(first, shown="", by=secretariat)


@pytest.mark.parametrize("count", [1, 3])
def test_a_table_costs_the_same_for_any_number_of_rows(count, django_assert_num_queries, db):
    actions = [MitigationActionFactory() for _ in range(count)]

    with django_assert_num_queries(1):
        sheet = exchange.table_sheet(
            exchange.find_table("Acciones de mitigación"), actions[0].risk.plan
        )

    assert len(sheet.lines) == count
