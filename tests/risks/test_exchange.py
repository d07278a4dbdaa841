"""The whole plan goes out as a file, and comes back the same, or not at all."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

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


def told(outcome) -> list[tuple]:
    """Every value that the page shows of a file, of the plan's words and beyond them."""
    words = [(one.subject, one.label, one.old, one.new) for one in outcome.plans[0].changes]
    rows = [
        (f"{row.sheet} {row.code}", value.heading, value.old, value.new)
        for row in outcome.others
        for value in row.values
    ]
    return words + rows


def test_a_type_without_risks_an_order_and_other_rows_that_the_difference_leaves_are_shown(
    loaded_plan,
):
    plan = loaded_plan.code
    activity = row_of("Actividades", loaded_plan, Actividad="12.2")
    risk_type = {"Plan": plan, "Tipo de riesgo": 9, "Nombre": "Nuevo tipo"}

    outcome = load(
        {
            "Actividades": [{**activity, "Orden": 99, "Enunciado": "Otro enunciado."}],
            "Tipos de riesgo": [risk_type],
        }
    )

    assert told(outcome) == [
        ("Actividad 12.2", "enunciado", activity["Enunciado"], "Otro enunciado."),
        (f"Actividades {plan} · 12.2", "Orden", str(activity["Orden"]), "99"),
        (f"Tipos de riesgo {plan} · 9", "Plan", "", plan),
        (f"Tipos de riesgo {plan} · 9", "Tipo de riesgo", "", "9"),
        (f"Tipos de riesgo {plan} · 9", "Nombre", "", "Nuevo tipo"),
    ]


@pytest.mark.parametrize(
    ("title", "heading", "value"),
    [
        ("Plan", "Título", "Otro título"),
        ("Ejes", "Nombre", "Otro"),
        ("Objetivos", "Enunciado", "Otro"),
        ("Actividades", "Indicador en el cronograma", "Otro"),
        ("Responsables", "Papel", "otro"),
        ("Medidas", "Unidad", "otra"),
        ("Cronograma", "2026-1", "x"),
        ("Metas", "Detalle de la fuente", "otro"),
        ("Enfoques rectores", "Texto", "Otro"),
        ("Glosario", "Otras formas de nombrarlo", "otra"),
        ("Riesgos", "Mitigación", "Otra"),
        ("Mitigaciones", "Solo en parte", "sí"),
    ],
)
def test_what_the_difference_tells_is_not_shown_again_as_a_row(loaded_plan, title, heading, value):
    first = next(row for row in rows_of(title, loaded_plan) if row[heading] != value)

    outcome = load({title: [{**first, heading: value}]})

    assert outcome.faults == []
    assert (len(outcome.rows), len(outcome.plans[0].changes)) == (1, 1)
    assert outcome.others == []


def test_of_a_new_plan_only_what_its_first_edition_does_not_hold_is_shown_by_rows(loaded_plan):
    MitigationActionFactory(risk=loaded_plan.risks.get(code="R1"), order=1)
    content = files.write(exchange.whole_sheets(loaded_plan), "json")

    outcome = exchange.load("otro.json", content.replace(b'"tim-2024-2028"', b'"otro"'))

    assert [(row.sheet, row.code) for row in outcome.others] == [
        ("Acciones de mitigación", "R1 · 1")
    ]


@pytest.mark.parametrize(
    ("title", "heading"), [("Enfoques rectores", "Nombre"), ("Glosario", "Término")]
)
def test_two_rows_that_exchange_their_orders_are_shown_as_the_names_that_change(
    loaded_plan, title, heading
):
    """Their order is their code, so that each keeps its row and takes the words of the other."""
    first, second = rows_of(title, loaded_plan)[:2]

    outcome = load({title: [{**first, "Orden": 2}, {**second, "Orden": 1}]})

    changes = [one for one in told(outcome) if one[1] == heading.lower()]
    assert [one[2:] for one in changes] == [
        (first[heading], second[heading]),
        (second[heading], first[heading]),
    ]
    assert outcome.others == []


def test_a_file_is_read_before_anything_is_locked(loaded_plan, secretariat, monkeypatch):
    row = {**row_of("Ejes", loaded_plan, Eje=1), "Nombre": "Otro nombre"}
    upload = bring(secretariat, Ejes=[row])
    shown = exchange.check(upload, by=secretariat).digest
    depths = []
    read = files.read
    monkeypatch.setattr(
        files, "read", lambda *file: depths.append(len(connection.savepoint_ids)) or read(*file)
    )
    before = len(connection.savepoint_ids)

    assert exchange.apply(upload, shown=shown, by=secretariat).is_applied
    assert exchange.apply(upload, shown=shown, by=secretariat).is_applied
    assert depths == [before]


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

    new = {**row, "Estado": "", "Valor": "7", "Fuente": "acta"}
    outcome = load({"Metas": [row, new]})

    assert outcome.faults == []
    stored = Target.objects.filter(measure=target.measure, stakeholder__code="HN", year=None)
    assert set(stored.values_list("state", "value")) == {
        ("confirmed", target.value),
        ("proposed", Decimal(7)),
    }


def test_a_file_makes_no_new_number_implied_by_the_text(loaded_plan):
    row = rows_of("Metas", loaded_plan)[0]

    [fault] = load({"Metas": [{**row, "Valor": "7"}]}).faults

    assert (fault.heading, fault.sentence) == (
        "Valor",
        "«Implícita en el texto» vale solo para el número que ya consta así en esta celda. Elija el"
        " acta o el Plan Operativo de donde sale este.",
    )


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
