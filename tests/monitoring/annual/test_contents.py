import re

import pytest
from django.utils import translation

from monitoring import annual
from monitoring.annual.chapters import chapters_for
from tests.factories import FindingFactory, MeasureFactory, PriorityFactory
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db

ENTRY = re.compile(r'<a href="#([^"]+)"[^>]*>([^<]*)</a>')
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def content():
    world = make_world()
    activity = world.activity("1.1", statement="Mesas de priorización.")
    MeasureFactory(activity=activity)
    world.record("HN", activity)
    PriorityFactory(activity=activity, year=2026)
    FindingFactory(plan=world.plan, found_on="2025-03-01")
    return annual.summarise(world.plan, 2025)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("country", ["", "HN"])
def test_every_entry_leads_to_a_part_and_bears_its_title(content, language, country):
    chapters = {
        one.key: one.html for one in chapters_for(content, language=language, country=country)
    }
    whole = " ".join(chapters.values())
    with translation.override(language):
        entries = ENTRY.findall(chapters["contents"])

    assert len(entries) > 8
    assert [anchor for anchor, _title in entries if f'id="{anchor}"' not in whole] == []
    headings = [
        " ".join(TAG.sub("", one).split()) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", whole)
    ]
    first_level = [
        title for anchor, title in entries if not anchor.startswith(("eje", "activ", "pais"))
    ]
    assert [title for title in first_level if title not in headings] == []


def test_the_contents_list_every_chapter_but_the_cover_and_themselves(content):
    chapters = chapters_for(content, language="es")
    listed = ENTRY.findall(next(one.html for one in chapters if one.key == "contents"))

    for one in chapters:
        if one.key not in ("cover", "contents"):
            assert any(f'id="{anchor}"' in one.html for anchor, _title in listed), one.key
