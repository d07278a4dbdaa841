"""Every file that leaves the system is a download that a browser neither guesses at nor runs, and
byte for byte what it should be.
"""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from corett.lib.middleware import SANDBOX
from tests.factories import EvidenceFactory
from tests.full_world import member
from tests.test_budgets import PEOPLE, Addresses, all_pages

pytestmark = pytest.mark.django_db

SHOWN = {"monitoring:annual_section_pdf", "monitoring:annual_feed"}
"""A chapter as it would be printed, laid out by us and looked at in the browser; and what a reader
of news follows.
"""

DRAWINGS = {"image/svg+xml"}
"""Charts and maps that we draw, shown within the page of the report."""

PAGES = {"text/html"}
EXPECTED = {
    "Content-Disposition": "attachment; filename",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": SANDBOX,
}
HOSTILE = b"%PDF-1.4\n<html><script>alert(1)</script>\xff\x00\xfe"


@pytest.fixture
def world(lent_world):
    return lent_world.world.base


def answers(world, client):
    """What each address answers to somebody who may see it, where that is no page."""
    addresses = Addresses(world)
    client.raise_request_exception = False
    for name, parts in all_pages().items():
        if not set(parts) <= set(addresses.known(name)):
            continue
        for code in PEOPLE:
            client.force_login(member(code).user)
            response = client.get(addresses.find(name, parts))
            if response.status_code == 200:
                kind = response["Content-Type"].partition(";")[0]
                if kind not in PAGES and name not in SHOWN and kind not in DRAWINGS:
                    yield name, response
                elif response.streaming:
                    content_of(response)
                break


def test_every_download_is_an_attachment_that_runs_nothing(world, client, figure):
    found, wrong = [], {}
    for name, response in answers(world, client):
        found.append(name)
        content_of(response)
        wrong |= {
            f"{name}: {header}": response.get(header)
            for header, expected in EXPECTED.items()
            if not response.get(header, "").startswith(expected)
        }

    figure("descargas comprobadas", len(found))
    assert wrong == {}
    assert {"monitoring:evidence_download", "whole_plan:exchange_whole"} <= set(found)
    assert len(found) >= 20


def content_of(response) -> bytes:
    """Read to its end, which closes the file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("name", ["acta.pdf", "página.html", "a\u202egpj.exe", "x.svg", 'a";b.pdf'])
def test_evidence_comes_back_byte_for_byte_whatever_it_is(world, client, name):
    row = EvidenceFactory(
        entry=world.record.entry, url="", file=ContentFile(HOSTILE, name=name), original_name=name
    )
    client.force_login(member("HN").user)
    response = client.get(reverse("monitoring:evidence_download", args=[row.pk]))

    assert content_of(response) == HOSTILE
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["Content-Security-Policy"] == SANDBOX
    assert "\n" not in response["Content-Disposition"]


def test_evidence_that_is_a_link_sends_nobody_to_another_site(world, client):
    row = EvidenceFactory(entry=world.record.entry, url="https://otro.example/acta")
    client.force_login(member("HN").user)
    response = client.get(reverse("monitoring:evidence_download", args=[row.pk]))

    assert response.url == row.entry.get_absolute_url()
    assert 'href="https://otro.example/acta"' in client.get(response.url).content.decode()


def test_published_files_are_the_bytes_whose_hash_stands_published(world, client):
    client.force_login(member("OIM").user)
    published = world.published
    parts = {"plan": published.plan.code, "year": published.year, "edition": published.edition}
    for file in published.files.all():
        address = reverse("monitoring:annual_file", kwargs={**parts, "file_name": file.name})
        data = content_of(client.get(address))
        assert hashlib.sha256(data).hexdigest() == file.sha256
