from hypothesis import example, given
from hypothesis import strategies as st

from plan.terms import Part, Term, TermFinder

MIGRANT = Term("termino-4", "Migrante", "Toda persona que se traslada.", ("persona migrante",))
OBJECT = Term("termino-5", "Migrante objeto de tráfico", "Todo migrante que sea objeto.")
TRAFFIC = Term("termino-8", "Tráfico de migrantes", "La facilitación.", ("tráfico ilícito", "TIM"))
MIGRATION = Term("termino-3", "Migración irregular", "Movimiento de personas.")
TERMS = [MIGRANT, OBJECT, TRAFFIC, MIGRATION]


def marked(text: str, seen: set[str] | None = None) -> str:
    """The text with what opens a definition between brackets."""
    parts = TermFinder(TERMS).parts(text, set() if seen is None else seen)
    return "".join(f"[{part.text}]" if part.term else part.text for part in parts)


def test_a_term_is_found_as_the_text_writes_it():
    assert TermFinder(TERMS).parts("Sobre Migración  Irregular.", set()) == [
        Part("Sobre "),
        Part("Migración  Irregular", MIGRATION),
        Part("."),
    ]


def test_accents_capitals_and_plurals_do_not_matter():
    assert marked("MIGRACION IRREGULAR") == "[MIGRACION IRREGULAR]"
    assert marked("las migraciones irregulares") == "las [migraciones irregulares]"
    assert marked("migrantes objetos de tráfico") == "[migrantes objetos de tráfico]"
    assert marked("tráfico\nde migrantes") == "[tráfico\nde migrantes]"


def test_only_whole_words_are_terms():
    assert (
        marked("inmigrantes, migrantesco y migrante_2") == "inmigrantes, migrantesco y migrante_2"
    )
    assert marked("tímido, optim, TIM.") == "tímido, optim, [TIM]."


def test_the_longest_name_wins():
    assert marked("un migrante objeto de tráfico") == "un [migrante objeto de tráfico]"
    assert marked("personas migrantes") == "[personas migrantes]"


def test_each_term_opens_once_and_its_later_places_open_no_shorter_one():
    text = "El tráfico de migrantes, el TIM y el tráfico de migrantes."

    assert marked(text) == "El [tráfico de migrantes], el TIM y el tráfico de migrantes."


def test_what_another_text_of_the_page_opened_stays_plain():
    seen: set[str] = set()

    assert marked("El TIM.", seen) == "El [TIM]."
    assert marked("El TIM y la migración irregular.", seen) == "El TIM y la [migración irregular]."
    assert seen == {"termino-8", "termino-3"}


def test_without_terms_the_text_is_one_piece():
    assert TermFinder([]).parts("El TIM.", set()) == [Part("El TIM.")]
    assert TermFinder([Term("k", "", "", (" ",))]).parts("El TIM.", set()) == [Part("El TIM.")]
    assert TermFinder(TERMS).parts("", set()) == []


WORDS = st.sampled_from(
    ["migrante", "Tráfico", "de", "migrantes", "ilícito", "TIM", " ", ", ", "."]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS).map("".join), st.lists(WORDS).map(" ".join))


@given(text=TEXTS, names=st.lists(st.text(max_size=12), max_size=4))
@example(text="İstanbul ﬁn ß tra\u0301fico de migrantes", names=["i", "ﬁ", "(", "\\"])
def test_the_pieces_of_a_text_are_that_text(text, names):
    terms = TERMS + [Term(f"k{place}", name, "") for place, name in enumerate(names)]

    parts = TermFinder(terms).parts(text, set())

    assert "".join(part.text for part in parts) == text
    keys = [part.term.key for part in parts if part.term]
    assert len(keys) == len(set(keys))
