import datetime
import json
from decimal import Decimal

import pytest
from django.urls import reverse

from plan.models import ScheduleCell, Target
from plan.resources import (
    ActivityResource,
    MeasureResource,
    ResponsibilityResource,
    ScheduleTable,
    TargetResource,
)
from tests.factories import (
    ActivityFactory,
    MeasureFactory,
    MembershipFactory,
    RiskReviewFactory,
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


def test_an_activity_is_taken_away_with_its_indicator_in_both_wordings():
    ActivityFactory(code="1.1", order=1, retired_on=datetime.date(2026, 3, 31))

    table = ActivityResource().export()

    assert table.title == "Actividades"
    assert table.dict == [
        {
            "Plan": "tim-2024-2028",
            "Actividad": "1.1",
            "Objetivo": 1,
            "Orden": 1,
            "Enunciado": "Enunciado de 1.1.",
            "Detalles en el cronograma": "Detalles de 1.1.",
            "Responsables": "Países Miembros (ejecución).",
            "Responsables en el cronograma": "Países Miembros.",
            "Indicador": "Número de acciones.",
            "Indicador en el cronograma": "Número de acciones.",
            "Retirada el": datetime.date(2026, 3, 31),
        }
    ]


def test_responsables_name_their_parties_by_code():
    parties = [StakeholderFactory(code="HN", order=2), StakeholderFactory(code="BZ", order=1)]
    ActivityFactory(code="1.1", responsible=parties)

    assert ResponsibilityResource().export().dict == [
        {
            "Plan": "tim-2024-2028",
            "Actividad": "1.1",
            "Orden": 1,
            "Partes interesadas": "BZ; HN",
            "Papel": "ejecución",
        }
    ]


def test_the_cronograma_has_a_row_for_each_activity_and_a_column_for_each_semester():
    activity = ActivityFactory(code="1.1", order=1)
    ActivityFactory(code="1.2", order=2)
    semesters = [SemesterFactory(half=half) for half in (1, 2)]
    ScheduleCell.objects.create(activity=activity, semester=semesters[1])

    sheet = ScheduleTable().sheet(activity.plan)

    assert sheet.headings == ["Plan", "Actividad", "Detalles de la actividad", "2025-1", "2025-2"]
    assert sheet.rows == [
        ["tim-2024-2028", "1.1", "Detalles de 1.1.", None, "x"],
        ["tim-2024-2028", "1.2", "Detalles de 1.2.", None, None],
    ]


def test_the_measures_are_taken_away_with_the_words_of_the_page():
    MeasureFactory(activity=ActivityFactory(code="1.1"), is_proposed=True)

    assert MeasureResource().export().dict == [
        {
            "Plan": "tim-2024-2028",
            "Medida": "1.1.a",
            "Nombre": "Medida a",
            "Clase": "cantidad",
            "Unidad": "acciones",
            "Ámbito": "nacional",
            "Desglose": "ninguno",
            "Se cuenta de": "las acciones realizadas (una fila, o su cantidad)",
            "La informa": "cada país",
            "Propuesta por el sistema": "sí",
            "Retirada el": None,
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
        (ActivityResource, ActivityFactory, 1),
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


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_text_is_ever_calculated_by_a_spreadsheet(office, kind):
    ActivityFactory(statement="=1+1")

    heading, row = rows(export(office, "plan_activity", kind), kind)

    assert row[heading.index("Enunciado")] == "'=1+1"


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


TABLES = {
    "plan_plan": "Plan",
    "plan_semester": "Semestres",
    "plan_axis": "Ejes",
    "plan_objective": "Objetivos",
    "plan_activity": "Actividades",
    "plan_measure": "Medidas",
    "plan_target": "Metas",
    "plan_guidingapproach": "Enfoques rectores",
    "plan_glossaryterm": "Glosario",
    "risks_risktype": "Tipos de riesgo",
    "risks_risk": "Riesgos",
    "risks_mitigationaction": "Acciones de mitigación",
}


@pytest.mark.parametrize(("table", "title"), TABLES.items())
def test_every_table_of_the_editor_is_taken_away_as_it_can_be_brought_back(office, table, title):
    plan = TargetFactory().measure.indicator.activity.plan
    bring = reverse("whole_plan:exchange", args=[plan.code])

    content = export(office, table, "json").content

    assert list(json.loads(content)) == [title]
    listed = office.get(reverse(f"admin:{table}_changelist")).text
    assert f'<a href="{bring}">Importar</a>' in listed


def test_the_reviews_of_risks_are_taken_away_and_not_brought_back(office):
    RiskReviewFactory(level="low", response="Se pidieron los datos.")

    [[review]] = json.loads(export(office, "risks_riskreview", "json").content).values()

    assert review["Nivel ahora"] == "Bajo"
    assert review["Qué se hizo"] == "Se pidieron los datos."
    assert "Importar" not in office.get(reverse("admin:risks_riskreview_changelist")).text


@pytest.mark.parametrize("table", ["plan_activity", "directory_institution"])
def test_nobody_else_takes_a_table_away(client, table):
    client.force_login(MembershipFactory(stakeholder=StakeholderFactory(presidency=True)).user)

    response = client.post(
        f"/administracion/{table.replace('_', '/')}/export/", {"format": 0}, follow=True
    )

    assert response.status_code == 403
