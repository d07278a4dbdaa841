from hypothesis import given
from hypothesis import strategies as st

from corett.lib.texts import interwoven


@given(st.text(alphabet="ab \n", max_size=30), st.text(alphabet="ab \n", max_size=30))
def test_interwoven_texts_give_back_both(old, new):
    pieces = interwoven(old, new)

    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "old") == new
    assert all(text for _kind, text in pieces)


def test_only_the_word_that_changed_is_marked():
    assert interwoven("Crear una red de enlaces.", "Crear una lista de enlaces.") == [
        ("same", "Crear una "),
        ("old", "red"),
        ("new", "lista"),
        ("same", " de enlaces."),
    ]


def test_two_very_long_texts_are_shown_whole():
    old, new = "a b " * 2_000, "b a " * 2_000

    assert interwoven(old, new) == [("old", old), ("new", new)]
