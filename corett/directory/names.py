"""Names of institutions: which are the same, and which may be."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from rapidfuzz import fuzz, process

ALIKE_FROM = 82
BRACKETS = re.compile(r"\([^)]*\)")
MOST_PROPOSED = 3
UNIMPORTANT = frozenset("de del la las el los y e en para a".split())  # noqa: SIM905
ABBREVIATIONS = {
    "adm": "administracion",
    "asoc": "asociacion",
    "com": "comision",
    "cons": "consejo",
    "depto": "departamento",
    "dept": "departamento",
    "dir": "direccion",
    "fed": "federacion",
    "fisc": "fiscalia",
    "fund": "fundacion",
    "gral": "general",
    "gen": "general",
    "inst": "instituto",
    "intl": "internacional",
    "int": "internacional",
    "min": "ministerio",
    "mun": "municipalidad",
    "nac": "nacional",
    "nal": "nacional",
    "ofic": "oficina",
    "of": "oficina",
    "org": "organizacion",
    "pol": "policia",
    "proc": "procuraduria",
    "pub": "publico",
    "rep": "republica",
    "sec": "secretaria",
    "secr": "secretaria",
    "sria": "secretaria",
    "subsec": "subsecretaria",
    "trib": "tribunal",
    "univ": "universidad",
}

Named = TypeVar("Named")


def folded(name: str) -> str:
    """The same for names that differ in capitals or spaces only; accents are kept."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def likeness_key(name: str, *, country: str = "") -> str:
    """The words that matter, without accents, in full: «Min. Público» → «ministerio publico».

    What stands in brackets and the country's own name tell no institution of it from another.
    """
    plain = unicodedata.normalize("NFKD", BRACKETS.sub(" ", folded(name)))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"\w+", letters)
    common = UNIMPORTANT | set(likeness_key(country).split()) if country else UNIMPORTANT
    return " ".join(ABBREVIATIONS.get(word, word) for word in words if word not in common)


def alike(name: str, others: Iterable[Named], *, country: str = "") -> list[Named]:
    """Of `others`, those that may be the same institution under another spelling, best first."""
    choices = {other: likeness_key(str(other), country=country) for other in others}
    found = process.extract(
        likeness_key(name, country=country),
        choices,
        scorer=fuzz.token_sort_ratio,
        score_cutoff=ALIKE_FROM,
        limit=MOST_PROPOSED,
    )
    return [other for _key, _score, other in found]
