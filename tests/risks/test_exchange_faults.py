"""What is wrong in a file is told by table, row, column and sentence, and nothing is written."""

import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from corett.lib.tablefiles import files
from corett.lib.tablefiles.archive import packed
from plan.editions import publish_edition
from plan.models import Activity, Measure, Plan, ScheduleCell, Target
from plan.resources import ScheduleTable
from risks import exchange
from risks.export import export_whole_plan
from tests.tables import faults_of, load, row_of, rows_of

TARGET = {
    "Plan": "tim-2024-2028",
    "Medida": "1.1.a",
    "De quién (vacío: la región)": "HN",
    "Año (vacío: todo el plan)": 2026,
    "Valor": 3,
    "Estado": "",
    "Fuente": "Plan Operativo",
    "Detalle de la fuente": "POA 2026",
    "Fecha": "28/02/2025",
}


def test_a_good_file_has_no_faults(loaded_plan):
    outcome = load({"Metas": [TARGET]})

    assert (outcome.faults, outcome.is_applied) == ([], True)
    target = Target.objects.get(source="operational_plan")
    assert (target.measure.code, target.stakeholder.code, target.year) == ("1.1.a", "HN", 2026)
    assert (target.value, target.state, target.source_note) == (3, "proposed", "POA 2026")
    assert target.dated == datetime.date(2025, 2, 28)


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        ("Valor", -1, "Una meta no puede ser negativa."),
        ("Valor", "muchas", "Escriba un número sin separador de miles y con dos decimales"),
        ("Valor", "1.000", "Escriba un número sin separador de miles y con dos decimales"),
        ("Valor", "", "Falta este dato; escríbalo."),
        ("Valor", 1e14, "14"),
        ("Año (vacío: todo el plan)", 2031, "El plan va de 2024 a 2028."),
        ("Año (vacío: todo el plan)", 2026.5, "Escriba un número entero"),
        ("De quién (vacío: la región)", "ZZ", "No hay ninguna parte interesada con el código ZZ."),
        ("De quién (vacío: la región)", "OIM", "La medida no se le pide a esta parte interesada."),
        ("Medida", "1.9.a", "El plan tim-2024-2028 no tiene la medida 1.9.a."),
        ("Plan", "otro", "No hay ningún plan con el código otro"),
        ("Fecha", "31/02/2026", "«31/02/2026» no es una fecha."),
        ("Fecha", 46000, "«46000» no es una fecha."),
        (
            "Fuente",
            "rumor",
            "«rumor» no es uno de los valores que hay: implícita en el texto, acta",
        ),
        ("Estado", "confirmada", "Aquí solo se proponen metas"),
        ("Detalle de la fuente", "a\x07b", "un signo que no se ve"),
        ("Detalle de la fuente", ["a"], "y no una lista"),
        ("Detalle de la fuente", "x" * 301, "300"),
    ],
)
def test_a_wrong_cell_of_a_meta_is_told_in_its_place(loaded_plan, heading, value, sentence):
    before = Target.objects.count()

    faults = faults_of({"Metas": [TARGET, {**TARGET, "Medida": "1.1.b", heading: value}]})

    expected = "Valor" if "se le pide" in sentence else heading
    assert [fault[:3] for fault in faults] == [("Metas", 3, expected)]
    assert sentence in faults[0][3]
    assert Target.objects.count() == before


def test_every_fault_of_a_file_is_told_at_once(loaded_plan):
    activity = row_of("Actividades", loaded_plan, Actividad="3.2")
    measure = row_of("Medidas", loaded_plan, Medida="1.1.a")
    clause = row_of("Responsables", loaded_plan, Actividad="3.2", Orden=1)
    tables = {
        "Actividades": [
            {**activity, "Objetivo": 99},
            {**activity, "Actividad": "3.9", "Orden": 40, "Enunciado": " "},
            {**activity, "Actividad": "3.8", "Orden": 41},
            {**activity, "Actividad": "3.8", "Orden": 42},
        ],
        "Responsables": [{**clause, "Partes interesadas": "HN; XX"}],
        "Medidas": [{**measure, "Clase": "litros"}, {**measure, "Medida": "7"}],
        "Riesgos": [{**row_of("Riesgos", loaded_plan, Riesgo="R1"), "Tipo de riesgo": 9}],
    }

    assert faults_of(tables) == [
        ("Actividades", 2, "Objetivo", "El plan tim-2024-2028 no tiene el objetivo 99."),
        ("Actividades", 3, "Enunciado", "Falta este dato; escríbalo."),
        (
            "Actividades",
            5,
            "Actividad",
            "Está dos veces: la fila 4 ya lo dice. Deje una de las dos.",
        ),
        (
            "Responsables",
            2,
            "Partes interesadas",
            "No hay ninguna parte interesada con el código XX.",
        ),
        (
            "Medidas",
            2,
            "Clase",
            "«litros» no es uno de los valores que hay: cantidad, personas, instituciones,"
            " producto, registro al día, monto, alcance.",
        ),
        (
            "Medidas",
            3,
            "Medida",
            "«7» no es el código de una medida; escríbalo como 1.1.a.",
        ),
        ("Riesgos", 2, "Tipo de riesgo", "El plan tim-2024-2028 no tiene el tipo de riesgo 9."),
    ]
    assert not Activity.objects.filter(code__in=["3.8", "3.9"]).exists()


def test_a_sheet_that_is_no_table_is_told_with_those_that_are(loaded_plan):
    [(sheet, line, heading, sentence)] = faults_of({"Recetas": [{"Plato": "sopa"}]})

    assert (sheet, line, heading) == ("Recetas", 1, "")
    assert sentence.startswith(
        "No es ninguna de las tablas que hay: Partes interesadas, Plan, Semestres, Ejes,"
    )


def test_missing_and_unknown_columns_are_told_in_the_row_of_the_headings(loaded_plan):
    row = {**row_of("Ejes", loaded_plan, Eje=1), "Color": "azul"}
    row.pop("Definición")

    assert faults_of({"Ejes": [row]}) == [
        ("Ejes", 1, "Definición", "Falta esta columna."),
        (
            "Ejes",
            1,
            "Color",
            "No es una columna de esta tabla. Las que hay son: Plan, Eje, Nombre, Definición.",
        ),
    ]


def test_a_cell_outside_the_semesters_is_told(loaded_plan):
    row = row_of("Cronograma", loaded_plan, Actividad="1.1")

    assert faults_of({"Cronograma": [{**row, "2031-1": "x"}]}) == [
        (
            "Cronograma",
            1,
            "2031-1",
            "No es una columna de esta tabla. Las que hay son: Plan, Actividad, Detalles de la"
            " actividad, 2024-2, 2025-1, 2025-2, 2026-1, 2026-2, 2027-1, 2027-2, 2028-1, 2028-2.",
        )
    ]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"2025-1": "quizá"}, (2, "2025-1", "Escriba x para marcar la celda, o déjela vacía.")),
        (
            {"Actividad": "9.9"},
            (2, "Actividad", "El plan tim-2024-2028 no tiene la actividad 9.9."),
        ),
        ({"Actividad": None}, (2, "Actividad", "Falta este dato; escríbalo.")),
    ],
)
def test_a_wrong_cell_of_the_cronograma_is_told(loaded_plan, values, place):
    row = row_of("Cronograma", loaded_plan, Actividad="1.1")

    assert faults_of({"Cronograma": [{**row, **values}]}) == [("Cronograma", *place)]


def test_a_cell_of_the_past_that_the_edition_holds_is_not_unmarked(loaded_plan):
    activity = Activity.objects.get(code="1.1")
    semester = loaded_plan.semesters.get(year=2024, half=2)
    ScheduleCell.objects.create(activity=activity, semester=semester)
    publish_edition(
        loaded_plan, content=export_whole_plan(loaded_plan), reason="Cronograma", by=None
    )
    row = row_of("Cronograma", loaded_plan, Actividad="1.1")

    [fault] = faults_of({"Cronograma": [{**row, "2024-2": "", "2026-1": "x"}]})

    assert fault[:3] == ("Cronograma", 2, "2024-2")
    assert "el semestre ya terminó" in fault[3]
    assert ScheduleCell.objects.get().semester == semester


def test_while_the_plan_itself_is_wrong_only_that_is_told(loaded_plan):
    plan = row_of("Plan", loaded_plan, Plan="tim-2024-2028")
    axis = row_of("Ejes", loaded_plan, Eje=1)
    tables = {
        "Plan": [{**plan, "Plan": "poa-2029", "Inicio": "ayer", "Fin": "2029-12-31"}],
        "Ejes": [{**axis, "Plan": "poa-2029"}],
    }

    assert faults_of(tables) == [
        (
            "Plan",
            2,
            "Inicio",
            "«ayer» no es una fecha. Escriba día, mes y año, por ejemplo 28/02/2025.",
        )
    ]


@pytest.mark.parametrize(
    ("values", "heading"),
    [
        ({"Edición": -3}, "Edición"),
        ({"Edición": 99_999}, "Edición"),
        ({"Edición": "la primera"}, "Edición"),
        ({"Fin": "2020-01-01"}, "Plan"),
        ({"Verde desde (%)": 10}, "Plan"),
        ({"Plan": "con espacios"}, "Plan"),
    ],
)
def test_a_new_plan_that_cannot_be_is_told(loaded_plan, values, heading):
    plan = row_of("Plan", loaded_plan, Plan="tim-2024-2028")

    [fault] = faults_of({"Plan": [{**plan, "Plan": "poa-2029", **values}]})

    assert fault[:3] == ("Plan", 2, heading)


def test_a_formula_is_told_in_its_cell(loaded_plan):
    table = exchange.table_sheet(exchange.find_table("Ejes"), loaded_plan)
    book = load_workbook(BytesIO(files.write([table], "xlsx")))
    book["Ejes"]["C3"].value = "=A1"
    book["Ejes"]["C3"].data_type = "f"
    file = BytesIO()
    book.save(file)

    [fault] = exchange.load("ejes.xlsx", file.getvalue()).faults

    assert (fault.sheet, fault.line, fault.heading) == ("Ejes", 3, "Nombre")
    assert fault.sentence == "La celda tiene una fórmula; péguela como valor."


def test_a_semester_outside_the_plan_is_told(loaded_plan):
    rows = [{"Plan": "tim-2024-2028", "Semestre": code} for code in ("2029-1", "0000-1")]

    assert faults_of({"Semestres": rows}) == [
        ("Semestres", 2, "Semestre", "El semestre 2029-1 está fuera de las fechas del plan."),
        ("Semestres", 3, "Semestre", "«0000-1» no es un semestre; escríbalo como 2025-1."),
    ]


def test_what_a_constraint_of_the_table_says_stands_beside_the_code(loaded_plan):
    measure = row_of("Medidas", loaded_plan, Medida="1.1.a")

    assert faults_of({"Medidas": [{**measure, "Se cuenta de": ""}]}) == [
        ("Medidas", 2, "Medida", "Diga de qué se cuenta, y solo para una cantidad.")
    ]
    assert Measure.objects.filter(counted_from="records").exists()


@pytest.mark.parametrize("code", ["1.1", "1.9"])
@pytest.mark.parametrize("heading", ["Indicador", "Indicador en el cronograma"])
@pytest.mark.parametrize("empty", ["", None, " "])
def test_no_activity_comes_without_its_indicator(loaded_plan, code, heading, empty):
    row = row_of("Actividades", loaded_plan, Actividad="1.1")

    assert faults_of({"Actividades": [{**row, "Actividad": code, heading: empty}]}) == [
        ("Actividades", 2, heading, "Falta este dato; escríbalo.")
    ]


def required_columns() -> list[tuple]:
    """Each column of a table whose field of the model may not be empty."""
    return [
        (table, column)
        for table in exchange.TABLES
        if table is not ScheduleTable
        for column in table.fields.values()
        if not column.is_information and is_required(table._meta.model, column.attribute)
    ]


def is_required(model, path: str) -> bool:
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    fields = {field.name: field for field in model._meta.concrete_fields}
    field = fields.get(name)
    return bool(field) and not (field.null or field.blank or field.has_default())


@pytest.mark.parametrize(
    ("table", "column"),
    [pytest.param(*one, id=f"{one[0].title}-{one[1].column_name}") for one in required_columns()],
)
def test_what_the_model_requires_the_table_requires(db, table, column):
    with pytest.raises(ValueError, match="Falta este dato"):
        column.widget.clean("", {"Plan": "tim-2024-2028"})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"Fin": "2028-06-30"}, "2028-2"),
        ({"Inicio": "2025-01-01"}, "2024-2"),
    ],
)
def test_the_dates_of_a_plan_do_not_leave_its_semesters_outside(loaded_plan, values, sentence):
    row = row_of("Plan", loaded_plan, Plan=loaded_plan.code)

    [fault] = faults_of({"Plan": [{**row, **values}]})

    assert fault[:2] == ("Plan", 2)
    assert fault[2] in ("Inicio", "Fin")
    assert fault[3] == f"Quedarían fuera los semestres {sentence}."


def test_a_plan_grows_together_with_its_semesters_in_one_file(loaded_plan):
    plan = row_of("Plan", loaded_plan, Plan=loaded_plan.code)
    semesters = [{"Plan": loaded_plan.code, "Semestre": code} for code in ("2029-1", "2029-2")]

    outcome = load({"Semestres": semesters, "Plan": [{**plan, "Fin": "2029-12-31"}]})

    assert outcome.faults == []
    assert loaded_plan.semesters.filter(year=2029).count() == 2


# A plan without an edition, and several plans in a file


@pytest.fixture
def begun_plan(loaded_plan, unguarded):
    """One that is not published, in which metas are written as they are."""
    loaded_plan.editions.all().delete()
    return loaded_plan


@pytest.mark.parametrize(
    ("values", "heading", "sentence"),
    [
        (
            {"De quién (vacío: la región)": "OIM"},
            "De quién (vacío: la región)",
            "La medida no se le pide a esta parte interesada.",
        ),
        (
            {"Año (vacío: todo el plan)": 2031},
            "Año (vacío: todo el plan)",
            "El plan va de 2024 a 2028.",
        ),
    ],
)
def test_no_meta_is_confirmed_where_nobody_is_asked_for_it(begun_plan, values, heading, sentence):
    row = {**TARGET, "Estado": "confirmada", **values}

    assert faults_of({"Metas": [row]}) == [("Metas", 2, heading, sentence)]


def test_a_meta_of_a_plan_without_an_edition_comes_confirmed(begun_plan):
    outcome = load({"Metas": [{**TARGET, "Estado": "confirmada"}]})

    assert (outcome.faults, outcome.is_applied) == ([], True)
    assert Target.objects.get(source="operational_plan").state == "confirmed"


@pytest.fixture
def other_plan(loaded_plan):
    """A second plan with the same codes."""
    sheets = exchange.whole_sheets(loaded_plan)
    content = files.write(sheets, "json").replace(b'"tim-2024-2028"', b'"otro"')
    exchange.load("otro.json", content)
    return Plan.objects.get(code="otro")


def test_a_fault_of_one_of_two_plans_is_told_in_its_own_row(loaded_plan, other_plan):
    rows = [TARGET, {**TARGET, "Plan": "otro", "Valor": 10**12}]
    other = [{**rows[0], "Valor": 10**12}, rows[1] | {"Valor": 3}]

    assert [fault[:3] for fault in faults_of({"Metas": rows})] == [("Metas", 3, "Valor")]
    assert [fault[:3] for fault in faults_of({"Metas": other})] == [("Metas", 2, "Valor")]


def test_the_same_meta_of_two_plans_is_two_changes_and_what_is_in_force_is_none(
    loaded_plan, other_plan
):
    in_force = Target.objects.of_plan(loaded_plan).get(measure=measure_of(loaded_plan), **PLACE)
    Target.objects.filter(pk=in_force.pk).update(state="confirmed")
    row = row_of("Metas", loaded_plan, Medida="2.1.a", **{"De quién (vacío: la región)": "BZ"})
    same = {**row, "Estado": "propuesta"}
    another = {**same, "Plan": "otro", "Valor": 7, "Fuente": "acta", "Detalle de la fuente": "4"}

    outcome = load({"Metas": [another, same]})

    assert outcome.faults == []
    assert [(change.code, change.is_new) for change in outcome.rows] == [
        ("otro · 2.1.a · BZ · propuesta", False)
    ]
    assert (
        Target.objects.of_plan(other_plan).get(measure=measure_of(other_plan), **PLACE).value == 7
    )


PLACE = {"stakeholder__code": "BZ", "year": None}


def measure_of(plan):
    return Measure.objects.of_plan(plan).get(indicator__activity__code="2.1", letter="a")


def test_the_same_table_twice_is_told(loaded_plan):
    sheet = exchange.table_sheet(exchange.find_table("Ejes"), loaded_plan)
    content = files.write([sheet], "csv")
    archive = packed({"Ejes.csv": content, "copia.csv": content})

    [fault] = exchange.load("plan.zip", archive).faults

    assert (fault.sheet, fault.sentence) == (
        "copia",
        "El archivo trae esta tabla dos veces. Deje una.",
    )


def test_a_cell_below_no_heading_is_told(loaded_plan):
    rows = rows_of("Ejes", loaded_plan)
    text = "Plan,Eje,Nombre,Definición\n" + f"{rows[0]['Plan']},1,Prevención,Texto,algo más\n"

    [fault] = exchange.load("Ejes.csv", text.encode()).faults

    assert (fault.line, fault.heading) == (2, "(columna 5)")
    assert fault.sentence == "Está fuera de las columnas con título."
