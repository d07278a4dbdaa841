"""What a page of the plan opens beside its text: terms of the glossary and enfoques rectores."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from plan.models import GlossaryTerm, GuidingApproach, Plan
from plan.terms import Part, Term, TermFinder


class PageNotes:
    """Links each term where it first stands on one page, and keeps which ones it linked."""

    def __init__(self, plan: Plan, *, with_approaches: bool = True):
        self.plan = plan
        self.with_approaches = with_approaches
        self.opened: dict[str, Term] = {}
        self.seen: set[str] = set()

    def parts(self, text: str) -> list[Part]:
        parts = self.finder.parts(text, self.seen)
        self.opened |= {part.term.key: part.term for part in parts if part.term}
        return parts

    def open_approaches(self) -> None:
        """All of them, for a page that lists them outside of a text."""
        self.opened |= {term.key: term for term in map(of_approach, self.approaches)}

    def address(self, term: Term) -> str:
        """Where the whole of it stands."""
        page = "glossary" if term.key.startswith("termino") else "approaches"
        return f"{reverse(f'plan:{page}', args=[self.plan.code])}#{term.key}"

    @cached_property
    def approaches(self) -> list[GuidingApproach]:
        return list(self.plan.approaches.all())

    @cached_property
    def finder(self) -> TermFinder:
        terms = [of_glossary(term) for term in self.plan.glossary.all()]
        if self.with_approaches:
            today = timezone.localdate()
            terms += [of_approach(one) for one in self.approaches if one.is_in_force(today)]
        return TermFinder(terms)


def of_glossary(term: GlossaryTerm) -> Term:
    variants = tuple(term.variants.splitlines())
    return Term(f"termino-{term.order}", term.term, term.definition, variants)


def of_approach(approach: GuidingApproach) -> Term:
    return Term(f"enfoque-{approach.order}", approach.name, approach.text)
