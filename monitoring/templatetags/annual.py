"""How numbers and texts of an annual report are printed."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from corett.accounts.models import Language
from corett.lib.pdf import PAGE_OF

register = template.Library()

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


@register.filter
def number(value) -> str:
    """Thousands apart by a narrow space from five digits on, as Spanish prints them."""
    if value is None:
        return ""
    whole, point, decimals = str(value).partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NARROW_SPACE)
    return f"{whole}{point}{decimals}"


@register.filter
def percent(value: int | None) -> str:
    return "" if value is None else f"{value}{NARROW_SPACE}%"


@register.filter
def paragraphs(text: str) -> list[str]:
    """What a person separated by line breaks."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.simple_tag
def bar(share: int, of: int):
    """A bar of `share` out of `of`, drawn without any style."""
    width = 100 * share / of if of else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="4" fill="#dde5ec"/><rect width="{}" height="4" fill="#1d5a8a"/>'
        "</svg>",
        f"{width:.2f}",
    )


@register.simple_tag
def page_of(*parts) -> str:
    """The page on which the id made of these parts stands, once the chapters are bound."""
    return PAGE_OF.format("".join(str(part) for part in parts))


@register.filter
def said(label: str) -> str:
    """A label that was frozen in Spanish, in the language of the shell."""
    return gettext(label) if label else ""


@register.filter
def written_in(language: str) -> str:
    """Says in which language words stand that are not in the shell's."""
    return gettext("(En el idioma original: %(language)s.)") % {
        "language": Language(language).label.lower()
    }
