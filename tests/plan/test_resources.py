import datetime
from decimal import Decimal

import pytest

from plan.models import ScheduleCell, Target
from plan.resources import ActivityResource, MeasureResource, TargetResource
from tests.factories import (
    ActivityFactory,
    MeasureFactory,
    MembershipFactory,
    SemesterFactory,
    StakeholderFactory,
    TargetFactory,
)
from tests.spreadsheets import export, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(secretariat=True)).user)
    return client


def test_the_activities_are_taken_away_with_both_wordings_and_their_semesters():
    activity = ActivityFactory(code="1.1")
    for half in (1, 2):
        ScheduleCell.objects.create(activity=activity, semester=SemesterFactory(half=half))

    table = ActivityResource().export()

    assert table.headers == [
        "Plan",
        "Eje",
        "Objetivo",
        "Actividad",
        "Enunciado",
        "Detalles en el cronograma",
        "Responsables",
        "Responsables en el cronograma",
        "Indicador",
        "Indicador en el cronograma",
        "Semestres programados",
    ]
    assert list(table) == [
        (
            "tim-2024-2028",
            1,
            1,
            "1.1",
            "Enunciado de 1.1.",
            "Detalles de 1.1.",
            "Países Miembros (ejecución).",
            "Países Miembros.",
            "Número de acciones.",
            "Número de acciones.",
            "2025-1; 2025-2",
        )
    ]


def test_the_measures_are_taken_away_with_the_words_of_the_page():
    MeasureFactory(activity=ActivityFactory(code="1.1"), is_proposed=True)

    assert MeasureResource().export().dict == [
        {
            "Plan": "tim-2024-2028",
            "Actividad": "1.1",
            "Medida": "1.1.a",
            "Nombre": "Medida a",
            "Clase": "cantidad",
            "Unidad": "acciones",
            "Ámbito": "nacional",
            "Desglose": "ninguno",
            "Se cuenta de": "las acciones realizadas (una fila, o su cantidad)",
            "La informa": "cada país",
            "Propuesta por el sistema": "sí",
        }
    ]


def test_the_targets_are_taken_away_as_numbers_and_dates():
    measure = MeasureFactory(activity=ActivityFactory(code="1.1"))
    TargetFactory(
        measure=measure,
        stakeholder=StakeholderFactory(code="HN"),
        year=2025,
        value=Decimal("2.50"),
        source_note="«en cada país»",
        dated=datetime.date(2025, 1, 2),
    )

    assert TargetResource().export().dict == [
        {
            "Plan": "tim-2024-2028",
            "Medida": "1.1.a",
            "Nombre de la medida": "Medida a",
            "De quién (vacío: la región)": "HN",
            "Año (vacío: todo el plan)": 2025,
            "Valor": Decimal("2.50"),
            "Estado": "propuesta",
            "Fuente": "implícita en el texto",
            "Detalle de la fuente": "«en cada país»",
            "Fecha": datetime.date(2025, 1, 2),
        }
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("resource", "make", "queries"),
    [
        (ActivityResource, ActivityFactory, 3),
        (MeasureResource, MeasureFactory, 1),
        (TargetResource, TargetFactory, 1),
    ],
)
def test_a_table_costs_the_same_for_any_number_of_rows(
    resource, make, queries, count, django_assert_num_queries
):
    make.create_batch(count)

    with django_assert_num_queries(queries):
        table = resource().export()

    assert len(table) == count


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUMA(A1)", "\t=1", '=HYPERLINK("x")'])
def test_no_text_is_ever_calculated_by_a_spreadsheet(office, kind, text):
    ActivityFactory(statement=text)

    heading, row = rows(export(office, "plan_activity", kind), kind)

    assert row[heading.index("Enunciado")].lstrip() == f"'{text}"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_negative_number_or_a_date_stays_what_it_is(office, kind):
    TargetFactory(value=Decimal("2.5"), year=2025)

    heading, row = rows(export(office, "plan_target", kind), kind)

    assert float(row[heading.index("Valor")]) == 2.5
    assert int(row[heading.index("Año (vacío: todo el plan)")]) == 2025


def test_the_export_holds_what_the_filtered_list_shows(office):
    TargetFactory(state="confirmed", value=7)
    TargetFactory(state="proposed", value=8)

    heading, *found = rows(export(office, "plan_target", "xlsx", state__exact="confirmed"), "xlsx")

    assert [row[heading.index("Valor")] for row in found] == [7]
    assert Target.objects.count() == 2


def test_the_text_of_a_csv_keeps_its_accents_in_every_spreadsheet(office):
    ActivityFactory(statement="Prevención «así»")

    content = export(office, "plan_activity", "csv").content

    assert content.startswith("\ufeff".encode())
    assert "Prevención «así»" in content.decode()


@pytest.mark.parametrize("table", ["plan_activity", "directory_institution"])
def test_nobody_else_takes_a_table_away(client, table):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(presidency=True)).user)

    response = client.post(
        f"/administracion/{table.replace('_', '/')}/export/", {"format": 0}, follow=True
    )

    assert response.status_code == 403
