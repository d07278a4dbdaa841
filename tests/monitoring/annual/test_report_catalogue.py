"""Every word that the annual report says by itself has its English."""

import re

import pytest
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP
from django.utils.translation import trans_real

from monitoring import annual
from monitoring.annual.chapters import chapters_for
from monitoring.annual.labels import said
from tests.annual import quick_files
from tests.catalogue import written
from tests.full_world import make_full_world
from tests.report_words import messages_of_report

ENGLISH = {"", "DATE_FORMAT", "N j, Y", "THOUSAND_SEPARATOR", "%(truncated_text)s…"}
"""What Django itself says in English."""

NUMBER = re.compile(r"[\d.]+")
MONTHS_OF_DJANGO = (MONTHS, MONTHS_3, MONTHS_AP)


def test_every_word_of_the_report_has_its_english():
    found = written()

    assert messages_of_report() - found.keys() == set()
    assert [message for message, texts in found.items() if not all(texts)] == []


@pytest.mark.parametrize(
    ("frozen", "english"),
    [
        ("cumplido", "achieved"),
        ("3 de 9 países", "3 of 9 countries"),
        ("segundo semestre de 2025", "second semester of 2025"),
        ("Actividad 10.2", "Activity 10.2"),
        ("Informe anual 2025, edición 2", "Annual report 2025, edition 2"),
        ("República Dominicana", "Dominican Republic"),
        ("Ministerio Público", "Ministerio Público"),
        ("", ""),
    ],
)
def test_a_label_that_was_frozen_in_spanish_is_said_in_the_language_of_the_shell(frozen, english):
    with translation.override("en"):
        assert said(frozen) == english
    with translation.override("es"):
        assert said(frozen) == frozen


@pytest.mark.django_db
def test_no_chapter_in_english_asks_for_a_word_that_the_catalogue_lacks(loaded_plan, monkeypatch):
    quick_files(monkeypatch)
    make_full_world(loaded_plan)
    content = annual.summarise(loaded_plan, 2025, allow_empty=True)
    asked = set()
    ask = trans_real.DjangoTranslation.gettext

    def noting(self, message):
        if self.language() == "en" and message not in self._catalog:
            asked.add(message)
        return ask(self, message)

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", noting)
    with translation.override("en"):
        months = {str(name) for names in MONTHS_OF_DJANGO for name in names.values()}
        chapters_for(content, language="en")
        chapters_for(content, language="en", country="HN")

    words = {one.rpartition("\x04")[2] for one in asked if not NUMBER.fullmatch(one)}
    assert words - months <= ENGLISH
