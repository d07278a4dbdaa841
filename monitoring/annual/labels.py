"""Labels that a content froze in Spanish, told in the language that is active."""

import re

from django.utils.translation import gettext

COMPOSED = [
    (re.compile(r"(?P<number>\d+) de (?P<size>\d+) países"), "%(number)s de %(size)s países"),
    (re.compile(r"(?P<half>\w+ semestre) de (?P<year>\d{4})"), "%(half)s de %(year)s"),
    (re.compile(r"Actividad (?P<code>[\d.]+)"), "Actividad %(code)s"),
    (
        re.compile(r"Informe anual (?P<year>\d{4}), edición (?P<edition>\d+)"),
        "Informe anual %(year)s, edición %(edition)s",
    ),
]
"""What was frozen as a sentence of its own, and the message that it was made of."""


def said(label: str) -> str:
    for shape, message in COMPOSED:
        if found := shape.fullmatch(label or ""):
            return gettext(message) % {
                name: gettext(part) for name, part in found.groupdict().items()
            }
    return gettext(label) if label else ""
