"""What a person sends from a page, and where to."""

import uuid

from django.core.files.base import ContentFile
from django.urls import reverse

from tests.factories import (
    EvidenceFactory,
)


def address(name, entry):
    return reverse(f"monitoring:{name}", args=[entry.report_id, entry.activity.code])


def narrative(**typed):
    return {"status": "in_progress", "progress": "Se hizo.", "version": "1", **typed}


def row(**typed):
    return {
        "title": "Taller",
        "ended_on": "2025-03-01",
        "quantity": "1",
        "scope": "national",
        "version": "1",
        "key": str(uuid.uuid4()),
        **typed,
    }


def stored_file(entry) -> str:
    file = ContentFile(b"acta", name="acta.pdf")
    return EvidenceFactory(entry=entry, url="", file=file).get_absolute_url()


def newcomer(*names):
    """Institutions that the directory does not have, with what the page asks of each."""
    typed = {"institutions": list(names)}
    for number, name in enumerate(names):
        typed |= {
            f"nueva-{number}-name": name,
            f"nueva-{number}-type": "civil_society",
            f"nueva-{number}-sector": "other",
        }
    return typed
