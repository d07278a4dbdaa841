import re

from django import template
from django.utils.html import format_html, format_html_join

from plan.terms import Part

register = template.Library()

BLANK_LINE = re.compile(r"\r?\n\s*\n")
BULLET = "- "


@register.filter
def blocks(text: str) -> list[dict]:
    """The plan's paragraphs and lists: a blank line parts them, «- » begins each point."""
    return [block(part.strip().splitlines()) for part in BLANK_LINE.split(text) if part.strip()]


def block(lines: list[str]) -> dict:
    if all(line.startswith(BULLET) for line in lines):
        return {"points": [line.removeprefix(BULLET) for line in lines]}
    return {"paragraph": " ".join(lines)}


@register.simple_tag(takes_context=True)
def with_terms(context, text: str):
    """The text, with what the page can open where it first stands; elsewhere the plain text."""
    notes = context.get("page_notes")
    if notes is None:
        return text
    return format_html_join("", "{}", ((as_html(part),) for part in notes.parts(text)))


def as_html(part: Part):
    if part.term is None:
        return part.text
    return format_html(
        '<button type="button" class="term" popovertarget="nota-{}">{}</button>',
        part.term.key,
        part.text,
    )


@register.simple_tag(takes_context=True)
def open_approaches(context) -> str:
    """Lets the page open every enfoque, for a form that lists them."""
    context["page_notes"].open_approaches()
    return ""


@register.inclusion_tag("plan/_notes.html", takes_context=True)
def term_notes(context):
    """What the page has opened, at its foot; a browser shows each when its button is pressed."""
    notes = context.get("page_notes")
    opened = notes.opened.values() if notes else []
    return {"lines": [note_lines(notes, term) for term in opened]}


def note_lines(notes, term) -> dict:
    first, *more = BLANK_LINE.split(term.text.strip())
    return {"term": term, "first": first, "has_more": bool(more), "address": notes.address(term)}
