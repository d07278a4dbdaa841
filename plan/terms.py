"""Where terms stand in a text, without changing a letter of it. Plain values in and out."""

import re
import unicodedata
from dataclasses import dataclass

PLURAL = r"(?:e?s)?"


@dataclass(frozen=True)
class Term:
    """What a reader may open: its key on the page, its words, and all the ways to name it."""

    key: str
    title: str
    text: str
    variants: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.title, *self.variants)


@dataclass(frozen=True)
class Part:
    text: str
    term: Term | None = None


class TermFinder:
    """Finds whole words, the longest name first, whatever their accents, case and plural."""

    def __init__(self, terms: list[Term]):
        named = [(name, term) for term in terms for name in term.names if name.strip()]
        named.sort(key=lambda pair: -len(pair[0]))
        self.terms = [term for _name, term in named]
        choices = "|".join(f"({as_pattern(name)})" for name, _term in named)
        self.pattern = re.compile(rf"(?<!\w)(?:{choices})(?!\w)") if named else None

    def parts(self, text: str, seen: set[str]) -> list[Part]:
        """The text in pieces; a term already seen stays plain, and a new one is now seen."""
        parts, end = [], 0
        for match in self.pattern.finditer(folded(text)) if self.pattern else ():
            term = self.terms[match.lastindex - 1]
            if term.key in seen:
                continue
            seen.add(term.key)
            parts += [Part(text[end : match.start()]), Part(text[slice(*match.span())], term)]
            end = match.end()
        return [part for part in [*parts, Part(text[end:])] if part.text]


def as_pattern(name: str) -> str:
    return r"\s+".join(re.escape(word) + PLURAL for word in folded(name).split())


def folded(text: str) -> str:
    """In small letters without accents, letter by letter, so that every place stays."""
    return "".join(folded_letter(letter) for letter in text)


def folded_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter
