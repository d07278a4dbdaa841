"""A content as the chapters of its printed report, each an HTML document of its own.

Each is laid out apart, and again only when what it prints changed. A link to `#actividad-1.1`
leads to whichever chapter has that id; `page_of` (templatetags/annual.py) leaves a mark that
becomes the number of its page when the chapters are bound.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from corett.lib.canonical import canonical, sha256
from corett.lib.pdf import Chapter
from monitoring.annual.by_country import content_of_country, country_page, name_of
from monitoring.annual.contents import contents_of
from monitoring.models import AnnualState

OPENING = ("cover", "contents", "presentation", "summary", "overview", "method")
CLOSING = (
    "resources",
    "schedule",
    "approaches",
    "risks",
    "obstacles",
    "findings",
    "priorities",
)
ANNEXES = ("institutions", "glossary", "plan_editions", "reports", "colophon")
OF_COUNTRY_OPENING = ("cover", "contents", "country", "method")
OF_COUNTRY_CLOSING = ("resources", "schedule", "approaches", "obstacles")
OF_COUNTRY_ANNEXES = ("institutions", "reports", "colophon")
OPTIONAL = ("schedule", "approaches", "findings", "priorities", "glossary", "plan_editions")
"""Not printed where the content carries nothing of the kind (None, or an older schema), unless
somebody wrote about it."""


@dataclass(frozen=True)
class Planned:
    """A chapter that was not made yet."""

    key: str
    template: str
    context: dict


def chapters_for(content: dict, *, language: str, country: str = "") -> list[Chapter]:
    """In the order in which they are bound."""
    with translation.override(language):
        return [made(one) for one in planned(to_print(content, language, country), country)]


def chapter_for(content: dict, key: str, *, language: str) -> Chapter | None:
    """Of all of them only that one is made."""
    with translation.override(language):
        found = planned(to_print(content, language), "")
        return next((made(one) for one in found if one.key == key), None)


def planned(context: dict, country: str) -> list[Planned]:
    """All of them; the contents know the others."""
    found = list(chapters_in(context, country))
    listed = contents_of([one.key for one in found], context)
    return [
        replace(one, context={**context, "contents": listed}) if one.key == "contents" else one
        for one in found
    ]


def chapters_in(context: dict, country: str) -> Iterator[Planned]:
    """Of the region, or of one country: there what is only the region's is not told again."""
    for key in OF_COUNTRY_OPENING if country else OPENING:
        yield country_chapter(context, country) if key == "country" else Planned(key, key, context)
    for axis in context["axes"]:
        if not country:
            yield Planned(f"axis-{axis['number']}", "axis", {**context, "axis": axis})
        for objective in axis["objectives"]:
            for place, activity in enumerate(objective["activities"]):
                own = {"axis": axis, "objective": objective, "activity": activity}
                own["opens_objective"] = place == 0
                yield Planned(f"activity-{activity['code']}", "activity", {**context, **own})
    for key in OF_COUNTRY_CLOSING if country else CLOSING:
        if key not in OPTIONAL or context.get(key) or context["texts"].get(key):
            yield Planned(key, key, context)
    if not country:
        yield from (country_chapter(context, one["code"]) for one in context["countries"])
    for key in OF_COUNTRY_ANNEXES if country else ANNEXES:
        if key not in OPTIONAL or context.get(key):
            yield Planned(key, key, context)


def country_chapter(context: dict, code: str) -> Planned:
    page = country_page(context, code)
    return Planned(f"country-{code}", "country", {**context, "page": page})


def made(one: Planned) -> Chapter:
    key, context = one.key, one.context
    text = context["texts"].get(key)
    name = f"monitoring/report_pdf/{one.template}.html"
    html = render_to_string(
        "monitoring/report_pdf/page.html", {**context, "key": key, "text": text, "template": name}
    )
    return Chapter(key, html)


def to_print(content: dict, language: str, country: str = "") -> dict:
    lifted = upgraded(content)
    of_country = content_of_country(lifted, country) if country else lifted
    return {
        **of_country,
        "language": language,
        "country": {"code": country, "name": name_of(content, country)} if country else None,
        "as_of": datetime.date.fromisoformat(content["report"]["as_of"]),
        "is_published": content["report"]["status"] == AnnualState.PUBLISHED,
        "data_sha256": sha256(canonical(content)),
    }


def upgraded(content: dict) -> dict:
    """An older content in the shape of today's: its texts were all in Spanish, and it was final."""
    if content["schema"] >= 3:
        return content
    texts = {
        name: {"text": text, "language": "es"}
        for name, text in content["texts"].items()
        if text.strip()
    }
    report = {"is_final": True, "languages": ["es"], **content["report"]}
    return {**content, "report": report, "texts": texts, "highlights": [], "corrects": None}


def title_of(content: dict) -> str:
    return _("Informe anual %(year)s de la CORETT") % {"year": content["report"]["year"]}
