import pytest
from lxml import html

from monitoring.annual.chapters import chapters_for
from tests.monitoring.annual.contents import make_content
from tests.monitoring.annual_world import make_world

pytestmark = pytest.mark.django_db

OF_THE_SHELL = {"es": "Qué informaron", "en": "What they reported"}


@pytest.fixture(params=["es", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def pages(language) -> list:
    """The trees of all chapters."""
    content = make_content(make_world())
    return [html.fromstring(one.html) for one in chapters_for(content, language=language)]


def languages_of(pages: list, words: str) -> set[str]:
    """In which a screen reader says these words, wherever they stand."""
    nearest = "string(ancestor-or-self::*[@lang][1]/@lang)"
    return {
        one.xpath(nearest)
        for page in pages
        for one in page.xpath("//body//*[text()[contains(., $words)]]", words=words)
    }


def test_words_are_said_in_the_language_they_were_written_in(pages, language):
    assert languages_of(pages, "Primera línea.") == {"es"}
    assert languages_of(pages, "Two meetings.") == {"en"}
    assert languages_of(pages, "Faltan datos.") == {"es"}
    assert languages_of(pages, OF_THE_SHELL[language]) == {language}


def test_the_language_of_the_shell_is_said_once_and_not_of_each_cell(pages, language):
    again = [one for page in pages for one in page.xpath("//body//*[@lang=$own]", own=language)]

    assert {one.get("class") for one in again} <= {"in-language"}
