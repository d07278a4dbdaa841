"""No form that changes something is without its key, and no other form has one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from corett.lib.once import FIELD
from tests.annual import quick_files, quick_pdf
from tests.full_world import World, make_full_world, member
from tests.scale import IS_SOAK
from tests.test_budgets import Addresses, all_pages
from tests.trust.crowd import browser

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
POSTED = re.compile(r"method=[\"']?post", re.IGNORECASE)
KEY = re.compile(rf'<input type="hidden" name="{FIELD}" value="([\w-]{{22}})">')


@pytest.fixture
def world(loaded_plan, monkeypatch) -> World:
    quick_files(monkeypatch)
    quick_pdf(monkeypatch)
    return make_full_world(loaded_plan)


IS_A_FILE = re.compile(
    r"archivo|pdf|datos|\.json|libro|descarg|historia/|novedades|evidencia/\d+/$"
)


def pages_of(client, addresses):
    """Whatever is a page and no file to be downloaded."""
    for address in addresses:
        response = client.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            yield address, response.content.decode()
        if response.streaming:
            b"".join(response.streaming_content)


def admin_addresses(site=admin.site) -> list[str]:
    """The lists, and of each table the page that adds a row and the one that changes its first."""
    found = [reverse("admin:index")]
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        if row := model._default_manager.first():
            found.append(reverse(f"{name}_change", args=[row.pk]))
    return found


def test_every_form_that_is_posted_has_one_key_of_its_own_and_no_other_has_any(world, figure):
    addresses, without, posted = Addresses(world), set(), 0
    keys: list[str] = []
    found_all = [addresses.find(name, parts) for name, parts in all_pages().items()]
    every = [address for address in found_all if not IS_A_FILE.search(address)]
    for code in ("ST", "HN") if IS_SOAK else ("ST",):
        own = [*every, *(admin_addresses() if code == "ST" else [])]
        for address, page in pages_of(browser(member(code)), own):
            for tag, inside in FORM.findall(page):
                found = KEY.findall(inside)
                keys += found
                is_posted = bool(POSTED.search(tag))
                posted += is_posted
                if len(found) != is_posted:
                    without.add((address, tag, len(found)))

    assert without == set()
    assert len(set(keys)) == len(keys) == posted > 100
    figure("formularios que se envían, con su clave", posted)


def test_no_template_of_ours_posts_without_the_tag():
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")

    without = [
        str(path.relative_to(settings.BASE_DIR))
        for path in templates
        for tag, inside in FORM.findall(path.read_text())
        if POSTED.search(tag) and "{% csrf_token %}" not in inside
    ]

    assert without == []
