import pytest
from hypothesis import given
from hypothesis import strategies as st

from corett.directory.names import alike, folded, likeness_key

DIRECTORY = [
    "Ministerio Público",
    "Dirección General de Migración",
    "Policía Nacional",
    "Universidad Nacional",
    "Red de albergues",
]


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("Min. Público", "Ministerio Público"),
        ("ministerio publico", "Ministerio Público"),
        ("Dir. Gral. de Migración", "Dirección General de Migración"),
        ("Dirección General Migracion", "Dirección General de Migración"),
        ("Policia Nal.", "Policía Nacional"),
        ("Ministerio Púbilco", "Ministerio Público"),
    ],
)
def test_another_spelling_is_proposed(typed, proposed):
    assert alike(typed, DIRECTORY)[0] == proposed


@pytest.mark.parametrize(
    "typed", ["Ministerio de Salud", "Policía Fronteriza", "Cruz Roja", "Universidad Autónoma"]
)
def test_another_institution_is_not_taken_for_one_that_stands(typed):
    assert alike(typed, DIRECTORY) == []


def test_names_that_differ_in_capitals_and_spaces_are_the_same():
    assert folded("  MINISTERIO  Público ") == folded("ministerio público")
    assert folded("Ministerio Publico") != folded("Ministerio Público")


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_is_like_itself(name):
    assert likeness_key(name) == likeness_key(f"  {name} ")
    if likeness_key(name):
        assert alike(name, [name]) == [name]


def test_the_countrys_own_name_and_what_stands_in_brackets_tell_none_apart():
    stands = ["Policía Nacional de Honduras (demostración)"]

    assert alike("Policia Nacional", stands, country="Honduras") == stands
    assert alike("Policía Fronteriza de Honduras", stands, country="Honduras") == []
