"""What leads from one chapter to another: links by the id of a part, and the numbers of pages."""

import re
from collections.abc import Collection, Mapping

from corett.lib.pdf.chapter import Chapter

ELSEWHERE = "book:"
PAGE_OF = "\ue000{}\ue001"
"""Where the number of the page is to stand on which an id is found."""

IDS = re.compile(r'\sid="([^"]+)"')
LINKS = re.compile(r'\shref="#([^"]+)"')
NUMBERS = re.compile("\ue000([^\ue000\ue001]*)\ue001")


def ids_in(html: str) -> set[str]:
    return set(IDS.findall(html))


def link_up(chapters: list[Chapter]) -> list[Chapter]:
    """Links to another chapter in a form that outlives the layout; to nowhere, no link."""
    everywhere = {one for chapter in chapters for one in ids_in(chapter.html)}
    return [Chapter(one.key, linked(one.html, everywhere)) for one in chapters]


def linked(html: str, everywhere: Collection[str]) -> str:
    own = ids_in(html)

    def written(found: re.Match) -> str:
        target = found[1]
        if target in own:
            return found[0]
        return f' href="{ELSEWHERE}{target}"' if target in everywhere else ""

    return LINKS.sub(written, html)


def needs_numbers(chapter: Chapter) -> bool:
    return NUMBERS.search(chapter.html) is not None


def numbered(chapter: Chapter, pages: Mapping[str, int]) -> Chapter:
    """With the number of each page that it names; nothing where there is no such id."""
    html = NUMBERS.sub(lambda found: str(pages.get(found[1], "")), chapter.html)
    return Chapter(chapter.key, html)
