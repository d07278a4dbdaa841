"""What may be typed in a cell, in the ways in which people and programs write it."""

import datetime
from decimal import Decimal

import pytest

from corett.accounts.cells import (
    Cell,
    ChoiceCell,
    CodeCell,
    DayCell,
    NumberCell,
    StakeholdersCell,
    WholeCell,
    YesCell,
)
from corett.accounts.models import StakeholderKind
from corett.accounts.resources import StakeholderResource
from corett.lib.tablefiles.sheets import Unusable
from tests.factories import StakeholderFactory

DAY = datetime.date(2025, 2, 28)
KIND = ChoiceCell(StakeholderKind.choices)


@pytest.mark.parametrize(
    ("cell", "typed", "understood"),
    [
        (Cell(), "  tal\ncual ", "  tal\ncual "),
        (Cell(), 3.10, "3.1"),
        (Cell(), DAY, "28/02/2025"),
        (Cell(), True, "sí"),
        (Cell(optional=True), None, ""),
        (CodeCell(), "  3.2 ", "3.2"),
        (CodeCell(), 3.2, "3.2"),
        (WholeCell(), 2026.0, 2026),
        (WholeCell(), "2026", 2026),
        (WholeCell(optional=True), "", None),
        (NumberCell(negative="no"), "2,5", Decimal("2.5")),
        (NumberCell(negative="no"), 2500.5, Decimal("2500.5")),
        (NumberCell(negative="no"), Decimal("0.00"), Decimal(0)),
        (DayCell(), DAY, DAY),
        (DayCell(), "28/02/2025", DAY),
        (DayCell(), "2025-02-28", DAY),
        (DayCell(optional=True), None, None),
        (KIND, "PAIS  miembro", "country"),
        (KIND, "country", "country"),
        (YesCell(), "Sí", True),
        (YesCell(), "si", True),
        (YesCell(), 1, True),
        (YesCell(), True, True),
        (YesCell(), "", False),
        (YesCell(), "no", False),
    ],
)
def test_what_is_typed_is_understood(cell, typed, understood):
    assert cell.clean(typed) == understood


@pytest.mark.parametrize(
    ("cell", "typed", "sentence"),
    [
        (Cell(), " ", "Falta este dato; escríbalo."),
        (Cell(), Unusable("La celda tiene una fórmula."), "La celda tiene una fórmula."),
        (Cell(), "a\x00b", "un signo que no se ve"),
        (WholeCell(), "1.000", "Escriba un número entero"),
        (WholeCell(), "9" * 5000, "Escriba un número entero"),
        (NumberCell(negative="Ninguna meta es negativa."), -0.5, "Ninguna meta es negativa."),
        (NumberCell(negative="no"), "1.000", "sin separador de miles"),
        (NumberCell(negative="no"), float("nan"), "sin separador de miles"),
        (NumberCell(negative="no"), Decimal("1e999999999"), "sin separador de miles"),
        (DayCell(), "31/02/2025", "«31/02/2025» no es una fecha."),
        (DayCell(), 45_000, "«45000» no es una fecha."),
        (KIND, "vecino", "«vecino» no es uno de los valores que hay: Presidencia,"),
        (YesCell(), "quizá", "«quizá» no es uno de los valores que hay: sí, no."),
    ],
)
def test_what_cannot_be_understood_is_told_in_a_sentence(cell, typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        cell.clean(typed)


@pytest.mark.django_db
def test_several_parties_are_named_by_their_codes():
    parties = [StakeholderFactory(code=code) for code in ("HN", "GT")]

    assert StakeholdersCell().clean(" HN;GT ; HN") == parties
    with pytest.raises(ValueError, match="ninguna parte interesada con el código XX"):
        StakeholdersCell().clean("HN; XX")


@pytest.mark.django_db
def test_stakeholders_are_shown_with_the_word_of_their_kind():
    StakeholderFactory(code="HN", name="Honduras", name_en="", order=7)

    sheet = StakeholderResource().sheet(None)

    assert (sheet.title, sheet.headings) == (
        "Partes interesadas",
        ["Código", "Clase", "Nombre", "Nombre en inglés", "Orden"],
    )
    assert sheet.rows == [["HN", "País Miembro", "Honduras", None, 7]]
