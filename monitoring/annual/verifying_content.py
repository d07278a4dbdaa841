"""Whether a frozen content is still the one that was published, and what in it is not."""

import json
from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corett.lib.canonical import canonical, sha256
from monitoring.annual import corrections
from monitoring.annual.faults import Fault, says
from monitoring.models import AnnualReport, FileKind

MOST_NAMED = 10
ABSENT = gettext_lazy("(no está)")
"""Not the same as empty: a name that was lost or invented is told, whatever it held."""


def content_faults(report: AnnualReport) -> Iterator[Fault]:
    """Against its hash, and against the data file, which says what it was."""
    content, original = cast(dict, report.content), original_of(report)
    found = sha256(canonical(content))
    if original is not None and sha256(canonical(original)) != found:
        for what in altered(original, content):
            yield Fault(_("%(report)s, contenido") % {"report": report}, what)
    elif found != report.data_sha256 and original is not None:
        yield Fault(str(report), says("data_sha256", report.data_sha256, found))
    elif found != report.data_sha256:
        what = _("el contenido se alteró: su SHA-256 es %(found)s y debería ser %(should)s.")
        yield Fault(str(report), what % {"found": found, "should": report.data_sha256})


def original_of(report: AnnualReport) -> dict | None:
    """The data as they were published, if their file is still what it was."""
    for file in report.files.all():
        if file.kind == FileKind.DATA:
            try:
                with file.file.open() as stored:
                    data = stored.read()
            except OSError:
                return None
            return json.loads(data) if sha256(data) == file.sha256 else None
    return None


def altered(original: dict, found: dict) -> Iterator[str]:
    """What an altered content says, and what it should say."""
    changes = changes_told(original, found) or raw_changes(original, found)
    for change in changes[:MOST_NAMED]:
        yield says(change["where"], change["after"], change["before"])
    if len(changes) > MOST_NAMED:
        yield _("y %(count)d datos más.") % {"count": len(changes) - MOST_NAMED}


def changes_told(original: dict, found: dict) -> list[dict]:
    """None where what was found has not even the form of a report."""
    try:
        return corrections.changes(original, found)
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        return []


def raw_changes(original, found, where: str = "") -> list[dict]:
    """Those that no edition tells as corrections, by the names of the data."""
    if isinstance(original, dict) and isinstance(found, dict):
        pairs = [
            (name, original.get(name, ABSENT), found.get(name, ABSENT))
            for name in {**original, **found}
        ]
    elif isinstance(original, list) and isinstance(found, list) and len(original) == len(found):
        pairs = [(str(n), *pair) for n, pair in enumerate(zip(original, found, strict=True))]
    elif original == found:
        return []
    else:
        return [{"where": where, "before": original, "after": found}]
    return [
        change
        for name, one, other in pairs
        for change in raw_changes(one, other, f"{where}.{name}".strip("."))
    ]
