"""A wrong cell is told in a sentence beside it."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from monitoring.models import Record
from monitoring.workbook import exchange
from tests.factories import InstitutionFactory
from tests.monitoring.workbook.sheets import ACTION, Filled

DAY = datetime.date(2025, 3, 1)


def faults(report, member, filled: Filled) -> list[tuple[str, int, str, str]]:
    outcome = exchange.find_changes(report, filled.saved(), by=member)
    return [(one.sheet, one.line, one.heading, one.sentence) for one in outcome.faults]


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        ("Terminó el", "2025-03-01", "Escriba una fecha"),
        ("Terminó el", "01/03/2025", "Escriba una fecha"),
        ("Terminó el", 45717, "Escriba una fecha"),
        ("Terminó el", None, "obligatorio"),
        ("Terminó el", datetime.date(2027, 3, 1), "futuro"),
        ("Empezó el", datetime.date(2025, 3, 2), "antes de empezar"),
        ("Actividad", None, "Elija de la lista"),
        ("Actividad", "7.1", "no está en la lista"),
        ("¿Qué se hizo?", None, "obligatorio"),
        ("¿Qué se hizo?", "x" * 251, "250"),
        ("Cantidad", 0, "Escriba 1 o más"),
        ("Cantidad", 1.5, "número entero"),
        ("Cantidad", "1.000", "número entero"),
        ("Tardía", "quizá", "no está en la lista"),
        ("Modalidad", "a distancia", "no está en la lista"),
        ("Personas: mujeres", -1, "Escriba 0 o más"),
        ("Personas: de ellas, menores de 18 años", 13, "menores de 18"),
        ("Recursos usados (USD)", "1,500", "separador de miles"),
        ("Enlaces de evidencia", "no es un enlace", "dirección completa"),
        ("Institución 2", "Cruz Azul", "Anótela en la hoja «Instituciones»"),
        ("Más instituciones", "A B; Cruz Azul", "«Cruz Azul» no está en el directorio"),
    ],
)
def test_a_wrong_value_is_told_at_its_cell(report, member, heading, value, sentence):
    InstitutionFactory(country=report.stakeholder, name="A B")
    filled = Filled(report).put_all("Eje 1", 5, {**ACTION, "Terminó el": DAY, heading: value})
    (fault,) = faults(report, member, filled)
    assert fault[:3] == ("Eje 1", 5, heading)
    assert sentence in fault[3]


def test_a_formula_is_told_at_its_cell(report, member):
    filled = Filled(report).put_all("Eje 1", 2, {**ACTION, "Terminó el": DAY})
    cell = filled.cell("Eje 1", 2, "Cantidad")
    cell.value = "=1+1"
    (fault,) = faults(report, member, filled)
    assert fault[2:] == ("Cantidad", "La celda tiene una fórmula; péguela como valor.")


def test_an_error_of_the_spreadsheet_is_told_at_its_cell(report, member):
    filled = Filled(report).put_all("Eje 1", 2, {**ACTION, "Terminó el": DAY})
    cell = filled.cell("Eje 1", 2, "Lugar")
    cell.value, cell.data_type = "#REF!", "e"
    assert "error de la hoja de cálculo" in faults(report, member, filled)[0][3]


def test_a_value_that_the_activity_does_not_ask_is_not_lost_in_silence(report, member):
    filled = Filled(report).put_all("Eje 1", 2, {**ACTION, "Terminó el": DAY, "Actividad": "2.1"})
    (fault,) = faults(report, member, filled)
    assert fault[2] == "Personas: mujeres"
    assert "no pide este valor" in fault[3]


def test_a_new_name_like_an_old_one_needs_a_word_from_the_person(report, member):
    InstitutionFactory(country=report.stakeholder, name="Ministerio de Seguridad")
    filled = Filled(report).put_all(
        "Eje 1", 2, {**ACTION, "Terminó el": DAY, "Institución 1": "Min. de Seguridad"}
    )
    new = {"Nombre": "Min. de Seguridad", "Tipo": "Otra", "Sector": "Seguridad"}
    filled.put_all("Instituciones", 3, new)
    (fault,) = faults(report, member, filled)
    assert fault[:3] == ("Eje 1", 2, "Institución 1")
    assert "se parece a «Ministerio de Seguridad»" in fault[3]

    filled.put_all("Instituciones", 3, {"Es otra": "sí"})
    assert faults(report, member, filled) == []


def test_a_new_institution_says_what_it_is_and_is_named_by_an_action(report, member):
    filled = Filled(report).put_all("Instituciones", 2, {"Nombre": "Cruz Azul", "Tipo": "Otra"})
    assert faults(report, member, filled)[0][:3] == ("Instituciones", 2, "Sector")
    filled.put_all("Instituciones", 2, {"Sector": "Otro"})
    (fault,) = faults(report, member, filled)
    assert fault[2] == "Nombre"
    assert "Ninguna acción nombra «Cruz Azul»" in fault[3]


def test_an_unknown_approach_or_risk_is_told(report, member):
    filled = Filled(report)
    values = {"Enfoques rectores aplicados": "Alegría", "Riesgos que se presentaron": "R1; R999"}
    filled.put_all("Avances", 2, values)
    told = faults(report, member, filled)
    assert [fault[2] for fault in told] == list(values)
    assert "«R999»" in told[1][3]


def test_a_reason_is_asked_as_the_page_asks_it(report, member):
    filled = Filled(report).put_all("Avances", 2, {"¿Cómo está la actividad?": "reprogramada"})
    (fault,) = faults(report, member, filled)
    assert fault[2:] == (
        "Motivo",
        "Escriba el motivo: la actividad está reprogramada o no corresponde.",
    )


def marked(report, member, filled: Filled):
    upload = exchange.bring(report, name="l", content=filled.saved(), by=member)
    outcome = exchange.check(upload, by=member)
    return exchange.marked_copy(upload, outcome.faults)


@pytest.mark.parametrize("is_limited", [False, True])
def test_the_copy_has_the_cell_marked_and_the_sentence_beside(report, member, settings, is_limited):
    settings.LIMITED_PROCESSES = is_limited
    filled = Filled(report).put_all("Eje 1", 5, {**ACTION, "Terminó el": "ayer"})
    copy = Filled(content=marked(report, member, filled))

    cell = copy.cell("Eje 1", 5, "Terminó el")
    assert cell.fill.fgColor.rgb == "00FF9999"
    assert cell.comment.text.startswith("Escriba una fecha")
    beside = copy.cell("Eje 1", 5, "Errores").value
    assert beside.startswith("Terminó el: Escriba una fecha")
    assert copy.cell("Eje 1", 5, "Lugar").value == "Tegucigalpa"
    assert copy.cell("Eje 1", 5, "Lugar").comment is None
    assert not Record.objects.exists()


def test_the_copy_corrected_is_taken_and_marked_anew(report, member):
    filled = Filled(report).put_all("Eje 1", 5, {**ACTION, "Terminó el": "ayer"})
    copy = Filled(content=marked(report, member, filled))
    copy.put_all("Eje 1", 5, {"Terminó el": DAY, "Cantidad": 0})
    again = Filled(content=marked(report, member, copy))
    assert again.cell("Eje 1", 5, "Terminó el").comment is None
    assert again.cell("Eje 1", 5, "Terminó el").fill.fgColor.rgb != "00FF9999"
    assert again.cell("Eje 1", 5, "Errores").value == "Cantidad: Escriba 1 o más."

    again.put_all("Eje 1", 5, {"Cantidad": 1})
    outcome = exchange.find_changes(report, again.saved(), by=member)
    assert (len(outcome.changes), outcome.faults) == (1, [])


def test_the_copy_keeps_its_drop_downs(report, member):
    filled = Filled(report).put_all("Eje 1", 5, {**ACTION, "Terminó el": "ayer"})
    page = load_workbook(io.BytesIO(marked(report, member, filled)))["Eje 1"]
    assert any(rule.type == "list" for rule in page.data_validations.dataValidation)
