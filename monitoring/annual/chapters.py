"""A content as the chapters of its printed report, each an HTML document of its own.

Each is laid out apart, and again only when what it prints changed. A link to `#actividad-1.1`
leads to whichever chapter has that id; `page_of` (templatetags/annual.py) leaves a mark that
becomes the number of its page when the chapters are bound.
"""

import datetime
from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from corett.lib.canonical import canonical, sha256
from corett.lib.pdf import Chapter
from monitoring.models import AnnualState

OPENING = ("cover", "contents", "presentation", "summary", "method")
CLOSING = (
    "resources",
    "schedule",
    "approaches",
    "risks",
    "obstacles",
    "findings",
    "priorities",
)
ANNEXES = ("institutions", "glossary", "plan_editions", "reports")
OPTIONAL = ("schedule", "approaches", "findings", "priorities", "glossary", "plan_editions")
"""Not printed where the content carries nothing of the kind (None, or an older schema)."""


def chapters_for(content: dict, *, language: str, country: str = "") -> list[Chapter]:
    """In the order in which they are bound."""
    with translation.override(language):
        return list(chapters_in(to_print(content, language), country))


def chapter_for(content: dict, key: str, *, language: str) -> Chapter | None:
    found = (one for one in chapters_for(content, language=language) if one.key == key)
    return next(found, None)


def chapters_in(context: dict, country: str) -> Iterator[Chapter]:
    for key in OPENING:
        yield chapter(key, key, context)
    for axis in context["axes"]:
        yield chapter(f"axis-{axis['number']}", "axis", {**context, "axis": axis})
        for objective in axis["objectives"]:
            for place, activity in enumerate(objective["activities"]):
                own = {"axis": axis, "objective": objective, "activity": activity}
                own["opens_objective"] = place == 0
                yield chapter(f"activity-{activity['code']}", "activity", {**context, **own})
    for key in (*CLOSING, *ANNEXES, "colophon"):
        if key not in OPTIONAL or context.get(key):
            yield chapter(key, key, context)


def chapter(key: str, template: str, context: dict) -> Chapter:
    text = context["texts"].get(key)
    name = f"monitoring/report_pdf/{template}.html"
    html = render_to_string(
        "monitoring/report_pdf/page.html", {**context, "key": key, "text": text, "template": name}
    )
    return Chapter(key, html)


def to_print(content: dict, language: str) -> dict:
    lifted = upgraded(content)
    return {
        **lifted,
        "language": language,
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
