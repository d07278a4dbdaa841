import re

from django import template

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
